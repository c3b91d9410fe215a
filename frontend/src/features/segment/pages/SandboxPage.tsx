import { Button, Dropdown } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Note } from '@/ui/Layout'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, NoPermission } from '@/ui/States'
import { type Catalogue, useCatalogueQuery } from '../api/sandbox'
import { type Known, knownOf } from '../components/catalogue'
import { Early } from '../components/Early'
import { GroupBox } from '../components/GroupBox'
import { Results } from '../components/Results'
import { SandboxProvider } from '../components/sandbox'
import { Templates } from '../components/Templates'
import { templatesFor } from '../components/templateList'
import { newGroup } from '../components/tree/items'
import { type History, useHistory, useHistoryKeys } from '../components/tree/useHistory'
import { useSandboxState } from '../components/useSandboxState'
import css from './SandboxPage.module.css'

/** The sandbox: write down whom you mean, and see at once who that is. */
export function SandboxPage() {
  const { t } = useTranslation()
  const may = useMayForCompany('view_audiences')
  const mayInsight = useMayForCompany('view_insight')
  if (may && mayInsight) return <Inside />
  return (
    <>
      <PageHeader title={t('segment.title')} />
      <Card>
        <NoPermission>{t('segment.refused')}</NoPermission>
      </Card>
    </>
  )
}

function Inside() {
  const { t } = useTranslation()
  const catalogue = useCatalogueQuery()
  if (catalogue.data) return <Open catalogue={catalogue.data} />
  return (
    <>
      <PageHeader title={t('segment.newTitle')} />
      {catalogue.isError ? (
        <Card>
          <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />
        </Card>
      ) : (
        <CardSkeleton lines={8} />
      )}
    </>
  )
}

function Open({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation()
  const known = useMemo(() => knownOf(catalogue), [catalogue])
  const history = useHistory('xenia.audience.new', () => newGroup('all'))
  useHistoryKeys(history)
  const { sandbox, definition, preview, heard, hasFault } = useSandboxState(known, history)
  const isEarly = preview.error instanceof Problem && preview.error.status === 404
  return (
    <SandboxProvider value={sandbox}>
      <PageHeader title={t('segment.newTitle')} subtitle={t('segment.subtitle')} secondary={<Tools known={known} history={history} />} />
      {isEarly ? (
        <Early />
      ) : (
        <div className={css.page}>
          <Card>
            <GroupBox group={history.root} isRoot />
            {history.root.parts.length === 0 ? <Begin known={known} history={history} /> : null}
          </Card>
          <div className={css.beside}>
            <Results preview={preview} definition={definition} hasFault={hasFault} />
          </div>
        </div>
      )}
      <p className="visually-hidden" aria-live="polite">
        {heard}
      </p>
    </SandboxProvider>
  )
}

function Begin({ known, history }: { known: Known; history: History }) {
  const { t } = useTranslation()
  return (
    <div className={css.begin}>
      <Note>{t('segment.begin')}</Note>
      <Templates known={known} onChoose={(template) => history.change(() => template.make())} />
    </div>
  )
}

function Tools({ known, history: { undo, redo, change, root } }: { known: Known; history: History }) {
  const { t } = useTranslation()
  const templates = templatesFor(known, new Date())
  const items = templates.map((one) => ({ key: one.name, label: t(`segment.template.${one.name}.title`), onClick: () => change(() => one.make()) }))
  return (
    <>
      <Button aria-label={t('segment.undo')} title={t('segment.undo')} disabled={!undo} onClick={undo} icon={<Icon name="undo" size={16} />} />
      <Button aria-label={t('segment.redo')} title={t('segment.redo')} disabled={!redo} onClick={redo} icon={<Icon name="redo" size={16} />} />
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button icon={<Icon name="views" size={16} />}>{t('segment.templates')}</Button>
      </Dropdown>
      <Button disabled={root.parts.length === 0} onClick={() => change(() => newGroup('all'))}>
        {t('segment.clear')}
      </Button>
    </>
  )
}
