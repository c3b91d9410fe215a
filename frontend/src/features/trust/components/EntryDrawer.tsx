import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { Icon } from '@/ui/Icon'
import { JsonBlock } from '@/ui/JsonBlock'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { type Entry, type EntryPage, saveText, useEntry } from '../api/audit'
import css from './Audit.module.css'

const pages: Readonly<Record<string, string>> = {
  guest: '/guests/',
  record: '/guests/',
  booking: '/bookings/',
  source: '/sources/',
  run: '/runs/',
}

/** Where the thing an entry is about is looked at; null where there is no page for it. */
function doorOf(entry: Entry): string | null {
  const page = pages[entry.subject_kind]
  return page && entry.subject_id ? `${page}${entry.subject_id}` : null
}

/** One entry: what it says, what it is about, and the proof that it stands in the log. */
export function EntryDrawer({ entryId, onClose }: { entryId: number; onClose: () => void }) {
  const { t } = useTranslation()
  const entry = useEntry(entryId)
  return (
    <FormDrawer open title={t('trust_audit.entry', { number: entryId })} onClose={onClose}>
      {entry.isPending ? <CardSkeleton lines={8} /> : null}
      {entry.isError ? <ErrorState error={entry.error} /> : null}
      {entry.data ? <Facts page={entry.data} /> : null}
    </FormDrawer>
  )
}

function Facts({ page: { entry, proof } }: { page: EntryPage }) {
  const { t } = useTranslation()
  const said = useSaid()
  const door = doorOf(entry)
  const items = [
    { label: t('trust_audit.at'), value: <Instant at={entry.at} /> },
    { label: t('trust_audit.actor'), value: entry.actor_name },
    { label: t('trust_audit.purpose'), value: entry.purpose },
    { label: t('trust_audit.action'), value: <span className="mono">{entry.action}</span> },
    { label: t('trust_audit.subject'), value: entry.subject_id ? <span className="mono">{entry.subject_id}</span> : null },
    { label: t('trust_audit.request'), value: entry.request_id ? <span className="mono">{entry.request_id}</span> : null },
  ]
  return (
    <div className={css.facts}>
      <p className={css.sentence}>{said(entry.sentence)}</p>
      <KeyValues items={items} />
      {door ? <Link to={door}>{t('trust_audit.open')}</Link> : null}
      {Object.keys(entry.details).length > 0 ? <JsonBlock value={entry.details} label={t('trust_audit.details')} /> : null}
      {proof ? (
        <>
          <Status tone="jade">{t('trust_audit.proven', { position: countText(proof.position), size: countText(proof.size) })}</Status>
          <p className="muted small">{t('trust_audit.proofWords')}</p>
          <Button
            icon={<Icon name="download" size={16} />}
            onClick={() => saveText(`proof-${entry.id}.json`, JSON.stringify(proof, null, 2), 'application/json')}
          >
            {t('trust_audit.takeProof')}
          </Button>
        </>
      ) : (
        <Status tone="amber" live>
          {t('trust_audit.notSealed')}
        </Status>
      )}
    </div>
  )
}
