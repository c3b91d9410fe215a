import { Button, Dropdown } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress, useParam } from '@/lib/address'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Note } from '@/ui/Layout'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, NoPermission } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { type AudienceDetail, useAudience, useAudiences } from '../api/audiences'
import { type Catalogue, useCatalogueQuery } from '../api/sandbox'
import { type Known, knownOf } from '../components/catalogue'
import { Early } from '../components/Early'
import { GroupBox } from '../components/GroupBox'
import { begin, draftName, EVERYBODY, takeAsked, useRemembered } from '../components/kept/drafts'
import { Meanwhile } from '../components/kept/Meanwhile'
import { SaveTool } from '../components/kept/SaveTool'
import { Results } from '../components/Results'
import { SandboxProvider } from '../components/sandbox'
import { Templates } from '../components/Templates'
import { templatesFor } from '../components/templateList'
import { unfinishedIn } from '../components/tree/complete'
import { written } from '../components/tree/documents'
import { newGroup, sizeOf } from '../components/tree/items'
import { readDefinition } from '../components/tree/reading'
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
  const audienceId = useParam('audienceId')
  const catalogue = useCatalogueQuery()
  const audience = useAudience(audienceId)
  const title = t(audienceId ? 'segment_kept.editTitle' : 'segment.newTitle')
  const failed = catalogue.isError ? catalogue : audienceId !== '' && audience.isError ? audience : undefined
  if (failed) {
    return (
      <>
        <PageHeader title={title} />
        <Card>
          <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
        </Card>
      </>
    )
  }
  if (catalogue.data && !audienceId) return <New key="new" catalogue={catalogue.data} />
  if (catalogue.data && audience.data) return <Opened key={audienceId} catalogue={catalogue.data} detail={audience.data} />
  return (
    <>
      <PageHeader title={title} />
      <CardSkeleton lines={8} />
    </>
  )
}

/** What conditions may ask about: the catalogue, and every audience but the one that is changed. */
function useKnown(catalogue: Catalogue, audienceId = ''): Known {
  const { data } = useAudiences()
  return useMemo(() => knownOf(catalogue, (data ?? []).filter((one) => one.id !== audienceId).map(({ id, name }) => ({ id, name }))), [catalogue, data, audienceId])
}

function New({ catalogue }: { catalogue: Catalogue }) {
  const known = useKnown(catalogue)
  const history = useHistory(draftName(''), () => newGroup('all'))
  const { change } = history
  useEffect(() => {
    const asked = takeAsked()
    if (asked) change(() => readDefinition(asked))
  }, [change])
  return <Open known={known} history={history} />
}

/** An audience as it was saved, or as this window left it, with the revision the change began from. */
function Opened({ catalogue, detail }: { catalogue: Catalogue; detail: AudienceDetail }) {
  const [{ version }] = useAddress()
  const known = useKnown(catalogue, detail.audience.id)
  const [begun] = useState(() => begin(detail, version))
  const history = useHistory(draftName(detail.audience.id), () => readDefinition(begun.definition))
  const saved = useMemo(() => JSON.stringify(written(readDefinition(detail.definition ?? EVERYBODY), known.shapeOf).definition), [detail.definition, known])
  return <Open known={known} history={history} opened={{ detail, seen: begun.seen, saved }} />
}

interface OpenProps {
  known: Known
  history: History
  /** The audience that is changed; `saved`: its newest conditions as this page writes them. */
  opened?: { detail: AudienceDetail; seen: number; saved: string }
}

function Open({ known, history, opened }: OpenProps) {
  const { t } = useTranslation()
  const said = useSaid()
  useHistoryKeys(history)
  const { sandbox, definition, preview, heard, hasFault } = useSandboxState(known, history)
  const isEarly = preview.error instanceof Problem && preview.error.status === 404
  const one = opened?.detail.audience
  const isChanged = opened !== undefined && JSON.stringify(definition) !== opened.saved
  useRemembered(one?.id ?? '', opened?.seen ?? 0, isChanged)
  const mayEdit = useMayForCompany('edit_audiences')
  const crumbs = [{ label: t('segment.title'), to: '/audiences' }, ...(one ? [{ label: said(one.name), to: `/audiences/${one.id}` }] : [])]
  const save = (
    <SaveTool
      opened={opened}
      definition={opened && !isChanged ? opened.detail.definition ?? definition : definition}
      sentence={hasFault ? '' : said(preview.data?.sentence)}
      unfinished={unfinishedIn(history.root, known.shapeOf)}
      isOff={hasFault || sizeOf(history.root) === 0 || sizeOf(history.root) === unfinishedIn(history.root, known.shapeOf)}
    />
  )
  return (
    <SandboxProvider value={sandbox}>
      <PageHeader
        title={one ? said(one.name) : t('segment.newTitle')}
        titleExtra={isChanged ? <Status tone="amber">{t('segment_kept.unsaved')}</Status> : null}
        subtitle={t(mayEdit ? 'segment.subtitle' : 'segment_kept.mayNotSave')}
        crumbs={crumbs}
        secondary={<Tools known={known} history={history} />}
        primary={mayEdit ? save : null}
      />
      {opened && opened.detail.audience.revision !== opened.seen ? (
        <Meanwhile detail={opened.detail} />
      ) : null}
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
