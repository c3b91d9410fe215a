import { Link, useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useParam } from '@/lib/address'
import { useSentence } from '@/ui/States'
import { useLink, useLinkUse } from '../api/link'
import { Door } from '../components/Door'
import { NewPassword } from '../components/NewPassword'

/** Where an invitation or a reset leads: choose a password, then sign in. */
export function JoinPage() {
  const { t } = useTranslation()
  const token = useParam('token')
  const navigate = useNavigate()
  const sentence = useSentence()
  const { message } = App.useApp()
  const link = useLink(token)
  const use = useLinkUse(token)
  const title = link.data?.kind === 'reset' ? t('entry.joinReset') : t('entry.join')
  useEffect(() => {
    document.title = `${title} · Xenia 宾至`
  }, [title])
  if (!link.data) return link.error ? <Door title={t('entry.joinClosed')} words={sentence(link.error)} children={null} /> : null
  if (!link.data.is_open) {
    return (
      <Door title={t('entry.joinClosed')} words={t('entry.joinClosedWords')}>
        <Link to="/login">{t('entry.signIn')}</Link>
      </Door>
    )
  }
  function done(): void {
    void message.success(t('entry.joined'))
    void navigate({ to: '/login' })
  }
  return (
    <Door title={title} words={t('entry.joinWords', { name: link.data.name, email: link.data.email })}>
      <NewPassword<{ password: string }> action={t('entry.joinDone')} saving={use.isPending} error={use.error} onSave={(choice) => use.mutate(choice, { onSuccess: done })}>
        <input type="hidden" autoComplete="username" value={link.data.email} readOnly />
      </NewPassword>
    </Door>
  )
}
