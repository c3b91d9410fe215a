import { Button } from 'antd'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/ui/States'

export function Missing() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon="search"
      title={t('words.errorNotFoundTitle')}
      action={
        <Link to="/">
          <Button tabIndex={-1}>{t('shell.backHome')}</Button>
        </Link>
      }
    >
      {t('words.errorNotFound')}
    </EmptyState>
  )
}
