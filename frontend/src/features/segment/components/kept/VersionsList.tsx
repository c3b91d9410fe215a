import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { Timeline } from '@/ui/Timeline'
import type { AudienceDetail } from '../../api/audiences'

/** An audience as it was after each save, the newest first; an older one can be opened again in the sandbox. */
export function VersionsList({ detail, mayEdit }: { detail: AudienceDetail; mayEdit: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { audience, versions } = detail
  const mayOpen = mayEdit && audience.kind === 'dynamic' && !audience.archived_at
  const moments = versions.map((one) => ({
    key: String(one.number),
    at: <Instant at={one.saved_at} />,
    tone: one.number === audience.revision ? ('jade' as const) : ('grey' as const),
    title: (
      <>
        <b>{t('segment_kept.versionOf', { number: one.number })}</b> {said(one.name)} <span className="muted">· {one.saved_by || t('segment_kept.theProduct')}</span>
      </>
    ),
    detail: (
      <>
        {said(one.sentence)}{' '}
        {mayOpen && one.number !== audience.revision ? (
          <Link to="/audiences/$audienceId/edit" params={{ audienceId: audience.id }} search={{ version: String(one.number) }}>
            {t('segment_kept.openVersion')}
          </Link>
        ) : null}
      </>
    ),
  }))
  return (
    <Card>
      <Timeline label={t('segment_kept.tabs.versions')} moments={moments} />
    </Card>
  )
}
