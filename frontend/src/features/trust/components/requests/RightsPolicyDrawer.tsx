import { App, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { clockUnits, deeds, laws, type RightsPolicy, type RightsPolicyChange, useChangeRightsPolicy, useRightsPolicy } from '../../api/requests'

const metBy = ['on_key', 'on_document', 'on_contact'] as const

/** How many days the law leaves, and what happens with people who were erased and come again. */
export function RightsPolicyDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<RightsPolicyChange>()
  const [changed, setChanged] = useState(false)
  const policy = useRightsPolicy()
  const save = useChangeRightsPolicy()
  function store(change: RightsPolicyChange): void {
    save.mutate(change, {
      onSuccess: () => {
        void message.success(t('trust_requests.policy.saved'))
        onClose()
      },
      onError: (error) => void message.error(sentence(error)),
    })
  }
  return (
    <FormDrawer open title={t('trust_requests.policy.title')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      {policy.isPending ? <CardSkeleton lines={5} /> : null}
      {policy.isError ? <ErrorState error={policy.error} onRetry={() => void policy.refetch()} /> : null}
      {policy.data ? (
        <Form form={form} layout="vertical" requiredMark={false} initialValues={valuesOf(policy.data)} onValuesChange={() => setChanged(true)} onFinish={store}>
          <Note>{t('trust_requests.policy.words')}</Note>
          <Clocks />
          <Rest />
        </Form>
      ) : null}
    </FormDrawer>
  )
}

function valuesOf({ clocks, ...rest }: RightsPolicy): Record<string, unknown> {
  return { ...rest, pipl: clocks.pipl, gdpr: clocks.gdpr }
}

function Clocks() {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('trust_requests.policy.needed') }]
  return laws.map((law) => (
    <Fields key={law}>
      <Form.Item name={[law, 'count']} label={t('trust_requests.policy.clock', { law: t(`trust_requests.law.${law}`) })} extra={t(`trust_requests.policy.usual.${law}`)} rules={needed}>
        <InputNumber min={1} max={366} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={[law, 'unit']} label={t('trust_requests.policy.unitLabel')}>
        <Select options={clockUnits.map((value) => ({ value, label: t(`trust_requests.policy.unit.${value}`) }))} />
      </Form.Item>
    </Fields>
  ))
}

function Rest() {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('trust_requests.policy.needed') }]
  return (
    <>
      <Form.Item name="bulk_people" label={t('trust_requests.policy.bulk')} extra={t('trust_requests.policy.bulkWords')} rules={needed}>
        <InputNumber min={1} max={1_000_000} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="package_days" label={t('trust_requests.policy.package')} rules={needed}>
        <InputNumber min={1} max={90} style={{ width: '100%' }} />
      </Form.Item>
      <Note>{t('trust_requests.policy.again')}</Note>
      {metBy.map((name) => (
        <Form.Item key={name} name={name} label={t(`trust_requests.policy.${name}`)}>
          <Select options={deeds.map((value) => ({ value, label: t(`trust_requests.policy.deed.${value}`) }))} />
        </Form.Item>
      ))}
    </>
  )
}
