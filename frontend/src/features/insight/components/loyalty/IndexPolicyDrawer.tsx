import { App, Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '@/lib/generated/api'
import { countText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { dimensions, useChangeIndexPolicy, useIndexPolicy, usePreviewIndexPolicy } from '@/lib/loyaltyIndex'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { anchorsOf, policyOf, type Values, valuesOf } from './indexPolicy'
import css from './LoyaltyIndex.module.css'

type State = components['schemas']['IndexPolicyState']
type Seen = components['schemas']['IndexPolicyPreview']

/** The weights by which the index is said; what another choice would move is seen before it is saved. */
export function IndexPolicyDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const state = useIndexPolicy()
  if (state.data) return <Changing state={state.data} onClose={onClose} />
  return (
    <FormDrawer open title={t('loyalty_index.policy')} onClose={onClose}>
      {state.isError ? <ErrorState error={state.error} onRetry={() => void state.refetch()} /> : <CardSkeleton lines={10} />}
    </FormDrawer>
  )
}

function Changing({ state, onClose }: { state: State; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const preview = usePreviewIndexPolicy()
  const save = useChangeIndexPolicy()
  const fail = (fault: unknown) => void message.error(sentence(fault))
  const look = () => void form.validateFields().then((values) => preview.mutate(policyOf(values), { onError: fail }), () => undefined)
  function store(values: Values): void {
    const onSuccess = () => {
      void message.success(t('loyalty_index.policySaved'))
      onClose()
    }
    save.mutate({ policy: policyOf(values), seen_number: state.version.number }, { onSuccess, onError: fail })
  }
  function edited(): void {
    setChanged(true)
    preview.reset()
  }
  const looks = (
    <Button loading={preview.isPending} onClick={look}>
      {t('loyalty_index.preview')}
    </Button>
  )
  return (
    <FormDrawer open wide title={t('loyalty_index.policy')} saveLabel={t('loyalty_index.savePolicy')} saving={save.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose} extra={looks}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={valuesOf(state.version.policy)} onValuesChange={edited} onFinish={store}>
        <Note>{t('loyalty_index.policyNote')}</Note>
        {preview.data ? <Preview seen={preview.data} /> : null}
        <h3 className={css.sub}>{t('loyalty_index.dimensionWeights')}</h3>
        <Fields>
          {dimensions.map((one) => (
            <NumberField key={one} name={['weights', one]} label={t(`loyalty_index.dimension.${one}`)} />
          ))}
        </Fields>
        <NumberField name="coverage" label={t('loyalty_index.coverageLeast')} least={1} most={100} />
        <Scales state={state} />
      </Form>
      <History state={state} />
    </FormDrawer>
  )
}

function NumberField({ name, label, least = 0, most = 1000 }: { name: string | string[]; label: string; least?: number; most?: number }) {
  const { t } = useTranslation()
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('loyalty_index.needed') }]}>
      <InputNumber min={least} max={most} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  )
}

function Scales({ state }: { state: State }) {
  const { t } = useTranslation()
  const said = useSaid()
  const readable = { validator: (_: unknown, text: string) => (anchorsOf(text) ? Promise.resolve() : Promise.reject(new Error(t('loyalty_index.anchorsWrong')))) }
  return (
    <>
      <h3 className={css.sub}>{t('loyalty_index.evidenceWeights')}</h3>
      <p className="muted small">{t('loyalty_index.anchorsHelp')}</p>
      {dimensions.map((dimension) => (
        <section key={dimension} className={css.scales}>
          <h4>{t(`loyalty_index.dimension.${dimension}`)}</h4>
          {state.evidence
            .filter((one) => one.dimension === dimension)
            .map((one) => (
              <div key={one.code} className={css.scale}>
                <span title={said(one.meaning)}>{said(one.label)}</span>
                <Form.Item noStyle name={['evidence', one.code, 'weight']} rules={[{ required: true, message: t('loyalty_index.needed') }]}>
                  <InputNumber min={0} max={1000} precision={0} aria-label={`${said(one.label)} ${t('loyalty_index.weight', { weight: '' })}`} />
                </Form.Item>
                <Form.Item className={css.anchors} name={['evidence', one.code, 'anchors']} rules={[readable]}>
                  <Input aria-label={`${said(one.label)} ${t('loyalty_index.scale')}`} />
                </Form.Item>
              </div>
            ))}
        </section>
      ))}
    </>
  )
}

function Preview({ seen }: { seen: Seen }) {
  const { t } = useTranslation()
  const mean = (points: number | null) => (points === null ? '—' : points.toFixed(1))
  const words = { guests: countText(seen.guests), up: countText(seen.up), down: countText(seen.down), least: seen.points_least, before: countText(seen.said_before), after: countText(seen.said_after), meanBefore: mean(seen.mean_before), meanAfter: mean(seen.mean_after) }
  return (
    <div className={css.preview} role="status">
      {t('loyalty_index.previewed', words)}
    </div>
  )
}

function History({ state }: { state: State }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  return (
    <>
      <h3 className={css.sub}>{t('loyalty_index.history')}</h3>
      <ul className={css.history}>
        {state.history.map((one) => (
          <li key={one.number}>
            {t('loyalty_index.version', { number: one.number })}
            <span>{one.changed_at ? `${instant(one.changed_at)} ${one.changed_by}` : t('loyalty_index.first')}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
