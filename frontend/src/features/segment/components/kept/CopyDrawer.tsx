import { useNavigate } from '@tanstack/react-router'
import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { type Audience, useCopyAudience } from '../../api/audiences'
import { isNamed, NameFields, namedOf, type Typed } from './NameFields'

/** Keeps the members of now as an audience of its own, which nothing changes. */
export function CopyDrawer({ one, onClose }: { one: Audience; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [form] = Form.useForm<Typed>()
  const copy = useCopyAudience(one.id)
  const { name_zh, name_en } = namedOf(Form.useWatch([], form))
  const saved = useSaved()
  const first = { name_zh: `${one.name.zh} ${one.made_on ?? ''}`, name_en: one.name.en === one.name.zh ? '' : `${one.name.en} ${one.made_on ?? ''}` }
  function send(): void {
    const answers = saved(t('segment_kept.copied'))
    copy.mutate({ name_zh, name_en }, { onError: answers.onError, onSuccess: (id) => { answers.onSuccess(); void navigate({ to: '/audiences/$audienceId', params: { audienceId: id } }); onClose() } })
  }
  return (
    <FormDrawer open title={t('segment_kept.copy')} saveLabel={t('segment_kept.copyNow')} saving={copy.isPending} incomplete={!isNamed({ name_zh, name_en, note: '' })} onSave={send} onClose={onClose}>
      <Note>{t('segment_kept.copyWords', { members: countText(one.members) })}</Note>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={first}>
        <NameFields withNote={false} />
      </Form>
    </FormDrawer>
  )
}
