import { Icon } from './Icon'
import css from './Stepper.module.css'

interface Props {
  label: string
  steps: readonly string[]
  at: number
}

/** How far one is on a short way: what is done, where one stands, what is to come. */
export function Stepper({ label, steps, at }: Props) {
  return (
    <ol className={css.steps} aria-label={label}>
      {steps.map((step, index) => (
        <li key={step} className={css.step} data-state={index < at ? 'done' : index === at ? 'now' : 'later'} aria-current={index === at ? 'step' : undefined}>
          <span className={css.mark} aria-hidden="true">
            {index < at ? <Icon name="check" size={14} /> : index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  )
}
