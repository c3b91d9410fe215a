import { Form, Input, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FamilyInvitation, useAddMinor, useAnswerInvitation, useInvite, useOpenFamily } from '@/lib/families'
import type { Member } from '@/lib/loyalty'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'

export type FamilyDeed = 'open' | 'invite' | 'minor' | FamilyInvitation

interface Values {
  number?: string
  shares?: boolean
}

/** One step of a family: opened, somebody invited, a minor added, an invitation accepted. Sharing is asked for and never taken for granted. */
export function FamilyDrawer({ member, deed, onClose }: { member: Member; deed: FamilyDeed; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [changed, setChanged] = useState(false)
  const way = typeof deed === 'string' ? deed : 'join'
  const { send, saving } = useSend(member, deed, onClose)
  return (
    <FormDrawer open title={t(`loyalty_family.${way}.title`)} saveLabel={t(`loyalty_family.${way}.now`)} saving={saving} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} onValuesChange={() => setChanged(true)} onFinish={send}>
        {way === 'invite' || way === 'minor' ? (
          <Form.Item name="number" label={t(`loyalty_family.${way}.number`)} rules={[{ required: true, message: t('loyalty.needed') }]}>
            <Input maxLength={40} inputMode="numeric" autoComplete="off" />
          </Form.Item>
        ) : null}
        {way === 'invite' ? null : (
          <Form.Item name="shares" label={t(way === 'minor' ? 'loyalty_family.sharesMinor' : 'loyalty_family.sharesOwn')} valuePropName="checked" extra={t('loyalty_family.sharesHelp')}>
            <Switch />
          </Form.Item>
        )}
      </Form>
      <Note>{t(`loyalty_family.${way}.about`)}</Note>
    </FormDrawer>
  )
}

function useSend(member: Member, deed: FamilyDeed, onClose: () => void): { send: (values: Values) => void; saving: boolean } {
  const { t } = useTranslation()
  const saved = useSaved()
  const open = useOpenFamily(member.id)
  const invite = useInvite(member.id)
  const minor = useAddMinor(member.id)
  const answer = useAnswerInvitation(member.id)
  function send({ number = '', shares = false }: Values): void {
    const told = saved(t(`loyalty_family.${typeof deed === 'string' ? deed : 'join'}.done`), onClose)
    if (deed === 'open') open.mutate(shares, told)
    else if (deed === 'invite') invite.mutate(number, told)
    else if (deed === 'minor') minor.mutate({ number, shares }, told)
    else answer.mutate({ tie_id: deed.tie_id, accept: true, shares }, told)
  }
  return { send, saving: open.isPending || invite.isPending || minor.isPending || answer.isPending }
}
