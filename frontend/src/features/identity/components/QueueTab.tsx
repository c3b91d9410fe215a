import { App, Button, Input, Modal } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { type Pages, rowsOf } from '@/lib/pages'
import { useNarrow } from '@/lib/screen'
import { Card } from '@/ui/Card'
import { KeyValues } from '@/ui/KeyValues'
import { EmptyState, useSentence } from '@/ui/States'
import { type AskedPair, type Pair, type PairSaid, useAsked, useCounts, usePairAhead, useRuns, useSay, useUndo } from '../api/desk'
import { AcceptDrawer } from './AcceptDrawer'
import css from './Desk.module.css'
import { PairView } from './PairView'
import { Queue } from './Queue'
import { useDeskKeys } from './useDeskKeys'

/** So many pairs before the end of what was read the next page is asked for. */
const AHEAD = 5

/** The queue on the left, the pair that is looked at on the right. */
export function QueueTab() {
  const { t } = useTranslation()
  const pages = useAsked()
  const counts = useCounts()
  const [search, change] = useAddress()
  const [accepting, setAccepting] = useState(false)
  const [help, setHelp] = useState(false)
  const narrow = useNarrow()
  const pairs = rowsOf(pages)
  const chosen = pairs.find((pair) => String(pair.id) === search.pair) ?? (narrow ? undefined : pairs[0])
  useMoreAhead(pages, pairs.findIndex((pair) => pair === chosen))
  const desk = useDesk(pairs, chosen, (id) => change({ pair: id === undefined ? undefined : String(id) }))
  const deeds = { j: desk.next, k: desk.previous, y: desk.same, n: desk.different, s: desk.next, u: desk.undo, '?': () => setHelp(true) }
  useDeskKeys(deeds, !accepting && !help)
  if (pages.isSuccess && pairs.length === 0) {
    return (
      <Card>
        <Nothing action={desk.canUndo ? <Button onClick={desk.undo}>{t('identity.undo')}</Button> : null} />
      </Card>
    )
  }
  const queue = <Queue pages={pages} waiting={counts.data} chosen={chosen?.id} onChoose={(id) => change({ pair: String(id) })} onAcceptMany={() => setAccepting(true)} />
  return (
    <div className={css.desk}>
      {narrow && chosen ? null : queue}
      {chosen ? (
        <div className={css.work}>
          <Bar desk={desk} onHelp={() => setHelp(true)} onBack={narrow ? () => change({ pair: undefined }) : undefined} />
          <PairView pair={{ left: chosen.left.record_id, right: chosen.right.record_id }} />
        </div>
      ) : null}
      {accepting ? <AcceptDrawer counts={counts.data} onAccepted={desk.remember} onClose={() => setAccepting(false)} /> : null}
      {help ? <Keys onClose={() => setHelp(false)} /> : null}
    </div>
  )
}

/** Nothing waits: because all is decided, or because no full run has looked yet. */
function Nothing({ action }: { action: ReactNode }) {
  const { t } = useTranslation()
  const [, change] = useAddress()
  const runs = useRuns()
  if (runs.isSuccess && !runs.data.some((run) => run.state === 'done')) {
    return (
      <EmptyState icon="run" title={t('identity.noRunYet')} action={<Button onClick={() => change({ tab: 'runs' })}>{t('identity.toRuns')}</Button>}>
        {t('identity.noRunYetWords')}
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="check" title={t('identity.noneWaiting')} action={action}>
      {t('identity.noneWaitingWords')}
    </EmptyState>
  )
}

interface Desk {
  next: () => void
  previous: () => void
  same: () => void
  different: () => void
  undo: () => void
  canUndo: boolean
  isBusy: boolean
  reason: string
  setReason: (reason: string) => void
  /** Lets what was accepted at once be the next that is taken back. */
  remember: (decision: string) => void
}

/** What was said, by the decision or its batch, and of which pair. */
interface Said {
  decision: string
  pair?: number
}

/** Reads more of the queue before its end is reached, so that a steward goes on without a word. */
function useMoreAhead(pages: Pages<AskedPair>, place: number): void {
  const { hasNextPage, isFetching, fetchNextPage } = pages
  const isNearEnd = place >= rowsOf(pages).length - AHEAD
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetching) void fetchNextPage()
  }, [isNearEnd, hasNextPage, isFetching, fetchNextPage])
}

function recordsOf(pair: AskedPair | undefined): Pair | undefined {
  return pair && { left: pair.left.record_id, right: pair.right.record_id }
}

/** What the steward does with the pair; after each word the next pair is there, and what was said last can be taken back. */
function useDesk(pairs: readonly AskedPair[], chosen: AskedPair | undefined, choose: (id: number | undefined) => void): Desk {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const say = useSay()
  const undo = useUndo()
  const [done, setDone] = useState<readonly Said[]>([])
  const [written, setWritten] = useState({ pair: 0, reason: '' })
  const reason = written.pair === chosen?.id ? written.reason : ''
  const isBusy = say.isPending || undo.isPending
  const place = pairs.findIndex((pair) => pair.id === chosen?.id)
  usePairAhead(recordsOf(pairs[place + 1]))
  function step(by: number): void {
    const to = pairs[place + by]
    if (to) choose(to.id)
  }
  async function decide(said: PairSaid): Promise<void> {
    if (!chosen || isBusy) return
    const following = pairs[place + 1] ?? pairs[place - 1]
    try {
      const made = await say.mutateAsync({ left: chosen.left.record_id, right: chosen.right.record_id, said, reason })
      setDone((before) => [...before, { decision: made.id, pair: chosen.id }])
      choose(following?.id)
      void message.success(t(said === 'same' ? 'identity.nowSame' : 'identity.nowDifferent'))
    } catch (fault) {
      void message.error(sentence(fault))
    }
  }
  async function back(): Promise<void> {
    const last = done.at(-1)
    if (!last || isBusy) return
    try {
      await undo.mutateAsync(last.decision)
      if (last.pair !== undefined) choose(last.pair)
      void message.success(t('identity.undone'))
    } catch (fault) {
      void message.error(sentence(fault))
    }
    setDone((before) => before.slice(0, -1))
  }
  return {
    next: () => step(1),
    previous: () => step(-1),
    same: () => void decide('same'),
    different: () => void decide('different'),
    undo: () => void back(),
    canUndo: done.length > 0,
    isBusy,
    reason,
    setReason: (text) => setWritten({ pair: chosen?.id ?? 0, reason: text }),
    remember: (decision) => setDone((before) => [...before, { decision }]),
  }
}

function Bar({ desk, onHelp, onBack }: { desk: Desk; onHelp: () => void; onBack?: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={css.bar}>
      {onBack ? <Button onClick={onBack}>{t('identity.toQueue')}</Button> : null}
      <span className={css.question}>{t('identity.question')}</span>
      <Button type="primary" disabled={desk.isBusy} onClick={desk.same}>
        {t('identity.same')}
        <Key>Y</Key>
      </Button>
      <Button disabled={desk.isBusy} onClick={desk.different}>
        {t('identity.different')}
        <Key>N</Key>
      </Button>
      <Button onClick={desk.next}>
        {t('identity.skip')}
        <Key>S</Key>
      </Button>
      <Button disabled={!desk.canUndo || desk.isBusy} onClick={desk.undo}>
        {t('identity.undo')}
        <Key>U</Key>
      </Button>
      <Input
        className={css.reason}
        value={desk.reason}
        maxLength={1000}
        placeholder={t('identity.reasonSay')}
        aria-label={t('identity.reasonSay')}
        onChange={(event) => desk.setReason(event.target.value)}
        onPressEnter={(event) => event.currentTarget.blur()}
      />
      {onBack ? null : (
        <Button type="text" onClick={onHelp} aria-label={t('identity.keys')}>
          <Key>?</Key>
        </Button>
      )}
    </div>
  )
}

function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className={css.key} aria-hidden="true">
      {children}
    </kbd>
  )
}

function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const keys = [
    ['J', t('identity.keyNext')],
    ['K', t('identity.keyPrevious')],
    ['Y', t('identity.same')],
    ['N', t('identity.different')],
    ['S', t('identity.keySkip')],
    ['U', t('identity.keyUndo')],
    ['?', t('identity.keys')],
  ]
  return (
    <Modal open title={t('identity.keys')} onCancel={onClose} footer={null} width={380}>
      <KeyValues items={keys.map(([key, what]) => ({ label: <kbd>{key}</kbd>, value: what }))} />
    </Modal>
  )
}
