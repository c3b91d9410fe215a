import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { type Pages, rowsOf } from '@/lib/pages'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { chanceText } from '@/ui/evidence'
import type { AskedCounts, AskedPair, GuestSummary } from '../api/desk'
import css from './Desk.module.css'
import { useDeskWords } from './words'

interface Props {
  pages: Pages<AskedPair>
  waiting: AskedCounts | undefined
  chosen: number | undefined
  onChoose: (id: number) => void
  onAcceptMany: () => void
}

/** The pairs that wait, those with most at stake first. */
export function Queue({ pages, waiting, chosen, onChoose, onAcceptMany }: Props) {
  const { t } = useTranslation()
  if (pages.isPending) return <CardSkeleton lines={8} />
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
  return (
    <nav className={css.queue} aria-label={t('identity.queue')}>
      <div className={css.queueHead}>
        <span>{waiting ? t('identity.waiting', { count: waiting.waiting, shown: countText(waiting.waiting) + (waiting.is_capped ? '+' : '') }) : null}</span>
        <Button size="small" onClick={onAcceptMany}>
          {t('identity.acceptMany')}
        </Button>
      </div>
      <ul className={css.list}>
        {rowsOf(pages).map((pair) => (
          <li key={pair.id}>
            <Line pair={pair} isChosen={pair.id === chosen} onChoose={() => onChoose(pair.id)} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <div className={css.more}>
          <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('identity.more')}
          </Button>
        </div>
      ) : null}
    </nav>
  )
}

function Line({ pair, isChosen, onChoose }: { pair: AskedPair; isChosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation()
  const words = useDeskWords()
  const place = useRef<HTMLButtonElement>(null)
  const name = (record: GuestSummary) => record.name || record.name_latin || record.source_key || t('identity.nameless')
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <button ref={place} type="button" className={css.line} aria-current={isChosen} onClick={onChoose}>
      <span className={css.names}>
        {name(pair.left)}
        <span className={css.amp}>·</span>
        {name(pair.right)}
      </span>
      <span className={css.worth}>{words.stake(pair.stake)}</span>
      <span className={css.sources}>
        {pair.left.source_name} · {pair.right.source_name}
      </span>
      <span className={css.sure}>{chanceText(pair.chance)}</span>
    </button>
  )
}
