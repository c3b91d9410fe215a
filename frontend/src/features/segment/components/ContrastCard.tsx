import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, moneyText, percentText, roundMoneyText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { type Contrast, type Trait, useContrast } from '../api/contrast'
import type { Definition } from '../api/sandbox'
import css from './ContrastCard.module.css'
import { useSandbox } from './sandbox'
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
        <Traits found={found} inside={found.inside} against={found.against} />
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

function Traits({ found, inside, against }: { found: Contrast; inside: Group; against: Group }) {
  const { t } = useTranslation()
  if (found.is_too_few) return <Note>{t('segment_contrast.tooFew', { inside: countText(inside.guests), against: countText(against.guests) })}</Note>
  if (found.traits.length === 0) return <Note>{t('segment_contrast.nothing')}</Note>
  return (
    <>
      <p className={css.legend} aria-hidden="true">
        <span data-side="inside">{t('segment_contrast.inside')}</span>
        <span data-side="against">{t('segment_contrast.against')}</span>
      </p>
      <ul className={css.traits}>
        {found.traits.map((one) => (
          <TraitRow key={JSON.stringify(one.condition)} trait={one} />
        ))}
      </ul>
      <p className={css.note}>{t('segment_contrast.note')}</p>
    </>
  )
}

/** One condition with both shares on a line from none to all; a click adds it. */
function TraitRow({ trait }: { trait: Trait }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { change, announce } = useSandbox()
  const told = said(trait.told).replace(/[。.]$/, '')
  const shares = { inside: percentText(trait.inside_share, 0), against: percentText(trait.against_share, 0) }
  const [low, high] = [trait.inside_share, trait.against_share].sort((one, other) => one - other)

  function adopt(): void {
    const [item] = readDefinition({ version: 1, where: trait.condition }).parts
    if (!item) return
    change((now) => (now.way === 'all' ? withPart(now, now.key, now.parts.length, item) : newGroup('all', [now, item])))
    announce(t('segment_contrast.added', { told }))
  }

  return (
    <li>
      <span className={css.told}>{told}</span>
      <span className={css.line} role="img" aria-label={t('segment_contrast.shares', shares)}>
        <span className={css.span} style={{ left: `${(low ?? 0) * 100}%`, width: `${((high ?? 0) - (low ?? 0)) * 100}%` }} />
        <span className={css.dot} data-side="against" style={{ left: `${trait.against_share * 100}%` }} />
        <span className={css.dot} data-side="inside" style={{ left: `${trait.inside_share * 100}%` }} />
      </span>
      <span className={css.shares} aria-hidden="true">
        <b>{shares.inside}</b> {shares.against}
      </span>
      <Button type="text" size="small" className={css.add} onClick={adopt} aria-label={t('segment_contrast.addOf', { told })}>
        {t('segment_contrast.add')}
      </Button>
    </li>
  )
}
