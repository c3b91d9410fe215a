import { Form, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type Member, type Programme, useBalances } from '@/lib/loyalty'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { adjustReasons, useAdjust, useAdjustLimit } from '../../api/adjustments'

interface Values {
  kind: string
  points: number
  reason: (typeof adjustReasons)[number]
  words: string
}

const byHand = ['redeemable', 'qualifying', 'green'] as const

/** Points given or taken by hand. It says before it is sent whether a second person must agree; the drawer keeps one key. */
export function AdjustDrawer({ member, programme, onClose }: { member: Member; programme: Programme; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<Values>()
  const [key] = useState(() => crypto.randomUUID())
  const [isTaking, setTaking] = useState(false)
  const [changed, setChanged] = useState(false)
  const points = Form.useWatch<number | null | undefined>('points', form) ?? 0
  const kind = Form.useWatch<string | undefined>('kind', form) ?? 'POINTS'
  const waits = useWaits(member.id, points)
  const adjust = useAdjust(member.id)
  const saved = useSaved()
  const kinds = programme.kinds.filter((one) => byHand.some((role) => role === one.role))
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const send = (values: Values) =>
    adjust.mutate({ key, wanted: { ...values, points: isTaking ? -values.points : values.points } }, saved(t(waits ? 'loyalty_adjust.asked' : 'loyalty_adjust.done'), onClose))
  return (
    <FormDrawer open title={t('loyalty_adjust.title')} saveLabel={t(waits ? 'loyalty_adjust.ask' : 'loyalty_adjust.now')} saving={adjust.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Segmented
        block
        value={isTaking ? 'take' : 'give'}
        onChange={(value) => setTaking(value === 'take')}
        options={(['give', 'take'] as const).map((value) => ({ value, label: t(`loyalty_adjust.${value}`) }))}
        style={{ marginBottom: 16 }}
      />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'POINTS' }} onValuesChange={() => setChanged(true)} onFinish={send}>
        <Fields>
          <Form.Item name="kind" label={t('loyalty.kind')} rules={needed}>
            <Select options={kinds.map((one) => ({ value: one.code, label: said(one.name) }))} />
          </Form.Item>
          <Form.Item name="points" label={t('loyalty_adjust.amount')} rules={needed} extra={<Usable member={member} kind={kind} isTaking={isTaking} points={points} />}>
            <InputNumber min={1} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </Fields>
        <Form.Item name="reason" label={t('loyalty_adjust.reason')} rules={needed}>
          <Select options={adjustReasons.map((value) => ({ value, label: t(`loyalty_adjust.reasons.${value}`) }))} />
        </Form.Item>
        <Form.Item name="words" label={t('loyalty_adjust.words')} extra={t('loyalty_adjust.wordsHelp')} rules={[...needed, { min: 4, whitespace: true, message: t('loyalty_adjust.wordsShort') }]}>
          <Input.TextArea rows={3} maxLength={400} />
        </Form.Item>
      </Form>
      <Limit memberId={member.id} waits={waits} />
    </FormDrawer>
  )
}

/** Whether so many points are more than one may adjust alone today. */
export function useWaits(memberId: string, points: number): boolean {
  const limit = useAdjustLimit(memberId)
  return limit.data !== undefined && points > limit.data.left
}

/** What one may still do alone, and what happens beyond. */
export function Limit({ memberId, waits }: { memberId: string; waits: boolean }) {
  const { t } = useTranslation()
  const { data } = useAdjustLimit(memberId)
  if (!data) return null
  const words = { left: countText(data.left), most: countText(data.most) }
  return <Note>{waits ? t('loyalty_adjust.waitsNote', words) : t('loyalty_adjust.aloneNote', words)}</Note>
}

function Usable({ member, kind, isTaking, points }: { member: Member; kind: string; isTaking: boolean; points: number }) {
  const { t } = useTranslation()
  const { data = [] } = useBalances(member.id)
  const usable = data.find((one) => one.kind === kind)?.usable ?? 0
  const after = isTaking ? usable - points : usable + points
  if (isTaking && after < 0) return <span data-short>{t('loyalty_adjust.short', { usable: countText(Math.max(0, usable)) })}</span>
  return t('loyalty_adjust.after', { usable: countText(usable), after: countText(after) })
}
