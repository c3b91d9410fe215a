import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from '@tanstack/react-router'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { intakes, kinds, laws, type RequestOpen, useOpenRequest } from '../../api/requests'
import { AlikeRecords, FindRecords } from './FindRecords'

type Draft = Omit<RequestOpen, 'record_ids'>

/** Takes a request in. `recordId` names the records of a guest's page, with commas between them; without it the person is looked for first. */
export function NewRequestDrawer({ recordId, onClose }: { recordId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const sentence = useSentence()
  const [form] = Form.useForm<Draft>()
  const [found, setFound] = useState<string[]>([])
  const [changed, setChanged] = useState(false)
  const open = useOpenRequest()
  const records = [...new Set([...recordId.split(',').filter(Boolean), ...found])]
  function store(draft: Draft): void {
    if (records.length === 0) {
      void message.warning(t('trust_requests.choose'))
      return
    }
    const { received_on: day, ...rest } = draft
    open.mutate(
      { ...rest, received_on: day === '' ? null : (day ?? null), record_ids: records },
      {
        onSuccess: ({ id }) => void navigate({ to: '/trust/requests/$requestId', params: { requestId: id } }),
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer open title={t('trust_requests.new')} saveLabel={t('trust_requests.take')} saving={open.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'copy', law: 'pipl', intake: 'desk', asked_name: '', asked_contact: '', asked_words: '' }}
        onValuesChange={() => setChanged(true)}
        onFinish={store}
      >
        {recordId ? <AlikeRecords recordId={recordId.split(',')[0] ?? ''} chosen={found} onChoose={setFound} /> : <FindRecords chosen={found} onChoose={setFound} />}
        <What />
        <Who />
      </Form>
    </FormDrawer>
  )
}

function What() {
  const { t } = useTranslation()
  const kind = Form.useWatch((values: Partial<Draft>) => values.kind)
  return (
    <>
      <Form.Item name="kind" label={t('trust_requests.kindLabel')} extra={kind ? t(`trust_requests.kindWords.${kind}`) : null}>
        <Select options={kinds.map((value) => ({ value, label: t(`trust_requests.kind.${value}`) }))} />
      </Form.Item>
      <Form.Item name="law" label={t('trust_requests.lawLabel')}>
        <Select options={laws.map((value) => ({ value, label: t(`trust_requests.law.${value}`) }))} />
      </Form.Item>
      <Form.Item name="intake" label={t('trust_requests.intakeLabel')}>
        <Select options={intakes.map((value) => ({ value, label: t(`trust_requests.intake.${value}`) }))} />
      </Form.Item>
      <Form.Item name="received_on" label={t('trust_requests.receivedOn')} extra={t('trust_requests.receivedWords')}>
        <Input type="date" />
      </Form.Item>
    </>
  )
}

function Who() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="asked_name" label={t('trust_requests.askedName')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="asked_contact" label={t('trust_requests.askedContact')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="asked_words" label={t('trust_requests.askedWords')} extra={t('trust_requests.askedSealed')}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
    </>
  )
}
