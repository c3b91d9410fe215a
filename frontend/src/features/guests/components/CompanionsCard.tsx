import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { useCompanions } from '../api/guests'
import css from './Guest.module.css'
import { useGuestName } from './name'

const SHOWN = 6

/** Guests on the same bookings, those most often together first; not there for someone who always travels alone. */
export function CompanionsCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const nameOf = useGuestName()
  const { data = [] } = useCompanions(guestId)
  const [isAll, setAll] = useState(false)
  if (data.length === 0) return null
  return (
    <Card title={t('guests.companions')} aside={t('guests.companionsFrom')}>
      <ul className={css.people}>
        {data.slice(0, isAll ? undefined : SHOWN).map((person) => (
          <li key={person.guest_id} className={css.person}>
            <Link to="/guests/$guestId" params={{ guestId: person.guest_id }}>
              {nameOf(person)}
            </Link>
            <span className="muted small">{t('guests.together', { count: person.bookings })}</span>
          </li>
        ))}
      </ul>
      {isAll || data.length <= SHOWN ? null : (
        <div className={css.more}>
          <Button type="text" size="small" onClick={() => setAll(true)}>
            {t('guests.companionsAll', { count: data.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}
