import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { ErrorState, useSentence } from '@/ui/States'
import { type Incident, type IncidentActions, useAffected } from '../../api/incidents'
import css from './Incidents.module.css'

interface Values {
  actor_id?: string
  export_id?: string
  since?: string
  until?: string
}

/** Whom the incident touches, counted from the log, each a door to the guest. */
export function AffectedCard({ incident, actions }: { incident: Incident; actions: IncidentActions }) {
  const { t } = useTranslation()
  const found = useAffected(incident.summary.id)
  const people = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card title={t('trust_incidents.affected')} aside={incident.summary.people > 0 ? t('trust_incidents.counted', { count: incident.summary.people }) : null}>
      {incident.summary.state === 'closed' ? null : <Count actions={actions} />}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && people.length === 0 ? <p className={css.note}>{t('trust_incidents.noAffected')}</p> : null}
      <ul className={css.list}>
        {people.map((one) => (
          <li key={`${one.kind}${one.id}`}>
            {one.record_id ? (
              <Link to="/guests/$guestId" params={{ guestId: one.record_id }}>
                {one.name}
              </Link>
            ) : (
              <span className={css.note}>{t('trust_incidents.unseen')}</span>
            )}
          </li>
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('trust_incidents.more')}
        </Button>
      ) : null}
    </Card>
  )
}

function Count({ actions }: { actions: IncidentActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  function count(values: Values): void {
    const instant = (text?: string) => (text ? new Date(text).toISOString() : null)
    const id = (text?: string) => (text?.trim() ? text.trim() : null)
    const trail = { actor_id: id(values.actor_id), export_id: id(values.export_id), since: instant(values.since), until: instant(values.until) }
    actions.count.mutate(trail, { onSuccess: () => form.resetFields(), onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={count}>
      <p className={css.note}>{t('trust_incidents.countWords')}</p>
      <div className={css.fields}>
        <Form.Item name="actor_id" label={t('trust_incidents.actorId')}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="export_id" label={t('trust_incidents.exportId')}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="since" label={t('trust_incidents.since')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="until" label={t('trust_incidents.until')}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
      <Form.Item>
        <Button htmlType="submit" loading={actions.count.isPending}>
          {t('trust_incidents.countNow')}
        </Button>
      </Form.Item>
    </Form>
  )
}
