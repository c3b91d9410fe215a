import { App, Button, Select } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, useFormat } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, useSentence } from '@/ui/States'
import { type AssociationRun, type Associations, useAssociations, useCancelAssociations, useOrderAssociations } from '../api/associations'
import { useIsEmpty } from '../api/insight'
import css from './Associations.module.css'
import { AssociationDrawer } from './AssociationDrawer'
import { AssociationTable } from './AssociationTable'
import { Begin } from './Early'
import { RunsUnderWay } from './RunsUnderWay'

const AssociationGraph = lazy(() => import('./AssociationGraph').then((module) => ({ default: module.AssociationGraph })))
const lifts = ['1', '1.5', '2', '3'] as const
const stages = ['links', 'baskets', 'sets', 'rules', 'writing'] as const

/** What guests have together more often than by accident: a graph, the same as a table, and the guests behind each line. */
export function AssociationsTab() {
  const [search] = useAddress()
  const lift = lifts.find((one) => one === search.lift) ?? lifts[0]
  const isEmpty = useIsEmpty()
  const found = useAssociations(search.item ?? '', Number(lift))
  if (found.isPending) return <CardSkeleton lines={8} />
  if (found.isError)
    return (
      <Card>
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </Card>
    )
  return isEmpty && !found.data.used ? <Begin /> : <Told found={found.data} lift={lift} />
}

function Told({ found, lift }: { found: Associations; lift: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { instant } = useFormat()
  const [search, change] = useAddress()
  const used = found.used
  const open = found.rules.find((one) => one.id === search.rule)
  const counts = used ? { at: instant(used.as_of), guests: countText(used.guests), items: countText(used.items), tested: countText(used.tested), kept: countText(used.kept) } : null
  return (
    <div className={css.page}>
      <Card title={t('insight_associations.title')} aside={<Order isFirst={!used} waits={found.under_way !== null} />}>
        {counts ? <Note>{t('insight_associations.fresh', counts)}</Note> : null}
        {used?.message ? <Note>{said(used.message)}</Note> : null}
        {found.under_way ? <UnderWay run={found.under_way} /> : null}
        {used && found.items.length > 0 ? <Filter found={found} lift={lift} /> : null}
        {used ? null : <Never />}
      </Card>
      {used ? <Shown found={found} onPick={(rule) => change({ rule })} onItem={(item) => change({ item: item === search.item ? undefined : item })} /> : null}
      {open ? <AssociationDrawer rule={open} part={search.part === 'both' ? 'both' : 'missing'} onPart={(part) => change({ part })} onClose={() => change({ rule: undefined, part: undefined })} /> : null}
    </div>
  )
}

function Shown({ found, onPick, onItem }: { found: Associations; onPick: (rule: string) => void; onItem: (item: string) => void }) {
  const { t } = useTranslation()
  if (found.rules.length === 0)
    return (
      <Card>
        <EmptyState icon="search" title={t('insight_associations.noneTitle')}>
          {t('insight_associations.noneWords')}
        </EmptyState>
      </Card>
    )
  return (
    <div className={css.halves}>
      <Suspense fallback={<CardSkeleton lines={10} />}>
        <AssociationGraph rules={found.rules} onPick={onPick} onItem={onItem} />
      </Suspense>
      <AssociationTable rules={found.rules} matching={found.matching} onPick={onPick} />
    </div>
  )
}

function Never() {
  const { t } = useTranslation()
  const may = useMay('manage_models')
  return (
    <EmptyState icon="clock" title={t('insight_associations.emptyTitle')}>
      {t('insight_associations.emptyWords')} {may ? null : t('insight_associations.emptyWait')}
    </EmptyState>
  )
}

function Filter({ found, lift }: { found: Associations; lift: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, change] = useAddress()
  const options = found.items.map((one) => ({ value: one.code, label: `${said(one.kind_name)} · ${said(one.name)}` }))
  return (
    <div className={css.filters}>
      <Select
        className={css.item}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('insight_associations.item')}
        aria-label={t('insight_associations.item')}
        value={search.item}
        options={options}
        onChange={(item: string | undefined) => change({ item })}
      />
      <Select
        className={css.lift}
        aria-label={t('insight_associations.lift')}
        value={lift}
        options={lifts.map((value) => ({ value, label: value === '1' ? t('insight_associations.any') : `${t('insight_associations.liftLeast')} ${t('insight_associations.times', { lift: value })}` }))}
        onChange={(value: string) => change({ lift: value === '1' ? undefined : value })}
      />
    </div>
  )
}

function Order({ isFirst, waits }: { isFirst: boolean; waits: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const order = useOrderAssociations()
  const may = useMay('manage_models')
  const isWhole = useForCompany()
  if (!may || !isWhole) return null
  return (
    <Button type={isFirst ? 'primary' : 'default'} disabled={waits} loading={order.isPending} onClick={() => order.mutate(undefined, { onError: (fault) => void message.error(sentence(fault)) })}>
      {t(isFirst ? 'insight_associations.orderFirst' : 'insight_associations.order')}
    </Button>
  )
}

function UnderWay({ run }: { run: AssociationRun }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const cancel = useCancelAssociations()
  const may = useMay('manage_models')
  const stage = stages.find((one) => one === run.stage)
  const label = stage ? t('insight_associations.stageOf', { stage: t(`insight_associations.stage.${stage}`), done: run.done + 1, total: run.total }) : t('insight_associations.waits')
  const stop = (id: string) => cancel.mutate(id, { onError: (fault) => void message.error(sentence(fault)) })
  return <RunsUnderWay runs={[run]} label={() => label} stopping={cancel.isPending ? run.id : undefined} onStop={may ? stop : undefined} />
}
