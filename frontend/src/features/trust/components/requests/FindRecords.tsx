import { Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSentence } from '@/ui/States'
import { type FoundRecord, useAlike, useFindRecords } from '../../api/requests'

const fields = ['phone', 'email', 'document'] as const

interface Props {
  chosen: readonly string[]
  onChoose: (ids: string[]) => void
}

/** Looks for the person under what they told us, in every source; the officer says which records are meant. */
export function FindRecords({ chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const find = useFindRecords()
  const [given, give] = useState({ phone: '', email: '', document: '', name: '', birth_date: '' })
  const look = () => find.mutate(given, { onSuccess: (found) => onChoose(found.map((one) => one.record_id)) })
  return (
    <>
      {fields.map((field) => (
        <Form.Item key={field} label={t(`trust_requests.given.${field}`)} htmlFor={`find-${field}`}>
          <Input id={`find-${field}`} autoComplete="off" value={given[field]} onChange={(event) => give({ ...given, [field]: event.target.value })} onPressEnter={look} />
        </Form.Item>
      ))}
      <Form.Item>
        <Button onClick={look} loading={find.isPending} disabled={!fields.some((field) => given[field].trim())}>
          {t('trust_requests.find')}
        </Button>
      </Form.Item>
      {find.error ? <p role="alert">{sentence(find.error)}</p> : null}
      {find.data ? <Found found={find.data} chosen={chosen} onChoose={onChoose} /> : null}
    </>
  )
}

/** Beside the record of the page: others that may be the same person, for the officer to decide. */
export function AlikeRecords({ recordId, chosen, onChoose }: Props & { recordId: string }) {
  const { t } = useTranslation()
  const { data = [] } = useAlike(recordId)
  if (data.length === 0) return null
  return (
    <>
      <p className="muted">{t('trust_requests.alike')}</p>
      <Found found={data} chosen={chosen} onChoose={onChoose} />
    </>
  )
}

function Found({ found, chosen, onChoose }: Props & { found: FoundRecord[] }) {
  const { t } = useTranslation()
  if (found.length === 0) return <p className="muted">{t('trust_requests.foundNone')}</p>
  return (
    <Form.Item label={t('trust_requests.found', { count: found.length })}>
      <Checkbox.Group
        style={{ display: 'grid', gap: 8 }}
        value={[...chosen]}
        onChange={onChoose}
        options={found.map((one) => ({ value: one.record_id, label: `${one.name || t('trust_requests.nameless')} · ${one.source_name}` }))}
      />
    </Form.Item>
  )
}
