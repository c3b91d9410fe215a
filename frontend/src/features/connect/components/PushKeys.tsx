import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { useConfirm } from '@/ui/useConfirm'
import { type PushKey, usePushKeys, useRevokePushKey } from '../api/sources'

/** The keys of a source: what each is for, whether it is in use, and the way to end it. */
export function PushKeys({ sourceId }: { sourceId: string }) {
  const { t } = useTranslation()
  const keys = usePushKeys(sourceId)
  const columns = useColumns(sourceId)
  return (
    <section style={{ marginTop: 16 }} aria-label={t('connect.push.keys')}>
      <PlainTable
        label={t('connect.push.keys')}
        columns={columns}
        query={keys}
        rowKey={(key) => key.id}
        empty={
          <EmptyState icon="lock" title={t('connect.push.none')}>
            {t('connect.push.noneWords')}
          </EmptyState>
        }
      />
    </section>
  )
}

function useColumns(sourceId: string): Column<PushKey>[] {
  const { t } = useTranslation()
  const revoke = useRevoke(sourceId)
  return [
    { key: 'name', title: t('connect.push.purpose'), render: (key) => key.name },
    { key: 'made', title: t('connect.push.madeAt'), render: (key) => <Instant at={key.created_at} /> },
    { key: 'by', title: t('connect.push.madeBy'), render: (key) => key.created_by || t('connect.push.byProduct') },
    { key: 'used', title: t('connect.push.usedAt'), render: (key) => (key.used_at ? <Instant at={key.used_at} relative /> : <span className="muted">{t('connect.push.neverUsed')}</span>) },
    {
      key: 'state',
      title: t('connect.state'),
      render: (key) =>
        key.revoked_at ? (
          <span className="muted">
            {t('connect.push.revokedAt')} <Instant at={key.revoked_at} />
          </span>
        ) : (
          <Tag tone="jade">{t('connect.push.valid')}</Tag>
        ),
    },
    {
      key: 'revoke',
      title: t('connect.push.revoke'),
      quiet: true,
      align: 'right',
      render: (key) =>
        key.revoked_at ? null : (
          <Button type="link" danger size="small" onClick={() => void revoke(key)}>
            {t('connect.push.revoke')}
          </Button>
        ),
    },
  ]
}

function useRevoke(sourceId: string): (key: PushKey) => Promise<void> {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const revoke = useRevokePushKey(sourceId)
  return async (key) => {
    const question = { title: t('connect.push.revokeTitle', { name: key.name }), what: t('connect.push.revokeWhat'), action: t('connect.push.revoke'), danger: true }
    if (await confirm(question)) revoke.mutate(key.id, { onError: (error) => void message.error(sentence(error)) })
  }
}
