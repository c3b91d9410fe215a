import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { type Definition, type GuestCount, useReach } from '../api/sandbox'
import css from './Results.module.css'

const allowed = new Set(['given', 'not_needed'])

interface Way {
  name: string
  purpose: string
  channel: GuestCount['channel']
  may: number
  others: readonly GuestCount[]
}

/** Counts by purpose and channel, those of whom most may be contacted first. */
function waysOf(reach: readonly GuestCount[]): Way[] {
  const names = [...new Set(reach.map((one) => `${one.purpose} ${one.channel}`))]
  const ways = names.flatMap((name) => {
    const mine = reach.filter((one) => `${one.purpose} ${one.channel}` === name)
    const [first] = mine
    if (!first) return []
    const may = mine.filter((one) => allowed.has(one.reason)).reduce((sum, one) => sum + one.guests, 0)
    const others = mine.filter((one) => !allowed.has(one.reason)).sort((one, other) => other.guests - one.guests)
    return [{ name, purpose: first.purpose, channel: first.channel, may, others }]
  })
  return ways.sort((one, other) => other.may - one.may)
}

/** How many may be written to, by channel, and why not the others. */
export function ReachCard({ definition }: { definition: Definition }) {
  const { t } = useTranslation()
  const { data: numbers, isPending } = useReach(definition)
  if (isPending) return <CardSkeleton lines={6} />
  if (!numbers) return null
  const ways = waysOf(numbers.reach)
  const purposes = new Set(ways.map((one) => one.purpose))
  if (ways.length === 0) return null
  return (
    <Card title={t('segment.reach')} aside={t('segment.reachAside')}>
      <ul className={css.reach}>
        {ways.map((way) => (
          <li key={way.name}>
            <span className={css.channel}>
              {t(`trust_consent.channel.${way.channel}`)}
              {purposes.size > 1 ? <span className={css.purpose}>{way.purpose}</span> : null}
            </span>
            <span className={css.reachBar} aria-hidden="true">
              <span style={{ width: `${numbers.guests > 0 ? (way.may / numbers.guests) * 100 : 0}%` }} />
            </span>
            <span className={css.may}>
              {countText(way.may)} <span className={css.share}>{numbers.guests > 0 ? percentText(way.may / numbers.guests, 0) : ''}</span>
            </span>
            <span className={css.reasonsWhy}>{way.others.map((one) => `${t(`trust_consent.reason.${one.reason}`)} ${countText(one.guests)}`).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
