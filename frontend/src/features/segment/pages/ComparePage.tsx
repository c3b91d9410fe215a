import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState, NoPermission } from '@/ui/States'
import { type Audience, useAudiences } from '../api/audiences'
import { Beside, type Pair } from '../components/compare/Beside'
import css from '../components/compare/Compare.module.css'

/** Two audiences side by side, or one beside all other guests: how many, what they are worth, who may be contacted, what sets them apart. */
export function ComparePage() {
  const { t } = useTranslation()
  const may = useMayForCompany('view_audiences')
  const mayInsight = useMayForCompany('view_insight')
  return (
    <>
      <PageHeader title={t('segment_compare.title')} subtitle={t('segment_compare.subtitle')} crumbs={[{ label: t('segment.title'), to: '/audiences' }]} />
      {may && mayInsight ? (
        <Inside />
      ) : (
        <Card>
          <NoPermission>{t('segment.refused')}</NoPermission>
        </Card>
      )}
    </>
  )
}

function Inside() {
  const { t } = useTranslation()
  const [search] = useAddress()
  const said = useSaid()
  const audiences = useAudiences()
  if (audiences.isPending) return <CardSkeleton lines={6} />
  if (audiences.isError) {
    return (
      <Card>
        <ErrorState error={audiences.error} onRetry={() => void audiences.refetch()} />
      </Card>
    )
  }
  const made = audiences.data.filter((one) => one.made_at !== null && one.findings.length === 0)
  if (made.length === 0) return <None />
  const left = made.find((one) => one.id === search.left)
  const right = made.find((one) => one.id === search.right && one.id !== search.left)
  const pair: Pair | undefined = left && {
    left: { name: said(left.name), definition: { version: 1, where: { audience: left.id } } },
    right: right
      ? { name: said(right.name), definition: { version: 1, where: { audience: right.id } } }
      : { name: t('segment_compare.rest'), definition: { version: 1, where: { not: { audience: left.id } } } },
    isAgainstRest: !right,
  }
  return (
    <>
      <Choose made={made} left={left?.id} right={right?.id} />
      {pair ? <Beside pair={pair} /> : <Begin />}
    </>
  )
}

function Choose({ made, left, right }: { made: readonly Audience[]; left: string | undefined; right: string | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [, change] = useAddress()
  const options = made.map((one) => ({ value: one.id, label: said(one.name) }))
  return (
    <div className={css.choose}>
      <Select
        aria-label={t('segment_compare.left')}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('segment_compare.choose')}
        value={left}
        options={options.filter((one) => one.value !== right)}
        onChange={(id: string) => change({ left: id })}
      />
      <Button disabled={!left || !right} onClick={() => change({ left: right, right: left })}>
        {t('segment_compare.swap')}
      </Button>
      <Select
        aria-label={t('segment_compare.right')}
        showSearch={{ optionFilterProp: 'label' }}
        value={right ?? ''}
        options={[{ value: '', label: t('segment_compare.rest') }, ...options.filter((one) => one.value !== left)]}
        onChange={(id: string) => change({ right: id || undefined })}
      />
    </div>
  )
}

function Begin() {
  const { t } = useTranslation()
  return (
    <Card>
      <EmptyState icon="audience" title={t('segment_compare.begin')}>
        {t('segment_compare.beginWords')}
      </EmptyState>
    </Card>
  )
}

function None() {
  const { t } = useTranslation()
  return (
    <Card>
      <EmptyState icon="audience" title={t('segment_compare.none')} action={<Link to="/audiences">{t('segment_compare.toAudiences')}</Link>}>
        {t('segment_compare.noneWords')}
      </EmptyState>
    </Card>
  )
}
