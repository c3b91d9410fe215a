import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { Instant, Masked } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import type { GuestLine } from '../api/guests'
import { latinText, useGuestName } from './name'

export function useGuestColumns(): Column<GuestLine>[] {
  const { t } = useTranslation()
  const nameOf = useGuestName()
  return useMemo(
    () => [
      { key: 'name', title: t('guests.name'), render: (guest) => nameOf(guest) },
      { key: 'latin', title: t('guests.latin'), render: (guest) => latinText(guest.name_latin), wideOnly: true },
      {
        key: 'tier',
        title: t('guests.tier'),
        render: (guest) => (
          <>
            {guest.membership_tier ? <Tag tone="amber">{guest.membership_tier}</Tag> : null}
            {guest.vip ? <Tag tone="plum">VIP</Tag> : null}
          </>
        ),
      },
      { key: 'phone', title: t('guests.phone'), render: (guest) => <Masked value={guest.phone} /> },
      { key: 'email', title: t('guests.email'), render: (guest) => <Masked value={guest.email} />, wideOnly: true },
      { key: 'city', title: t('guests.city'), render: (guest) => guest.place },
      { key: 'bookings', title: t('guests.bookings'), align: 'right', render: (guest) => countText(guest.bookings) },
      { key: 'source', title: t('guests.source'), render: (guest) => <Sources guest={guest} /> },
      { key: 'changed', title: t('guests.changed'), render: (guest) => <Instant at={guest.newest_at} />, optional: true, wideOnly: true },
    ],
    [t, nameOf],
  )
}

/** The strongest source by name; how many more there are. */
function Sources({ guest }: { guest: GuestLine }) {
  const { t } = useTranslation()
  const [first = '', ...more] = guest.sources
  return (
    <span title={guest.sources.join(t('words.comma'))}>
      {first}
      {more.length > 0 ? <span className="muted"> +{more.length}</span> : null}
    </span>
  )
}
