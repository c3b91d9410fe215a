import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { Member } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Tag } from '@/ui/StatusTag'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type CompanyLine, type CompanyTraveller, useCompanyPlace, useRemoveTraveller } from '../../api/companies'
import css from '../member/Member.module.css'
import { TravellerDrawer } from './TravellerDrawer'

/** Who travels for the company a member is, or the company a member travels for; nothing for neither. */
export function CompanyCard({ member }: { member: Member }) {
  const { data: place } = useCompanyPlace(member.id)
  if (place?.company) return <Travellers member={member} company={place.company} travellers={place.travellers} />
  if (place?.travels_for && place.role) return <TravelsFor company={place.travels_for} role={place.role} />
  return null
}

function Travellers({ member, company, travellers }: { member: Member; company: CompanyLine; travellers: CompanyTraveller[] }) {
  const { t } = useTranslation()
  const mayServe = useMay('serve_members') && member.state === 'active'
  const [isOpen, setOpen] = useState(false)
  const add = (
    <Button size="small" onClick={() => setOpen(true)}>
      {t('loyalty_companies.addTraveller')}
    </Button>
  )
  return (
    <Card title={t('loyalty_companies.travellers')} aside={mayServe ? add : null}>
      {company.credit_code ? <p className={css.quiet}>{t('loyalty_companies.codeSaid', { code: company.credit_code })}</p> : null}
      {travellers.length === 0 ? <p className="muted">{t('loyalty_companies.noTravellers')}</p> : null}
      <ul className={css.lines}>
        {travellers.map((one) => (
          <Traveller key={one.member_id} one={one} company={member} mayServe={mayServe} />
        ))}
      </ul>
      {isOpen ? <TravellerDrawer company={member} onClose={() => setOpen(false)} /> : null}
    </Card>
  )
}

function Traveller({ one, company, mayServe }: { one: CompanyTraveller; company: Member; mayServe: boolean }) {
  const { t } = useTranslation()
  const remove = useRemoveTraveller(company.id)
  const confirm = useConfirm()
  const saved = useSaved()
  const name = one.name || one.number
  async function ask(): Promise<void> {
    if (await confirm({ title: t('loyalty_companies.remove.title', { name }), what: t('loyalty_companies.remove.what'), action: t('loyalty_companies.remove.action'), danger: true })) remove.mutate(one.member_id, saved(t('loyalty_companies.remove.done')))
  }
  return (
    <li>
      <span>
        <Link to="/loyalty/members/$memberId" params={{ memberId: one.member_id }}>
          {name}
        </Link>{' '}
        {one.role === 'administrator' ? <Tag tone="jade">{t('loyalty_companies.roles.administrator')}</Tag> : null}
        <small>{t('loyalty_companies.since', { date: dateText(one.joined_on), way: t(`loyalty_companies.ways.${one.agreed_by}`) })}</small>
      </span>
      {mayServe ? (
        <Button size="small" type="text" loading={remove.isPending} onClick={() => void ask()}>
          {t('loyalty_companies.remove.action')}
        </Button>
      ) : null}
    </li>
  )
}

function TravelsFor({ company, role }: { company: CompanyLine; role: CompanyTraveller['role'] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('loyalty_companies.travelsFor')}>
      <ul className={css.lines}>
        <li>
          <span>
            <Link to="/loyalty/members/$memberId" params={{ memberId: company.member_id }}>
              {company.name}
            </Link>{' '}
            {role === 'administrator' ? <Tag tone="jade">{t('loyalty_companies.roles.administrator')}</Tag> : null}
            <small>{t('loyalty_companies.travelsForWords')}</small>
          </span>
        </li>
      </ul>
    </Card>
  )
}
