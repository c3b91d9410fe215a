import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { Member, Programme } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { FormDrawer } from '@/ui/FormDrawer'
import { useLoyaltyWords } from '@/ui/LoyaltyWords'
import { Status, type Tone } from '@/ui/StatusTag'
import { useSaved } from '@/ui/useSaved'
import { type Adjustment, useAdjustments, useTakeBack } from '../../api/adjustments'
import { Limit, useWaits } from './AdjustDrawer'
import css from './Member.module.css'

const tones = { waiting: 'amber', done: 'jade', closed: 'grey' } as const satisfies Record<Adjustment['state'], Tone>

/** Points given or taken by hand, with what waits for a second person; nothing where there are none. */
export function AdjustmentsCard({ member, programme }: { member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const { data = [] } = useAdjustments(member.id)
  const [back, setBack] = useState<Adjustment>()
  if (data.length === 0) return null
  return (
    <Card title={t('loyalty_adjust.list')}>
      <ul className={css.lines}>
        {data.map((one) => (
          <Line key={one.id} one={one} member={member} programme={programme} onBack={() => setBack(one)} />
        ))}
      </ul>
      {back ? <BackDrawer one={back} onClose={() => setBack(undefined)} /> : null}
    </Card>
  )
}

function Line({ one, member, programme, onBack }: { one: Adjustment; member: Member; programme: Programme | undefined; onBack: () => void }) {
  const { t } = useTranslation()
  const words = useLoyaltyWords(programme)
  const mayTakeBack = useMay('adjust_points') && member.state === 'active' && one.may_be_taken_back
  const state = one.taken_back_by ? t('loyalty_adjust.states.taken_back') : t(`loyalty_adjust.states.${one.state}`)
  return (
    <li>
      <span>
        {words.signed(one.points)} {words.kind(one.kind)} · {t(`loyalty_adjust.reasons.${one.reason}`)}
        <small>{[one.words, one.asked_by_name, dateText(one.asked_at)].filter(Boolean).join(' · ')}</small>
        <span className={css.deeds}>
          {mayTakeBack ? (
            <Button size="small" type="text" onClick={onBack}>
              {t('loyalty_adjust.takeBack')}
            </Button>
          ) : null}
          {one.state === 'waiting' ? <Link to="/trust/approvals">{t('loyalty_adjust.toApproval')}</Link> : null}
        </span>
      </span>
      <Status tone={one.taken_back_by ? 'grey' : tones[one.state]}>{state}</Status>
    </li>
  )
}

function BackDrawer({ one, onClose }: { one: Adjustment; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ words: string }>()
  const [key] = useState(() => crypto.randomUUID())
  const [changed, setChanged] = useState(false)
  const back = useTakeBack(one.id)
  const isOld = dateText(one.asked_at) !== dateText(new Date().toISOString())
  const waits = useWaits(one.member_id, isOld ? Math.abs(one.points) : 0)
  const saved = useSaved()
  return (
    <FormDrawer open title={t('loyalty_adjust.takeBackTitle')} saveLabel={t('loyalty_adjust.takeBack')} saving={back.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <p>{t(one.points > 0 ? 'loyalty_adjust.backOfGiven' : 'loyalty_adjust.backOfTaken')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onValuesChange={() => setChanged(true)}
        onFinish={({ words }) =>
          back.mutate(
            { key, words },
            {
              ...saved(''),
              onSuccess: (outcome) => saved(t(outcome.approval_id ? 'loyalty_adjust.asked' : 'loyalty_adjust.takenBack'), onClose).onSuccess(),
            },
          )
        }
      >
        <Form.Item name="words" label={t('loyalty_adjust.words')} extra={t('loyalty_adjust.wordsHelp')} rules={[{ required: true, min: 4, whitespace: true, message: t('loyalty_adjust.wordsShort') }]}>
          <Input.TextArea rows={3} maxLength={400} />
        </Form.Item>
      </Form>
      <Limit memberId={one.member_id} waits={waits} />
    </FormDrawer>
  )
}
