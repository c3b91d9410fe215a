import { Alert, Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { useSaved } from '@/ui/useSaved'
import { type AudienceDetail, useKeepAudience, useSaveAudience } from '../../api/audiences'
import type { Definition } from '../../api/sandbox'
import { Meanwhile } from './Meanwhile'
import { isNamed, NameFields, namedOf, type Typed } from './NameFields'

interface Props {
  /** The audience that is changed, and the revision the change began from; none: it is kept as a new one. */
  opened?: { detail: AudienceDetail; seen: number }
  /** None of a list or a copy: only what it is called is changed. */
  definition: Definition | null
  sentence: string
  /** Conditions that say nothing yet and are not kept. */
  unfinished?: number
  /** The conditions are not what is changed here. */
  onlyName?: boolean
  onSaved: (id: string) => void
  onClose: () => void
}

/** What an audience is called and what it is for. Where somebody saved in between, says who and when; nothing that was written is lost. */
export function SaveDrawer({ opened, definition, sentence, unfinished = 0, onlyName = false, onSaved, onClose }: Props) {
  const { t } = useTranslation()
  const sentenceOf = useSentence()
  const saved = useSaved()
  const [form] = Form.useForm<Typed>()
  const named = namedOf(Form.useWatch([], form))
  const { keep, save } = useBoth(opened?.detail.audience.id ?? '')
  const done = (id: string) => saved(t('segment_kept.saved'), () => onSaved(id)).onSuccess()
  const audience = opened?.detail.audience
  const isBehind = opened !== undefined && opened.detail.audience.revision !== opened.seen
  const error = save.error ?? keep.error
  const isConflict = error instanceof Problem && error.code === 'audience_changed'
  const asNew = () => {
    save.reset()
    keep.mutate({ ...named, definition }, { onSuccess: done })
  }
  function send(): void {
    if (!opened) asNew()
    else save.mutate({ ...named, definition, seen_revision: isBehind ? opened.detail.audience.revision : opened.seen }, { onSuccess: () => done(opened.detail.audience.id) })
  }
  const another =
    opened && definition && !onlyName ? (
      <Button disabled={!isNamed(named)} loading={keep.isPending} onClick={asNew}>
        {t('segment_kept.asNew')}
      </Button>
    ) : null
  const first = { name_zh: audience?.name.zh ?? '', name_en: audience && audience.name.en !== audience.name.zh ? audience.name.en : '', note: audience?.note ?? '' }
  return (
    <FormDrawer
      open
      title={t(onlyName ? 'segment_kept.rename' : opened ? 'segment_kept.saveChanges' : 'segment_kept.keepTitle')}
      saveLabel={t(isBehind ? 'segment_kept.saveOver' : 'segment_kept.save')}
      saving={save.isPending || (!opened && keep.isPending)}
      changed={form.isFieldsTouched()}
      incomplete={!isNamed(named)}
      extra={another}
      onSave={send}
      onClose={onClose}
    >
      {opened && isBehind ? <Meanwhile detail={opened.detail} /> : null}
      {sentence ? <Note>{sentence}</Note> : null}
      {unfinished > 0 ? <Alert type="info" showIcon title={t('segment_kept.unfinished', { count: unfinished })} /> : null}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={first}>
        <NameFields />
      </Form>
      {error && !isConflict ? <Alert type="error" showIcon title={sentenceOf(error)} role="alert" /> : null}
    </FormDrawer>
  )
}

function useBoth(id: string) {
  return { keep: useKeepAudience(), save: useSaveAudience(id) }
}
