import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { useNarrow } from '@/lib/screen'
import { Card } from '@/ui/Card'
import { useBookingWords } from '@/ui/BookingWords'
import { Note } from '@/ui/Layout'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Slice } from '../api/models'
import css from './Models.module.css'
import { figureText, intervalText, useModelWords } from './ModelWords'

const known = ['female', 'male', 'other', 'others', 'unknown'] as const

function isKnown(value: string): value is (typeof known)[number] {
  return (known as readonly string[]).includes(value)
}

/** What a group of people or bookings is called: a sex, a country, a line; anything else as its source calls it. */
function useValueWords(): (one: Slice) => string {
  const { t } = useTranslation()
  const { line } = useBookingWords()
  const { country } = usePlaceWords()
  return ({ trait, value }) => {
    if (value === '') return t('insight_models.value.unknown')
    if (isKnown(value)) return t(`insight_models.value.${value}`)
    return trait === 'region' ? country(value) : line(value)
  }
}

/** How the model does by age, sex and region: a gap between said and came is a wrong done to somebody. */
export function FairnessCard({ slices }: { slices: readonly Slice[] }) {
  const { t } = useTranslation()
  const words = useModelWords()
  const narrow = useNarrow()
  const isShare = slices.every((one) => one.said <= 1 && one.came <= 1)
  const text = (value: number) => (isShare ? percentText(value) : figureText(value))
  const valueOf = useValueWords()
  const traits = [...new Set(slices.map((one) => one.trait))]
  return (
    <Card title={t('insight_models.fairness')} aside={t(traits.includes('age') || traits.includes('sex') ? 'insight_models.fairnessAside' : 'insight_models.fairnessAsideBookings')}>
      {slices.length === 0 ? (
        <p className="muted">{t('insight_models.noFairness')}</p>
      ) : (
        <div className={css.scroll}>
          <table className={css.table}>
            <thead>
              <tr>
                {(['slice', 'rowsColumn', 'said', 'came', 'auc'] as const).map((one) => (
                  <th key={one} scope="col">
                    {t(`insight_models.${one}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {traits.map((trait) => (
              <tbody key={trait}>
                <tr className={css.trait}>
                  <th colSpan={5} scope="rowgroup">
                    {words.trait(trait)}
                  </th>
                </tr>
                {slices
                  .filter((one) => one.trait === trait)
                  .map((one) => (
                    <tr key={one.value}>
                      <th scope="row">{valueOf(one)}</th>
                      <td>{countText(one.rows)}</td>
                      <td>{text(one.said)}</td>
                      <td>{text(one.came)}</td>
                      <td>{one.auc ? (narrow ? figureText(one.auc.value) : intervalText(one.auc)) : '—'}</td>
                    </tr>
                  ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      <Note>{t('insight_models.fairnessWords')}</Note>
    </Card>
  )
}
