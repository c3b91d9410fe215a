import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Note } from '@/ui/Layout'
import type { Contrast, Trait } from '../api/contrast'
import css from './ContrastCard.module.css'

interface Props {
  found: Contrast
  /** What the two groups are called. */
  inside: string
  against: string
  /** What a click on a condition does, and what the button says. */
  onTake: (trait: Trait, told: string) => void
  take: string
  takeOf: (told: string) => string
  note: string
}

/** The conditions that set two groups of guests apart, each with both shares on a line from none to all. */
export function Traits({ found, inside, against, onTake, take, takeOf, note }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  if (found.is_too_few) return <Note>{t('segment_contrast.tooFew', { inside: countText(found.inside?.guests ?? 0), against: countText(found.against?.guests ?? 0) })}</Note>
  if (found.traits.length === 0) return <Note>{t('segment_contrast.nothing')}</Note>
  return (
    <>
      <p className={css.legend} aria-hidden="true">
        <span data-side="inside">{inside}</span>
        <span data-side="against">{against}</span>
      </p>
      <ul className={css.traits}>
        {found.traits.map((one) => {
          const told = said(one.told).replace(/[。.]$/, '')
          return (
            <li key={JSON.stringify(one.condition)}>
              <span className={css.told}>{told}</span>
              <Shares trait={one} inside={inside} against={against} />
              <Button type="text" size="small" className={css.add} onClick={() => onTake(one, told)} aria-label={takeOf(told)}>
                {take}
              </Button>
            </li>
          )
        })}
      </ul>
      <p className={css.note}>{note}</p>
    </>
  )
}

function Shares({ trait, inside, against }: { trait: Trait; inside: string; against: string }) {
  const { t } = useTranslation()
  const shares = { inside: percentText(trait.inside_share, 0), against: percentText(trait.against_share, 0) }
  const [low = 0, high = 0] = [trait.inside_share, trait.against_share].sort((one, other) => one - other)
  return (
    <>
      <span className={css.line} role="img" aria-label={t('segment_contrast.shares', { inside, against, insideShare: shares.inside, againstShare: shares.against })}>
        <span className={css.span} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
        <span className={css.dot} data-side="against" style={{ left: `${trait.against_share * 100}%` }} />
        <span className={css.dot} data-side="inside" style={{ left: `${trait.inside_share * 100}%` }} />
      </span>
      <span className={css.shares} aria-hidden="true">
        <b>{shares.inside}</b> {shares.against}
      </span>
    </>
  )
}
