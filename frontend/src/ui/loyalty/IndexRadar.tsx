import { useTranslation } from 'react-i18next'
import { type DimensionPoints, dimensions } from '@/lib/loyaltyIndex'
import css from './Index.module.css'

export interface Outline {
  name: string
  dimensions: readonly DimensionPoints[]
}

const SIZE = { width: 340, height: 272, x: 170, y: 138, reach: 88 }
const RINGS = [25, 50, 75, 100]

/** Six axes from 0 to 100. A dimension without evidence is a gap: its axis is dashed, nothing is drawn to it, and it says so. */
export function IndexRadar({ outlines }: { outlines: readonly Outline[] }) {
  const { t } = useTranslation()
  const first = outlines[0]
  const label = outlines.map((one) => t('loyalty_index.alt', { name: one.name, points: dimensions.map((dimension) => `${t(`loyalty_index.dimension.${dimension}`)} ${pointsText(pointsOf(one, dimension), t('loyalty_index.none'))}`).join('，') })).join('；')
  return (
    <figure className={css.radar}>
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={label}>
        {RINGS.map((points) => (
          <polygon key={points} className={css.ring} data-edge={points === 100 || undefined} points={dimensions.map((_, place) => at(place, points).join()).join(' ')} />
        ))}
        {dimensions.map((dimension, place) => {
          const [x, y] = at(place, 100)
          return <line key={dimension} className={css.axis} data-gap={first && outlines.every((one) => pointsOf(one, dimension) === null) ? true : undefined} x1={SIZE.x} y1={SIZE.y} x2={x} y2={y} />
        })}
        {outlines.map((one, order) => (
          <Shape key={one.name} outline={one} order={order} />
        ))}
        {dimensions.map((dimension, place) => (
          <AxisLabel key={dimension} place={place} name={t(`loyalty_index.dimension.${dimension}`)} values={outlines.map((one) => pointsText(pointsOf(one, dimension), t('loyalty_index.none')))} />
        ))}
      </svg>
      {outlines.length > 1 ? (
        <figcaption className={css.legend}>
          {outlines.map((one, order) => (
            <span key={one.name} data-order={order}>
              {one.name}
            </span>
          ))}
        </figcaption>
      ) : null}
    </figure>
  )
}

function Shape({ outline, order }: { outline: Outline; order: number }) {
  const found = dimensions.map((dimension) => pointsOf(outline, dimension))
  const next = (place: number) => (place + 1) % dimensions.length
  return (
    <g className={css.shape} data-order={order}>
      {found.map((points, place) => {
        const other = found[next(place)]
        if (points === null || other === null || other === undefined) return null
        return <polygon key={place} className={css.wedge} points={[[SIZE.x, SIZE.y], at(place, points), at(next(place), other)].map((one) => one.join()).join(' ')} />
      })}
      {found.map((points, place) => {
        const other = found[next(place)]
        if (points === null || other === null || other === undefined) return null
        const [[x1, y1], [x2, y2]] = [at(place, points), at(next(place), other)]
        return <line key={place} className={css.edge} x1={x1} y1={y1} x2={x2} y2={y2} />
      })}
      {found.map((points, place) => {
        if (points === null) return null
        const [x, y] = at(place, points)
        return <circle key={place} className={css.dot} cx={x} cy={y} r={3.2} />
      })}
    </g>
  )
}

function AxisLabel({ place, name, values }: { place: number; name: string; values: readonly string[] }) {
  const [x, y] = at(place, 100)
  const side = Math.abs(x - SIZE.x) < 1 ? 'middle' : x > SIZE.x ? 'start' : 'end'
  const shift = side === 'start' ? 9 : side === 'end' ? -9 : 0
  const top = place === 0 ? y - 22 : place === 3 ? y + 18 : y - 2
  return (
    <text className={css.axisName} x={x + shift} y={top} textAnchor={side}>
      {name}
      <tspan className={css.axisValue} x={x + shift} dy={15}>
        {values.join(' · ')}
      </tspan>
    </text>
  )
}

function at(place: number, points: number): [number, number] {
  const angle = (Math.PI * 2 * place) / dimensions.length - Math.PI / 2
  const far = (SIZE.reach * points) / 100
  return [Math.round((SIZE.x + Math.cos(angle) * far) * 10) / 10, Math.round((SIZE.y + Math.sin(angle) * far) * 10) / 10]
}

export function pointsOf(outline: { dimensions: readonly DimensionPoints[] }, dimension: string): number | null {
  return outline.dimensions.find((one) => one.dimension === dimension)?.points ?? null
}

export function pointsText(points: number | null, none: string): string {
  return points === null ? none : String(Math.round(points))
}
