import type { ShownShare } from '../../api/recommended'
import css from './Recommended.module.css'

/** A share as a dot, and a line where the truth lies in 95 of 100 samples, on a scale from 0 to `most`. */
export function Whisker({ of, most, quiet = false }: { of: ShownShare; most: number; quiet?: boolean }) {
  const at = (share: number) => `${Math.min(100, (100 * share) / most)}%`
  return (
    <span className={css.track} data-quiet={quiet || undefined} aria-hidden="true">
      <i style={{ left: at(of.low), width: `calc(${at(of.high)} - ${at(of.low)})` }} />
      <b style={{ left: at(of.share) }} />
    </span>
  )
}
