import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { useTierNames, useTierVersions, versionToday } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { type TierBoard, type TierPolicy, type TierVersion, useNear, useOrderReview, useTierBoard } from '../api/tiers'
import { Ladder } from './Ladder'
import css from './Loyalty.module.css'
import { MovesCard } from './MovesCard'
import { TiersDrawer } from './TiersDrawer'

/** The ladder with who stands on it, the rules of keeping a tier, who moved and who is near the next. */
export function TiersTab({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const isWhole = useForCompany()
  const mayManage = useMayForCompany('manage_loyalty')
  const versions = useTierVersions(programme.id)
  const [editing, setEditing] = useState(false)
  const version = versionToday(versions.data ?? [])
  const board = useTierBoard(programme.id, isWhole && version !== undefined)
  if (versions.isPending) return <CardSkeleton lines={8} />
  if (versions.isError) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  const set = mayManage ? (
    <Button type={version ? 'default' : 'primary'} size={version ? 'small' : 'middle'} onClick={() => setEditing(true)}>
      {t(version ? 'loyalty.change' : 'loyalty_tiers.set')}
    </Button>
  ) : null
  return (
    <div className={css.page}>
      {version ? (
        <>
          <Card title={t('loyalty_tiers.ladder')} aside={set}>
            <Ladder programme={programme} policy={version.policy} board={board.data} />
          </Card>
          <div className={css.pair}>
            <PolicyCard policy={version.policy} version={version} versions={versions.data} board={board.data} />
            {isWhole ? <NearCard programme={programme} /> : null}
          </div>
          {board.data ? <MovesCard programme={programme} moves={board.data.moves} /> : null}
        </>
      ) : (
        <Card>
          <EmptyState icon="loyalty" title={t('loyalty_tiers.none')} action={set}>
            {t('loyalty_tiers.noneWords')}
          </EmptyState>
        </Card>
      )}
      {editing ? <TiersDrawer programme={programme} versions={versions.data} onClose={() => setEditing(false)} /> : null}
    </div>
  )
}

function PolicyCard({ policy, version, versions, board }: { policy: TierPolicy; version: TierVersion; versions: readonly TierVersion[]; board: TierBoard | undefined }) {
  const { t } = useTranslation()
  const coming = versions.filter((one) => one.number > version.number)
  return (
    <Card title={t('loyalty_tiers.policy')} aside={t('loyalty_tiers.since', { number: version.number, date: dateText(version.valid_from) })}>
      <ul className={css.sentences}>
        <li>{t(`loyalty_tiers.mode.${policy.mode}`, { months: policy.months, first: policy.first_month })}</li>
        <li>{t('loyalty_tiers.valid', { count: policy.windows_valid })}</li>
        {policy.grace_days > 0 ? <li>{t('loyalty_tiers.grace', { count: policy.grace_days })}</li> : null}
        <li>{t(policy.is_soft ? 'loyalty_tiers.soft' : 'loyalty_tiers.hard')}</li>
        <li>{t('loyalty_tiers.refund')}</li>
        {coming.map((one) => (
          <li key={one.number}>{t('loyalty_tiers.coming', { number: one.number, date: dateText(one.valid_from) })}</li>
        ))}
      </ul>
      {board ? <Due due={board.due} /> : null}
    </Card>
  )
}

/** How many are to be looked at, and having it done now. */
function Due({ due }: { due: number }) {
  const { t } = useTranslation()
  const may = useMayForCompany('manage_loyalty')
  const review = useOrderReview()
  const saved = useSaved()
  if (due === 0) return <Note>{t('loyalty_tiers.dueNone')}</Note>
  return (
    <div className={css.due}>
      <Note>{t('loyalty_tiers.due', { count: due, amount: countText(due) })}</Note>
      {may ? (
        <Button size="small" loading={review.isPending} onClick={() => review.mutate(undefined, saved(t('loyalty_tiers.reviewOrdered')))}>
          {t('loyalty_tiers.review')}
        </Button>
      ) : null}
    </div>
  )
}

/** Who lacks least to the next tier. */
function NearCard({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const names = useTierNames(programme.id)
  const pages = useNear(programme.id)
  const rows = rowsOf(pages)
  return (
    <Card title={t('loyalty_tiers.near')}>
      {rows.length === 0 && !pages.isPending ? <p className="muted">{t('loyalty_tiers.nearNone')}</p> : null}
      <Lines>
        {rows.map((one) => (
          <li key={one.member_id}>
            <Line>
              <Link to="/loyalty/members/$memberId" params={{ memberId: one.member_id }}>
                {one.name ? `${one.name} · ${one.number}` : one.number}
              </Link>
              <Quiet>{t('loyalty_tiers.nearLine', { tier: names(one.next_tier), share: `${Math.floor(one.progress_permille / 10)}%`, date: dateText(one.by) })}</Quiet>
            </Line>
          </li>
        ))}
      </Lines>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
    </Card>
  )
}
