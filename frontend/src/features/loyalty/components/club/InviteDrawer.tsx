import { Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type Club, type ClubInvitation, inviteReasons, useContacts, useInvite } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import { type FoundMember, MemberField } from '../MemberField'

/** Whom to invite, why, and who will look after them. */
export function InviteDrawer({ programme, club, onClose }: { programme: Programme; club: Club; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Pick<ClubInvitation, 'reason' | 'contact_id'>>()
  const [member, setMember] = useState<FoundMember>()
  const invite = useInvite(club.id)
  const saved = useSaved()
  const guestId = member?.guest_id ?? ''
  const peers = useContacts(guestId, guestId !== '')
  const reasons = inviteReasons.filter((one) => one !== 'tier' || club.terms.tier_from !== '')
  const store = ({ reason, contact_id }: Pick<ClubInvitation, 'reason' | 'contact_id'>) => invite.mutate({ member_id: member?.id ?? '', reason, contact_id: contact_id ?? null }, saved(t('loyalty_club.invitedDone'), onClose))
  return (
    <FormDrawer open title={t('loyalty_club.invite')} saveLabel={t('loyalty_club.inviteNow')} saving={invite.isPending} changed={member !== undefined} incomplete={!member} onSave={() => form.submit()} onClose={onClose}>
      <MemberField programme={programme} member={member} onMember={setMember} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ reason: reasons[0] }} onFinish={store}>
        <Form.Item name="reason" label={t('loyalty_club.reason')}>
          <Select options={reasons.map((value) => ({ value, label: t(`loyalty_club.reasons.${value}`) }))} />
        </Form.Item>
        <Form.Item name="contact_id" label={t('loyalty_club.contact')} extra={t('loyalty_club.contactHelp')}>
          <Select allowClear disabled={guestId === ''} loading={peers.isFetching} showSearch={{ optionFilterProp: 'label' }} options={(peers.data ?? []).map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))} />
        </Form.Item>
      </Form>
      <Note>{t('loyalty_club.inviteNote', { count: club.terms.answer_days })}</Note>
    </FormDrawer>
  )
}
