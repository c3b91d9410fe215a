import { Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { RequestId, useSentence } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import { useIssueGift } from '../../api/gifts'
import { useMembers } from '../../api/members'
import type { Programme } from '../../api/programmes'
import { MoneyField } from '../FormParts'

interface Values {
  face: number
  source: string
}

/** A card for money that was paid: whose it is, how much, and what names the payment. The drawer keeps one key, so what is sent again is one card. */
export function IssueDrawer({ programme, member, onClose }: { programme: Programme; member?: { id: string; number: string }; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [key] = useState(() => crypto.randomUUID())
  const [isNamed, setNamed] = useState(member !== undefined)
  const [owner, setOwner] = useState(member)
  const [changed, setChanged] = useState(false)
  const issue = useIssueGift(programme.id)
  const saved = useSaved()
  const unit = 10 ** digitsOf(programme.currency)
  const store = ({ face, source }: Values) => issue.mutate({ key, wanted: { face_minor: Math.round(face * unit), member_id: isNamed ? (owner?.id ?? null) : null, source: source.trim() } }, saved(t('loyalty_gifts.issued')))
  if (issue.data) return <Issued code={issue.data.code} number={isNamed ? owner?.number : undefined} onClose={onClose} />
  return (
    <FormDrawer open title={t('loyalty_gifts.issue')} saveLabel={t('loyalty_gifts.issueNow')} saving={issue.isPending} changed={changed} incomplete={isNamed && !owner} onSave={() => form.submit()} onClose={onClose}>
      {member ? (
        <p>{t('loyalty_gifts.forMember', { number: member.number })}</p>
      ) : (
        <Segmented block value={isNamed ? 'named' : 'bearer'} onChange={(value) => setNamed(value === 'named')} options={(['bearer', 'named'] as const).map((value) => ({ value, label: t(`loyalty_gifts.kinds.${value}`) }))} style={{ marginBottom: 16 }} />
      )}
      {isNamed && !member ? <Owner programme={programme} owner={owner} onOwner={setOwner} /> : null}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ source: '' }} onValuesChange={() => setChanged(true)} onFinish={store}>
        <MoneyField name="face" label={t('loyalty_gifts.field.face', { currency: programme.currency })} />
        <Form.Item name="source" label={t('loyalty_gifts.field.source')} extra={t('loyalty_gifts.sourceHelp')}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      </Form>
      <Note>{t(isNamed ? 'loyalty_gifts.namedNote' : 'loyalty_gifts.bearerNote')}</Note>
    </FormDrawer>
  )
}

interface OwnerProps {
  programme: Programme
  owner: { id: string; number: string } | undefined
  onOwner: (owner: { id: string; number: string } | undefined) => void
}

/** The member by the number on the card; found before anything is issued. */
function Owner({ programme, owner, onOwner }: OwnerProps) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [number, setNumber] = useState('')
  const pages = useMembers(programme.id, { number }, number.length > 5)
  const found = rowsOf(pages)[0]
  if (found && found.member_id !== owner?.id) onOwner({ id: found.member_id, number: found.number })
  const isUnknown = number.length > 5 && pages.data !== undefined && !found
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('loyalty.number')} {...(pages.isError || isUnknown ? { validateStatus: 'error', help: pages.isError ? sentence(pages.error) : t('loyalty_gifts.noSuchMember') } : {})} extra={found ? [found.name, found.number].filter(Boolean).join(' · ') : t('loyalty_gifts.numberHelp')}>
        <Input.Search
          aria-label={t('loyalty.number')}
          autoComplete="off"
          maxLength={20}
          loading={pages.isFetching}
          onChange={() => onOwner(undefined)}
          onSearch={(value) => setNumber(value.trim())}
          enterButton={t('loyalty_gifts.findMember')}
        />
      </Form.Item>
    </Form>
  )
}

/** The code, this once. */
function Issued({ code, number, onClose }: { code: string; number: string | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={t('loyalty_gifts.issue')} onClose={onClose}>
      <p role="status">{number ? t('loyalty_gifts.issuedTo', { number }) : t('loyalty_gifts.issuedBearer')}</p>
      {code ? <RequestId value={code} /> : null}
      <Note>{t(code ? 'loyalty_gifts.codeOnce' : 'loyalty_gifts.codeToldBefore')}</Note>
    </FormDrawer>
  )
}
