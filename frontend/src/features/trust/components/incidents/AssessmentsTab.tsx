import { App, Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { FormDrawer } from '@/ui/FormDrawer'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type Assessment, type AssessmentFields, occasions, risks, useAssessments, useDeleteAssessment, useRecordAssessment } from '../../api/incidents'

const tones = { low: 'jade', medium: 'amber', high: 'cinnabar' } as const

/** Impact assessments: what was weighed before it began, kept for three years at least. */
export function AssessmentsTab() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  return (
    <>
      <PlainTable
        label={t('trust_incidents.view.assessments')}
        columns={useColumns()}
        query={useAssessments()}
        rowKey={(one) => one.id}
        empty={
          <EmptyState icon="file" title={t('trust_incidents.noAssessments')}>
            {t('trust_incidents.noAssessmentsWords')}
          </EmptyState>
        }
      />
      {search.new === '1' ? <AssessmentDrawer onClose={() => change({ new: undefined })} /> : null}
    </>
  )
}

function useColumns(): Column<Assessment>[] {
  const { t } = useTranslation()
  const riskOf = (one: Assessment) => risks.find((risk) => risk === one.content.risk) ?? 'high'
  return [
    { key: 'title', title: t('trust_incidents.assessTitle'), render: (one) => one.content.title },
    { key: 'occasions', title: t('trust_incidents.occasionTitle'), render: (one) => one.content.occasions.map((each) => t(`trust_incidents.occasion.${each}`)).join(' · ') },
    { key: 'risk', title: t('trust_incidents.riskTitle'), render: (one) => <Tag tone={tones[riskOf(one)]}>{t(`trust_incidents.risk.${riskOf(one)}`)}</Tag> },
    { key: 'on', title: t('trust_incidents.assessedOn'), render: (one) => one.content.assessed_on },
    { key: 'by', title: t('trust_incidents.assessedBy'), render: (one) => one.assessed_by, wideOnly: true },
    { key: 'until', title: t('trust_incidents.keptUntil'), render: (one) => one.kept_until },
    { key: 'delete', title: t('trust_incidents.delete'), quiet: true, render: (one) => <Delete one={one} /> },
  ]
}

function Delete({ one }: { one: Assessment }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const remove = useDeleteAssessment()
  if (!one.may_delete) return null
  return (
    <Button size="small" danger loading={remove.isPending} onClick={() => remove.mutate(one.id, { onError: (error) => void message.error(sentence(error)) })}>
      {t('trust_incidents.delete')}
    </Button>
  )
}

function AssessmentDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const record = useRecordAssessment()
  const [form] = Form.useForm<AssessmentFields>()
  const needed = [{ required: true, whitespace: true, message: t('trust_incidents.needed') }]
  const texts = [
    ['activity', t('trust_incidents.activity')],
    ['necessity', t('trust_incidents.necessity')],
    ['risks', t('trust_incidents.riskText')],
    ['measures', t('trust_incidents.protection')],
  ] as const
  return (
    <FormDrawer open wide title={t('trust_incidents.assess')} saving={record.isPending} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ risk: 'medium' }} onFinish={(fields) => record.mutate(fields, { onSuccess: onClose })}>
        <Form.Item name="title" label={t('trust_incidents.assessTitle')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="occasions" label={t('trust_incidents.occasionTitle')} rules={[{ required: true, message: t('trust_incidents.needed') }]}>
          <Select mode="multiple" options={occasions.map((value) => ({ value, label: t(`trust_incidents.occasion.${value}`) }))} />
        </Form.Item>
        {texts.map(([name, label]) => (
          <Form.Item key={name} name={name} label={label} rules={needed}>
            <Input.TextArea autoSize={{ minRows: 3 }} maxLength={10_000} />
          </Form.Item>
        ))}
        <Form.Item name="risk" label={t('trust_incidents.riskTitle')}>
          <Select options={risks.map((value) => ({ value, label: t(`trust_incidents.risk.${value}`) }))} />
        </Form.Item>
        <Form.Item name="assessed_on" label={t('trust_incidents.assessedOn')} rules={needed}>
          <Input type="date" />
        </Form.Item>
        {record.error ? <p role="alert">{sentence(record.error)}</p> : null}
      </Form>
    </FormDrawer>
  )
}
