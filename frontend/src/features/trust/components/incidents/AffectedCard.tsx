import { Link } from '@tanstack/react-router'
import { App, AutoComplete, Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import { rowsOf } from '@/lib/pages'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Fields, Lines, Note } from '@/ui/Layout'
import { ErrorState, useSentence } from '@/ui/States'
import { useActorsSeen } from '../../api/audit'
import { useExports } from '../../api/exports'
import { type Incident, type IncidentActions, useAffected } from '../../api/incidents'

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
      {found.isSuccess && people.length === 0 ? <Note>{t('trust_incidents.noAffected')}</Note> : null}
      <Lines>
        {people.map((one) => (
          <li key={`${one.kind}${one.id}`}>
            {one.guest_id ? (
              <Link to="/guests/$guestId" params={{ guestId: one.guest_id }}>
                {one.name}
              </Link>
            ) : (
              <span className="muted">{t('trust_incidents.unseen')}</span>
            )}
          </li>
        ))}
      </Lines>
      {found.hasNextPage ? (
        <Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('trust_incidents.more')}
        </Button>
      ) : null}
    </Card>
  )
}

interface Choice {
  value: string
  label: string
}

function isLike(typed: string, choice?: Choice): boolean {
  return (choice?.label ?? '').toLowerCase().includes(typed.toLowerCase())
}

/** People and exports by name: an incident is traced through what one of them did, or what one of them held. */
function useChoices(): { actors: Choice[]; exports: Choice[] } {
  const { t } = useTranslation()
  const { instant } = useFormat()
  const mayAudit = useMay('view_audit')
  const seen = useActorsSeen(mayAudit)
  const made = useExports(undefined)
  return {
    actors: (seen.data ?? []).map(([value, label]) => ({ value, label })),
    exports: rowsOf(made).map((one) => ({ value: one.id, label: `${instant(one.asked_at)} · ${one.asked_by_name} · ${t('trust_incidents.exportOf', { count: one.people })}` })),
  }
}

function Count({ actions }: { actions: IncidentActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  const { actors, exports } = useChoices()
  function count(values: Values): void {
    const instant = (text?: string) => (text ? new Date(text).toISOString() : null)
    const id = (text?: string) => (text?.trim() ? text.trim() : null)
    const trail = { actor_id: id(values.actor_id), export_id: id(values.export_id), since: instant(values.since), until: instant(values.until) }
    actions.count.mutate(trail, { onSuccess: () => form.resetFields(), onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={count}>
      <Note>{t('trust_incidents.countWords')}</Note>
      <Fields>
        <Form.Item name="actor_id" label={t('trust_incidents.actorId')}>
          <AutoComplete allowClear options={actors} showSearch={{ filterOption: isLike }} placeholder={t('trust_incidents.actorHint')} />
        </Form.Item>
        <Form.Item name="export_id" label={t('trust_incidents.exportId')}>
          <Select allowClear options={exports} showSearch={{ filterOption: isLike }} placeholder={t('trust_incidents.exportHint')} />
        </Form.Item>
        <Form.Item name="since" label={t('trust_incidents.since')}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="until" label={t('trust_incidents.until')}>
          <Input type="datetime-local" />
        </Form.Item>
      </Fields>
      <Form.Item>
        <Button htmlType="submit" loading={actions.count.isPending}>
          {t('trust_incidents.countNow')}
        </Button>
      </Form.Item>
    </Form>
  )
}
