import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { outcomes, type Run } from '../api/runs'
import css from './Run.module.css'

/** What became of each row; the parts add up to the rows read, in numbers and in the bar. */
export function CountsBar({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { counts } = run
  const parts = outcomes.filter((outcome) => counts[outcome] > 0)
  return (
    <Card title={t('connect.rowsTitle')} aside={t('connect.rowsRead', { rows: countText(counts.read) })}>
      {counts.read > 0 ? (
        <div className={css.bar} aria-hidden="true">
          {parts.map((outcome) => (
            <i key={outcome} data-outcome={outcome} style={{ flexGrow: counts[outcome] }} />
          ))}
        </div>
      ) : null}
      <dl className={css.counts}>
        {outcomes.map((outcome) => (
          <div key={outcome} className={css.count} data-empty={counts[outcome] === 0 || undefined}>
            <dt>
              <i data-outcome={outcome} />
              {t(`connect.outcome.${outcome}`)}
            </dt>
            <dd>{countText(counts[outcome])}</dd>
            <dd className={css.meaning}>{t(`connect.meaning.${outcome}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
