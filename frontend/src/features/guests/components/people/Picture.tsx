import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNarrow } from '@/lib/screen'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Employer, type GraphTie, type GuestGraph, useGraph } from '../../api/people'
import { initial } from './PeopleCard'
import css from './People.module.css'
import { lineOf, placesOf, type Size, type Spot } from './places'

const kinds: GraphTie['kind'][] = ['household', 'companion', 'booker_for', 'assistant_of', 'payer_for']
const wide: Size = { width: 672, height: 520 }
const tall: Size = { width: 350, height: 430 }
const NAME_LETTERS = 8
const BEND = 26

/** The people around a guest up to two steps: a line's colour and pattern say what ties them, a faint one is a guess. */
export function Picture({ guestId, onLeave }: { guestId: string; onLeave: () => void }) {
  const { t } = useTranslation()
  const graph = useGraph(guestId)
  const [company, setCompany] = useState<string>()
  if (graph.isPending) return <CardSkeleton lines={6} />
  if (graph.isError) return <ErrorState error={graph.error} onRetry={() => void graph.refetch()} />
  const { employers, unseen, left_out } = graph.data
  const shared = employers.filter((one) => one.guest_ids.length > 1)
  return (
    <div className={css.picture}>
      <Drawing graph={graph.data} marked={new Set(shared.find((one) => one.name === company)?.guest_ids)} onLeave={onLeave} />
      <Legend ties={graph.data.ties} />
      {shared.length > 0 ? <Companies employers={shared} chosen={company} onChoose={setCompany} /> : null}
      {left_out > 0 ? <p className={css.foot}>{t('people.leftOut', { count: left_out })}</p> : null}
      {unseen > 0 ? <p className={css.foot}>{t('people.unseen', { count: unseen })}</p> : null}
    </div>
  )
}

function Drawing({ graph, marked, onLeave }: { graph: GuestGraph; marked: ReadonlySet<string>; onLeave: () => void }) {
  const { t } = useTranslation()
  const size = useNarrow() ? tall : wide
  const spots = placesOf(graph.people, graph.ties, size)
  const nameOf = useName()
  const name = graph.people[0] ? nameOf(graph.people[0].name) : ''
  return (
    <svg viewBox={`0 0 ${size.width} ${size.height}`} className={css.drawing} role="group" aria-label={t('people.pictureOf', { name, count: graph.people.length - 1 })}>
      <defs>
        {kinds.map((kind) => (
          <marker key={kind} id={`people-${kind}`} viewBox="0 0 8 8" refX="6" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto-start-reverse" data-kind={kind} className={css.arrow}>
            <path d="M0 0 8 4 0 8z" />
          </marker>
        ))}
      </defs>
      {graph.ties.map((tie) => (
        <Thread key={tie.id} tie={tie} spots={spots} bend={bendOf(tie, graph.ties)} />
      ))}
      {[...spots.values()].map((spot) => (
        <Person key={spot.person.guest_id} spot={spot} isMarked={marked.has(spot.person.guest_id)} onLeave={onLeave} />
      ))}
    </svg>
  )
}

function useName(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => name || t('guests.unknown')
}

/** The second and third line between the same two people stand apart from the first. */
function bendOf(tie: GraphTie, ties: readonly GraphTie[]): number {
  const same = ties.filter((one) => [one.from_id, one.to_id].sort().join() === [tie.from_id, tie.to_id].sort().join())
  const side = tie.from_id < tie.to_id ? 1 : -1
  return side * (same.indexOf(tie) - (same.length - 1) / 2) * BEND
}

function Thread({ tie, spots, bend }: { tie: GraphTie; spots: Map<string, Spot>; bend: number }) {
  const { t } = useTranslation()
  const nameOf = useName()
  const from = spots.get(tie.from_id)
  const to = spots.get(tie.to_id)
  if (!from || !to) return null
  const isMutual = tie.kind === 'household' || tie.kind === 'companion'
  const words = t(`people.tie.${tie.kind}`, { from: nameOf(from.person.name), to: nameOf(to.person.name) })
  return (
    <path d={lineOf(from, to, bend)} className={css.thread} data-kind={tie.kind} data-sure={tie.sureness} markerEnd={isMutual ? undefined : `url(#people-${tie.kind})`}>
      <title>{`${words} · ${t(`people.sureness.${tie.sureness}`)}`}</title>
    </path>
  )
}

function Person({ spot: { person, x, y, size }, isMarked, onLeave }: { spot: Spot; isMarked: boolean; onLeave: () => void }) {
  const name = useName()(person.name)
  const short = name.length > NAME_LETTERS ? `${name.slice(0, NAME_LETTERS)}…` : name
  return (
    <Link to="/guests/$guestId" params={{ guestId: person.guest_id }} className={css.node} data-steps={person.steps} data-marked={isMarked || undefined} aria-label={name} onClick={onLeave}>
      <title>{name}</title>
      <circle cx={x} cy={y} r={size} />
      <text x={x} y={y} dy="0.36em" fontSize={size * 0.85} className={css.letter}>
        {initial(name)}
      </text>
      <text x={x} y={y + size + 14} className={css.caption}>
        {short}
      </text>
    </Link>
  )
}

/** What the lines of this picture mean; kinds that do not occur are not explained. */
function Legend({ ties }: { ties: readonly GraphTie[] }) {
  const { t } = useTranslation()
  return (
    <ul className={css.legend}>
      {kinds
        .filter((kind) => ties.some((tie) => tie.kind === kind))
        .map((kind) => (
          <li key={kind}>
            <svg width="36" height="10" aria-hidden>
              <path d="M2 5H34" className={css.thread} data-kind={kind} data-sure="said" />
            </svg>
            {t(`people.legend.${kind}`)}
          </li>
        ))}
      {ties.some((tie) => tie.sureness !== 'said') ? <li className="muted">{t('people.legend.faint')}</li> : null}
    </ul>
  )
}

function Companies({ employers, chosen, onChoose }: { employers: readonly Employer[]; chosen: string | undefined; onChoose: (name: string | undefined) => void }) {
  const { t } = useTranslation()
  return (
    <div className={css.companies}>
      <span className="muted small">{t('people.sameCompany')}</span>
      {employers.map((one) => (
        <button key={one.name} type="button" aria-pressed={chosen === one.name} onClick={() => onChoose(chosen === one.name ? undefined : one.name)}>
          {t('people.companyOf', { company: one.name, count: one.guest_ids.length })}
        </button>
      ))}
    </div>
  )
}
