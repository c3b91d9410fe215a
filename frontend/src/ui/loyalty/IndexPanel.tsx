import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText, percentText } from '@/lib/format'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { type Dimension, dimensions, type EvidenceLine, type GuestIndex, useGuestIndex } from '@/lib/loyaltyIndex'
import { Card } from '../Card'
import { FormDrawer } from '../FormDrawer'
import { Bar } from '../Skeleton'
import { ErrorState } from '../States'
import css from './Index.module.css'
import { IndexMonths } from './IndexMonths'
import { IndexRadar, pointsOf, pointsText } from './IndexRadar'

const said = ['index_missing', 'index_of_guest_missing', 'guest_objects', 'guest_is_child', 'features_beyond_units'] as const

/** How loyal a guest is, on six sides; each side opens what it stands on. */
export function IndexCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  return (
    <Card title={t('loyalty_index.title')}>
      <Inside guestId={guestId} />
    </Card>
  )
}

function Inside({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const told = useGuestIndex(guestId)
  if (told.isPending) return <Waiting />
  if (told.isError) {
    const code = said.find((one) => told.error instanceof Problem && told.error.code === one)
    return code ? <p className="muted">{t(`loyalty_index.refused.${code}`)}</p> : <ErrorState error={told.error} onRetry={() => void told.refetch()} />
  }
  return <Told told={told.data} />
}

function Waiting() {
  return (
    <div className={css.waiting}>
      <Bar width={40} height={32} />
      <Bar width={100} height={220} />
      <Bar width={90} />
    </div>
  )
}

function Told({ told }: { told: GuestIndex }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Dimension>()
  return (
    <>
      <p className={css.figure}>
        <b>{told.index.points === null ? '—' : Math.round(told.index.points)}</b>
        <span>
          {told.index.points === null ? t('loyalty_index.tooLittle', { least: told.coverage_least_percent }) : t('loyalty_index.of100')}
          <i>{t('loyalty_index.covered', { share: percentText(told.index.coverage, 0) })}</i>
        </span>
      </p>
      <IndexRadar outlines={[{ name: t('loyalty_index.title'), dimensions: told.index.dimensions }]} />
      <ul className={css.sides}>
        {dimensions.map((dimension) => (
          <li key={dimension}>
            <button type="button" onClick={() => setOpen(dimension)}>
              <span>
                {t(`loyalty_index.dimension.${dimension}`)}
                <Known coverage={told.index.dimensions.find((one) => one.dimension === dimension)?.coverage ?? 0} />
              </span>
              <Meter points={pointsOf(told.index, dimension)} />
              <b data-none={pointsOf(told.index, dimension) === null || undefined}>{pointsText(pointsOf(told.index, dimension), t('loyalty_index.none'))}</b>
            </button>
          </li>
        ))}
      </ul>
      <h3 className={css.sub}>{t('loyalty_index.course')}</h3>
      <IndexMonths months={told.months} forecast={told.forecast} needs={told.forecast_needs} />
      {open ? <EvidenceDrawer told={told} dimension={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}

/** How much of the evidence there is is known, where it is not all of it. */
function Known({ coverage }: { coverage: number }) {
  const { t } = useTranslation()
  return coverage < 0.995 ? <small>{t('loyalty_index.covered', { share: percentText(coverage, 0) })}</small> : null
}

/** The points as a length; the number beside it says them. */
function Meter({ points }: { points: number | null }) {
  return <span className={css.meter}>{points === null ? null : <i style={{ width: `${Math.round(points)}%` }} />}</span>
}

function EvidenceDrawer({ told, dimension, onClose }: { told: GuestIndex; dimension: Dimension; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useSaid()
  const lines = told.lines.filter((one) => one.evidence.dimension === dimension)
  const later = told.later.filter((one) => one.dimension === dimension)
  const weight = told.weights.find((one) => one.dimension === dimension)?.weight ?? 0
  return (
    <FormDrawer open title={t(`loyalty_index.dimension.${dimension}`)} onClose={onClose} extra={<span className="muted small">{t('loyalty_index.byPolicy', { number: told.policy_number })}</span>}>
      <p className="muted">
        {t(`loyalty_index.about.${dimension}`)} {t('loyalty_index.weighs', { weight })}
      </p>
      <ul className={css.evidence}>
        {lines.map((line) => (
          <Evidence key={line.evidence.code} line={line} currency={told.currency} />
        ))}
      </ul>
      {later.length > 0 ? (
        <>
          <h3 className={css.sub}>{t('loyalty_index.later')}</h3>
          <ul className={css.later}>
            {later.map((one) => (
              <li key={one.label.en}>
                {text(one.label)} <span>{t('loyalty_index.comesWith', { part: text(one.brought_by) })}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </FormDrawer>
  )
}

function Evidence({ line, currency }: { line: EvidenceLine; currency: string }) {
  const { t } = useTranslation()
  const text = useSaid()
  const value = useValue(currency)
  return (
    <li data-none={line.value === null || undefined}>
      <b>{text(line.evidence.label)}</b>
      <b>{line.points === null ? t('loyalty_index.none') : t('loyalty_index.points', { points: Math.round(line.points) })}</b>
      <span>{line.value === null ? text(line.evidence.unknown_when) : `${text(line.evidence.meaning)}：${value(line.evidence.unit, line.value)}`}</span>
      <span>{t('loyalty_index.weight', { weight: line.weight })}</span>
      <small>
        {t('loyalty_index.scale')} {line.anchors.map((one) => `${value(line.evidence.unit, one.value)} → ${one.points}`).join(' · ')} · {t(`loyalty_index.source.${line.evidence.source}`)}
      </small>
    </li>
  )
}

/** Returns how a value of evidence is said, by its unit. */
export function useValue(currency: string) {
  const { t } = useTranslation()
  return (unit: EvidenceLine['evidence']['unit'], value: number) => {
    if (unit === 'minor') return moneyText(Math.round(value), currency, true)
    if (unit === 'share') return percentText(value, value > 0 && value < 0.1 ? 1 : 0)
    const number = Number.isInteger(value) ? String(value) : value.toFixed(1)
    return t(`loyalty_index.unit.${unit}`, { number })
  }
}
