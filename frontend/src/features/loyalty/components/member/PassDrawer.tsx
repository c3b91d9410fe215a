import { Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import type { Member } from '@/lib/loyalty'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type PassingRoom, usePass } from '../../api/passing'

interface Values {
  taker_number: string
  points: number
  message?: string
}

/** Points for another member: at once, or as a gift that waits until it is accepted. The drawer keeps one key. */
export function PassDrawer({ member, room, onClose }: { member: Member; room: PassingRoom; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [key] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<'gift' | 'transfer'>('gift')
  const [changed, setChanged] = useState(false)
  const pass = usePass(member.id)
  const saved = useSaved()
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const send = ({ message = '', ...values }: Values) => pass.mutate({ key, wanted: { ...values, kind, message: kind === 'gift' ? message : '' } }, saved(t(`loyalty_passing.sent.${kind}`), onClose))
  return (
    <FormDrawer open title={t('loyalty_passing.give')} saveLabel={t(`loyalty_passing.now.${kind}`)} saving={pass.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Segmented block value={kind} onChange={setKind} options={(['gift', 'transfer'] as const).map((value) => ({ value, label: t(`loyalty_passing.kind.${value}`) }))} style={{ marginBottom: 16 }} />
      <Form form={form} layout="vertical" requiredMark={false} onValuesChange={() => setChanged(true)} onFinish={send}>
        <Fields>
          <Form.Item name="taker_number" label={t('loyalty_passing.taker')} rules={needed}>
            <Input maxLength={40} inputMode="numeric" autoComplete="off" />
          </Form.Item>
          <Form.Item name="points" label={t('loyalty_passing.points')} rules={needed} extra={t('loyalty_passing.range', { least: countText(room.least), most: countText(room.most) })}>
            <InputNumber min={room.least} max={room.most} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </Fields>
        {kind === 'gift' ? (
          <Form.Item name="message" label={t('loyalty_passing.message')} rules={[{ max: 120 }]}>
            <Input maxLength={120} showCount />
          </Form.Item>
        ) : null}
      </Form>
      <Note>{t(`loyalty_passing.about.${kind}`, { days: room.wait_days })}</Note>
    </FormDrawer>
  )
}
