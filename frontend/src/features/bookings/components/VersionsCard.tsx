import { Link } from '@tanstack/react-router'
import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, useFormat } from '@/lib/format'
import { Card } from '@/ui/Card'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useVersions, type Version } from '../api/bookings'
import css from './Booking.module.css'
import { type Difference, differencesOf } from './differences'
import { useVersionWords } from './words'

/** Every version that came in; two of them side by side, what changed marked. */
export function VersionsCard({ bookingId }: { bookingId: string }) {
  const { t } = useTranslation()
  const versions = useVersions(bookingId)
  if (versions.isPending) return <CardSkeleton lines={5} />
  if (versions.isError) {
    return (
      <Card title={t('bookings.versions')}>
        <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
      </Card>
    )
  }
  const [newest] = versions.data
  if (!newest) return null
  return (
    <Card title={t('bookings.versions')} aside={t('bookings.versionCount', { count: versions.data.length })}>
      {versions.data.length === 1 ? <p className="muted">{t('bookings.oneVersion')}</p> : <Comparison versions={versions.data} />}
    </Card>
  )
}

function at(versions: readonly Version[], text: string | undefined, otherwise: number): Version | undefined {
  return versions[Number(text ?? otherwise)] ?? versions[otherwise]
}

function Comparison({ versions }: { versions: readonly Version[] }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const [search, change] = useAddress()
  const [onlyChanged, setOnlyChanged] = useState(true)
  const before = at(versions, search.before, 1)
  const after = at(versions, search.after, 0)
  if (!before || !after) return null
  const options = versions.map((version, index) => ({
    value: index,
    label: [instant(version.order_at), version.is_current ? t('bookings.current') : ''].filter(Boolean).join(' · '),
  }))
  const all = differencesOf(before, after)
  const shown = onlyChanged ? all.filter((row) => row.isChanged) : all
  return (
    <>
      <div className={css.pick}>
        <Select
          aria-label={t('bookings.before')}
          size="small"
          popupMatchSelectWidth={false}
          options={options}
          value={versions.indexOf(before)}
          onChange={(value: number) => change({ before: String(value) })}
        />
        <span aria-hidden="true">→</span>
        <Select
          aria-label={t('bookings.after')}
          size="small"
          popupMatchSelectWidth={false}
          options={options}
          value={versions.indexOf(after)}
          onChange={(value: number) => change({ after: String(value) })}
        />
        <Checkbox checked={onlyChanged} onChange={(event) => setOnlyChanged(event.target.checked)}>
          {t('bookings.onlyChanged')}
        </Checkbox>
      </div>
      {shown.length === 0 ? <p className="muted">{t('bookings.nothingChanged')}</p> : <Side before={before} after={after} rows={shown} />}
    </>
  )
}

function Side({ before, after, rows }: { before: Version; after: Version; rows: readonly Difference[] }) {
  const { t } = useTranslation()
  const words = useVersionWords()
  return (
    <div className={css.scroll}>
      <table className={css.versions}>
        <thead>
          <tr>
            <th scope="col">{t('bookings.field')}</th>
            {[before, after].map((version, index) => (
              <th scope="col" key={index}>
                {index === 0 ? t('bookings.before') : t('bookings.after')}
                <small>
                  <Link to="/runs/$runId" params={{ runId: version.run_id }}>
                    {t('bookings.fileRow', { file: version.file_name, row: countText(version.row_number) })}
                  </Link>
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.field}>
              <th scope="row">{words.field(row.field)}</th>
              <td>{row.isChanged ? <del>{words.value(row.field, row.before, before)}</del> : words.value(row.field, row.before, before)}</td>
              <td>{row.isChanged ? <mark>{words.value(row.field, row.after, after)}</mark> : words.value(row.field, row.after, after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
