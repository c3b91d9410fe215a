import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowsOf } from '@/lib/pages'
import { useSentence } from '@/ui/States'
import { useMembers } from '../api/members'
import type { Programme } from '../api/programmes'

const LETTERS_LEAST = 6

export interface FoundMember {
  id: string
  number: string
  guest_id?: string | null
}

interface Props {
  programme: Programme
  member: FoundMember | undefined
  onMember: (member: FoundMember | undefined) => void
}

/** A member by the number on the card; found, with the name, before anything is done. */
export function MemberField({ programme, member, onMember }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [number, setNumber] = useState('')
  const isAsked = number.length >= LETTERS_LEAST
  const pages = useMembers(programme.id, { number }, isAsked)
  const found = isAsked ? rowsOf(pages)[0] : undefined
  if (found && found.member_id !== member?.id) onMember({ id: found.member_id, number: found.number, guest_id: found.guest_id })
  const isUnknown = isAsked && pages.data !== undefined && !found
  const fault = pages.isError ? sentence(pages.error) : isUnknown ? t('loyalty_gifts.noSuchMember') : ''
  function edited(): void {
    setNumber('')
    onMember(undefined)
  }
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('loyalty.number')} {...(fault ? { validateStatus: 'error', help: fault } : {})} extra={found ? [found.name, found.number].filter(Boolean).join(' · ') : t('loyalty_gifts.numberHelp')}>
        <Input.Search aria-label={t('loyalty.number')} autoComplete="off" maxLength={20} loading={pages.isFetching} onChange={edited} onSearch={(value) => setNumber(value.replace(/[\s-]/g, ''))} enterButton={t('loyalty_gifts.findMember')} />
      </Form.Item>
    </Form>
  )
}
