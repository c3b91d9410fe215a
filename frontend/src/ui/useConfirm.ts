import { App } from 'antd'
import { useTranslation } from 'react-i18next'

interface Question {
  title: string
  /** What will happen, and whether it can be undone. */
  what: string
  /** The verb itself: "Cancel the run", never "OK". */
  action: string
  danger?: boolean
}

/** Asks before something that matters; resolves to whether the person said yes. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp()
  const { t } = useTranslation()
  return async ({ title, what, action, danger = false }) => {
    const yes = await modal.confirm({
      title,
      content: what,
      okText: action,
      cancelText: t('words.notNow'),
      okButtonProps: { danger },
      focusable: { autoFocusButton: danger ? 'cancel' : 'ok' },
    })
    return yes
  }
}
