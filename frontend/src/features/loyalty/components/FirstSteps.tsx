import { useTranslation } from 'react-i18next'
import css from './Loyalty.module.css'

const steps = ['draft', 'earn', 'tiers', 'try', 'open'] as const

/** What making a programme leads to, in the order in which it is done. */
export function FirstSteps() {
  const { t } = useTranslation()
  return (
    <ol className={css.steps}>
      {steps.map((one) => (
        <li key={one}>{t(`loyalty.steps.${one}`)}</li>
      ))}
    </ol>
  )
}
