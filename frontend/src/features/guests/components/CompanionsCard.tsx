import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { useCompanions } from '../api/guests'
import css from './Guest.module.css'
import { useGuestName } from './name'

/** People on the same bookings; not there for a person who always travels alone. */
export function CompanionsCard({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const nameOf = useGuestName()
  const { data = [] } = useCompanions(recordId)
  if (data.length === 0) return null
  return (
    <Card title={t('guests.companions')} aside={t('guests.companionsFrom')}>
      <ul className={css.people}>
        {data.map((person) => (
          <li key={person.record_id} className={css.person}>
            <Link to="/guests/$guestId" params={{ guestId: person.record_id }}>
              {nameOf(person)}
            </Link>
            <span className="muted small">{t('guests.together', { count: person.bookings })}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
