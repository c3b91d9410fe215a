import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { type Invitation, type LinkOutcome, useInvite } from '../api/access'
import { PersonFields } from './PersonFields'

const empty: Partial<Invitation> = { language: 'zh-CN', title: '', reason: '', role_codes: [], unit_codes: [] }

interface Props {
  open: boolean
  onClose: () => void
  onLink: (outcome: LinkOutcome, name: string) => void
}

/** Invites a colleague; the link comes back once. */
export function InviteDrawer({ open, onClose, onLink }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Invitation>()
  const [changed, setChanged] = useState(false)
  const invite = useInvite()
  function leave(): void {
    setChanged(false)
    onClose()
  }
  function send(invitation: Invitation): void {
    invite.mutate(
      { ...empty, ...invitation },
      {
        onSuccess: (outcome) => {
          leave()
          onLink(outcome, invitation.name)
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer
      open={open}
      title={t('trust_people.invite')}
      saveLabel={t('trust_people.inviteNow')}
      saving={invite.isPending}
      changed={changed}
      onSave={() => form.submit()}
      onClose={leave}
    >
      <Form<Invitation> form={form} layout="vertical" requiredMark={false} initialValues={empty} onValuesChange={() => setChanged(true)} onFinish={send}>
        <Form.Item name="email" label={t('trust_people.email')} rules={[{ required: true, type: 'email', message: t('trust_people.emailNeeded') }]}>
          <Input maxLength={254} autoComplete="off" inputMode="email" />
        </Form.Item>
        <PersonFields />
      </Form>
    </FormDrawer>
  )
}
