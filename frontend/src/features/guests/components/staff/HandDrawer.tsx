import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useHandEntry, useOwnUnits } from '../../api/staff'
import { LikelyGuests, useLookBefore } from './LikelyGuests'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

const documents = ['resident_id', 'passport', 'home_return_permit', 'hk_macau_permit', 'taiwan_compatriot_permit', 'to_taiwan_permit', 'other'] as const
type Written = 'name' | 'name_latin' | 'phone' | 'email' | 'wechat_id' | 'company' | 'province' | 'city' | 'id_number' | 'address'
type Fields = Record<string, string | undefined>

/** A guest entered by hand, or a known one mended: only what is filled in is said, everything else stays. */
export function HandDrawer({ guestId, onClose }: { guestId?: string; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const navigate = useNavigate()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const units = useOwnUnits()
  const save = useHandEntry(guestId)
  const saved = useSaved()
  const before = useLookBefore(!guestId)
  async function finish({ unit_id, ...given }: Fields): Promise<void> {
    const fields = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]?.trim()))
    if (await before.isSomebody(fields)) return
    save.mutate({ fields, unit_id: unit_id ?? null }, {
      ...saved(t(guestId ? 'staff.mended' : 'staff.entered')),
      onSuccess: (id) => {
        saved(t(guestId ? 'staff.mended' : 'staff.entered'), onClose).onSuccess()
        if (!guestId) void navigate({ to: '/guests/$guestId', params: { guestId: id } })
      },
    })
  }
  const more = (units.data?.length ?? 0) > 1
  return (
    <FormDrawer
      open
      wide
      title={t(guestId ? 'staff.mend' : 'staff.enter')}
      saveLabel={before.found.length > 0 ? t('staff.enterAnyway') : undefined}
      saving={save.isPending || before.isLooking}
      changed={changed}
      onSave={() => form.submit()}
      onClose={onClose}
    >
      <Note>{t(guestId ? 'staff.mendHelp' : 'staff.enterHelp')}</Note>
      <LikelyGuests found={before.found} onOpen={onClose} />
      <Form<Fields>
        form={form}
        layout="vertical"
        autoComplete="off"
        onValuesChange={() => setChanged(true)}
        onBlur={() => void before.look(form.getFieldsValue())}
        onFinish={(given) => void finish(given)}
      >
        <Who />
        <Reach />
        <Papers />
        {more ? (
          <Form.Item name="unit_id" label={t('staff.unit')} extra={t('staff.unitHelp')}>
            <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={(units.data ?? []).map((one) => ({ value: one.id, label: said(one.name) }))} />
          </Form.Item>
        ) : null}
      </Form>
    </FormDrawer>
  )
}

function Field({ name, max = 80, hint }: { name: Written; max?: number; hint?: string }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={t(`staff.field.${name}`)}>
      <Input maxLength={max} autoComplete="off" placeholder={hint} />
    </Form.Item>
  )
}

function Who() {
  const { t } = useTranslation()
  return (
    <div className={css.pair}>
      <Field name="name" max={100} />
      <Field name="name_latin" max={100} hint="WANG/WEI" />
      <Form.Item name="gender" label={t('staff.field.gender')}>
        <Select allowClear options={(['female', 'male', 'other'] as const).map((value) => ({ value, label: t(`guests.genders.${value}`) }))} />
      </Form.Item>
      <Form.Item name="birth_date" label={t('staff.field.birth_date')} rules={[{ pattern: /^\d{4}-\d{2}-\d{2}$/, message: t('staff.birthRule') }]}>
        <Input maxLength={10} placeholder="1988-03-09" inputMode="numeric" autoComplete="off" />
      </Form.Item>
    </div>
  )
}

function Reach() {
  return (
    <div className={css.pair}>
      <Field name="phone" hint="138 0000 1234" />
      <Field name="email" max={200} />
      <Field name="wechat_id" />
      <Field name="company" />
      <Field name="province" />
      <Field name="city" />
    </div>
  )
}

function Papers() {
  const { t } = useTranslation()
  return (
    <div className={css.pair}>
      <Form.Item name="id_type" label={t('staff.field.id_type')}>
        <Select allowClear options={documents.map((value) => ({ value, label: t(`staff.document.${value}`) }))} />
      </Form.Item>
      <Field name="id_number" max={24} />
      <Form.Item name="nationality" label={t('staff.field.nationality')} rules={[{ pattern: /^[A-Za-z]{2}$/, message: t('staff.countryRule') }]}>
        <Input maxLength={2} placeholder="CN" autoComplete="off" />
      </Form.Item>
      <Field name="address" max={300} />
    </div>
  )
}
