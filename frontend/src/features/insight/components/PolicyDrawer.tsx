import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { type Kind, type PolicyAsked, type PolicyState, useChangePolicy, usePreviewPolicy } from '../api/policies'
import { PolicyFields } from './PolicyFields'
import css from './Policies.module.css'
import { askedOf, type Values, valuesOf } from './policyValues'

interface Props {
  kind: Kind
  state: PolicyState
  currency: string
  onClose: () => void
}

/** Changing a policy: what it would do to the guests is seen before it is saved. */
export function PolicyDrawer({ kind, state, currency, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const preview = usePreviewPolicy()
  const save = useChangePolicy()
  const fail = (fault: unknown) => void message.error(sentence(fault))
  const asked = (values: Values): PolicyAsked => askedOf(state.policy, values, currency)
  const look = () => void form.validateFields().then((values) => preview.mutate(asked(values), { onError: fail }), () => undefined)
  function store(values: Values): void {
    const told = kind === 'leaving' ? 'insight_policies.leaving.saved' : state.snapshot_version === null ? 'insight_policies.saved' : 'insight_policies.savedNext'
    save.mutate(
      { policy: asked(values), seen_version: state.stamp.version },
      {
        onSuccess: () => {
          void message.success(t(told))
          onClose()
        },
        onError: fail,
      },
    )
  }
  function edited(): void {
    setChanged(true)
    preview.reset()
  }
  const looks = kind === 'reporting' || kind === 'leaving' ? null : (
    <Button loading={preview.isPending} onClick={look}>
      {t('insight_policies.preview')}
    </Button>
  )
  return (
    <FormDrawer open title={t(`insight_policies.${kind}.title`)} saveLabel={t('insight_policies.save')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose} extra={looks}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={valuesOf(state.policy, currency)} onValuesChange={edited} onFinish={store}>
        {kind === 'reporting' || kind === 'leaving' ? <Note>{t(`insight_policies.${kind}.warn`)}</Note> : null}
        <PolicyFields policy={state.policy} currency={currency} />
      </Form>
      {preview.data ? <Preview preview={preview.data} /> : null}
    </FormDrawer>
  )
}

function Preview({ preview }: { preview: NonNullable<ReturnType<typeof usePreviewPolicy>['data']> }) {
  const { t } = useTranslation()
  const said = useSaid()
  const counts = { guests: countText(preview.guests), changed: countText(preview.changed) }
  return (
    <div className={css.preview} role="status">
      {preview.changed === 0 ? t('insight_policies.previewSame', counts) : t(preview.is_sampled ? 'insight_policies.previewAbout' : 'insight_policies.previewChanged', counts)}
      <ul className={css.moves}>
        {preview.moves.map((one) => (
          <li key={`${one.before.en}${one.after.en}`}>
            <span>{t('insight_policies.move', { before: said(one.before), after: said(one.after) })}</span>
            <b>{countText(one.guests)}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}
