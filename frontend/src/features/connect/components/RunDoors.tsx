import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { useKinds } from '../api/mapping'
import { type Run, useResumeRun } from '../api/runs'
import css from './Run.module.css'

const pages: Partial<Record<string, '/guests' | '/bookings'>> = { guest: '/guests', booking: '/bookings' }

/** After a run: the records it made, the rows it kept back, and how to go on. */
export function RunDoors({ run }: { run: Run }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayLoad = useMay('load_data')
  const resume = useResumeRun(run.id)
  const { data: kinds = [] } = useKinds()
  const made = Object.entries(run.records).filter(([, rows]) => rows > 0)
  const title = (kind: string) => said(kinds.find((one) => one.kind === kind)?.title) || kind
  const mayResume = mayLoad && !run.is_dry && ['cancelled', 'stopped', 'failed'].includes(run.state)
  if (made.length === 0 && run.counts.quarantined === 0 && !mayResume) return null
  return (
    <Card title={made.length === 0 ? t('connect.next') : run.is_dry ? t('connect.wouldMake') : t('connect.made')}>
      <div className={css.doors}>
        {made.map(([kind, rows]) => {
          const to = run.is_dry ? undefined : pages[kind]
          const words = `${title(kind)} ${countText(rows)}`
          return to ? (
            <Link key={kind} to={to} search={{ run_id: run.id }} className={css.door}>
              {words}
              <Icon name="arrow" size={14} />
            </Link>
          ) : (
            <span key={kind} className={css.door}>
              {words}
            </span>
          )
        })}
        {run.counts.quarantined > 0 ? (
          <Link to="/quarantine" search={{ run_id: run.id }} className={css.door} data-tone="attention">
            {t('connect.seeQuarantined', { rows: countText(run.counts.quarantined) })}
            <Icon name="arrow" size={14} />
          </Link>
        ) : null}
        {mayResume ? (
          <Button loading={resume.isPending} onClick={() => resume.mutate()}>
            {t('connect.resume')}
          </Button>
        ) : null}
      </div>
    </Card>
  )
}
