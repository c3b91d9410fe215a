import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, moneyText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { CardSkeleton } from '@/ui/Skeleton'
import { type TierCount, useTiers } from '../api/policies'
import { BehindDrawer } from './BehindDrawer'
import css from './Policies.module.css'

/** How many guests are of each tier, and by what. */
export function TierLines() {
  const { t } = useTranslation()
  const said = useSaid()
  const tiers = useTiers()
  const [open, setOpen] = useState<TierCount>()
  if (tiers.isPending) return <CardSkeleton lines={3} />
  if (tiers.isError) return <p className={css.stamp}>{t('insight_policies.value.nobody')}</p>
  const { currency, words } = tiers.data
  return (
    <>
      <ul className={css.tiers}>
        {tiers.data.tiers.map((one) => (
          <li key={one.tier}>
            <button type="button" className={css.tier} onClick={() => setOpen(one)}>
              <b>{said(one.name)}</b>
              <span>{t('insight_policies.value.of', { guests: countText(one.guests), value: percentText(one.value_share ?? 0, 0) })}</span>
              <span>{!one.least_minor ? '' : t('insight_policies.value.from', { least: moneyText(one.least_minor, currency, true) })}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={css.stamp}>{said(words)}</p>
      {open ? <BehindDrawer behind={{ kind: 'tier', key: open.tier, scale: 'quintiles' }} title={said(open.name)} words={said(words)} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}
