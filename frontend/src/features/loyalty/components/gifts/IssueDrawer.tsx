import { Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { CopyText } from '@/ui/loyalty/CopyText'
import { useSaved } from '@/ui/useSaved'
import { useIssueGift } from '../../api/gifts'
import type { Programme } from '../../api/programmes'
import { MoneyField } from '../FormParts'
import { type FoundMember, MemberField } from '../MemberField'

interface Values {
  face: number
  source: string
}

/** A card for money that was paid: whose it is, how much, and what names the payment. The drawer keeps one key, so what is sent again is one card. */
export function IssueDrawer({ programme, member, onClose }: { programme: Programme; member?: FoundMember; onClose: () => void }) {
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
      {isNamed && !member ? <MemberField programme={programme} member={owner} onMember={setOwner} /> : null}
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

/** The code, this once. */
function Issued({ code, number, onClose }: { code: string; number: string | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={t('loyalty_gifts.issue')} onClose={onClose}>
      <p role="status">{number ? t('loyalty_gifts.issuedTo', { number }) : t('loyalty_gifts.issuedBearer')}</p>
      {code ? <CopyText text={code} /> : null}
      <Note>{t(code ? 'loyalty_gifts.codeOnce' : 'loyalty_gifts.codeToldBefore')}</Note>
    </FormDrawer>
  )
}
