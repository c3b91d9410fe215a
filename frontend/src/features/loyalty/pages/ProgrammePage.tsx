import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress, useParam } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tabs } from '@/ui/Tabs'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type Programme, useProgramme, useSetState } from '../api/programmes'
import { StateTag } from '../components/StateTag'
import { groupsFor, type Part } from './tabs'

/** One programme: how it stands, and everything decided about it. */
export function ProgrammePage() {
  const programme = useProgramme(useParam('programmeId'))
  if (programme.isPending) return <PageSkeleton cards={3} />
  if (programme.isError) {
    return (
      <Card>
        <ErrorState error={programme.error} onRetry={() => void programme.refetch()} />
      </Card>
    )
  }
  return <Whole programme={programme.data} />
}

function Whole({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search] = useAddress()
  const groups = groupsFor(useForCompany())
  const group = groups.find((one) => one.parts.some((part) => part.key === search.tab)) ?? groups[0]
  if (!group) return null
  const [first] = group.parts
  const open = group.parts.find((one) => one.key === search.tab) ?? first
  const address = (part: Part) => (part === groups[0]?.parts[0] ? {} : { tab: part.key })
  const inside = <open.Inside programme={programme} />
  const isDraft = programme.state === 'draft'
  const isFirst = group === groups[0]
  return (
    <>
      <PageHeader title={said(programme.name)} titleExtra={<StateTag state={programme.state} />} subtitle={`${programme.code} · ${programme.currency} · ${programme.time_zone}`} crumbs={[{ label: t('loyalty.title'), to: '/loyalty' }]} {...{ [isDraft ? 'primary' : 'secondary']: isDraft || isFirst ? <StateButton programme={programme} /> : null }} />
      <Tabs label={said(programme.name)} current={group.key} tabs={groups.map((one) => ({ key: one.key, label: t(`loyalty.group.${one.key}`), search: address(one.parts[0]) }))}>
        {group.parts.length > 1 ? (
          <Tabs inner label={t(`loyalty.group.${group.key}`)} current={open.key} tabs={group.parts.map((one) => ({ key: one.key, label: t(`loyalty.tab.${one.key}`), search: address(one) }))}>
            {inside}
          </Tabs>
        ) : (
          inside
        )}
      </Tabs>
    </>
  )
}

/** Opening a draft, ending what is open; neither is undone. */
function StateButton({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const setState = useSetState(programme.id)
  const saved = useSaved()
  const mayManage = useMayForCompany('manage_loyalty')
  if (!mayManage || programme.state === 'ended') return null
  const to = programme.state === 'draft' ? 'open' : 'ended'
  async function ask(): Promise<void> {
    if (await confirm({ title: t(`loyalty.to.${to}.title`), what: t(`loyalty.to.${to}.what`), action: t(`loyalty.to.${to}.action`), danger: to === 'ended' })) setState.mutate(to, saved(t(`loyalty.to.${to}.done`)))
  }
  return (
    <Button type={to === 'open' ? 'primary' : 'default'} loading={setState.isPending} onClick={() => void ask()}>
      {t(`loyalty.to.${to}.action`)}
    </Button>
  )
}
