import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { sizeText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import { KeyValues } from '@/ui/KeyValues'
import { Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { useSentence } from '@/ui/States'
import type { RequestActions, SubjectRequest } from '../../api/requests'

/** What the person gets: PDF in both languages and JSON, sealed here until it ends. */
export function PackageCard({ request, actions }: { request: SubjectRequest; actions: RequestActions }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const made = request.package
  if (!made) return null
  const take = () => actions.download.mutate(`${request.summary.number}.zip`, { onError: (error) => void message.error(sentence(error)) })
  return (
    <Card
      title={t('trust_requests.package')}
      aside={
        made.is_open ? (
          <Button size="small" icon={<Icon name="download" size={14} />} loading={actions.download.isPending} onClick={take}>
            {t('trust_requests.download')}
          </Button>
        ) : (
          <span className="muted">{t('trust_requests.packageOver')}</span>
        )
      }
    >
      <Note>{t('trust_requests.packageWords')}</Note>
      <KeyValues
        columns={2}
        items={[
          { label: t('trust_requests.size'), value: sizeText(made.size_bytes) },
          { label: t('trust_requests.expires'), value: <Instant at={made.expires_at} /> },
          { label: 'SHA-256', value: <span className="mono">{made.sha256.slice(0, 16)}…</span> },
        ]}
      />
    </Card>
  )
}
