import { moneyText, useFormat } from '@/lib/format'

/** An amount in minor units; nothing where the amount is not known. */
export function Money({ minor, currency }: { minor: number | null | undefined; currency: string | null | undefined }) {
  if (minor === null || minor === undefined) return <span className="muted">—</span>
  return <span className="nowrap">{moneyText(minor, currency ?? '')}</span>
}

/** An instant: short on the page, complete when pointed at. */
export function Instant({ at, relative = false }: { at: string | null | undefined; relative?: boolean }) {
  const { instant, ago } = useFormat()
  if (!at) return <span className="muted">—</span>
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()} className="nowrap">
      {relative ? ago(at) : instant(at)}
    </time>
  )
}

/** A value of which only a part may be seen; it reads as hidden, not as broken. */
export function Masked({ value }: { value: string | null | undefined }) {
  if (!value) return null
  return <span className="nowrap">{value}</span>
}
