import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { EmptyState, ErrorState, useSentence } from '@/ui/States'
import { type PrecisionReport, type Stratum, useDraw, usePrecision, useReview, useToReview } from '../api/desk'
import css from './Desk.module.css'
import { PairView } from './PairView'
import { useDeskKeys } from './useDeskKeys'

const EACH = 25
/** The worst share the bars show; what is worse stands at their left end. */
const WORST = 0.8

/** How right the joined pairs are: a random sample, looked at by people. */
export function ReviewTab() {
  const report = usePrecision()
  if (report.isPending) return <CardSkeleton lines={6} />
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />
  return (
    <div className={css.pair}>
      <ReportCard report={report.data} />
      {report.data.waiting > 0 ? <Reviewing /> : null}
    </div>
  )
}

function ReportCard({ report }: { report: PrecisionReport }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const draw = useDraw()
  const may = useForCompany()
  const joined = report.strata.reduce((sum, one) => sum + one.pairs, 0)
  const button = may ? (
    <Button loading={draw.isPending} disabled={joined === 0} onClick={() => draw.mutate(EACH, { onError: (fault) => void message.error(sentence(fault)) })}>
      {t('identity.draw', { count: EACH })}
    </Button>
  ) : null
  if (joined === 0) {
    return (
      <Card>
        <EmptyState icon="eyes" title={t('identity.nothingJoined')}>
          {t('identity.nothingJoinedWords')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title={t('identity.precision')} aside={button}>
      <StatRow>
        <Stat label={t('identity.right')} value={shareText(report.precision)} against={intervalText(report.low, report.high) ?? t('identity.notYet')} />
        <Stat label={t('identity.reviewed')} value={report.reviewed} against={t('identity.waitReview', { count: report.waiting })} />
        <Stat label={t('identity.joinedPairs')} value={joined} />
      </StatRow>
      <Strata strata={report.strata} />
      <Note>{t('identity.precisionWords')}</Note>
    </Card>
  )
}

function shareText(share: number | null): string {
  return share === null ? '—' : percentText(share)
}

function intervalText(low: number | null, high: number | null): string | null {
  return low === null || high === null ? null : `${percentText(low)} – ${percentText(high)}`
}

function Strata({ strata }: { strata: readonly Stratum[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <table className={css.strata}>
      <thead>
        <tr>
          <th scope="col">{t('identity.stratum')}</th>
          <th scope="col" className={`${css.figure} ${css.wide}`}>
            {t('identity.joinedPairs')}
          </th>
          <th scope="col" className={css.figure}>
            {t('identity.reviewed')}
          </th>
          <th scope="col" className={css.figure}>
            {t('identity.right')}
          </th>
          <th scope="col" className={css.wide}>
            {t('identity.interval', { worst: percentText(WORST, 0) })}
          </th>
        </tr>
      </thead>
      <tbody>
        {strata.map((one) => (
          <tr key={one.code}>
            <th scope="row">{said(one.name)}</th>
            <td className={`${css.figure} ${css.wide}`}>{countText(one.pairs)}</td>
            <td className={css.figure}>
              {one.reviewed} / {one.drawn}
            </td>
            <td className={css.figure}>{shareText(one.precision)}</td>
            <td className={css.wide}>
              <Interval stratum={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Interval({ stratum }: { stratum: Stratum }) {
  const { low, high, precision } = stratum
  if (low === null || high === null || precision === null) return <span className={css.interval} />
  const place = (share: number) => Math.max(0, (share - WORST) / (1 - WORST)) * 100
  return (
    <span className={css.interval} title={intervalText(low, high) ?? ''}>
      <span style={{ left: `${place(low)}%`, width: `${place(high) - place(low)}%` }} />
      <i style={{ left: `calc(${place(precision)}% - 1px)` }} />
    </span>
  )
}

/** One drawn pair after the other; the answer measures, and changes nothing. */
function Reviewing() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const said = useSaid()
  const waiting = useToReview()
  const review = useReview()
  const pair = waiting.data?.[0]
  const isBusy = review.isPending
  function answer(is_same: boolean): void {
    if (!pair || isBusy) return
    const told = () => void message.info({ content: <Link to="/guests/$guestId" params={{ guestId: pair.left_id }}>{t('identity.notOne')}</Link>, duration: 8 })
    review.mutate({ pair_id: pair.id, is_same }, { onSuccess: is_same ? undefined : told, onError: (fault) => void message.error(sentence(fault)) })
  }
  const deeds = { y: () => answer(true), n: () => answer(false) }
  useDeskKeys(deeds, true)
  if (!pair) return null
  return (
    <>
      <div className={css.bar}>
        <span className={css.question}>
          {t('identity.reviewQuestion')} <span className="muted">{said(pair.stratum)}</span>
        </span>
        <Button type="primary" disabled={isBusy} onClick={deeds.y}>
          {t('identity.yesSame')}
          <kbd className={css.key} aria-hidden="true">
            Y
          </kbd>
        </Button>
        <Button disabled={isBusy} onClick={deeds.n}>
          {t('identity.noTwo')}
          <kbd className={css.key} aria-hidden="true">
            N
          </kbd>
        </Button>
      </div>
      <PairView pair={{ left: pair.left_id, right: pair.right_id }} />
    </>
  )
}
