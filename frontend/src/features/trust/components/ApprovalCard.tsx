import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { Status, Tag, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { type Approval, useDecide, useWithdraw } from '../api/approvals'
import css from './Access.module.css'

const tones: Record<Approval['state'], Tone> = { waiting: 'amber', approved: 'jade', refused: 'cinnabar', withdrawn: 'grey', lapsed: 'grey' }

/** One request: who asks, exactly what will be done, why, and the decision. */
export function ApprovalCard({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  return (
    <Card tone={approval.may_decide ? 'attention' : 'plain'}>
      <div className={css.head}>
        <Tag tone="plum">{t(`trust_approvals.kind.${approval.kind}`)}</Tag>
        <span>{t('trust_approvals.by', { name: approval.asked_by_name })}</span>
        <span className="muted small">
          <Instant at={approval.asked_at} relative />
        </span>
        {approval.state === 'waiting' ? <span className="muted small">{t('trust_approvals.until', { at: instant(approval.valid_until) })}</span> : null}
        <Status tone={tones[approval.state]}>{t(`trust_approvals.state.${approval.state}`)}</Status>
      </div>
      <ul className={css.deeds} aria-label={t('trust_approvals.what')}>
        {approval.told.map((text) => (
          <li key={text.en}>{said(text)}</li>
        ))}
      </ul>
      <p className={css.reason}>
        {t('trust_approvals.why', { reason: approval.reason })}
      </p>
      {approval.decided_at && approval.decided_by_name ? (
        <p className="muted small" style={{ marginTop: 8 }}>
          {t('trust_approvals.decidedBy', { name: approval.decided_by_name })} · <Instant at={approval.decided_at} /> {approval.note}
        </p>
      ) : null}
      {approval.may_decide ? <Decision approval={approval} /> : null}
      {approval.may_withdraw ? <TakeBack approval={approval} /> : null}
    </Card>
  )
}

function Decision({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const [note, setNote] = useState('')
  const decide = useDecide(approval.id)
  // The card leaves the list with the decision, so what is said afterwards waits for the promise, not for the card.
  const say = (approve: boolean) =>
    void decide.mutateAsync({ approve, note }).then(
      () => message.success(approve ? t('trust_approvals.agreed') : t('trust_approvals.refused')),
      (error: unknown) => message.error(sentence(error)),
    )
  async function refuse(): Promise<void> {
    if (await confirm({ title: t('trust_approvals.refuseTitle'), what: t('trust_approvals.refuseWhat'), action: t('trust_approvals.refuse') })) say(false)
  }
  return (
    <div className={css.act}>
      <Input value={note} maxLength={1000} placeholder={t('trust_approvals.note')} aria-label={t('trust_approvals.note')} onChange={(event) => setNote(event.target.value)} />
      <Button disabled={decide.isPending} onClick={() => void refuse()}>
        {t('trust_approvals.refuse')}
      </Button>
      <Button type="primary" loading={decide.isPending} onClick={() => say(true)}>
        {t('trust_approvals.agree')}
      </Button>
    </div>
  )
}

function TakeBack({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const withdraw = useWithdraw(approval.id)
  async function press(): Promise<void> {
    if (!(await confirm({ title: t('trust_approvals.withdrawTitle'), what: t('trust_approvals.withdrawWhat'), action: t('trust_approvals.withdraw') }))) return
    void withdraw.mutateAsync(undefined).then(
      () => message.success(t('trust_approvals.withdrawn')),
      (error: unknown) => message.error(sentence(error)),
    )
  }
  return (
    <div className={css.act}>
      <span className="muted">{t('trust_approvals.mine')}</span>
      <Button loading={withdraw.isPending} onClick={() => void press()}>
        {t('trust_approvals.withdraw')}
      </Button>
    </div>
  )
}
