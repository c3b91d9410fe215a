import { useTranslation } from 'react-i18next'
import type { components } from '@/lib/generated/api'
import { useSaid } from '@/lib/i18n'
import { chanceOf, chanceText, pointsText, useEvidenceWords } from './evidence'
import css from './Waterfall.module.css'

type Evidence = components['schemas']['Evidence']

interface Props {
  start: number
  evidence: readonly Evidence[]
}

/** Points within which nobody should be sure. */
const UNSURE = 3

interface Step {
  key: string
  title: string
  words: string
  from: number
  to: number
}

/**
 * How the evidence adds up to one person or two: each line begins where the one above ended. It is a table that draws itself, so that it can
 * be read aloud, copied and printed.
 */
export function Waterfall({ start, evidence }: Props) {
  const { t } = useTranslation()
  const words = useEvidenceWords()
  const said = useSaid()
  const steps: Step[] = evidence.map((one, place) => {
    const from = sumOf(start, evidence.slice(0, place))
    return { key: `${one.comparison} ${one.level}`, title: words.comparison(one.comparison), words: said(one.text), from, to: from + one.bits }
  })
  const sum = sumOf(start, evidence)
  const edges = [0, start, ...steps.map((step) => step.to)]
  const scale = scaleOf(Math.min(...edges), Math.max(...edges))
  return (
    <table className={css.fall}>
      <caption className={css.caption}>{t('identity.fallCaption')}</caption>
      <thead className={css.heads}>
        <tr>
          <th scope="col">{t('identity.fallWhat')}</th>
          <th scope="col" className={css.axis}>
            <span className={css.two}>{t('identity.twoPeople')}</span>
            <span className={css.one}>{t('identity.onePerson')}</span>
          </th>
          <th scope="col" className={css.points}>
            {t('identity.points')}
          </th>
        </tr>
      </thead>
      <tbody>
        <Row title={t('identity.start')} words={t('identity.startWords')} from={0} to={start} scale={scale} tone="quiet" says={t('identity.startSays')} />
        {steps.map((step) => (
          <Row key={step.key} title={step.title} words={step.words} from={step.from} to={step.to} scale={scale} tone={step.to >= step.from ? 'for' : 'against'} says={words.strength(step.to - step.from)} />
        ))}
        <Row title={t('identity.sum')} words={t('identity.sumWords', { chance: chanceText(chanceOf(sum)) })} from={0} to={sum} scale={scale} tone="sum" says={t(Math.abs(sum) < UNSURE ? 'identity.unsure' : sum > 0 ? 'identity.onePerson' : 'identity.twoPeople')} />
      </tbody>
    </table>
  )
}

function sumOf(start: number, evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, one) => sum + one.bits, start)
}

type Scale = (points: number) => number

/** Places of points between the edges, in percent; there is always some room on both sides of nothing. */
function scaleOf(least: number, most: number): Scale {
  const room = (most - least) * 0.04 + 0.5
  const [low, high] = [Math.min(least, 0) - room, Math.max(most, 0) + room]
  return (points) => ((points - low) / (high - low)) * 100
}

interface RowProps {
  title: string
  words: string
  from: number
  to: number
  scale: Scale
  tone: 'for' | 'against' | 'quiet' | 'sum'
  says: string
}

function Row({ title, words, from, to, scale, tone, says }: RowProps) {
  const [left, right] = [scale(Math.min(from, to)), scale(Math.max(from, to))]
  return (
    <tr data-tone={tone}>
      <th scope="row" className={css.what}>
        <span className={css.title}>{title}</span>
        <span className={css.words}>{words}</span>
      </th>
      <td className={css.track}>
        <span className={css.zero} style={{ left: `${scale(0)}%` }} />
        <span className={css.bar} style={{ left: `${left}%`, width: `${Math.max(right - left, 0.6)}%` }} />
        {tone === 'sum' ? null : <span className={css.end} style={{ left: `${scale(to)}%` }} />}
      </td>
      <td className={css.points}>
        <span className={css.number}>{pointsText(to - from)}</span>
        <span className={css.says}>{says}</span>
      </td>
    </tr>
  )
}
