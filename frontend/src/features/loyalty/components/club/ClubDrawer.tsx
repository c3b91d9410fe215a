import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type Club, type ClubWanted, useSetClub } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import { NameFields, useNeeded, WholeField } from '../FormParts'
import { useChoicesOf } from '../useChoicesOf'

const start = { code: '', name_zh: '', name_en: '', promise_zh: '', promise_en: '', capacity: 50, tier_from: '', answer_days: 30 }

/** What a club promises, how many it takes, and whom it invites. */
export function ClubDrawer({ programme, club, onClose }: { programme: Programme; club: Club | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Omit<ClubWanted, 'seen_number'>>()
  const [changed, setChanged] = useState(false)
  const set = useSetClub(programme.id)
  const saved = useSaved()
  const needed = useNeeded()
  const { tiers } = useChoicesOf(programme)
  const values = club ? valuesOf(club) : start
  const store = (wanted: Omit<ClubWanted, 'seen_number'>) => set.mutate({ ...values, ...wanted, code: wanted.code.trim().toUpperCase(), seen_number: club?.number ?? 0 }, saved(t('loyalty_club.saved'), onClose))
  return (
    <FormDrawer open title={t(club ? 'loyalty_club.edit' : 'loyalty_club.add')} saving={set.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={values} onValuesChange={() => setChanged(true)} onFinish={store}>
        <Fields>
          <NameFields codeLabel={t('loyalty.code')} isFixed={club !== undefined} />
        </Fields>
        <Form.Item name="promise_zh" label={t('loyalty_club.field.promise_zh')} rules={needed}>
          <Input.TextArea maxLength={300} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        <Form.Item name="promise_en" label={t('loyalty_club.field.promise_en')} rules={needed}>
          <Input.TextArea maxLength={300} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        <Fields>
          <WholeField name="capacity" label={t('loyalty_club.field.capacity')} max={100_000} />
          <WholeField name="answer_days" label={t('loyalty_club.field.answer_days')} max={365} />
          <Form.Item name="tier_from" label={t('loyalty_club.field.tier_from')}>
            <Select options={[{ value: '', label: t('loyalty_club.byHandOnly') }, ...tiers.map((one) => ({ value: one.value, label: t('loyalty_prices.fromTier', { tier: one.label }) }))]} />
          </Form.Item>
        </Fields>
      </Form>
      <Note>{t('loyalty_club.note')}</Note>
    </FormDrawer>
  )
}

function valuesOf({ code, terms }: Club): Omit<ClubWanted, 'seen_number'> {
  const { name, promise, capacity, tier_from, answer_days } = terms
  return { code, name_zh: name.zh, name_en: name.en, promise_zh: promise.zh, promise_en: promise.en, capacity, tier_from, answer_days }
}
