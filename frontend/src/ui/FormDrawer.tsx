import { App, Button, Drawer } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNarrow } from '@/lib/screen'
import css from './FormDrawer.module.css'

interface Props {
  open: boolean
  title: string
  saveLabel?: string
  /** Says what closing does, where it is not throwing something away. */
  leaveLabel?: string
  saving?: boolean
  changed?: boolean
  /** Something that is needed was not given yet. */
  incomplete?: boolean
  onSave?: () => void
  onClose: () => void
  extra?: ReactNode
  wide?: boolean
  children: ReactNode
}

/** A form at the side of the page it belongs to; asks before it throws changes away. */
export function FormDrawer(props: Props) {
  const { open, title, saveLabel, leaveLabel, saving = false, changed = false, incomplete = false, onSave, onClose, extra, wide = false, children } = props
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const narrow = useNarrow()
  function leave(): void {
    if (!changed) {
      onClose()
      return
    }
    void modal.confirm({
      title: t('words.discardTitle'),
      content: t('words.discardWhat'),
      okText: t('words.discard'),
      cancelText: t('words.keepEditing'),
      okButtonProps: { danger: true },
      onOk: onClose,
    })
  }
  return (
    <Drawer
      open={open}
      title={title}
      size={narrow ? '100%' : wide ? 720 : 480}
      onClose={leave}
      destroyOnHidden
      footer={
        <div className={css.foot}>
          <div>{extra}</div>
          <div className={css.actions}>
            <Button onClick={leave}>{leaveLabel ?? t(onSave ? 'words.cancel' : 'words.close')}</Button>
            {onSave ? (
              <Button type="primary" loading={saving} disabled={incomplete} onClick={onSave}>
                {saveLabel ?? t('words.save')}
              </Button>
            ) : null}
          </div>
        </div>
      }
    >
      {children}
    </Drawer>
  )
}
