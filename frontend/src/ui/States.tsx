import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '@/lib/http'
import { Icon, type IconName } from './Icon'
import css from './States.module.css'

interface Props {
  icon?: IconName
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}

/** Nothing here yet: one sentence why, one sentence what to do, one button that does it. */
export function EmptyState({ icon = 'file', title, children, action }: Props) {
  return (
    <div className={css.state}>
      <span className={css.mark}>
        <Icon name={icon} size={26} />
      </span>
      <p className={css.title}>{title}</p>
      {children ? <div className={css.words}>{children}</div> : null}
      {action ? <div className={css.action}>{action}</div> : null}
    </div>
  )
}

/** A number to give to whoever helps; one click copies it. */
export function RequestId({ value }: { value: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  if (!value) return null
  return (
    <button
      type="button"
      className={css.id}
      onClick={() => {
        void navigator.clipboard.writeText(value).then(() => setCopied(true))
      }}
    >
      <span className="mono">{value}</span>
      <Icon name={copied ? 'check' : 'copy'} size={14} />
      <span>{copied ? t('words.copied') : t('words.copy')}</span>
    </button>
  )
}

/** Returns the sentence to show for a failure of any kind. */
export function useSentence(): (error: unknown) => string {
  const { t } = useTranslation()
  return (error) => {
    if (!(error instanceof Problem)) return t('words.errorPage')
    if (error.code === 'unreachable') return t('words.errorUnreachable')
    if (error.code === 'permission_missing') return t('words.noPermissionWho')
    if (error.message) return error.message
    if (error.status === 404) return t('words.errorNotFound')
    return error.status >= 500 ? t('words.errorServer') : t('words.errorRequest')
  }
}

export function NoPermission({ children }: { children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <EmptyState icon="lock" title={t('words.noPermission')}>
      {children ?? t('words.noPermissionWho')}
    </EmptyState>
  )
}

/** What went wrong, what to do, and the number to quote. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const sentence = useSentence()
  const problem = error instanceof Problem ? error : null
  if (problem?.status === 403) return <NoPermission>{sentence(problem)}</NoPermission>
  const missing = problem?.status === 404
  return (
    <div role="alert">
      <EmptyState
        icon={missing ? 'search' : 'alert'}
        title={missing ? t('words.errorNotFoundTitle') : t('words.errorTitle')}
        action={
          <>
            {onRetry && !missing ? <Button onClick={onRetry}>{t('words.retry')}</Button> : null}
            <RequestId value={problem?.requestId ?? ''} />
          </>
        }
      >
        {sentence(error)}
      </EmptyState>
    </div>
  )
}
