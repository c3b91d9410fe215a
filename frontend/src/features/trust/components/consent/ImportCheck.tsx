import { App, Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Buttons, Note } from '@/ui/Layout'
import { Stat, StatRow } from '@/ui/Stat'
import { useSentence } from '@/ui/States'
import { type ImportDone, useImportConsents } from '../../api/consentImport'
import type { DecisionFile } from './decisionFile'
import { Rejects } from './Rejects'

interface Props {
  file: DecisionFile
  onDone: (done: ImportDone) => void
  onBack: () => void
}

/** What the file holds before anything is written: how many lines can be sent, and which cannot, with the reason. */
export function ImportCheck({ file, onDone, onBack }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const load = useImportConsents()
  const ready = file.lines.filter((line) => line.row)
  const faulty = file.lines.filter((line) => line.fault)
  const rejects = faulty.map((line) => ({ line, why: t(`trust_consent.import.fault.${line.fault ?? 'person'}`) }))
  if (file.missing.length > 0) {
    return (
      <Card title={file.name} tone="trouble">
        <Note>{t('trust_consent.import.missing', { columns: file.missing.map((one) => t(`trust_consent.import.column.${one}`)).join(t('trust_consent.import.comma')) })}</Note>
        <Button onClick={onBack}>{t('trust_consent.import.another')}</Button>
      </Card>
    )
  }
  return (
    <>
      <StatRow>
        <Stat label={t('trust_consent.import.read')} value={file.lines.length} against={file.name} />
        <Stat label={t('trust_consent.import.ready')} value={ready.length} />
        <Stat label={t('trust_consent.import.faulty')} value={faulty.length} tone={faulty.length > 0 ? 'attention' : 'plain'} />
      </StatRow>
      <Card>
        <Note>{t('trust_consent.import.readyWords')}</Note>
        {load.isPending ? <Progress percent={Math.round(load.share * 100)} size="small" aria-label={t('trust_consent.import.sending')} /> : null}
        <Buttons>
          <Button
            type="primary"
            disabled={ready.length === 0}
            loading={load.isPending}
            onClick={() => load.mutate(file.lines, { onSuccess: onDone, onError: (error) => void message.error(sentence(error)) })}
          >
            {t('trust_consent.import.start', { count: ready.length, rows: countText(ready.length) })}
          </Button>
          <Button disabled={load.isPending} onClick={onBack}>
            {t('trust_consent.import.another')}
          </Button>
        </Buttons>
      </Card>
      <Rejects file={file} rejects={rejects} />
    </>
  )
}
