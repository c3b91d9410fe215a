import { Form, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { Programme } from '@/lib/loyalty'
import { useMayForCompany } from '@/lib/session'
import { useTierNames, useTierVersions, versionToday } from '@/lib/tiers'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { evidenceKinds, handReasons, type Offer, useOffer } from '../../api/tiers'

interface Values {
  tier: string
  days: number
  evidence: (typeof evidenceKinds)[number]
  reference: string
  asks: Partial<Record<string, number | null>>
  until: string
  reason: (typeof handReasons)[number]
}

/** A match for a tier shown elsewhere, a challenge, or a tier by hand with a reason. */
export function GiveDrawer({ memberId, programme, onClose }: { memberId: string; programme: Programme; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [kind, setKind] = useState<Offer['kind']>('match')
  const [changed, setChanged] = useState(false)
  const offer = useOffer(memberId)
  const saved = useSaved()
  const byHand = useMayForCompany('manage_loyalty')
  const { data: versions = [] } = useTierVersions(programme.id)
  const names = useTierNames(programme.id)
  const tiers = (versionToday(versions)?.policy.tiers ?? []).slice(1)
  const kinds = (['match', 'challenge', 'by_hand'] as const).filter((one) => one !== 'by_hand' || byHand)
  const needed = [{ required: true, message: t('loyalty.needed') }]
  return (
    <FormDrawer open title={t('loyalty_tiers.give')} saveLabel={t(kind === 'by_hand' ? 'loyalty_tiers.giveNow' : 'loyalty_tiers.offer')} saving={offer.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Segmented block value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`loyalty_tiers.kind.${value}`) }))} style={{ marginBottom: 16 }} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ days: 90 }} onValuesChange={() => setChanged(true)} onFinish={(values) => offer.mutate(offerOf(kind, values), saved(t('loyalty_tiers.offered'), onClose))}>
        <Form.Item name="tier" label={t('loyalty.tier')} rules={needed}>
          <Select options={tiers.map((one) => ({ value: one.code, label: names(one.code) }))} />
        </Form.Item>
        <Terms kind={kind} programme={programme} />
      </Form>
      <Note>{t(`loyalty_tiers.about.${kind}`)}</Note>
    </FormDrawer>
  )
}

function Terms({ kind, programme }: { kind: Offer['kind']; programme: Programme }) {
  const { t } = useTranslation()
  const said = useSaid()
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const days = (
    <Form.Item name="days" label={t('loyalty_tiers.days')} rules={needed}>
      <InputNumber min={1} max={730} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  )
  if (kind === 'match') {
    return (
      <Fields>
        {days}
        <Form.Item name="evidence" label={t('loyalty_tiers.shown')} rules={needed}>
          <Select options={evidenceKinds.map((value) => ({ value, label: t(`loyalty_tiers.evidence.${value}`) }))} />
        </Form.Item>
        <Form.Item name="reference" label={t('loyalty_tiers.reference')} extra={t('loyalty_tiers.referenceHelp')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
      </Fields>
    )
  }
  if (kind === 'challenge') {
    return (
      <Fields>
        {days}
        {programme.kinds
          .filter((one) => one.role === 'qualifying')
          .map((one) => (
            <Form.Item key={one.code} name={['asks', one.code]} label={t('loyalty_tiers.atLeast', { kind: said(one.name) })}>
              <InputNumber min={1} precision={0} placeholder={t('loyalty_tiers.notAsked')} style={{ width: '100%' }} />
            </Form.Item>
          ))}
      </Fields>
    )
  }
  return (
    <Fields>
      <Form.Item name="until" label={t('loyalty_tiers.untilDay')} rules={needed}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="reason" label={t('loyalty_tiers.why')} rules={needed}>
        <Select options={handReasons.map((value) => ({ value, label: t(`loyalty_tiers.reason.${value}`) }))} />
      </Form.Item>
    </Fields>
  )
}

function offerOf(kind: Offer['kind'], values: Values): Offer {
  if (kind === 'match') return { kind, tier: values.tier, days: values.days, evidence: values.evidence, reference: values.reference.trim() }
  if (kind === 'by_hand') return { kind, tier: values.tier, until: values.until, reason: values.reason }
  const asks = Object.entries(values.asks).flatMap(([measure, least]) => (least ? [{ measure, least }] : []))
  return { kind, tier: values.tier, days: values.days, asks }
}
