import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import type { RequestActions, SubjectRequest } from '../../api/requests'
import { ReasonDialog } from './ReasonDialog'

type Asked = 'refuse' | 'extend' | 'lift'

interface Props {
  request: SubjectRequest
  actions: RequestActions
}

/** The usual next step of a request, and what else can be done with it. */
export function RequestPrimary({ request, actions }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const [asked, setAsked] = useState(false)
  const onError = (error: unknown) => void message.error(sentence(error))
  const { state, kind, identity_checked, people } = request.summary
  async function start(): Promise<void> {
    const question = { title: t('trust_requests.eraseTitle', { count: people }), what: t('trust_requests.eraseWhat'), action: t('trust_requests.erase'), danger: true }
    if (kind !== 'delete' || (await confirm(question))) actions.start.mutate(undefined, { onError })
  }
  if (state === 'received' || state === 'approval') {
    return (
      <Button type="primary" danger={kind === 'delete'} disabled={!identity_checked || state === 'approval'} loading={actions.start.isPending} onClick={() => void start()}>
        {kind === 'delete' ? t('trust_requests.erase') : t('trust_requests.start')}
      </Button>
    )
  }
  if (state !== 'ready') return null
  return (
    <>
      <Button type="primary" onClick={() => setAsked(true)}>
        {t('trust_requests.answer')}
      </Button>
      {asked ? (
        <ReasonDialog
          title={t('trust_requests.answer')}
          words={t('trust_requests.ask.answer')}
          action={t('trust_requests.answer')}
          onSave={(text) => actions.answer.mutate(text, { onError })}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </>
  )
}

export function RequestMore({ request, actions }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [asked, setAsked] = useState<Asked | null>(null)
  const onError = (error: unknown) => void message.error(sentence(error))
  const { state, kind } = request.summary
  const isOver = state === 'answered' || state === 'refused'
  const offered: Asked[] = []
  if (!isOver) offered.push('extend')
  if (state === 'received' || state === 'approval') offered.push('refuse')
  if ((kind === 'restrict' || kind === 'object') && (state === 'ready' || state === 'answered')) offered.push('lift')
  if (offered.length === 0) return null
  function save(text: string, day: string): void {
    if (asked === 'refuse') actions.refuse.mutate(text, { onError })
    if (asked === 'lift') actions.lift.mutate(text, { onError })
    if (asked === 'extend') actions.extend.mutate({ until: day, because: text }, { onError })
  }
  return (
    <>
      <Dropdown menu={{ items: offered.map((key) => ({ key, label: t(`trust_requests.do.${key}`) })), onClick: ({ key }) => setAsked(key as Asked) }} trigger={['click']}>
        <Button>{t('trust_requests.otherwise')}</Button>
      </Dropdown>
      {asked ? (
        <ReasonDialog
          title={t(`trust_requests.do.${asked}`)}
          words={t(`trust_requests.ask.${asked}`)}
          action={t(`trust_requests.do.${asked}`)}
          danger={asked === 'refuse'}
          withDay={asked === 'extend'}
          onSave={save}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  )
}
