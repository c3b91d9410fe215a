import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Named } from '../../api/audiences'

/** How many signs the server takes. */
const NAME_MAX = 80
const NOTE_MAX = 1000

export type Typed = Partial<Named>

/** Returns what was typed as it is sent. */
export const namedOf = (typed: Typed | undefined): Named => ({ name_zh: typed?.name_zh?.trim() ?? '', name_en: typed?.name_en?.trim() ?? '', note: typed?.note?.trim() ?? '' })

/** Whether it has a name; one language is enough. */
export const isNamed = (named: Named) => named.name_zh !== '' || named.name_en !== ''

/** What an audience is called in both languages, and what it is for. */
export function NameFields({ withNote = true }: { withNote?: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="name_zh" label={t('segment_kept.nameZh')}>
        <Input maxLength={NAME_MAX} placeholder={t('segment_kept.nameExample')} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name_en" label={t('segment_kept.nameEn')} extra={t('segment_kept.nameHelp')}>
        <Input maxLength={NAME_MAX} autoComplete="off" />
      </Form.Item>
      {withNote ? (
        <Form.Item name="note" label={t('segment_kept.note')}>
          <Input.TextArea maxLength={NOTE_MAX} autoSize={{ minRows: 2, maxRows: 8 }} placeholder={t('segment_kept.noteExample')} />
        </Form.Item>
      ) : null}
    </>
  )
}
