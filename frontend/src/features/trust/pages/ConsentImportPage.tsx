import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { csvAddress, textOf } from '@/lib/csv'
import { Card } from '@/ui/Card'
import { DropZone } from '@/ui/DropZone'
import { Icon } from '@/ui/Icon'
import { Buttons, Note } from '@/ui/Layout'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import type { ImportDone } from '../api/consentImport'
import { type Purpose, usePurposes } from '../api/consents'
import css from '../components/Consent.module.css'
import { columns, type DecisionFile, readDecisions } from '../components/consent/decisionFile'
import { ImportCheck } from '../components/consent/ImportCheck'
import { Rejects } from '../components/consent/Rejects'

const EXAMPLE = ['web_orders', 'M000201429', 'marketing', 'sms', 'given', '2026-03-02 10:15', '2', 'zh-CN', '', 'TD-0302']

function codeIn(purposes: readonly Purpose[], word: string): string | undefined {
  const asked = word.toLowerCase()
  return purposes.find(({ code, name }) => [code, name.zh, name.en].some((one) => one.toLowerCase() === asked))?.code
}

/** Opt-ins and opt-outs from elsewhere: a file is checked here first, then sent; what was refused says why. */
export function ConsentImportPage() {
  const { t } = useTranslation()
  const purposes = usePurposes()
  const [file, setFile] = useState<DecisionFile | null>(null)
  const [done, setDone] = useState<ImportDone | null>(null)
  const crumbs = [
    { label: t('trust.title'), to: '/trust' },
    { label: t('trust_consent.title'), to: '/trust/consents' },
  ]
  if (purposes.isPending) return <PageSkeleton />
  if (purposes.isError) return <ErrorState error={purposes.error} onRetry={() => void purposes.refetch()} />
  async function read(chosen: File): Promise<void> {
    const text = await textOf(chosen)
    setFile(await readDecisions(chosen.name, text, (word) => codeIn(purposes.data ?? [], word)))
  }
  function again(): void {
    setFile(null)
    setDone(null)
  }
  return (
    <>
      <PageHeader title={t('trust_consent.import.title')} subtitle={t('trust_consent.import.subtitle')} crumbs={crumbs} />
      <div className={css.page}>
        {file && done ? <Result file={file} done={done} onAgain={again} /> : null}
        {file && !done ? <ImportCheck file={file} onDone={setDone} onBack={again} /> : null}
        {file ? null : (
          <>
            <DropZone title={t('trust_consent.import.drop')} words={t('trust_consent.import.dropWords')} kinds=".csv" onFile={(chosen) => void read(chosen)} />
            <Shape />
          </>
        )}
      </div>
    </>
  )
}

/** Which columns a file has, with a template to fill in. */
function Shape() {
  const { t } = useTranslation()
  return (
    <Card
      title={t('trust_consent.import.shape')}
      aside={
        <Button size="small" icon={<Icon name="download" size={14} />} href={csvAddress([columns, EXAMPLE])} download="consents.csv">
          {t('trust_consent.import.template')}
        </Button>
      }
    >
      <Note>{t('trust_consent.import.shapeWords')}</Note>
      <Note>{t('trust_consent.import.valueWords')}</Note>
    </Card>
  )
}

function Result({ file, done, onAgain }: { file: DecisionFile; done: ImportDone; onAgain: () => void }) {
  const { t } = useTranslation()
  const unfit = file.lines.filter((line) => line.fault).map((line) => ({ line, why: t(`trust_consent.import.fault.${line.fault ?? 'person'}`) }))
  const rejects = [...unfit, ...done.refused].sort((one, other) => one.line.number - other.line.number)
  return (
    <>
      <StatRow>
        <Stat label={t('trust_consent.import.read')} value={file.lines.length} against={file.name} />
        <Stat label={t('trust_consent.import.accepted')} value={done.accepted} />
        <Stat label={t('trust_consent.import.rejects')} value={rejects.length} tone={rejects.length > 0 ? 'attention' : 'plain'} />
      </StatRow>
      <Card title={rejects.length > 0 ? t('trust_consent.import.donePartly') : t('trust_consent.import.done')}>
        <Note>{t('trust_consent.import.doneWords')}</Note>
        <Buttons>
          <Link to="/trust/consents">
            <Button type="primary" tabIndex={-1}>
              {t('trust_consent.import.toNumbers')}
            </Button>
          </Link>
          <Button onClick={onAgain}>{t('trust_consent.import.another')}</Button>
        </Buttons>
      </Card>
      <Rejects file={file} rejects={rejects} />
    </>
  )
}
