import { useTranslation } from 'react-i18next'
import { useAddress, useParam } from '@/lib/address'
import { countText, dateText, percentText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Column, Columns } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, NoPermission } from '@/ui/States'
import { Stat, StatRow } from '@/ui/Stat'
import { Tabs } from '@/ui/Tabs'
import { type Audience, type AudienceDetail, isBeingMade, useAudience, useMembers } from '../api/audiences'
import { AudienceState } from '../components/kept/AudienceState'
import { AudienceTools, EditButton } from '../components/kept/AudienceTools'
import { ChangesTable } from '../components/kept/ChangesTable'
import { CopiesCard } from '../components/kept/CopiesCard'
import { DaysCard } from '../components/kept/DaysCard'
import { GuestGrid } from '../components/kept/GuestGrid'
import css from '../components/kept/Kept.module.css'
import { OverlapCard } from '../components/kept/OverlapCard'
import { RebuildBar } from '../components/kept/RebuildBar'
import { SaysCard } from '../components/kept/SaysCard'
import { SinceYesterday } from '../components/kept/Since'
import { VersionsList } from '../components/kept/VersionsList'

/** One audience: whom it means, who is in it today, who came and who went. */
export function AudiencePage() {
  const { t } = useTranslation()
  const audienceId = useParam('audienceId')
  if (useMayForCompany('view_audiences')) return <Inside key={audienceId} audienceId={audienceId} />
  return (
    <>
      <PageHeader title={t('segment.title')} />
      <Card>
        <NoPermission>{t('segment.refused')}</NoPermission>
      </Card>
    </>
  )
}

function Inside({ audienceId }: { audienceId: string }) {
  const found = useAudience(audienceId)
  if (found.isPending) return <PageSkeleton cards={3} />
  if (found.isError) {
    return (
      <Card>
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </Card>
    )
  }
  return <Whole detail={found.data} />
}

function Whole({ detail }: { detail: AudienceDetail }) {
  const { t } = useTranslation()
  const said = useSaid()
  const one = detail.audience
  const changed = t('segment_kept.changedBy', { who: one.changed_by || t('segment_kept.theProduct'), number: one.revision })
  return (
    <>
      <PageHeader
        title={said(one.name)}
        titleExtra={<AudienceState one={one} />}
        subtitle={
          <>
            {changed} · <Instant at={one.changed_at} relative />
          </>
        }
        crumbs={[{ label: t('segment.title'), to: '/audiences' }]}
        primary={<EditButton one={one} />}
        secondary={<AudienceTools detail={detail} />}
      />
      <RebuildBar />
      <div className={css.stack}>
        <Columns>
          <Column>
            <SaysCard detail={detail} />
            <Figures one={one} />
            <OverlapCard audience={one} />
          </Column>
          <Column>
            <DaysCard audienceId={one.id} name={said(one.name)} />
            <CopiesCard audienceId={one.id} />
          </Column>
        </Columns>
        <div>
          <Parts detail={detail} />
        </div>
      </div>
    </>
  )
}

function Figures({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const change = one.last_change
  const isCounted = one.made_at !== null
  return (
    <StatRow>
      <Stat
        label={t('segment_kept.members')}
        value={isCounted ? one.members : '—'}
        against={one.share === null ? null : t('segment_kept.shareOf', { share: percentText(one.share), base: countText(one.base) })}
      />
      <Stat label={t('segment_kept.since')} value={<SinceYesterday one={one} />} against={one.members_yesterday === null ? null : t('segment_kept.yesterdayWas', { members: countText(one.members_yesterday) })} />
      <Stat
        label={t('segment_kept.lastChange')}
        value={change ? `+${countText(change.entered)} −${countText(change.left)}` : '—'}
        against={change ? dateText(change.day) : null}
        to={change ? `/audiences/${one.id}` : undefined}
        search={{ tab: 'changes' }}
      />
      <Stat label={t('segment_kept.made')} value={one.made_on ? dateText(one.made_on) : '—'} against={one.made_at ? <Instant at={one.made_at} relative /> : null} />
    </StatRow>
  )
}

const tabs = ['members', 'changes', 'versions'] as const
type Tab = (typeof tabs)[number]

function Parts({ detail }: { detail: AudienceDetail }) {
  const { t } = useTranslation()
  const [search] = useAddress()
  const mayEdit = useMayForCompany('edit_audiences')
  const current: Tab = tabs.find((one) => one === search.tab) ?? 'members'
  return (
    <Tabs
      label={t('segment_kept.parts')}
      current={current}
      tabs={tabs.map((key) => ({ key, label: t(`segment_kept.tabs.${key}`), search: key === 'members' ? {} : { tab: key } }))}
    >
      {current === 'members' ? <Members one={detail.audience} /> : null}
      {current === 'changes' ? <ChangesTable one={detail.audience} /> : null}
      {current === 'versions' ? <VersionsList detail={detail} mayEdit={mayEdit} /> : null}
    </Tabs>
  )
}

function Members({ one }: { one: Audience }) {
  const { t } = useTranslation()
  const pages = useMembers(one.id)
  const isMaking = isBeingMade(one) && one.members === 0
  return (
    <Card>
      <GuestGrid
        audienceId={one.id}
        pages={pages}
        empty={
          <EmptyState icon={isMaking ? 'clock' : 'guests'} title={t(isMaking ? 'segment_kept.making' : 'segment_kept.nobody')}>
            {t(isMaking ? 'segment_kept.makingWords' : 'segment_kept.nobodyWords')}
          </EmptyState>
        }
      />
    </Card>
  )
}
