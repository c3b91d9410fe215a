import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { parts } from '@/features/trust/parts'
import { useMe } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { NoPermission } from '@/ui/States'

/** A part of guarding whose address someone typed who may not enter it says so, and offers nothing to click that would fail. */
export function Guarded({ path, children }: { path: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const part = parts.find(({ to, also = [] }) => [to, ...also].some((one) => path === one || path.startsWith(`${one}/`)))
  if (!part || part.needs.length === 0 || part.needs.some((one) => permissions.includes(one))) return <>{children}</>
  return (
    <>
      <PageHeader title={t(part.title)} crumbs={[{ label: t('trust.title'), to: '/trust' }]} />
      <Card>
        <NoPermission />
      </Card>
    </>
  )
}
