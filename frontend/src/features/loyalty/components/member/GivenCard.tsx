import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { Member, Programme } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { useTierNames, useTierVersions } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { dayBefore, useLoyaltyWords } from '@/ui/LoyaltyWords'
import { Status, type Tone } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type GivenTier, useGiven, useGivenDeed } from '../../api/tiers'
import { GiveDrawer } from './GiveDrawer'
import css from './Member.module.css'

const tones = { offered: 'amber', accepted: 'jade', met: 'jade', failed: 'grey', withdrawn: 'grey' } as const satisfies Record<GivenTier['state'], Tone>

/** Tiers that were given or offered: matches, challenges, by hand. */
export function GivenCard({ member, programme }: { member: Member; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const given = useGiven(member.id)
  const { data: versions = [] } = useTierVersions(programme?.id)
  const mayGive = useMay('adjust_points') && member.state === 'active' && versions.length > 0
  const [open, setOpen] = useState(false)
  if (!mayGive && (given.data ?? []).length === 0) return null
  return (
    <Card
      title={t('loyalty_tiers.given')}
      aside={
        mayGive ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('loyalty_tiers.give')}
          </Button>
        ) : null
      }
    >
      {given.data?.length === 0 ? <p className="muted">{t('loyalty_tiers.givenNone')}</p> : null}
      <ul className={css.lines}>
        {given.data?.toReversed().map((one) => (
          <Given key={one.id} given={one} programme={programme} />
        ))}
      </ul>
      {open && programme ? <GiveDrawer memberId={member.id} programme={programme} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

function Given({ given, programme }: { given: GivenTier; programme: Programme | undefined }) {
  const { t } = useTranslation()
  const names = useTierNames(programme?.id)
  const words = useWords(programme)
  return (
    <li>
      <span>
        {t(`loyalty_tiers.kind.${given.kind}`)} · {names(given.tier)}
        <small>{words(given)}</small>
        <Deeds given={given} />
      </span>
      <Status tone={tones[given.state]}>{t(`loyalty_tiers.state.${given.state}`)}</Status>
    </li>
  )
}

function useWords(programme: Programme | undefined): (given: GivenTier) => string {
  const { t } = useTranslation()
  const { kind } = useLoyaltyWords(programme)
  const day = (value: string | null) => (value ? dateText(dayBefore(value)) : '')
  return (given) =>
    [
      ...given.asks.map((one) => t('loyalty_words.measure', { count: one.least, amount: one.least, kind: kind(one.measure).toLowerCase() })),
      given.evidence ? `${t(`loyalty_tiers.evidence.${given.evidence.kind}`)} ${given.evidence.reference}` : '',
      given.reason ? t(`loyalty_tiers.reason.${given.reason}`) : '',
      given.state === 'offered' && given.answer_until ? t('loyalty_tiers.answerUntil', { date: day(given.answer_until) }) : '',
      given.deadline ? t('loyalty_tiers.doneBy', { date: day(given.deadline) }) : given.until ? t('loyalty_words.until', { date: day(given.until) }) : '',
    ]
      .filter(Boolean)
      .join(' · ')
}

function Deeds({ given }: { given: GivenTier }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members')
  const mayAdjust = useMay('adjust_points')
  const mayManage = useMay('manage_loyalty')
  const deed = useGivenDeed()
  const saved = useSaved()
  const confirm = useConfirm()
  const mayWithdraw = mayAdjust && (given.kind !== 'by_hand' || mayManage) && (given.state === 'offered' || given.state === 'accepted' || given.state === 'met')
  async function withdraw(): Promise<void> {
    if (await confirm({ title: t('loyalty_tiers.withdrawTitle'), what: t('loyalty_tiers.withdrawWhat'), action: t('loyalty_tiers.withdraw'), danger: true })) deed.mutate({ id: given.id, deed: 'withdraw' }, saved(t('loyalty_tiers.withdrawn')))
  }
  return (
    <span className={css.deeds}>
      {given.state === 'offered' && mayServe ? (
        <Button size="small" type="primary" loading={deed.isPending} onClick={() => deed.mutate({ id: given.id, deed: 'accept' }, saved(t('loyalty_tiers.accepted')))}>
          {t('loyalty_tiers.accept')}
        </Button>
      ) : null}
      {mayWithdraw ? (
        <Button size="small" type="text" onClick={() => void withdraw()}>
          {t('loyalty_tiers.withdraw')}
        </Button>
      ) : null}
    </span>
  )
}
