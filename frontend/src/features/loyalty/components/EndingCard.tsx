import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress } from '@/lib/csv'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Bar } from '@/ui/Skeleton'
import { useLoyaltyWords } from '@/ui/LoyaltyWords'
import type { Ending, Programme } from '../api/programmes'
import { lastDayOf } from './monthDays'

const EndingPlot = lazy(() => import('./EndingPlot').then((module) => ({ default: module.EndingPlot })))

/** What ends in the next months unless it is used; a bar leads to the members. */
export function EndingCard({ programme, ending }: { programme: Programme; ending: readonly Ending[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { kind } = useLoyaltyWords(programme)
  const main = programme.kinds.find((one) => one.role === 'redeemable')
  const rows = ending.filter((one) => one.kind === main?.code)
  const open = (month: string) => void navigate({ to: '/loyalty/$programmeId', params: { programmeId: programme.id }, search: { tab: 'members', ends_from: month, ends_until: lastDayOf(month) } })
  const lines = [[t('loyalty.month'), t('loyalty.points'), t('loyalty.members')], ...rows.map((one) => [one.month.slice(0, 7), one.points, one.members])]
  return (
    <Card
      title={t('loyalty.ending', { kind: kind(main?.code ?? '') })}
      aside={
        <Button type="link" size="small" href={csvAddress(lines)} download="points-ending.csv">
          CSV
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className="muted">{t('loyalty.endingNone')}</p>
      ) : (
        <Suspense fallback={<Bar width={100} height={220} />}>
          <EndingPlot rows={rows} label={t('loyalty.endingAlt', { points: countText(rows.reduce((sum, one) => sum + one.points, 0)) })} onPick={open} />
        </Suspense>
      )}
      <Note>{t('loyalty.endingNote')}</Note>
    </Card>
  )
}
