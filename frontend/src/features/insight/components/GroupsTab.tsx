import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText, useFormat } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { CardSkeleton } from '@/ui/Skeleton'
import { type GroupGallery, type GuestGroup, useGroupGuests, useGroups } from '../api/groups'
import { SpendPages } from './BehindDrawer'
import { EarlyOrFault } from './Early'
import { GroupCard } from './GroupCard'
import css from './Groups.module.css'
import standing from './Standing.module.css'

/** Guests who travel alike: how many, what they are worth, what sets them apart, and how they are called. */
export function GroupsTab() {
  const groups = useGroups()
  if (groups.isPending) return <CardSkeleton lines={8} />
  if (groups.isError) return <Missing error={groups.error} onRetry={() => void groups.refetch()} />
  return <Gallery gallery={groups.data} />
}

/** Before a model places guests there is nothing to show but what to do. */
function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <EarlyOrFault error={error} onRetry={onRetry} title={t('insight_groups.emptyTitle')} kind="groups">
      {t('insight_groups.emptyWords')}
    </EarlyOrFault>
  )
}

function Gallery({ gallery }: { gallery: GroupGallery }) {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const [search, change] = useAddress()
  const open = gallery.groups.find((one) => String(one.number) === search.number)
  const counts = { guests: countText(gallery.guests), count: gallery.groups.length, others: countText(gallery.others), at: instant(gallery.as_of) }
  return (
    <div className={standing.stack}>
      <div>
        <Note>{t('insight_groups.summary', counts)}</Note>
        <Note>{t('insight_groups.howTo')}</Note>
      </div>
      <ul className={css.gallery}>
        {gallery.groups.map((group) => (
          <li key={group.number}>
            <GroupCard group={group} currency={gallery.currency} onOpen={() => change({ number: String(group.number) })} />
          </li>
        ))}
      </ul>
      {open ? <Guests group={open} onClose={() => change({ number: undefined })} /> : null}
    </div>
  )
}

function Guests({ group, onClose }: { group: GuestGroup; onClose: () => void }) {
  const { t } = useTranslation()
  const pages = useGroupGuests(group.number)
  return (
    <FormDrawer open title={group.name || t('insight_groups.number', { number: group.number })} onClose={onClose}>
      <p className={standing.listNote}>{t('insight.bySpend')}</p>
      <SpendPages pages={pages} />
    </FormDrawer>
  )
}
