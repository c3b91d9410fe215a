import { useTranslation } from 'react-i18next'
import { addressOf } from '@/lib/doors'
import { countText, percentText } from '@/lib/format'
import { Stat, StatRow } from '@/ui/Stat'
import type { Figure } from '../api/home'
import css from './Home.module.css'

const names = ['guests', 'bookings', 'bookings_30_days', 'waiting_rows'] as const

function isNamed(name: string): name is (typeof names)[number] {
  return (names as readonly string[]).includes(name)
}

/** What the company has; each number leads to the list behind it. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  const { t } = useTranslation()
  return (
    <StatRow>
      {figures.filter((figure) => isNamed(figure.name)).map((figure) => (
        <Stat
          key={figure.name}
          label={isNamed(figure.name) ? t(`home.figure.${figure.name}`) : figure.name}
          value={countText(figure.value)}
          against={<Against figure={figure} records={figures.find((one) => one.name === 'records')?.value ?? 0} />}
          tone={figure.name === 'waiting_rows' && figure.value > 0 ? 'attention' : 'plain'}
          {...addressOf(figure.door)}
        />
      ))}
    </StatRow>
  )
}

function Against({ figure, records }: { figure: Figure; records: number }) {
  const { t } = useTranslation()
  const { value, before, name } = figure
  if (before) {
    const change = (value - before) / before
    return (
      <>
        <span className={change < 0 ? css.down : css.up}>{`${change < 0 ? '−' : '+'}${percentText(Math.abs(change))}`}</span>{' '}
        {t('home.against', { before: countText(before) })}
      </>
    )
  }
  if (name === 'waiting_rows') return <>{value > 0 ? t('home.mend') : t('home.nothingWaits')}</>
  return name === 'guests' ? <>{t('home.ofRecords', { count: records, records: countText(records) })}</> : <>{t('home.current')}</>
}
