import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import type { Missing, Programme } from '@/lib/loyalty'
import { useLoyaltyWords } from './LoyaltyWords'
import css from './TierProgress.module.css'

interface Props {
  missing: Missing
  programme: Programme | undefined
  /** What the tier is called. */
  name: string
  /** To reach it, or to keep it. */
  to: 'reach' | 'keep'
}

/** What a tier still takes and by when, with a bar for each measure. */
export function TierProgress({ missing, programme, name, to }: Props) {
  const { t } = useTranslation()
  const { kind, lacks } = useLoyaltyWords(programme)
  const done = missing.progress_permille >= 1000
  const values = { tier: name, what: lacks(missing), date: dateText(missing.by) }
  return (
    <div className={css.box}>
      <p className={css.words}>{done ? t(`loyalty_words.${to}Done`, values) : t(`loyalty_words.${to}`, values)}</p>
      <ul className={css.bars}>
        {missing.measured.map((one) => (
          <li key={one.measure}>
            <span>{kind(one.measure)}</span>
            <span className={css.bar} aria-hidden="true">
              <i style={{ width: `${Math.min(100, (one.have / one.least) * 100)}%` }} data-full={one.missing === 0 || undefined} />
            </span>
            <span className={css.count}>
              {countText(one.have)} / {countText(one.least)}
            </span>
          </li>
        ))}
      </ul>
      {missing.measured.length > 1 ? <small className={css.needs}>{t(`loyalty_words.needs.${missing.needs}`)}</small> : null}
    </div>
  )
}
