import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AudienceDetail } from '../../api/audiences'
import type { Definition } from '../../api/sandbox'
import { forget } from './drafts'
import { SaveDrawer } from './SaveDrawer'

interface Props {
  opened: { detail: AudienceDetail; seen: number } | undefined
  definition: Definition
  sentence: string
  unfinished: number
  /** There is nothing to keep yet, or something in it cannot be read. */
  isOff: boolean
}

/** Keeps what was written, and leads to the audience. */
export function SaveTool({ opened, definition, sentence, unfinished, isOff }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  function toAudience(id: string): void {
    forget(opened?.detail.audience.id ?? '')
    void navigate({ to: '/audiences/$audienceId', params: { audienceId: id } })
  }
  return (
    <>
      <Button type="primary" disabled={isOff} onClick={() => setOpen(true)}>
        {t('segment_kept.saveOpen')}
      </Button>
      {open ? <SaveDrawer opened={opened} definition={definition} sentence={sentence} unfinished={unfinished} onSaved={toAudience} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
