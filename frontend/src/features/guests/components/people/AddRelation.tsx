import { Form, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { type RelationFields, useAddRelation, useFoundGuests } from '../../api/people'
import { useGuestName } from '../name'
import { useSaved } from '@/ui/useSaved'
import { useKindWords } from './PeopleCard'

interface Fields {
  other_id: string
  how: string
}

type Way = Pick<RelationFields, 'kind' | 'is_from'>

const both = (kind: Way['kind']): Way[] => [false, true].map((is_from) => ({ kind, is_from }))
const ways: Way[] = [{ kind: 'household', is_from: true }, { kind: 'companion', is_from: true }, ...both('booker_for'), ...both('assistant_of'), ...both('payer_for')]
const codeOf = ({ kind, is_from }: Way) => `${kind} ${is_from ? 'from' : 'to'}`

/** Writes down how another guest stands to this one. */
export function AddRelation({ guestId, onClose }: { guestId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const words = useKindWords()
  const nameOf = useGuestName()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const [text, setText] = useState('')
  const found = useFoundGuests(useDeferredValue(text))
  const add = useAddRelation(guestId)
  const saved = useSaved()
  const needed = { required: true, message: t('staff.needed') }
  const finish = ({ other_id, how }: Fields) => {
    const chosen = ways.find((one) => codeOf(one) === how)
    if (chosen) add.mutate({ other_id, ...chosen }, saved(t('people.done.add'), onClose))
  }
  return (
    <FormDrawer open title={t('people.addTitle')} saving={add.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onValuesChange={() => setChanged(true)} onFinish={finish}>
        <Form.Item name="other_id" label={t('people.who')} rules={[needed]}>
          <Select
            showSearch={{ filterOption: false, onSearch: setText }}
            placeholder={t('people.whoHint')}
            loading={found.isFetching}
            notFoundContent={text && !found.isFetching ? t('people.noneFound') : null}
            options={(found.data?.items ?? []).filter((one) => one.guest_id !== guestId).map((one) => ({ value: one.guest_id, label: [nameOf(one), one.phone, one.place].filter(Boolean).join(' · ') }))}
          />
        </Form.Item>
        <Form.Item name="how" label={t('people.how')} extra={t('people.howHint')} rules={[needed]}>
          <Select options={ways.map((one) => ({ value: codeOf(one), label: words(one) }))} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
