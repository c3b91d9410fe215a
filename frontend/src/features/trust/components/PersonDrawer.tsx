import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { KeyValues } from '@/ui/KeyValues'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { type Colleague, type LinkOutcome, type PersonChange, useChangePerson, useDeactivate, useOpenAccount, usePerson, useResetFactors } from '../api/access'
import { PersonFields } from './PersonFields'
import { PersonStateMark } from './PersonStateMark'
import { ReasonDrawer } from './ReasonDrawer'

interface Props {
  personId: string | undefined
  onClose: () => void
  onLink: (outcome: LinkOutcome, name: string) => void
}

/** One person: what the person has, and what can be changed about it. */
export function PersonDrawer({ personId, onClose, onLink }: Props) {
  const person = usePerson(personId)
  if (!personId) return null
  if (person.data) return <Known key={person.data.id} person={person.data} onClose={onClose} onLink={onLink} />
  return (
    <FormDrawer open title="" onClose={onClose}>
      {person.isError ? <ErrorState error={person.error} onRetry={() => void person.refetch()} /> : <CardSkeleton lines={6} />}
    </FormDrawer>
  )
}

function Known({ person, onClose, onLink }: { person: Colleague } & Omit<Props, 'personId'>) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<PersonChange>()
  const [changed, setChanged] = useState(false)
  const save = useChangePerson(person.id)
  const mayChange = person.is_mine_to_change && person.state !== 'left'
  const given: PersonChange = {
    name: person.name,
    title: person.title,
    language: person.language,
    role_codes: person.roles.map((role) => role.code),
    unit_codes: person.units.map((unit) => unit.code),
    reason: '',
  }
  function finish(change: PersonChange): void {
    save.mutate(
      { ...given, ...change },
      {
        onSuccess: ({ approval_id }) => {
          void message.success(approval_id ? t('trust_people.asked') : t('trust_people.saved'))
          onClose()
        },
        onError: (error) => void message.error(sentence(error)),
      },
    )
  }
  return (
    <FormDrawer
      open
      title={person.name}
      saving={save.isPending}
      changed={changed}
      onSave={mayChange ? () => form.submit() : undefined}
      onClose={onClose}
      extra={person.is_mine_to_change && !person.is_me ? <Deeds person={person} reasonOf={() => form.getFieldValue('reason') as string} onClose={onClose} onLink={onLink} /> : null}
    >
      <Facts person={person} />
      {person.is_mine_to_change ? null : <p className="muted">{t('trust_people.others')}</p>}
      {mayChange ? (
        <Form<PersonChange> form={form} layout="vertical" requiredMark={false} initialValues={given} onValuesChange={() => setChanged(true)} onFinish={finish}>
          {person.is_me ? <p className="muted">{t('trust_people.self')}</p> : null}
          <PersonFields fixed={person.is_me} />
        </Form>
      ) : null}
    </FormDrawer>
  )
}

function Facts({ person }: { person: Colleague }) {
  const { t } = useTranslation()
  return (
    <div style={{ marginBottom: 16 }}>
      <KeyValues
        items={[
          { label: t('trust_people.email'), value: person.email },
          { label: t('trust_people.state'), value: <PersonStateMark person={person} /> },
          { label: t('trust_people.seen'), value: person.last_seen_at ? <Instant at={person.last_seen_at} /> : t('trust_people.never') },
          { label: t('trust_people.linkUntil'), value: person.link_until ? <Instant at={person.link_until} /> : null },
        ]}
      />
    </div>
  )
}

interface DeedProps extends Omit<Props, 'personId'> {
  person: Colleague
  reasonOf: () => string | undefined
}

/** A new link, and leaving; coming back is a new link too. */
function Deeds({ person, reasonOf, onClose, onLink }: DeedProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const open = useOpenAccount(person.id)
  const deactivate = useDeactivate(person.id)
  const onError = (error: unknown) => void message.error(sentence(error))
  async function end(): Promise<void> {
    const question = { title: t('trust_people.deactivateTitle', { name: person.name }), what: t('trust_people.deactivateWhat'), action: t('trust_people.deactivate'), danger: true }
    if (!(await confirm(question))) return
    deactivate.mutate(undefined, {
      onSuccess: () => {
        void message.success(t('trust_people.deactivated'))
        onClose()
      },
      onError,
    })
  }
  function link(): void {
    const reason = reasonOf() ?? ''
    const name = person.name
    open.mutate(reason || t(person.state === 'left' ? 'trust_people.bringBack' : 'trust_people.newLink'), { onSuccess: (outcome) => onLink(outcome, name), onError })
  }
  return (
    <>
      {person.state === 'active' ? <ResetFactors person={person} /> : null}
      <Button type="text" loading={open.isPending} onClick={link}>
        {person.state === 'left' ? t('trust_people.bringBack') : t('trust_people.newLink')}
      </Button>
      {person.state === 'left' ? null : (
        <Button type="text" danger loading={deactivate.isPending} onClick={() => void end()}>
          {t('trust_people.deactivate')}
        </Button>
      )}
    </>
  )
}

/** For a colleague who lost phone and recovery codes; a second person decides. */
function ResetFactors({ person }: { person: Colleague }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [asking, setAsking] = useState(false)
  const reset = useResetFactors(person.id)
  function ask(reason: string): void {
    reset.mutate(reason, {
      onSuccess: ({ approval_id }) => {
        void message.success(approval_id ? t('trust_people.asked') : t('trust_people.factorsReset'))
        setAsking(false)
      },
      onError: (error) => void message.error(sentence(error)),
    })
  }
  return (
    <>
      <Button type="text" onClick={() => setAsking(true)}>
        {t('trust_people.resetFactors')}
      </Button>
      {asking ? (
        <ReasonDrawer
          title={t('trust_people.resetFactorsTitle', { name: person.name })}
          what={t('trust_people.resetFactorsWhat')}
          action={t('trust_people.resetFactors')}
          saving={reset.isPending}
          onClose={() => setAsking(false)}
          onReason={ask}
        />
      ) : null}
    </>
  )
}
