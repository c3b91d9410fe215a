import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Feature, type GuestFeatures, useFeatures, useGuestFeatures, useGuestLifecycle } from '@/lib/features'
import { dateText, useFormat } from '@/lib/format'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { useFeatureWords } from '@/ui/FeatureWords'
import { KeyValues } from '@/ui/KeyValues'
import { Bar } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag, type Tone } from '@/ui/StatusTag'
import { FeaturesDrawer } from './FeaturesDrawer'
import css from './InsightCard.module.css'
import { ScoresPanel } from './ScoresPanel'

/** What a person at the desk asks first; the rest is one click away. */
const figures = ['spend_minor_365d', 'bookings_365d', 'nights_365d'] as const
const shown = ['spend_minor', 'booking_minor_mean', 'cancellation_share', 'city_top', 'place_wanted', 'channel_top', 'next_departure_on'] as const

const tones: Partial<Record<string, Tone>> = { loyal: 'jade', growing: 'jade', won_back: 'jade', new: 'slate', at_risk: 'amber', sleeping: 'grey', lost: 'cinnabar' }

/** What the newest snapshot says of the guest. */
export function InsightCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const told = useGuestFeatures(guestId)
  return (
    <Card title={t('insight.title')} aside={told.data ? t('insight.asOf', { at: instant(told.data.as_of) }) : null}>
      <Inside guestId={guestId} />
    </Card>
  )
}

function Inside({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const told = useGuestFeatures(guestId)
  const features = useFeatures()
  if (told.isPending || features.isPending) return <Waiting />
  if (told.isError) {
    const code = told.error instanceof Problem ? told.error.code : ''
    if (code === 'features_missing') return <p className="muted">{t('insight.guestMissing')}</p>
    if (code === 'guest_objects') return <p className="muted">{t('insight_scores.objects')}</p>
    if (code === 'features_beyond_units') return <p className="muted">{t('insight.guestBeyond')}</p>
    return <ErrorState error={told.error} onRetry={() => void told.refetch()} />
  }
  if (features.isError) return <ErrorState error={features.error} onRetry={() => void features.refetch()} />
  return <Told told={told.data} features={features.data} />
}

function Told({ told, features }: { told: GuestFeatures; features: readonly Feature[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useFeatureWords()
  const [open, setOpen] = useState(false)
  const pick = (names: readonly string[]) =>
    names.flatMap((name) => {
      const feature = features.find((one) => one.name === name)
      const value = told.values[name]
      return feature && value !== null && value !== undefined ? [{ name, label: said(feature.label), value: words.value(feature, value) }] : []
    })
  return (
    <>
      {told.values.is_agency === true ? <p className={css.apart}>{t('insight.agency')}</p> : null}
      <Standing guestId={told.guest_id} />
      <ScoresPanel guestId={told.guest_id} />
      <dl className={css.figures}>
        {pick(figures).map((one) => (
          <div key={one.name}>
            <dt>{one.label}</dt>
            <dd>{one.value}</dd>
          </div>
        ))}
      </dl>
      <Rhythm told={told} />
      <KeyValues items={pick(shown)} />
      <Button className={css.all} onClick={() => setOpen(true)}>
        {t('insight.allFeatures', { count: features.length })}
      </Button>
      {open ? <FeaturesDrawer told={told} features={features} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Where the relation stands, since when and why; nothing where that is not told. */
function Standing({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { data } = useGuestLifecycle(guestId)
  if (!data?.stage) return null
  return (
    <>
      <p className={css.stage}>
        <Tag tone={tones[data.stage] ?? 'grey'}>{said(data.name)}</Tag>
        {data.since ? <span className="muted small">{t('insight.stageSince', { on: dateText(data.since) })}</span> : null}
      </p>
      <p className={css.why}>{said(data.reason)}</p>
    </>
  )
}

/** How often they book, and how long it has been: the bar is full when the own rhythm has passed. */
function Rhythm({ told }: { told: GuestFeatures }) {
  const { t } = useTranslation()
  const { gap_days_mean: gap, recency_days: since } = told.values
  if (typeof since !== 'number') return <p className={css.rhythm}>{t('insight.neverBooked')}</p>
  if (typeof gap !== 'number' || gap <= 0) return <p className={css.rhythm}>{t('insight.since', { count: since })}</p>
  const share = since / gap
  return (
    <div className={css.rhythm}>
      <p>{t('insight.rhythm', { days: Math.round(gap), since })}</p>
      <div className={css.meter} data-late={share > 1 || undefined} aria-hidden="true">
        <i style={{ width: `${Math.min(1, share) * 100}%` }} />
      </div>
    </div>
  )
}

function Waiting() {
  return (
    <div className={css.waiting} aria-busy="true">
      <Bar width={70} height={20} />
      <Bar width={90} />
      <Bar width={60} />
      <Bar width={80} />
    </div>
  )
}
