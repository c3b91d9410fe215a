import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { Stat, StatRow } from '@/ui/Stat'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Partner, type PartnerSummary, usePartnerRates, useSetPartnerState } from '../../api/partners'
import type { Programme } from '../../api/programmes'
import css from '../Loyalty.module.css'
import { FilesCard } from './FilesCard'
import { LinesTable } from './LinesTable'
import { PartnerDrawer } from './PartnerDrawer'
import { RatesDrawer } from './RatesDrawer'
import { StatementCard } from './StatementCard'
import { stateTones, usePartnerWords } from './usePartnerWords'

/** One partner: this month, what was agreed, every month, its files and its lines. */
export function PartnerPart({ programme, found }: { programme: Programme; found: PartnerSummary }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [, change] = useAddress()
  const mayManage = useMayForCompany('manage_loyalty')
  const mayLoad = useMayForCompany('load_data') && mayManage
  const { partner, month } = found
  const words = usePartnerWords(partner)
  return (
    <div className={css.page}>
      <div>
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => change({ partner: undefined, month: undefined, lines: undefined })}>
          {t('loyalty_partners.back')}
        </Button>
      </div>
      <div className={css.head}>
        <div>
          <span className={css.tools}>
            <h2 className={css.heading} style={{ margin: 0 }}>
              {said(partner.name)}
            </h2>
            <Status tone={stateTones[partner.state]}>{t(`loyalty_partners.states.${partner.state}`)}</Status>
          </span>
          <Note>{[t(`loyalty_partners.kinds.${partner.kind}`), partner.code, partner.currency, partner.contact].filter(Boolean).join(' · ')}</Note>
        </div>
        {mayManage ? <Deeds programme={programme} partner={partner} /> : null}
      </div>
      <StatRow>
        <Stat label={t('loyalty_partners.monthAccrued')} value={month.accrued.points - month.accrued_back.points} against={t('loyalty_partners.theyOweFor', { money: words.money(month.owed_by_partner_minor) })} />
        <Stat label={t('loyalty_partners.monthRedeemed')} value={month.redeemed.points - month.redeemed_back.points} against={t('loyalty_partners.weOweFor', { money: words.money(month.owed_to_partner_minor) })} />
        <Stat label={t('loyalty_partners.monthNet')} value={words.net(month.net_minor)} />
        <Stat label={t('loyalty_partners.clearing')} value={month.closing} against={found.held > 0 ? t('loyalty_partners.heldNow', { points: countText(found.held) }) : t('loyalty_partners.clearingHelp')} />
      </StatRow>
      <RatesCard programme={programme} partner={partner} />
      <StatementCard partner={partner} />
      {mayLoad ? <FilesCard partner={partner} /> : null}
      <LinesTable partner={partner} />
    </div>
  )
}

/** Beginning and ending, and what the partner is called. */
function Deeds({ programme, partner }: { programme: Programme; partner: Partner }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const set = useSetPartnerState(partner.id)
  const saved = useSaved()
  const [editing, setEditing] = useState(false)
  const to = partner.state === 'active' ? 'ended' : 'active'
  async function ask(): Promise<void> {
    if (await confirm({ title: t(`loyalty_partners.to.${to}.title`), what: t(`loyalty_partners.to.${to}.what`), action: t(`loyalty_partners.to.${to}.action`), danger: to === 'ended' })) set.mutate(to, saved(t(`loyalty_partners.to.${to}.done`)))
  }
  return (
    <span className={css.actions}>
      <Button onClick={() => setEditing(true)}>{t('loyalty_partners.edit')}</Button>
      <Button type={partner.state === 'draft' ? 'primary' : 'default'} loading={set.isPending} onClick={() => void ask()}>
        {t(`loyalty_partners.to.${to}.action`)}
      </Button>
      {editing ? <PartnerDrawer programme={programme} partner={partner} onClose={() => setEditing(false)} /> : null}
    </span>
  )
}

function RatesCard({ programme, partner }: { programme: Programme; partner: Partner }) {
  const { t } = useTranslation()
  const mayManage = useMayForCompany('manage_loyalty')
  const versions = usePartnerRates(partner.id)
  const words = usePartnerWords(partner)
  const [editing, setEditing] = useState(false)
  if (versions.isPending) return <CardSkeleton lines={3} />
  if (versions.isError) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  const shown = partner.rates ?? versions.data.at(-1)
  const change = (
    <Button size="small" type={shown ? 'default' : 'primary'} onClick={() => setEditing(true)}>
      {t(shown ? 'loyalty.change' : 'loyalty_partners.setRates')}
    </Button>
  )
  return (
    <Card title={shown ? t('loyalty_partners.ratesTitle', { version: shown.number }) : t('loyalty_partners.rates')} aside={mayManage ? change : null}>
      {shown ? (
        <>
          <ul className={css.sentences}>
            {words.rates(shown).map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <Note>{partner.rates ? words.days(shown) : t('loyalty_partners.noRatesToday', { days: words.days(shown) })}</Note>
        </>
      ) : (
        <p className="muted">{t('loyalty_partners.noRates')}</p>
      )}
      {editing ? <RatesDrawer programme={programme} partner={partner} versions={versions.data} onClose={() => setEditing(false)} /> : null}
    </Card>
  )
}
