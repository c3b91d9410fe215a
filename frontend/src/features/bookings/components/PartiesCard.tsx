import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import type { Booking } from '../api/bookings'
import css from './Booking.module.css'

const roles = ['booker', 'traveller', 'payer'] as const

function isRole(value: string): value is (typeof roles)[number] {
  return (roles as readonly string[]).includes(value)
}

/** Who booked, who travels, who pays: three things, often three people. */
export function PartiesCard({ booking }: { booking: Booking }) {
  const { t } = useTranslation()
  return (
    <Card title={t('bookings.parties')}>
      {booking.parties.length === 0 ? <p className="muted">{t('bookings.noParties')}</p> : null}
      <ul>
        {booking.parties.map((party) => (
          <li key={`${party.role}${party.record_id}`} className={css.party}>
            <Link to="/guests/$guestId" params={{ guestId: party.record_id }}>
              {party.name || t('bookings.unnamed')}
            </Link>
            <span className="muted small">{isRole(party.role) ? t(`bookings.role.${party.role}`) : party.role}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
