import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { type Programme, useEnrol } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { useSentence } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import css from './Member.module.css'

interface Props {
  programme: Programme
  guestId: string
  hadLeft: boolean
}

/** A guest who is no member yet: one button makes them one. A child joins with the number of a guardian who agrees. */
export function Invitation({ programme, guestId, hadLeft }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayServe = useMay('serve_members')
  const enrol = useEnrol()
  const saved = useSaved()
  const told = saved(t('loyalty_member.enrolled', { programme: said(programme.name) }))
  const isChild = asksForGuardian(enrol.error) || Boolean(enrol.variables?.guardian_number)
  const join = (guardian_number = '') => enrol.mutate({ programme_id: programme.id, guest_id: guestId, guardian_number }, { onSuccess: told.onSuccess, onError: (error) => (asksForGuardian(error) || guardian_number ? undefined : told.onError(error)) })
  return (
    <Card title={said(programme.name)}>
      <p className={css.quiet}>{t(hadLeft ? 'loyalty_member.hadLeft' : 'loyalty_member.noMember')}</p>
      {mayServe && !isChild ? (
        <Button loading={enrol.isPending} onClick={() => join()}>
          {t('loyalty_member.enrol')}
        </Button>
      ) : null}
      {mayServe && isChild ? <GuardianForm error={enrol.error} joining={enrol.isPending} onJoin={join} /> : null}
    </Card>
  )
}

function GuardianForm({ error, joining, onJoin }: { error: Error | null; joining: boolean; onJoin: (number: string) => void }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const isRefused = error !== null && !joining && !asksForGuardian(error)
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ number }: { number: string }) => onJoin(number.trim())}>
      <Form.Item
        name="number"
        label={t('loyalty_member.guardian')}
        extra={isRefused ? undefined : t('loyalty_member.guardianNote')}
        validateStatus={isRefused ? 'error' : undefined}
        help={isRefused ? sentence(error) : undefined}
        rules={[{ required: true, whitespace: true, message: t('loyalty_member.needed') }]}
      >
        <Input maxLength={40} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Button htmlType="submit" loading={joining}>
        {t('loyalty_member.enrolChild')}
      </Button>
    </Form>
  )
}

function asksForGuardian(error: unknown): boolean {
  return error instanceof Problem && error.code === 'guardian_consent_needed'
}
