import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useCatalogue, useGuestCount, useTagMany } from '../../api/staff'
import { useSaved } from '@/ui/useSaved'

interface Fields {
  deed: 'put' | 'take'
  tag_id: string
}

/** Gives a tag to all guests of the list under its filters, or takes it from them. */
export function BulkTag({ where }: { where: Record<string, string> }) {
  const { t } = useTranslation()
  const mayManage = useMay('manage_tags')
  const [open, setOpen] = useState(false)
  if (!mayManage) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {t('tags.bulk')}
      </Button>
      {open ? <BulkDrawer where={where} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function BulkDrawer({ where, onClose }: { where: Record<string, string>; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const catalogue = useCatalogue()
  const order = useTagMany()
  const counted = useGuestCount(where).data
  const isAll = Object.keys(where).length === 0
  const saved = useSaved()
  const options = (catalogue.data ?? []).filter((one) => one.way === 'manual').map((one) => ({ value: one.id, label: said(one.name) }))
  const finish = ({ deed, tag_id }: Fields) => order.mutate({ tag_id, deed, where, guest_ids: [] }, saved(t('tags.bulkStarted'), onClose))
  return (
    <FormDrawer open title={t('tags.bulk')} saveLabel={counted ? t('tags.bulkStartFor', { guests: countText(counted.guests) }) : t('tags.bulkStart')} saving={order.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Note>
        {counted ? <b>{t(counted.is_exact ? 'tags.bulkCount' : 'tags.bulkMost', { guests: countText(counted.guests) })}</b> : null} {isAll ? t('tags.bulkAll') : t('tags.bulkWords')}
      </Note>
      <Form<Fields> form={form} layout="vertical" initialValues={{ deed: 'put' }} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <Form.Item name="deed" label={t('tags.bulkWhat')}>
          <Select options={(['put', 'take'] as const).map((value) => ({ value, label: t(`tags.${value}`) }))} />
        </Form.Item>
        <Form.Item name="tag_id" label={t('tags.which')} rules={[{ required: true, message: t('tags.needed') }]}>
          <Select loading={catalogue.isPending} showSearch={{ optionFilterProp: 'label' }} options={options} notFoundContent={t('staff.noFreeTag')} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
