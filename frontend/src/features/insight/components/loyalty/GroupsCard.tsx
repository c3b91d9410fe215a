import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, percentText } from '@/lib/format'
import { type Dimension, dimensions, type IndexGroup, type IndexGrouping, groupings, useIndexGroups } from '@/lib/loyaltyIndex'
import { Problem } from '@/lib/http'
import { Card } from '@/ui/Card'
import { pointsOf } from '@/ui/loyalty/IndexRadar'
import { TableSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useGroupName } from './groupNames'
import css from './LoyaltyIndex.module.css'
import type { Behind } from './LoyaltyIndexTab'

/** Each group by its index and its six dimensions; every cell leads to the guests behind it. */
export function GroupsCard({ onOpen }: { onOpen: (behind: Behind) => void }) {
  const { t } = useTranslation()
  const [by, setBy] = useState<IndexGrouping>('tier')
  const options = groupings.map((one) => ({ value: one, label: t(`loyalty_index.by.${one}`) }))
  return (
    <Card title={t('loyalty_index.groups')} aside={<Segmented size="small" options={options} value={by} onChange={setBy} />}>
      <Groups by={by} onOpen={onOpen} />
    </Card>
  )
}

function Groups({ by, onOpen }: { by: IndexGrouping; onOpen: (behind: Behind) => void }) {
  const { t } = useTranslation()
  const groups = useIndexGroups(by)
  if (groups.isPending) return <TableSkeleton columns={5} rows={4} />
  if (groups.isError && groups.error instanceof Problem && groups.error.status === 404) return <p className="muted">{groups.error.message}</p>
  if (groups.isError) return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />
  if (groups.data.length === 0) return <p className="muted">{t('loyalty_index.noGroups')}</p>
  return (
    <div className={css.wide}>
      <table className={css.groups}>
        <thead>
          <tr>
            <th scope="col">{t('loyalty_index.group')}</th>
            <th scope="col">{t('loyalty_index.index')}</th>
            {dimensions.map((one) => (
              <th key={one} scope="col">
                {t(`loyalty_index.dimension.${one}`)}
              </th>
            ))}
            <th scope="col">{t('loyalty_index.coverage')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.data.map((group) => (
            <GroupRow key={group.key} by={by} group={group} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function GroupRow({ by, group, onOpen }: { by: IndexGrouping; group: IndexGroup; onOpen: (behind: Behind) => void }) {
  const { t } = useTranslation()
  const name = useGroupName()(by, group)
  const open = (measure?: Dimension) => onOpen({ asked: { by, key: group.key, measure }, name: measure ? `${name} · ${t(`loyalty_index.dimension.${measure}`)}` : name })
  return (
    <tr>
      <th scope="row">
        {name} <span>{countText(group.guests)}</span>
      </th>
      <td>
        <Cell points={group.points} isWhole onOpen={() => open()} />
      </td>
      {dimensions.map((one) => (
        <td key={one}>
          <Cell points={pointsOf(group, one)} onOpen={() => open(one)} />
        </td>
      ))}
      <td>{percentText(group.coverage, 0)}</td>
    </tr>
  )
}

function Cell({ points, isWhole = false, onOpen }: { points: number | null; isWhole?: boolean; onOpen: () => void }) {
  const { t } = useTranslation()
  if (points === null) return <span className={css.noCell}>{t('loyalty_index.none')}</span>
  return (
    <button type="button" className={css.cell} data-whole={isWhole || undefined} onClick={onOpen} style={{ ['--share' as string]: `${Math.round(points)}%` }}>
      {points.toFixed(isWhole ? 1 : 0)}
    </button>
  )
}
