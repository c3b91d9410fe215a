import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { periodText } from '@/lib/format'
import { type Proof, proofs, useBookingsNumbered, useClaim, useClaimable } from '@/lib/loyalty'
import { useBookingWords } from '@/ui/BookingWords'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'

interface Fields {
  booking_id: string
  proof: Proof
}

/** A stay or flight that is missing: which one, and what the guest showed. A second person decides. */
export function ClaimDrawer({ memberId, guestId, onClose }: { memberId: string; guestId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const [typed, setTyped] = useState('')
  const claim = useClaim(memberId)
  const saved = useSaved()
  const options = useChoices(guestId, typed.trim())
  const needed = [{ required: true, message: t('loyalty_member.needed') }]
  return (
    <FormDrawer open title={t('loyalty_member.claim')} saveLabel={t('loyalty_member.sendClaim')} saving={claim.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onValuesChange={() => setChanged(true)} onFinish={(said) => claim.mutate(said, saved(t('loyalty_member.claimSent'), onClose))}>
        <Form.Item name="booking_id" label={t('loyalty_member.which')} extra={t('loyalty_member.whichHelp')} rules={needed}>
          <Select showSearch={{ filterOption: false, onSearch: setTyped }} options={options} />
        </Form.Item>
        <Form.Item name="proof" label={t('loyalty_member.proof')} rules={needed}>
          <Select options={proofs.map((value) => ({ value, label: t(`loyalty_member.proofs.${value}`) }))} />
        </Form.Item>
      </Form>
      <Note>{t('loyalty_member.claimNote')}</Note>
    </FormDrawer>
  )
}

/** The guest's own bookings, and with a number typed also the one that stands under another name. */
function useChoices(guestId: string, typed: string): { value: string; label: string }[] {
  const { line } = useBookingWords()
  const own = useClaimable(guestId, true).data?.items ?? []
  const numbered = useBookingsNumbered(typed).data?.items ?? []
  const words = typed.toLowerCase()
  const all = [...own, ...numbered].map((one) => ({ value: one.booking_id, label: [line(one.line), periodText(one.starts_on, one.ends_on), one.booking_key].filter(Boolean).join(' · ') }))
  const found = all.filter((one) => one.label.toLowerCase().includes(words))
  return [...new Map(found.map((one) => [one.value, one])).values()]
}
