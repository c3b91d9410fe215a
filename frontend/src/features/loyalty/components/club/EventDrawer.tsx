import { Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Fields, Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type Club, type ClubEvent, useSetEvent } from '../../api/clubs'
import type { Programme } from '../../api/programmes'
import { DayField, NameFields, useNeeded, WholeField } from '../FormParts'
import { emptyEvent, eventOf, type EventValues, valuesOfEvent } from './eventValues'

/** An event: when, where, for how many. */
export function EventDrawer({ programme, club, event, onClose }: { programme: Programme; club: Club; event: ClubEvent | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<EventValues>()
  const [changed, setChanged] = useState(false)
  const set = useSetEvent(club.id)
  const saved = useSaved()
  const needed = useNeeded()
  const values = event ? valuesOfEvent(event) : emptyEvent()
  return (
    <FormDrawer open title={t(event ? 'loyalty_club.editEvent' : 'loyalty_club.addEvent')} saving={set.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={values} onValuesChange={() => setChanged(true)} onFinish={(wanted) => set.mutate(eventOf({ ...values, ...wanted }), saved(t('loyalty_club.eventSaved'), onClose))}>
        <Fields>
          <NameFields codeLabel={t('loyalty.code')} isFixed={event !== undefined} />
          <Form.Item name="place" label={t('loyalty_club.field.place')} rules={needed}>
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item name="starts" label={t('loyalty_club.field.starts')} rules={needed}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item name="ends" label={t('loyalty_club.field.ends')} rules={needed}>
            <Input type="datetime-local" />
          </Form.Item>
          <WholeField name="places" label={t('loyalty_club.field.places')} max={100_000} />
          <WholeField name="guests_most" label={t('loyalty_club.field.guests_most')} min={0} max={20} />
          <DayField name="reply_until" label={t('loyalty_club.field.reply_until')} isNeeded />
        </Fields>
      </Form>
      <Note>{t('loyalty_club.eventNote', { zone: programme.time_zone })}</Note>
    </FormDrawer>
  )
}
