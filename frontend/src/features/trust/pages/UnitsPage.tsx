import { Button } from 'antd'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type Unit, useUnits } from '../api/access'
import css from '../components/Access.module.css'
import { UnitDrawer } from '../components/UnitDrawer'

interface Placed {
  unit: Unit
  depth: number
}

/** The units as one reads a tree: each followed by those below it. Without its parent a unit stands at the left. */
function inOrder(units: readonly Unit[]): Placed[] {
  const seen = new Set(units.map((unit) => unit.id))
  const walk = (parent: string | null, depth: number): Placed[] =>
    units
      .filter((unit) => (unit.parent_id && seen.has(unit.parent_id) ? unit.parent_id : null) === parent)
      .flatMap((unit) => [{ unit, depth }, ...walk(unit.id, depth + 1)])
  return walk(null, 0)
}

/** The tree of the company. */
export function UnitsPage() {
  const { t } = useTranslation()
  const [search, change] = useAddress()
  const mayManage = useMay('manage_trust')
  const units = useUnits()
  const chosen = units.data?.find((unit) => unit.id === search.unit)
  const close = () => change({ unit: undefined, new: undefined })
  const create = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => change({ new: '1' }, { push: true })}>
      {t('trust_units.create')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('trust_units.title')} subtitle={t('trust_units.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} primary={mayManage ? create : null} />
      {units.isPending ? <CardSkeleton lines={8} /> : null}
      {units.isError ? <ErrorState error={units.error} onRetry={() => void units.refetch()} /> : null}
      {units.data ? <Tree units={units.data} onPick={mayManage ? (unit) => change({ unit: unit.id }, { push: true }) : undefined} /> : null}
      {units.data && mayManage && (chosen || search.new === '1') ? <UnitDrawer key={chosen?.id ?? 'new'} unit={chosen} units={units.data} onClose={close} /> : null}
    </>
  )
}

function Tree({ units, onPick }: { units: readonly Unit[]; onPick: ((unit: Unit) => void) | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (units.length === 0) return <EmptyState icon="tree" title={t('trust_units.none')} />
  return (
    <div className={css.tree}>
      <ul aria-label={t('trust_units.title')}>
        {inOrder(units).map(({ unit, depth }) => (
          <li key={unit.id} style={{ '--depth': depth } as CSSProperties}>
            <button type="button" className={css.unit} disabled={!onPick} onClick={() => onPick?.(unit)}>
              <span>{said(unit.name)}</span>
              <span className={`mono ${css.code ?? ''}`}>{unit.code}</span>
              <Tag tone={unit.parent_id ? 'slate' : 'plum'}>{t(`trust_units.kinds.${unit.kind}`)}</Tag>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
