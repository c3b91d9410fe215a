import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { countText, moneyText, percentText, roundMoneyText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Column, Columns, Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { type Overlap, useApart, useBothOf } from '../../api/contrast'
import { type Definition, useReach } from '../../api/sandbox'
import { askFor } from '../kept/drafts'
import { waysOf } from '../reach'
import { Traits } from '../Traits'
import css from './Compare.module.css'

interface Group {
  name: string
  definition: Definition
}

export interface Pair {
  left: Group
  right: Group
  /** The right is everybody who is not on the left. */
  isAgainstRest: boolean
}

/** Returns what opens the sandbox with a definition, so that every number leads to its guests. */
function useOpen() {
  const navigate = useNavigate()
  return (definition: Definition) => {
    askFor(definition)
    void navigate({ to: '/audiences/new' })
  }
}

export function Beside({ pair }: { pair: Pair }) {
  const { t } = useTranslation()
  const both = useBothOf([pair.left.definition, pair.right.definition])
  if (both.isPending) return <CardSkeleton lines={8} />
  if (both.isError) {
    return (
      <Card>
        <ErrorState error={both.error} onRetry={() => void both.refetch()} />
      </Card>
    )
  }
  if (both.data.findings.length > 0) {
    return (
      <Card>
        <Note>{t('segment_compare.frozen')}</Note>
      </Card>
    )
  }
  const figures = <Figures pair={pair} found={both.data} />
  return (
    <Columns>
      <Column>
        {pair.isAgainstRest ? null : figures}
        <Apart pair={pair} />
      </Column>
      <Column>{pair.isAgainstRest ? figures : <Shared pair={pair} found={both.data} />}</Column>
    </Columns>
  )
}

/** Every figure of both, one below the other, so that the eye goes across. */
function Figures({ pair, found }: { pair: Pair; found: Overlap }) {
  const { t } = useTranslation()
  const { left, right } = pair
  const [one, other] = found.sets
  if (!one || !other) return null
  const share = (guests: number) => (found.base > 0 ? percentText(guests / found.base) : '—')
  const hasValue = one.value_minor !== null && other.value_minor !== null
  const worth = (group: typeof one) => moneyText(group.value_minor ?? 0, found.currency, true)
  const each = (group: typeof one) => (group.guests > 0 ? roundMoneyText((group.value_minor ?? 0) / group.guests, found.currency) : '—')
  return (
    <Card title={t('segment_compare.figures')}>
      <table className={css.table}>
        <thead>
          <tr>
            <td />
            <th scope="col" data-side="inside">
              {left.name}
            </th>
            <th scope="col" data-side="against">
              {right.name}
            </th>
          </tr>
        </thead>
        <tbody>
          <Row what={t('segment_compare.guests')} left={countText(one.guests)} right={countText(other.guests)} isGreat />
          <Row what={t('segment_compare.share')} left={share(one.guests)} right={share(other.guests)} />
          {hasValue ? <Row what={t('segment_compare.worth')} left={worth(one)} right={worth(other)} /> : null}
          {hasValue ? <Row what={t('segment_compare.each')} left={each(one)} right={each(other)} /> : null}
          <Reached pair={pair} />
        </tbody>
      </table>
    </Card>
  )
}

function Row({ what, left, right, isGreat = false }: { what: ReactNode; left: ReactNode; right: ReactNode; isGreat?: boolean }) {
  return (
    <tr data-great={isGreat || undefined}>
      <th scope="row">{what}</th>
      <td>{left}</td>
      <td>{right}</td>
    </tr>
  )
}

/** How many of either may be contacted, by channel. */
function Reached({ pair }: { pair: Pair }) {
  const { t } = useTranslation()
  const { data: left } = useReach(pair.left.definition)
  const { data: right } = useReach(pair.right.definition)
  if (!left || !right) return <Row what={t('segment.reach')} left="…" right="…" />
  const others = waysOf(right.reach)
  const told = (may: number, guests: number) => (
    <>
      {countText(may)} <span className={css.share}>{guests > 0 ? percentText(may / guests, 0) : ''}</span>
    </>
  )
  return (
    <>
      {waysOf(left.reach).map((way) => (
        <Row
          key={way.name}
          what={t('segment_compare.reach', { channel: t(`trust_consent.channel.${way.channel}`) })}
          left={told(way.may, left.guests)}
          right={told(others.find((one) => one.name === way.name)?.may ?? 0, right.guests)}
        />
      ))}
    </>
  )
}

/** Who is in both and who in one alone; a click shows the guests. */
function Shared({ pair, found }: { pair: Pair; found: Overlap }) {
  const { t } = useTranslation()
  const open = useOpen()
  const parts = [
    { key: '0', what: t('segment_compare.onlyOf', { name: pair.left.name }) },
    { key: '0,1', what: t('segment_compare.both') },
    { key: '1', what: t('segment_compare.onlyOf', { name: pair.right.name }) },
  ]
  const crossing = (key: string) => found.crossings.find((one) => one.within.join() === key)
  const all = parts.reduce((sum, one) => sum + (crossing(one.key)?.guests ?? 0), 0)
  return (
    <Card title={t('segment_compare.shared')}>
      <div className={css.split} aria-hidden="true">
        {parts.map(({ key }) => (
          <span key={key} data-part={key} style={{ flexGrow: crossing(key)?.guests ?? 0 }} />
        ))}
      </div>
      <ul className={css.parts}>
        {parts.map(({ key, what }) => {
          const group = crossing(key)
          const guests = countText(group?.guests ?? 0)
          return (
            <li key={key}>
              <span className={css.mark} data-part={key} aria-hidden="true" />
              <span className={css.what}>{what}</span>
              <span className={css.count}>
                {guests} <span className={css.share}>{all > 0 ? percentText((group?.guests ?? 0) / all, 0) : ''}</span>
              </span>
              <Button type="text" size="small" disabled={!group} onClick={() => group && open(group.definition)} aria-label={t('segment_compare.openOf', { what, guests })}>
                {t('segment_compare.openGroup')}
              </Button>
            </li>
          )
        })}
      </ul>
      <Note>{t('segment_compare.sharedNote')}</Note>
    </Card>
  )
}

function Apart({ pair }: { pair: Pair }) {
  const { t } = useTranslation()
  const open = useOpen()
  const { left, right, isAgainstRest } = pair
  const found = useApart(left.definition, isAgainstRest ? null : right.definition)
  if (found.isPending) return <CardSkeleton lines={8} />
  if (found.isError) {
    return (
      <Card>
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </Card>
    )
  }
  return (
    <Card title={t('segment_compare.apart')} aside={isAgainstRest ? null : t('segment_compare.apartAside')}>
      <Traits
        found={found.data}
        inside={left.name}
        against={right.name}
        onTake={(trait) => open({ version: 1, where: { all: [left.definition.where, trait.condition] } })}
        take={t('segment_compare.take')}
        takeOf={(told) => t('segment_compare.takeOf', { told })}
        note={t('segment_compare.apartNote')}
      />
    </Card>
  )
}
