import { Link } from '@tanstack/react-router'
import { Alert, Form, Progress as Bar } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, sizeText } from '@/lib/format'
import type { Progress } from '@/lib/upload'
import { DropZone } from '@/ui/DropZone'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { type ListMade, useMakeList } from '../../api/audiences'
import { isNamed, NameFields, namedOf, type Typed } from './NameFields'
import { ReadFigures } from './ReadFigures'

const KINDS = '.csv,.txt,.tsv'
const PERCENT = 100

/** Guests by file: which file, what the list is called, then what became of its lines. */
export function ListDrawer({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<ListMade>()
  return made ? <Made made={made} onClose={onClose} /> : <Send onMade={setMade} onClose={onClose} />
}

function Send({ onMade, onClose }: { onMade: (made: ListMade) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [form] = Form.useForm<Typed>()
  const named = namedOf(Form.useWatch([], form))
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState<Progress>()
  const make = useMakeList()
  function send(): void {
    if (file) make.mutate({ named, file, onProgress: setSent }, { onSuccess: onMade, onSettled: () => setSent(undefined) })
  }
  return (
    <FormDrawer
      open
      title={t('segment_kept.list')}
      saveLabel={t('segment_kept.listNow')}
      saving={make.isPending}
      changed={file !== undefined}
      incomplete={!file || !isNamed(named)}
      onSave={send}
      onClose={onClose}
    >
      <Note>{t('segment_kept.listWords')}</Note>
      <DropZone title={file?.name ?? t('segment_kept.listFile')} words={file ? sizeText(file.size) : t('segment_kept.listDrop')} kinds={KINDS} isOff={make.isPending} onFile={setFile} />
      {sent ? <Bar percent={Math.floor((sent.sent / Math.max(1, sent.total)) * PERCENT)} status="active" size="small" /> : null}
      <Form form={form} layout="vertical" requiredMark={false} style={{ marginTop: 16 }}>
        <NameFields />
      </Form>
      {make.error ? <Alert type="error" showIcon title={sentence(make.error)} role="alert" /> : null}
    </FormDrawer>
  )
}

function Made({ made, onClose }: { made: ListMade; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={t('segment_kept.listMade', { guests: countText(made.read.guests) })} onClose={onClose}>
      <ReadFigures read={made.read} />
      <p>
        <Link to="/audiences/$audienceId" params={{ audienceId: made.id }}>
          {t('segment_kept.toAudience')}
        </Link>
      </p>
    </FormDrawer>
  )
}
