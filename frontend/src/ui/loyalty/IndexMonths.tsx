import { useTranslation } from 'react-i18next'
import type { IndexMonth, MonthAhead } from '@/lib/loyaltyIndex'
import { useWidth } from '../useWidth'
import css from './Index.module.css'

interface Props {
  months: readonly IndexMonth[]
  forecast: readonly MonthAhead[]
  needs: number
}

const SIZE = { height: 118, left: 24, right: 34, top: 12, bottom: 20 }
const FIRST_WIDTH = 340

/** The index month by month, and what is expected as a band; months without an index are gaps. The table below says the same. */
export function IndexMonths({ months, forecast, needs }: Props) {
  const { t } = useTranslation()
  const [figure, width] = useWidth<HTMLElement>(FIRST_WIDTH)
  const all = [...months.map((one) => ({ month: one.month, low: one.points, high: one.points })), ...forecast]
  const known = all.flatMap((one) => (one.low === null || one.high === null ? [] : [one.low, one.high]))
  if (known.length === 0) return <p className="muted">{t('loyalty_index.noMonths')}</p>
  const [least, most] = [Math.max(0, Math.floor((Math.min(...known) - 4) / 10) * 10), Math.min(100, Math.ceil((Math.max(...known) + 4) / 10) * 10)]
  const x = (place: number) => SIZE.left + ((width - SIZE.left - SIZE.right) * place) / Math.max(1, all.length - 1)
  const y = (points: number) => SIZE.top + ((SIZE.height - SIZE.top - SIZE.bottom) * (most - points)) / Math.max(1, most - least)
  const last = months.at(-1)
  const lastPoints = last?.points ?? null
  const ahead = forecast.map((one, step) => ({ ...one, place: months.length + step }))
  const from = lastPoints === null ? [] : [{ place: months.length - 1, points: lastPoints, low: lastPoints, high: lastPoints }]
  const line = [...from, ...ahead]
  const end = ahead.at(-1)
  return (
    <figure ref={figure} className={css.months}>
      <svg viewBox={`0 0 ${width} ${SIZE.height}`} role="img" aria-label={t('loyalty_index.monthsAlt', { from: monthText(all[0]?.month ?? ''), until: monthText(last?.month ?? ''), points: lastPoints === null ? t('loyalty_index.none') : Math.round(lastPoints) })}>
        {[least, most].map((points) => (
          <g key={points}>
            <line className={css.grid} x1={SIZE.left} x2={width - SIZE.right} y1={y(points)} y2={y(points)} />
            <text className={css.tick} x={SIZE.left - 6} y={y(points) + 4} textAnchor="end">
              {points}
            </text>
          </g>
        ))}
        {line.length > 1 ? <polygon className={css.band} points={[...line.map((one) => `${x(one.place)},${y(one.high)}`), ...line.toReversed().map((one) => `${x(one.place)},${y(one.low)}`)].join(' ')} /> : null}
        <path className={css.course} d={pathOf(months, x, y)} />
        {line.length > 1 ? <path className={css.ahead} d={`M${line.map((one) => `${x(one.place)},${y(one.points)}`).join('L')}`} /> : null}
        {months.map((one, place) => (one.points === null ? null : <circle key={one.month} className={css.point} cx={x(place)} cy={y(one.points)} r={place === months.length - 1 ? 3.4 : 2} />))}
        {end ? (
          <text className={css.tick} x={x(end.place) + 5} y={y(end.points) + 4}>
            {Math.round(end.points)}
          </text>
        ) : null}
        {[0, months.length - 1, ...(end ? [end.place] : [])].filter((place, order, ones) => ones.indexOf(place) === order && (place === 0 || place >= 3)).map((place) => (
          <text key={place} className={css.tick} x={x(place)} y={SIZE.height - 4} textAnchor={place === 0 ? 'start' : 'middle'}>
            {monthText(all[place]?.month ?? '')}
          </text>
        ))}
      </svg>
      <figcaption className={css.caption}>
        {forecast.length > 0 ? t('loyalty_index.ahead') : t('loyalty_index.noForecast', { needs })}
      </figcaption>
      <MonthsTable months={months} forecast={forecast} />
    </figure>
  )
}

function MonthsTable({ months, forecast }: Pick<Props, 'months' | 'forecast'>) {
  const { t } = useTranslation()
  return (
    <details className={css.table}>
      <summary>{t('loyalty_index.asTable')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('loyalty_index.month')}</th>
            <th scope="col" data-align="right">
              {t('loyalty_index.index')}
            </th>
            <th scope="col" data-align="right">
              {t('loyalty_index.coverage')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map((one) => (
            <tr key={one.month}>
              <td>{monthText(one.month)}</td>
              <td data-align="right">{one.points === null ? t('loyalty_index.none') : one.points.toFixed(1)}</td>
              <td data-align="right">{Math.round(one.coverage * 100)}%</td>
            </tr>
          ))}
          {forecast.map((one) => (
            <tr key={one.month}>
              <td>{t('loyalty_index.expected', { month: monthText(one.month) })}</td>
              <td data-align="right" colSpan={2}>
                {one.points.toFixed(1)} ({one.low.toFixed(1)}–{one.high.toFixed(1)})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

export function monthText(iso: string): string {
  return iso.slice(0, 7)
}

/** Lines between months that follow each other; a month without an index breaks them. */
function pathOf(months: readonly IndexMonth[], x: (place: number) => number, y: (points: number) => number): string {
  let path = ''
  let open = false
  months.forEach((one, place) => {
    if (one.points !== null) path += `${open ? 'L' : 'M'}${x(place)},${y(one.points)}`
    open = one.points !== null
  })
  return path
}
