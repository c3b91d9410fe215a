import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/ui/FormDrawer'
import { Instant } from '@/ui/Money'
import { type StaffMoment, useChangeNote, useNoteVersions } from '../../api/staff'
import css from './Staff.module.css'
import { useSaved } from '@/ui/useSaved'

/** A note to be changed, and every text it had before. */
export function NoteDrawer({ note, onClose }: { note: StaffMoment; onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(note.text)
  const versions = useNoteVersions(note.id)
  const change = useChangeNote()
  const saved = useSaved()
  const former = (versions.data ?? []).slice(1)
  const save = () => change.mutate({ id: note.id, text, version: note.version, mention_ids: [] }, saved(t('staff.saved'), onClose))
  return (
    <FormDrawer open title={t('staff.editNote')} saving={change.isPending} changed={text !== note.text} onSave={save} onClose={onClose}>
      <Input.TextArea value={text} maxLength={5000} autoSize={{ minRows: 5, maxRows: 16 }} aria-label={t('staff.editNote')} onChange={(event) => setText(event.target.value)} />
      {former.length > 0 ? (
        <>
          <h3>{t('staff.before')}</h3>
          <ul className={css.list}>
            {former.map((one) => (
              <li key={one.version} className={css.item}>
                <div className={css.text}>{one.text}</div>
                <span />
                <small>
                  {one.by_name} · <Instant at={one.at} />
                </small>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </FormDrawer>
  )
}
