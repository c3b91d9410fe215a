import { App, Form, Input, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { type Notice, type NoticeDraft, useAskedAgain, usePublish } from '../api/consents'
import css from './Consent.module.css'

interface Props {
  open: boolean
  code: string
  newest: Notice | undefined
  onClose: () => void
}

/** The next version: both languages, what changed, and a look at who would have to be asked again. */
export function PublishDrawer({ open, code, newest, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const [form] = Form.useForm<NoticeDraft>()
  const [changed, setChanged] = useState(false)
  const publish = usePublish(code)
  async function send(draft: NoticeDraft): Promise<void> {
    const what = draft.asks_again ? t('trust_consent.publishAgainWhat') : t('trust_consent.publishWhat')
    if (!(await confirm({ title: t('trust_consent.publishTitle'), what, action: t('trust_consent.publish') }))) return
    publish.mutate(draft, {
      onSuccess: ({ version }) => {
        void message.success(t('trust_consent.published', { version }))
        onClose()
      },
      onError: (error) => void message.error(sentence(error)),
    })
  }
  const initial = { text_zh: newest?.text.zh ?? '', text_en: newest?.text.en ?? '', change_zh: '', change_en: '', asks_again: false }
  return (
    <FormDrawer wide open={open} title={t('trust_consent.publishNext')} saveLabel={t('trust_consent.publish')} saving={publish.isPending} changed={changed} onSave={() => form.submit()} onClose={onClose}>
      <Form<NoticeDraft> form={form} layout="vertical" requiredMark={false} initialValues={initial} onValuesChange={() => setChanged(true)} onFinish={(draft) => void send(draft)}>
        <Texts isFirst={!newest} />
        {newest ? <AsksAgain code={code} /> : null}
      </Form>
    </FormDrawer>
  )
}

function Texts({ isFirst }: { isFirst: boolean }) {
  const { t } = useTranslation()
  const needed = [{ required: true, whitespace: true, message: t('trust_consent.needed') }]
  const long = { autoSize: { minRows: 8, maxRows: 20 }, maxLength: 10_000 }
  return (
    <>
      <div className={css.sides}>
        <Form.Item name="text_zh" label={t('trust_consent.textZh')} rules={needed}>
          <Input.TextArea {...long} lang="zh-CN" />
        </Form.Item>
        <Form.Item name="text_en" label={t('trust_consent.textEn')} rules={needed}>
          <Input.TextArea {...long} lang="en" />
        </Form.Item>
      </div>
      {isFirst ? null : (
        <div className={css.sides}>
          <Form.Item name="change_zh" label={t('trust_consent.changeZh')} rules={needed}>
            <Input maxLength={500} />
          </Form.Item>
          <Form.Item name="change_en" label={t('trust_consent.changeEn')} rules={needed}>
            <Input maxLength={500} />
          </Form.Item>
        </div>
      )}
    </>
  )
}

function AsksAgain({ code }: { code: string }) {
  const { t } = useTranslation()
  const again = Form.useWatch((values: Partial<NoticeDraft>) => values.asks_again)
  const { data = [] } = useAskedAgain(code)
  const total = data.reduce((sum, one) => sum + one.guests, 0)
  return (
    <>
      <Form.Item name="asks_again" label={t('trust_consent.asksAgainTitle')} valuePropName="checked" extra={t('trust_consent.asksAgainHelp')}>
        <Switch />
      </Form.Item>
      {again ? (
        <div className={css.preview} role="status">
          <p>{t('trust_consent.askedAgain', { count: total, total: countText(total) })}</p>
          <ul>
            {data.map((one) => (
              <li key={one.channel}>
                <span>{t(`trust_consent.channel.${one.channel}`)}</span>
                <span>{countText(one.guests)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}
