import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Buttons, Line, Lines, Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import type { IncidentActions, IncidentNotice } from '../../api/incidents'
import { fieldTime } from './IncidentDrawer'
import css from './Incidents.module.css'

/** The notices as they stood when they were drawn up, in both languages. */
export function NoticesCard({ notices, actions }: { notices: readonly IncidentNotice[]; actions: IncidentActions }) {
  const { t } = useTranslation()
  return (
    <Card title={t('trust_incidents.notices')}>
      {notices.length === 0 ? <Note>{t('trust_incidents.noNotices')}</Note> : null}
      <Lines>
        {notices.map((notice) => (
          <li key={notice.id}>
            <Notice notice={notice} actions={actions} />
          </li>
        ))}
      </Lines>
    </Card>
  )
}

function Notice({ notice, actions }: { notice: IncidentNotice; actions: IncidentActions }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [sending, setSending] = useState(false)
  const [shown, show] = useState<'zh' | 'en' | null>(null)
  return (
    <>
      <Line>
        <strong>{said(notice.title)}</strong>
        <span>{notice.sent_at ? <Instant at={notice.sent_at} /> : null}</span>
      </Line>
      <Note>
        {t('trust_incidents.madeAt')} <Instant at={notice.made_at} />
        {notice.sent_at ? ` · ${t('trust_incidents.sentBy', { name: notice.sent_by })} · ${notice.how}` : ''}
      </Note>
      <Buttons>
        {(['zh', 'en'] as const).map((language) => (
          <Button key={language} size="small" aria-pressed={shown === language} onClick={() => show(shown === language ? null : language)}>
            {language === 'zh' ? '中文' : 'English'}
          </Button>
        ))}
        {notice.sent_at ? null : (
          <Button size="small" type="primary" onClick={() => setSending(true)}>
            {t('trust_incidents.markSent')}
          </Button>
        )}
      </Buttons>
      {shown ? (
        <>
          <pre className={css.text} lang={shown === 'zh' ? 'zh-CN' : 'en'}>
            {notice.text[shown]}
          </pre>
          <Button size="small" onClick={() => void navigator.clipboard.writeText(notice.text[shown])}>
            {t('trust_incidents.copy')}
          </Button>
        </>
      ) : null}
      {sending ? <Sending notice={notice} actions={actions} onClose={() => setSending(false)} /> : null}
    </>
  )
}

function Sending({ notice, actions, onClose }: { notice: IncidentNotice; actions: IncidentActions; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [form] = Form.useForm<{ how: string; sent_at: string }>()
  const needed = [{ required: true, message: t('trust_incidents.needed') }]
  function save({ how, sent_at }: { how: string; sent_at: string }): void {
    const sent = { notice_id: notice.id, how, sent_at: new Date(sent_at).toISOString() }
    actions.sent.mutate(sent, { onSuccess: onClose, onError: (error) => void message.error(sentence(error)) })
  }
  return (
    <Modal open width={480} title={t('trust_incidents.markSent')} okText={t('words.save')} cancelText={t('words.cancel')} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ sent_at: fieldTime(new Date().toISOString()) }} onFinish={save}>
        <Form.Item name="how" label={t('trust_incidents.how')} rules={needed}>
          <Input maxLength={500} placeholder={t('trust_incidents.howExample')} />
        </Form.Item>
        <Form.Item name="sent_at" label={t('trust_incidents.sentAt')} rules={needed}>
          <Input type="datetime-local" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
