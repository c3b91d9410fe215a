import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import type { ReportLine, RetentionReport, RetentionRule } from '../../api/retention'

/** The newest report: what is too old by each rule, and what went. */
export function ReportCard({ reports, rules }: { reports: readonly RetentionReport[]; rules: readonly RetentionRule[] }) {
  const { t } = useTranslation()
  const [report] = reports
  const pageOf = (code: string) => rules.find((rule) => rule.code === code)?.page ?? ''
  return (
    <div style={{ marginTop: 16 }}>
      <Card
        title={t('trust_retention.report')}
        aside={report ? <Tag tone={report.is_dry ? 'slate' : 'jade'}>{report.is_dry ? t('trust_retention.dry') : t('trust_retention.night')}</Tag> : null}
      >
        {report ? (
          <>
            <Note>
              {report.state === 'running' ? t('trust_retention.running') : <Instant at={report.ended_at} />} {report.started_by}
            </Note>
            <Lines>
              {report.lines.map((line) => (
                <ReportRow key={line.code} line={line} page={pageOf(line.code)} />
              ))}
            </Lines>
          </>
        ) : (
          <Note>{t('trust_retention.noReport')}</Note>
        )}
      </Card>
    </div>
  )
}

function ReportRow({ line, page }: { line: ReportLine; page: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <li>
      <Line>
        <span>
          {page ? <Link to={`/${page}`}>{said(line.title)}</Link> : said(line.title)} <span className="muted">{t('trust_retention.before', { date: dateText(line.before) })}</span>
        </span>
        <Quiet>
          <span>{t('trust_retention.due', { count: line.due, due: countText(line.due) })}</span>
          {line.gone === null ? null : <span>{t('trust_retention.gone', { gone: countText(line.gone) })}</span>}
          {line.problem ? <Tag tone="cinnabar">{line.problem}</Tag> : null}
        </Quiet>
      </Line>
    </li>
  )
}
