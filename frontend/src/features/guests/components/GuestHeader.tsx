import { Link } from '@tanstack/react-router'
import { Popover } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMemberships, useMemberTier } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { useFieldWords } from '@/ui/FieldWords'
import { Icon } from '@/ui/Icon'
import { Tag } from '@/ui/StatusTag'
import { fieldOf, type Guest, type SealedField, type Survived } from '../api/guests'
import css from './Guest.module.css'
import { Lineage, Proof } from './Lineage'
import { RecordsDrawer } from './RecordsDrawer'
import { RevealDialog } from './RevealDialog'
import { HandButton } from './staff/HandButton'
import { latinText, useGuestName } from './name'
import { WhyDrawer } from './WhyDrawer'

const contacts: readonly SealedField[] = ['phone', 'email', 'wechat', 'document']

/** One sign for the face: the last hanzi of a Chinese name, else the first letter. */
function faceOf(name: string): string {
  return (/\p{Script=Han}/u.test(name) ? Array.from(name).at(-1) : Array.from(name)[0]?.toUpperCase()) ?? ''
}

/** Who this is, in both scripts, and how to reach the guest; contact values stay masked until there is a reason. */
export function GuestHeader({ guest }: { guest: Guest }) {
  const nameOf = useGuestName()
  const mayLoyalty = useMay('view_loyalty')
  const { line } = guest
  const name = nameOf(line)
  useEffect(() => {
    document.title = `${name} · Xenia 宾至`
  }, [name])
  const told = fieldOf(guest, line.name ? 'name' : 'name_latin')
  const latin = line.name ? fieldOf(guest, 'name_latin') : undefined
  return (
    <Card>
      <div className={css.header}>
        <span className={css.face} aria-hidden="true">
          {faceOf(line.name || line.name_latin) || <Icon name="guests" size={24} />}
        </span>
        <div className={css.who}>
          <div className={css.names}>
            <h1>{told && told.others.length > 0 ? <Lineage told={told}>{name}</Lineage> : name}</h1>
            {latin ? (
              <span className={css.latin}>
                <Lineage told={latin}>{latinText(latin.best.text)}</Lineage>
              </span>
            ) : null}
            {mayLoyalty ? <OwnTier guestId={guest.id} told={line.membership_tier} /> : <TierTag name={line.membership_tier} />}
            {line.vip ? <Tag tone="plum">VIP</Tag> : null}
            {guest.tags.map((tag) => (
              <Tag key={tag} tone="jade">
                {tag}
              </Tag>
            ))}
          </div>
          <Reach guest={guest} />
          <Origin guest={guest} />
        </div>
        <HandButton guestId={guest.id} />
      </div>
    </Card>
  )
}

/** The tier in the company's own programme; what other systems say of tiers stands only where the guest is no member of it. */
function OwnTier({ guestId, told }: { guestId: string; told: string }) {
  const memberships = useMemberships(guestId)
  if (memberships.isPending) return null
  const member = memberships.data?.find((one) => one.state === 'active')
  return member ? <MemberTierTag memberId={member.id} told={told} /> : <TierTag name={told} />
}

function MemberTierTag({ memberId, told }: { memberId: string; told: string }) {
  const said = useSaid()
  const tier = useMemberTier(memberId)
  if (tier.isPending) return null
  return <TierTag name={tier.data ? said(tier.data.tier.name) : told} />
}

function TierTag({ name }: { name: string }) {
  return name ? <Tag tone="amber">{name}</Tag> : null
}

/** How to reach the guest, and where they live: one line a colleague reads while the phone rings. */
function Reach({ guest }: { guest: Guest }) {
  const [asked, setAsked] = useState<Survived | null>(null)
  const told = contacts.map((name) => fieldOf(guest, name)).filter((one) => one !== undefined)
  const place = fieldOf(guest, 'place')
  const record = asked?.best.voices[0]?.record_id
  return (
    <div className={css.contacts}>
      {told.map((one) => (
        <Contact key={one.field} told={one} isClear={guest.clear.includes(one.field)} onAsk={() => setAsked(one)} />
      ))}
      {place ? <Lineage told={place}>{place.best.text}</Lineage> : null}
      {asked && record ? <RevealDialog recordId={record} field={asked.field as SealedField} onClose={() => setAsked(null)} /> : null}
    </div>
  )
}

function Contact({ told, isClear, onAsk }: { told: Survived; isClear: boolean; onAsk: () => void }) {
  const { t } = useTranslation()
  const { value } = useFieldWords()
  const mayReveal = useMay('reveal_contacts')
  const shown = (text: string) => value(told.field, text)
  const more = told.others.length > 0 ? <small>+{told.others.length}</small> : null
  if (!mayReveal || isClear) {
    return (
      <Lineage told={told} shown={shown}>
        {shown(told.best.text)} {more}
      </Lineage>
    )
  }
  return (
    <Popover placement="bottomLeft" mouseEnterDelay={0.25} content={<Proof told={told} shown={shown} />}>
      <button type="button" className={css.contact} onClick={onAsk} aria-label={`${t('guests.reveal')}: ${shown(told.best.text)}`}>
        {shown(told.best.text)} {more}
        <Icon name="eye" size={14} />
      </button>
    </Popover>
  )
}

/** From how many sources and records this guest is put together, and who looked. */
function Origin({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const mayAudit = useMay('view_audit')
  const [open, setOpen] = useState<'records' | 'why' | null>(null)
  const sources = t('guests.sourcesCount', { count: guest.line.sources.length })
  const records = t('guests.recordsCount', { count: guest.records.length })
  return (
    <div className={css.origin}>
      <button type="button" className={css.why} onClick={() => setOpen('records')}>
        {t('guests.from', { sources, records })}
      </button>
      {guest.records.length > 1 ? (
        <button type="button" className={css.why} onClick={() => setOpen('why')}>
          {t('guests.oneGuest')}
        </button>
      ) : null}
      <span>{t('guests.firstSeen', { date: dateText(guest.first_seen_at) })}</span>
      {mayAudit ? (
        <Link to="/trust/audit" search={{ subject_id: guest.id }}>
          {t('guests.history')}
        </Link>
      ) : null}
      {open === 'records' ? <RecordsDrawer guest={guest} onClose={() => setOpen(null)} /> : null}
      {open === 'why' ? <WhyDrawer guestId={guest.id} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}
