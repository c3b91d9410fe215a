import { useTranslation } from 'react-i18next'
import type { MemberClub } from '@/lib/clubs'
import { dateText, placeTimeText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { dayBefore } from '../LoyaltyWords'
import { Status } from '../StatusTag'
import css from './Loyalty.module.css'

/**
 * That somebody is of the club, who looks after them, and the next event: what the desk needs, and no more. An event begins by the
 * programme's clock, wherever the reader sits.
 */
export function ClubLines({ clubs, zone }: { clubs: readonly MemberClub[]; zone: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <ul className={css.lines}>
      {clubs.map(({ membership, club, contact_name, next_event }) => {
        const contact = contact_name ? t('loyalty_club.contactIs', { name: contact_name }) : t('loyalty_club.noContact')
        const event = next_event ? t('loyalty_club.next', { event: said(next_event.event.draft.name), at: placeTimeText(next_event.event.draft.starts_at, zone), place: next_event.event.draft.place }) : ''
        const reply = next_event?.reply ? t(`loyalty_club.replyStates.${next_event.reply.state}`) : next_event ? t('loyalty_club.noReply') : ''
        const open = membership.state === 'invited' ? t('loyalty_club.answerBy', { date: dateText(dayBefore(membership.answer_until)) }) : ''
        return (
          <li key={membership.id}>
            <span>
              {said(club.terms.name)}
              <small>{[contact, open].filter(Boolean).join(' · ')}</small>
              {event ? <small>{[event, reply].filter(Boolean).join(' · ')}</small> : null}
            </span>
            <span className={css.right}>
              <Status tone={membership.state === 'accepted' ? 'plum' : 'amber'}>{t(`loyalty_club.states.${membership.state}`)}</Status>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
