import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { Buttons, Fields, Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import { type Compared, givenFields, type GivenValues, type RequestActions, type SubjectRequest } from '../../api/requests'
import css from './Request.module.css'
import { ReasonDialog } from './ReasonDialog'

/** Compares what the person says with what is held: match or no match, and nothing else is shown. */
export function IdentityCard({ request, actions }: { request: SubjectRequest; actions: RequestActions }) {
  const { t } = useTranslation()
  const isOpen = request.summary.state === 'received'
  const checked = request.summary.identity_checked
  return (
    <Card title={t('trust_requests.identity')} aside={<Tag tone={checked ? 'jade' : 'amber'}>{checked ? t('trust_requests.checked') : t('trust_requests.unchecked')}</Tag>}>
      {request.identity.length > 0 ? <Results compared={request.identity} /> : null}
      {checked ? (
        <Note>
          {request.identity_by ? t('trust_requests.checkedBy', { name: request.identity_by }) : t('trust_requests.checked')} <Instant at={request.identity_at} />
          {request.identity_waived ? <span className={css.block}>{t('trust_requests.waived', { because: request.identity_waived })}</span> : null}
        </Note>
      ) : isOpen ? (
        <Compare actions={actions} />
      ) : null}
    </Card>
  )
}

function Results({ compared }: { compared: readonly Compared[] }) {
  const { t } = useTranslation()
  return (
    <ul className={css.results}>
      {compared.map((one) => (
        <li key={one.field} data-tone={one.matches === null ? 'grey' : one.matches ? 'jade' : 'cinnabar'}>
          <Icon name={one.matches === null ? 'more' : one.matches ? 'check' : 'cross'} size={14} />
          {t(`trust_requests.given.${one.field as (typeof givenFields)[number]}`)}
          <span>{one.matches === null ? t('trust_requests.notHeld') : one.matches ? t('trust_requests.matches') : t('trust_requests.differs')}</span>
        </li>
      ))}
    </ul>
  )
}

function Compare({ actions }: { actions: RequestActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<GivenValues>()
  const [waiving, setWaiving] = useState(false)
  const onError = (error: unknown) => void message.error(sentence(error))
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => actions.identify.mutate(given, { onError })}>
      <Note>{t('trust_requests.compareWords')}</Note>
      <Fields>
        {givenFields.map((field) => (
          <Form.Item key={field} name={field} label={t(`trust_requests.given.${field}`)} initialValue="">
            <Input autoComplete="off" type={field === 'birth_date' ? 'date' : 'text'} />
          </Form.Item>
        ))}
      </Fields>
      <Buttons>
        <Button type="primary" htmlType="submit" loading={actions.identify.isPending}>
          {t('trust_requests.compare')}
        </Button>
        <Button onClick={() => setWaiving(true)}>{t('trust_requests.waive')}</Button>
      </Buttons>
      {waiving ? (
        <ReasonDialog
          title={t('trust_requests.waive')}
          words={t('trust_requests.waiveWords')}
          action={t('words.save')}
          onSave={(text) => actions.waive.mutate(text, { onError })}
          onClose={() => setWaiving(false)}
        />
      ) : null}
    </Form>
  )
}
