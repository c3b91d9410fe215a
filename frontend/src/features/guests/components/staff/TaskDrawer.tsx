import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { type Task, useChangeTask, usePeers, useStepTask } from '../../api/staff'
import { useSaved } from '@/ui/useSaved'

interface Fields {
  text: string
  due_on: string
  assignee_id: string
}

/** An open task to be changed: what, until when, by whom; or to be cancelled. */
export function TaskDrawer({ task, guestId, onClose }: { task: Task; guestId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const [changed, setChanged] = useState(false)
  const peers = usePeers(guestId)
  const change = useChangeTask()
  const step = useStepTask()
  const saved = useSaved()
  const people = peers.data?.map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))
  const needed = [{ required: true, whitespace: true, message: t('staff.needed') }]
  const cancel = () => step.mutate({ id: task.id, state: 'cancelled', version: task.version }, saved(t('staff.taskCancelled'), onClose))
  return (
    <FormDrawer
      open
      title={t('staff.editTask')}
      saving={change.isPending}
      changed={changed}
      onSave={() => form.submit()}
      onClose={onClose}
      extra={
        <Button danger type="text" loading={step.isPending} onClick={cancel}>
          {t('staff.cancelTask')}
        </Button>
      }
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ text: task.text, due_on: task.due_on, assignee_id: task.assignee_id }}
        onValuesChange={() => setChanged(true)}
        onFinish={(fields) => change.mutate({ id: task.id, version: task.version, ...fields }, saved(t('staff.saved'), onClose))}
      >
        <Form.Item name="text" label={t('staff.taskText')} rules={needed}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="due_on" label={t('staff.dueOn')} rules={needed}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="assignee_id" label={t('staff.person')} rules={needed}>
          <Select loading={peers.isPending} showSearch={{ optionFilterProp: 'label' }} options={people ?? [{ value: task.assignee_id, label: task.assignee_name }]} />
        </Form.Item>
      </Form>
    </FormDrawer>
  )
}
