import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { chanceText } from '@/ui/evidence'
import { FormDrawer } from '@/ui/FormDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Waterfall } from '@/ui/Waterfall'
import { type JoinedRecord, type Joint, useTakeBack, useWhy, type WhyPage } from '../api/why'
import { useSaved } from '@/ui/useSaved'
import { type Taken, TakeOutDialog } from './TakeOutDialog'
import css from './Why.module.css'

/** Why these records are one guest: the records, what links them, and the way to take one out. */
export function WhyDrawer({ guestId, onClose }: { guestId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const why = useWhy(guestId)
  const [taken, setTaken] = useState<Taken | null>(null)
  return (
    <FormDrawer open wide title={t('guests.oneGuest')} onClose={onClose}>
      {taken ? <TakenOut taken={taken} onBack={() => setTaken(null)} /> : null}
      {why.isPending ? <CardSkeleton lines={8} /> : null}
      {why.isError ? <ErrorState error={why.error} onRetry={() => void why.refetch()} /> : null}
      {why.data ? <Whole page={why.data} onTaken={setTaken} /> : null}
    </FormDrawer>
  )
}

/** A, B, C ... as people say it aloud. */
function letterOf(place: number): string {
  return place < 26 ? String.fromCharCode(65 + place) : String(place + 1)
}

function Whole({ page, onTaken }: { page: WhyPage; onTaken: (taken: Taken) => void }) {
  const { t } = useTranslation()
  const letters = new Map(page.records.map((record, place) => [record.record_id, letterOf(place)]))
  const mayTakeOut = useMay('resolve_guests') && page.records.length + page.unseen > 1
  const [asked, setAsked] = useState<JoinedRecord | null>(null)
  return (
    <>
      <h3 className={css.head}>{t('guests.oneGuestRecords')}</h3>
      <ul className={css.records}>
        {page.records.map((record) => (
          <li key={record.record_id}>
            <span className={css.letter}>{letters.get(record.record_id)}</span>
            <RecordWords record={record} />
            {mayTakeOut ? (
              <Button size="small" onClick={() => setAsked(record)}>
                {t('guests.takeOut')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {page.unseen > 0 ? <p className="muted small">{t('guests.oneGuestUnseen', { count: page.unseen })}</p> : null}
      <h3 className={css.head}>{t('guests.oneGuestLinks')}</h3>
      {page.joints.length === 0 ? <p className="muted">{page.records.length > 1 ? t('guests.linkUnknown') : t('guests.oneGuestAlone')}</p> : null}
      <ul className={css.links}>
        {page.joints.map((joint) => (
          <JointLine key={`${joint.left_id}${joint.right_id}`} joint={joint} letters={letters} start={page.start_bits} />
        ))}
      </ul>
      <p className={css.foot}>{t('guests.oneGuestFoot')}</p>
      {asked ? <TakeOutDialog record={asked} onTaken={onTaken} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

function RecordWords({ record }: { record: JoinedRecord }) {
  const { t } = useTranslation()
  return (
    <div className={css.words}>
      <b>{[record.name, record.name_latin].filter(Boolean).join(' · ') || t('guests.unknown')}</b>
      <small>{[record.source_name, record.phone, record.email, record.city].filter(Boolean).join(' · ')}</small>
    </div>
  )
}

function JointLine({ joint, letters, start }: { joint: Joint; letters: ReadonlyMap<string, string>; start: number }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { decision, rule, chance } = joint
  const said = decision?.said_by ?? ''
  const who = said === '' ? t('guests.theProduct') : said
  const because = decision
    ? t(decision.said === 'same' ? 'guests.linkByHand' : 'guests.linkApart', { who })
    : rule
      ? t('guests.linkByRule')
      : chance === null
        ? t('guests.linkUnknown')
        : t('guests.linkChance', { chance: chanceText(chance) })
  return (
    <li>
      <div className={css.link}>
        <span className={css.letter}>{letters.get(joint.left_id)}</span>
        <span className={css.dash} data-apart={decision?.said === 'different' || undefined} aria-hidden="true" />
        <span className={css.letter}>{letters.get(joint.right_id)}</span>
        <div className={css.words}>
          <b>{because}</b>
          {decision?.reason ? <small>{decision.reason}</small> : null}
        </div>
        {joint.evidence.length > 0 ? (
          <Button size="small" type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'guests.linkHide' : 'guests.linkShow')}
          </Button>
        ) : null}
      </div>
      {open ? <Waterfall start={start} evidence={joint.evidence} /> : null}
    </li>
  )
}

/** What was just done, with the way back and the way to whom it made. */
function TakenOut({ taken, onBack }: { taken: Taken; onBack: () => void }) {
  const { t } = useTranslation()
  const back = useTakeBack()
  const saved = useSaved()
  return (
    <div className={css.taken} role="status">
      <span>{t('guests.takenOut', { who: taken.who })}</span>
      <Link to="/guests/$guestId" params={{ guestId: taken.recordId }}>
        {t('guests.takenOpen')}
      </Link>
      <Button size="small" loading={back.isPending} onClick={() => back.mutate(taken.undoId, saved(t('guests.takenBack'), onBack))}>
        {t('guests.takenUndo')}
      </Button>
    </div>
  )
}
