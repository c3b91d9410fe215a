import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type GuestScore, useGuestScores, useGuestTier, useReportingCurrency } from '@/lib/features'
import { dateText, percentText, roundMoneyText } from '@/lib/format'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { Tag, type Tone } from '@/ui/StatusTag'
import css from './InsightCard.module.css'
import { ReasonsDrawer } from './ReasonsDrawer'

const HIGH_FROM = 0.6
const MIDDLE_FROM = 0.3
const chances = { high: 'cinnabar', middle: 'amber', low: 'jade' } as const satisfies Record<string, Tone>
const tiers: Partial<Record<string, Tone>> = { high: 'plum', middle: 'slate', low: 'grey' }
const purposes = ['business', 'leisure', 'family', 'group'] as const
const bands = ['economy', 'middle', 'upper', 'luxury'] as const
const companies = ['alone', 'pair', 'small_party', 'with_children', 'group'] as const

/** What the models say of the guest, in words; nothing where no model says anything yet. */
export function ScoresPanel({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const told = useGuestScores(guestId)
  const [why, setWhy] = useState<GuestScore>()
  if (told.isError && told.error instanceof Problem && told.error.code === 'guest_objects') return <p className={css.objects}>{t('insight_scores.objects')}</p>
  if (!told.data) return null
  const of = (name: string) => told.data.scores.find((one) => one.name === name && one.value !== null)
  return (
    <div className={css.scores}>
      <Value guestId={guestId} of={of} onWhy={setWhy} />
      <Leaving of={of} onWhy={setWhy} />
      <Chance of={of} name="premium_chance" label={t('insight_scores.premium')} onWhy={setWhy} />
      <Taste of={of} onWhy={setWhy} />
      <NextTrip of={of} onWhy={setWhy} />
      {why ? <ReasonsDrawer guestId={guestId} score={why} onClose={() => setWhy(undefined)} /> : null}
    </div>
  )
}

interface Asked {
  of: (name: string) => GuestScore | undefined
  onWhy: (score: GuestScore) => void
}

function Part({ label, score, onWhy, children }: { label: string; score: GuestScore; onWhy: (score: GuestScore) => void; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <section className={css.score}>
      <h3>{label}</h3>
      <div>{children}</div>
      <Button type="link" size="small" onClick={() => onWhy(score)} aria-label={t('insight_scores.whyOf', { what: label })}>
        {t('insight_scores.why')}
      </Button>
    </section>
  )
}

function Value({ guestId, of, onWhy }: Asked & { guestId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const tier = useGuestTier(guestId)
  const currency = useReportingCurrency()
  const money = (score: GuestScore) => roundMoneyText(Number(score.value), currency)
  const [value, low, high] = [of('value_minor_365d'), of('value_low_minor'), of('value_high_minor')]
  if (!value) return null
  return (
    <Part label={t('insight_scores.value')} score={value} onWhy={onWhy}>
      <b className={css.large}>{money(value)}</b> {low && high ? <span className="muted small">{t('insight_scores.between', { low: money(low), high: money(high) })}</span> : null}{' '}
      {tier.data?.tier ? (
        <span title={said(tier.data.reason)}>
          <Tag tone={tiers[tier.data.tier] ?? 'grey'}>{said(tier.data.name)}</Tag>
        </span>
      ) : null}
    </Part>
  )
}

function Leaving({ of, onWhy }: Asked) {
  const { t } = useTranslation()
  const [chance, rhythm, silent, back] = [of('leaving_chance'), of('own_rhythm_days'), of('silent_days'), of('expected_back_on')]
  if (!chance) return null
  return (
    <Part label={t('insight_scores.leaving')} score={chance} onWhy={onWhy}>
      <Level share={Number(chance.value)} /> {chance.horizon_days === null ? null : <span className="muted small">{t('insight_scores.within', { days: chance.horizon_days })}</span>}
      {rhythm && silent ? <p className="muted small">{t('insight.rhythm', { days: rhythm.value, since: silent.value })}</p> : null}
      {back ? <p className="muted small">{t('insight_scores.backOn', { on: dateText(String(back.value)) })}</p> : null}
    </Part>
  )
}

function Chance({ of, name, label, onWhy }: Asked & { name: string; label: string }) {
  const score = of(name)
  if (!score) return null
  return (
    <Part label={label} score={score} onWhy={onWhy}>
      <b>{percentText(Number(score.value), 0)}</b>
    </Part>
  )
}

/** Low, middle or high, and the chance itself. */
function Level({ share }: { share: number }) {
  const { t } = useTranslation()
  const level = share >= HIGH_FROM ? 'high' : share >= MIDDLE_FROM ? 'middle' : 'low'
  return (
    <>
      <Tag tone={chances[level]}>{t(`insight_scores.level.${level}`)}</Tag> <b>{percentText(share, 0)}</b>
    </>
  )
}

function Taste({ of, onWhy }: Asked) {
  const { t } = useTranslation()
  const purpose = of('purpose') ?? of('price_band')
  if (!purpose) return null
  const known = <T extends string>(codes: readonly T[], name: string) => codes.find((one) => one === of(name)?.value)
  const [why, band, company, wish] = [known(purposes, 'purpose'), known(bands, 'price_band'), known(companies, 'company'), of('wish_place')]
  return (
    <Part label={t('insight_scores.taste')} score={purpose} onWhy={onWhy}>
      <span className={css.tags}>
        {why ? <Tag tone="slate">{t(`insight_scores.purpose.${why}`)}</Tag> : null}
        {band ? <Tag tone="slate">{t(`insight_scores.band.${band}`)}</Tag> : null}
        {company ? <Tag tone="slate">{t(`insight_scores.company.${company}`)}</Tag> : null}
      </span>
      {wish ? <p className="small">{t('insight_scores.wish', { place: wish.value })}</p> : null}
    </Part>
  )
}

/** When the next trip leaves, where to and what for, each with its chance. */
function NextTrip({ of, onWhy }: Asked) {
  const { t } = useTranslation()
  const [chance, month, place, placeChance] = [of('next_trip_chance_90d'), of('next_trip_month'), of('next_trip_place'), of('next_trip_place_chance')]
  if (!chance) return null
  const purpose = purposes.find((one) => one === of('next_trip_purpose')?.value)
  return (
    <Part label={t('insight_scores.nextTrip')} score={chance} onWhy={onWhy}>
      <b>{t('insight_scores.within90', { chance: percentText(Number(chance.value), 0) })}</b>
      {month ? <p className="muted small">{t('insight_scores.nextMonth', { month: String(month.value).slice(0, 7) })}</p> : null}
      {place?.value ? (
        <p className="muted small">
          {placeChance ? t('insight_scores.nextPlace', { place: place.value, chance: percentText(Number(placeChance.value), 0) }) : place.value}
          {purpose ? ` · ${t(`insight_scores.purpose.${purpose}`)}` : null}
        </p>
      ) : null}
    </Part>
  )
}
