import { Form, Input, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { useRoles, useUnits } from '../api/access'

/** What is decided about a person; the same for a new one and a known one. */
export function PersonFields({ fixed = false }: { fixed?: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const roles = useRoles()
  const units = useUnits()
  const chosen = [{ required: true, message: t('trust_people.chooseNeeded') }]
  return (
    <>
      <Form.Item name="name" label={t('trust_people.name')} rules={[{ required: true, whitespace: true, message: t('trust_people.needed') }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="title" label={t('trust_people.jobTitle')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role_codes" label={t('trust_people.roles')} rules={fixed ? [] : chosen}>
        <Select
          mode="multiple"
          disabled={fixed}
          loading={roles.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(roles.data ?? []).map(({ role }) => ({ value: role.code, label: said(role.name) }))}
        />
      </Form.Item>
      <Form.Item name="unit_codes" label={t('trust_people.units')} rules={fixed ? [] : chosen}>
        <Select
          mode="multiple"
          disabled={fixed}
          loading={units.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(units.data ?? []).map((unit) => ({ value: unit.code, label: said(unit.name) }))}
        />
      </Form.Item>
      <Form.Item name="language" label={t('trust_people.language')}>
        <Segmented
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Form.Item>
      {fixed ? null : (
        <Form.Item name="reason" label={t('trust_people.reason')} extra={t('trust_people.reasonHelp')}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      )}
    </>
  )
}
