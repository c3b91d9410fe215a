import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Instant } from '@/ui/Money'
import { Status, type Tone } from '@/ui/StatusTag'
import { Rows } from '@/ui/table/Rows'
import { CardList } from '@/ui/table/CardList'
import type { Column } from '@/ui/table/types'
import { useNarrow } from '@/lib/screen'
import table from '@/ui/table/DataTable.module.css'
import type { VersionLine } from '../api/models'
import { DriftLight } from './DriftLight'
import css from './Models.module.css'
import { useModelWords } from './ModelWords'

export const versionTones: Record<VersionLine['state'], Tone> = { champion: 'jade', challenger: 'amber', retired: 'grey', rejected: 'cinnabar' }

/** Every version there was; each opens what it was judged by. */
export function ModelVersions({ versions, shown }: { versions: readonly VersionLine[]; shown: string }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const columns = useColumns(shown)
  const Shape = narrow ? CardList : Rows
  return (
    <section>
      <h2 className={css.head}>{t('insight_models.versions')}</h2>
      <div className={table.sheet}>
        <Shape label={t('insight_models.versions')} columns={columns} rows={versions} rowKey={(one) => one.id} door={(one) => ({ to: '/insight', search: { tab: 'models', kind: one.kind, version: one.id } })} />
      </div>
    </section>
  )
}

function useColumns(shown: string): Column<VersionLine>[] {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useModelWords()
  return [
    {
      key: 'number',
      title: t('insight_models.version'),
      width: 150,
      render: (one) => (
        <b>
          {t('insight_models.numbered', { number: one.number })} {one.id === shown ? <span className="muted small">{t('insight_models.shown')}</span> : null}
        </b>
      ),
    },
    { key: 'state', title: t('insight_models.state'), width: 130, render: (one) => <Status tone={versionTones[one.state]}>{t(`insight_models.versionState.${one.state}`)}</Status> },
    { key: 'trained', title: t('insight_models.trainedAt'), width: 150, render: (one) => <Instant at={one.trained_at} /> },
    { key: 'gain', title: t('insight_models.gain'), render: (one) => <span className={css.wrap}>{one.why_not ? said(one.why_not) : words.gain(one.measure)}</span> },
    { key: 'drift', title: t('insight_models.drift'), width: 110, render: (one) => (one.drift_largest === null ? <span className="muted">—</span> : <DriftLight index={one.drift_largest} />) },
  ]
}
