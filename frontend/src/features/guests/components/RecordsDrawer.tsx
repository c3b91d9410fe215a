import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { useFieldWords } from '@/ui/FieldWords'
import type { Guest, SourceRecord, Survived } from '../api/guests'
import css from './Lineage.module.css'

/** The records behind a guest side by side: what each source says of every field, the value that counts marked. */
export function RecordsDrawer({ guest, onClose }: { guest: Guest; onClose: () => void }) {
  const { t } = useTranslation()
  const { title } = useFieldWords()
  return (
    <FormDrawer open wide title={t('guests.recordsTitle', { count: guest.records.length })} onClose={onClose}>
      <div className={css.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t('guests.fieldColumn')}</span>
              </th>
              {guest.records.map((record) => (
                <th key={record.record_id} scope="col">
                  <Head record={record} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {guest.fields.map((told) => (
              <tr key={told.field}>
                <th scope="row">{title(told.field)}</th>
                {guest.records.map((record) => (
                  <td key={record.record_id}>
                    <Cell told={told} recordId={record.record_id} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={css.foot}>{t('guests.recordsFoot')}</p>
    </FormDrawer>
  )
}

function Head({ record }: { record: SourceRecord }) {
  const { t } = useTranslation()
  const maySources = useMay('view_sources')
  const name = record.source_name
  return (
    <>
      {maySources ? (
        <Link to="/sources/$sourceId" params={{ sourceId: record.source_id }}>
          {name}
        </Link>
      ) : (
        name
      )}
      {record.source_key ? <small className="mono">{record.source_key}</small> : null}
      <small>{t('guests.asOf', { date: dateText(record.said_at) })}</small>
      {maySources ? (
        <small>
          <Link to="/runs/$runId" params={{ runId: record.run_id }}>
            {t('guests.row', { row: countText(record.row_number) })}
          </Link>
        </small>
      ) : null}
    </>
  )
}

function Cell({ told, recordId }: { told: Survived; recordId: string }) {
  const { value } = useFieldWords()
  const said = [told.best, ...told.others].find((one) => one.voices.some((voice) => voice.record_id === recordId))
  if (!said) return <span className="muted">—</span>
  const isDisputed = told.others.length > 0
  const mark = !isDisputed ? undefined : said === told.best ? css.counts : told.is_list ? undefined : css.lost
  return <span className={mark}>{value(told.field, said.text)}</span>
}
