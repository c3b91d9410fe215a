import { useTranslation } from 'react-i18next'
import { moneyText, roundMoneyText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { type Contrast, type Trait, useContrast } from '../api/contrast'
import type { Definition } from '../api/sandbox'
import css from './ContrastCard.module.css'
import { useSandbox } from './sandbox'
import { Traits } from './Traits'
import { newGroup } from './tree/items'
import { withPart } from './tree/moves'
import { readDefinition } from './tree/reading'

type Group = NonNullable<Contrast['inside']>

/** What those who fit have more or less often than all other guests, and what they are worth. */
export function ContrastCard({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const { data: found, isPending, isFetching } = useContrast(definition)
  if (isPending) return <CardSkeleton lines={8} />
  if (!found?.inside || !found.against) return null
  return (
    <Card title={t('segment_contrast.title')} aside={t('segment_contrast.aside')}>
      <div className={css.body} aria-busy={isFetching} data-behind={isFetching || undefined}>
        <Value inside={found.inside} against={found.against} currency={found.currency} />
        <Adopted found={found} />
      </div>
    </Card>
  )
}

/** The value at stake, and of one guest on either side. */
function Value({ inside, against, currency }: { inside: Group; against: Group; currency: string }) {
  const { t } = useTranslation()
  if (inside.value_minor === null || against.value_minor === null || inside.guests === 0) return null
  const each = (group: Group) => (group.guests > 0 ? roundMoneyText((group.value_minor ?? 0) / group.guests, currency) : '—')
  return (
    <p className={css.value}>
      <span className={css.what}>{t('segment_contrast.valueOf')}</span>
      <span className={css.figure}>{moneyText(inside.value_minor, currency, true)}</span>
      <span className={css.what}>{t('segment_contrast.valueEach', { each: each(inside), other: each(against) })}</span>
    </p>
  )
}

/** A click adds a condition to those that are written. */
function Adopted({ found }: { found: Contrast }) {
  const { t } = useTranslation()
  const { change, announce } = useSandbox()

  function adopt(trait: Trait, told: string): void {
    const [item] = readDefinition({ version: 1, where: trait.condition }).parts
    if (!item) return
    change((now) => (now.way === 'all' ? withPart(now, now.key, now.parts.length, item) : newGroup('all', [now, item])))
    announce(t('segment_contrast.added', { told }))
  }

  return (
    <Traits
      found={found}
      inside={t('segment_contrast.inside')}
      against={t('segment_contrast.against')}
      onTake={adopt}
      take={t('segment_contrast.add')}
      takeOf={(told) => t('segment_contrast.addOf', { told })}
      note={t('segment_contrast.note')}
    />
  )
}
