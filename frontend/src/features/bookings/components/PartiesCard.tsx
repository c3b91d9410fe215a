import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import type { Booking } from '../api/bookings'
import css from './Booking.module.css'

const roles = ['booker', 'traveller', 'payer'] as const

function isRole(value: string): value is (typeof roles)[number] {
  return (roles as readonly string[]).includes(value)
}

type Party = Booking['parties'][number]

/** One entry per person, with all the parts the person has. */
function peopleOf(booking: Booking): { party: Party; roles: string[] }[] {
  const people = new Map<string, { party: Party; roles: string[] }>()
  for (const party of booking.parties) {
    const known = people.get(party.record_id)
    if (known) known.roles.push(party.role)
    else people.set(party.record_id, { party, roles: [party.role] })
  }
  return [...people.values()]
}

/** Who booked, who travels, who pays: three things, often three people. */
export function PartiesCard({ booking }: { booking: Booking }) {
  const { t } = useTranslation()
  return (
    <Card title={t('bookings.parties')}>
      {booking.parties.length === 0 ? <p className="muted">{t('bookings.noParties')}</p> : null}
      <ul>
        {peopleOf(booking).map(({ party, roles: parts }) => (
          <li key={party.record_id} className={css.party}>
            <Link to="/guests/$guestId" params={{ guestId: party.record_id }}>
              {party.name || t('bookings.unnamed')}
            </Link>
            <span className="muted small">{parts.map((role) => (isRole(role) ? t(`bookings.role.${role}`) : role)).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
