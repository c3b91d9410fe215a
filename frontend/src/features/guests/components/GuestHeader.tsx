import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Tag } from '@/ui/StatusTag'
import { useEffect } from 'react'
import type { Guest, SealedField } from '../api/guests'
import css from './Guest.module.css'
import { RevealDialog } from './RevealDialog'
import { useDocumentText } from './documentText'
import { useGuestName } from './name'

function contactsOf(guest: Guest, documentText: (value: string) => string): { field: SealedField; value: string }[] {
  const { summary } = guest
  const all: { field: SealedField; value: string }[] = [
    { field: 'phone', value: summary.phone },
    { field: 'email', value: summary.email },
    { field: 'wechat', value: guest.wechat },
    { field: 'document', value: documentText(guest.document) },
  ]
  return all.filter((contact) => contact.value)
}

/** Who this is, in both scripts, and how to reach the person; contact values stay masked until there is a reason. */
export function GuestHeader({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const nameOf = useGuestName()
  const documentText = useDocumentText()
  const mayReveal = useMay('reveal_contacts')
  const [asked, setAsked] = useState<SealedField | null>(null)
  const { summary } = guest
  const name = nameOf(summary)
  useEffect(() => {
    document.title = `${name} · Xenia 宾至`
  }, [name])
  const latin = summary.name ? summary.name_latin : ''
  const place = [summary.province, summary.city].filter((part, at, all) => part && all.indexOf(part) === at).join(' ')
  return (
    <Card>
      <div className={css.header}>
        <span className={css.face} aria-hidden="true">
          {/\p{Script=Han}/u.test(name) ? Array.from(name).at(-1) : name.slice(0, 1).toUpperCase()}
        </span>
        <div className={css.who}>
          <div className={css.names}>
            <h1>{name}</h1>
            {latin ? <span className={css.latin}>{latin}</span> : null}
            {summary.membership_tier ? <Tag tone="amber">{summary.membership_tier}</Tag> : null}
            {summary.vip ? <Tag tone="plum">VIP</Tag> : null}
            {guest.tags.map((tag) => (
              <Tag key={tag} tone="jade">
                {tag}
              </Tag>
            ))}
          </div>
          <div className={css.contacts}>
            {contactsOf(guest, documentText).map(({ field, value }) =>
              mayReveal && !guest.clear.includes(field) ? (
                <button key={field} type="button" className={css.contact} onClick={() => setAsked(field)} title={t('guests.reveal')}>
                  {value}
                  <Icon name="eye" size={14} />
                </button>
              ) : (
                <span key={field} className={css.contact}>
                  {value}
                </span>
              ),
            )}
            {place ? <span>{place}</span> : null}
            <span>{t('guests.firstSeen', { date: dateText(guest.first_seen_at) })}</span>
          </div>
        </div>
      </div>
      {asked ? <RevealDialog recordId={summary.record_id} field={asked} onClose={() => setAsked(null)} /> : null}
    </Card>
  )
}
