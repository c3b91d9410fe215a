import { Icon } from '@/ui/Icon'
import css from './Fault.module.css'

/** The sentence that says why the door stayed shut. */
export function Fault({ children }: { children: string }) {
  return (
    <p className={css.fault} role="alert">
      <Icon name="alert" size={16} />
      {children}
    </p>
  )
}
