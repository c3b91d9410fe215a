import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { type Counters, policyCodes, useChangePolicy } from '../api/exports'

/** What the company decided about exports; each change is recorded. */
export function PolicyDrawer({ policy, onClose }: { policy: Counters['policy']; onClose: () => void }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const change = useChangePolicy()
  const held = Object.fromEntries(policyCodes.map((code) => [code, String(policy[code])]))
  const [values, setValues] = useState(held)
  const changed = Object.fromEntries(Object.entries(values).filter(([code, value]) => value !== held[code]))
  return (
    <FormDrawer
      open
      title={t('trust_exports.limits')}
      onClose={onClose}
      changed={Object.keys(changed).length > 0}
      saving={change.isPending}
      onSave={() => change.mutate(changed, { onSuccess: onClose })}
    >
      <Form layout="vertical">
        {policyCodes.map((code) => (
          <Form.Item key={code} label={t(`trust_exports.policy.${code}`)} htmlFor={code} extra={t(`trust_exports.policyWords.${code}`)}>
            <Input id={code} value={values[code] ?? ''} onChange={(event) => setValues({ ...values, [code]: event.target.value.trim() })} />
          </Form.Item>
        ))}
        {change.error ? <p role="alert">{sentence(change.error)}</p> : null}
      </Form>
    </FormDrawer>
  )
}
