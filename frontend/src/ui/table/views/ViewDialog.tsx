import { Checkbox, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ViewChange } from '@/lib/views'
import { useSentence } from '../../States'
import css from './SavedViews.module.css'

type Values = Pick<ViewChange, 'name' | 'is_shared'>

interface Props {
  isNew: boolean
  draft: ViewChange
  leavesOut: boolean
  saving: boolean
  error: Error | null
  onSave: (values: Values) => void
  onClose: () => void
}

/** The name of a view and whether colleagues see it; says what is kept and what never is. */
export function ViewDialog({ isNew, draft, leavesOut, saving, error, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const [form] = Form.useForm<Values>()
  return (
    <Modal
      open
      width={440}
      title={isNew ? t('views.newTitle') : t('views.editTitle')}
      okText={t('words.save')}
      cancelText={t('words.cancel')}
      confirmLoading={saving}
      onOk={form.submit}
      onCancel={onClose}
    >
      {isNew ? (
        <div className={css.note}>
          <p>{t('views.keeps', { count: Object.keys(draft.filters).length })}</p>
          {leavesOut ? <p className={css.left}>{t('views.leavesOut')}</p> : null}
        </div>
      ) : null}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name: draft.name, is_shared: draft.is_shared }} onFinish={onSave}>
        <Form.Item name="name" label={t('views.name')} extra={t('views.nameWords')} rules={[{ required: true, whitespace: true, message: t('views.nameNeeded') }]}>
          <Input maxLength={60} autoComplete="off" placeholder={t('views.nameExample')} />
        </Form.Item>
        <Form.Item name="is_shared" valuePropName="checked" extra={t('views.shareWords')} style={{ marginBottom: 0 }}>
          <Checkbox>{t('views.share')}</Checkbox>
        </Form.Item>
        {error ? (
          <p role="alert" className={css.fault}>
            {sentence(error)}
          </p>
        ) : null}
      </Form>
    </Modal>
  )
}
