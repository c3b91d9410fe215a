import { useTranslation } from 'react-i18next'
import { type GuestScore, useScoreReasons } from '@/lib/features'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import css from './InsightCard.module.css'

/** Why a model says what it says of the guest, in words the guest may be told. */
export function ReasonsDrawer({ guestId, score, onClose }: { guestId: string; score: GuestScore; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <FormDrawer open title={said(score.model_label)} onClose={onClose}>
      <p>{said(score.definition)}</p>
      {score.horizon_days === null ? null : <p>{t('insight_scores.horizon', { days: score.horizon_days })}</p>}
      <Reasons guestId={guestId} kind={score.model} />
      <p className="muted small">{t('insight_scores.madeBy', { number: score.version, on: dateText(score.trained_on) })}</p>
    </FormDrawer>
  )
}

function Reasons({ guestId, kind }: { guestId: string; kind: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const told = useScoreReasons(guestId, kind)
  if (told.isPending) return <CardSkeleton lines={5} />
  if (told.isError) return <ErrorState error={told.error} onRetry={() => void told.refetch()} />
  if (told.data.length === 0) return <p className="muted">{t('insight_scores.noReasons')}</p>
  return (
    <ul className={css.reasons}>
      {told.data.map((one) => (
        <li key={one.name}>
          <span>{said(one.words)}</span>
          <Status tone={one.weight > 0 ? 'amber' : 'jade'}>{t(one.weight > 0 ? 'insight_scores.raises' : 'insight_scores.lowers')}</Status>
        </li>
      ))}
    </ul>
  )
}
