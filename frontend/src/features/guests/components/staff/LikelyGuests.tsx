import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type HandLeads, type LikelyGuest, useLikely } from '../../api/staff'
import css from './Staff.module.css'

type Given = Record<string, string | undefined>
const leads = ['phone', 'email', 'id_number'] as const

function leadsOf(given: Given): HandLeads {
  return { phone: given.phone?.trim() ?? '', email: given.email?.trim() ?? '', id_number: given.id_number?.trim() ?? '' }
}

interface Shown {
  key: string
  found: readonly LikelyGuest[]
}

/** Looks for known guests with the entered phone, e-mail or document; `isSomebody` holds the entry back until they stand on the screen. */
export function useLookBefore(isNew: boolean) {
  const [shown, setShown] = useState<Shown>({ key: '', found: [] })
  const asked = useRef<{ key: string; answer: Promise<Shown> } | null>(null)
  const likely = useLikely()
  async function ask(key: string, given: HandLeads): Promise<Shown> {
    const found = Object.values(given).some(Boolean) ? await likely.mutateAsync(given).catch(() => []) : []
    setShown({ key, found })
    return { key, found }
  }
  function look(given: Given): Promise<Shown> {
    const key = JSON.stringify(leadsOf(given))
    if (asked.current?.key !== key) asked.current = { key, answer: ask(key, leadsOf(given)) }
    return asked.current.answer
  }
  async function isSomebody(given: Given): Promise<boolean> {
    if (!isNew || shown.key === JSON.stringify(leadsOf(given))) return false
    return (await look(given)).found.length > 0
  }
  return { found: shown.found, look: (given: Given) => (isNew ? look(given) : undefined), isSomebody, isLooking: likely.isPending }
}

/** "Is it this guest?": opening one leaves the entry. */
export function LikelyGuests({ found, onOpen }: { found: readonly LikelyGuest[]; onOpen: () => void }) {
  const { t } = useTranslation()
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (found.length > 0) place.current?.scrollIntoView({ block: 'nearest' })
  }, [found])
  if (found.length === 0) return null
  return (
    <section ref={place} className={css.likely} aria-live="polite">
      <h3>{t('staff.likely', { count: found.length })}</h3>
      <p>{t('staff.likelyWords')}</p>
      <ul className={css.list}>
        {found.map((one) => (
          <li key={one.guest_id} className={css.item}>
            <div>
              <b>{one.name || one.name_latin || t('guests.unknown')}</b> {one.name ? <span className="muted">{one.name_latin}</span> : null}
            </div>
            <Link to="/guests/$guestId" params={{ guestId: one.guest_id }} onClick={onOpen}>
              <Button size="small" type="primary" tabIndex={-1}>
                {t('staff.likelyOpen')}
              </Button>
            </Link>
            <Facts guest={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Facts({ guest }: { guest: LikelyGuest }) {
  const { t } = useTranslation()
  const agrees = leads.filter((name) => guest.agrees.includes(name)).map((name) => t(`staff.agrees.${name}`))
  return <small>{[...agrees, guest.phone, guest.email, guest.place, t('staff.likelyBookings', { count: guest.bookings })].filter(Boolean).join(' · ')}</small>
}
