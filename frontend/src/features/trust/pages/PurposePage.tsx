import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress, useParam } from '@/lib/address'
import { useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { PageHeader } from '@/ui/PageHeader'
import { PageSkeleton } from '@/ui/Skeleton'
import { EmptyState, ErrorState } from '@/ui/States'
import { type Notice, useNotices, usePurposes } from '../api/consents'
import css from '../components/Consent.module.css'
import { PublishDrawer } from '../components/PublishDrawer'
import { VersionsCard } from '../components/VersionsCard'

/** The words shown for one purpose, in both languages side by side, in every version they ever had. */
export function PurposePage() {
  const { t } = useTranslation()
  const said = useSaid()
  const code = useParam('purpose')
  const [search, change] = useAddress()
  const notices = useNotices(code)
  const purposes = usePurposes()
  const mayPublish = useMay('manage_consent')
  if (notices.isPending || purposes.isPending) return <PageSkeleton cards={2} />
  if (notices.isError) {
    return (
      <Card>
        <ErrorState error={notices.error} onRetry={() => void notices.refetch()} />
      </Card>
    )
  }
  const purpose = purposes.data?.find((one) => one.code === code)
  const newest = notices.data[0]
  const shown = notices.data.find((one) => String(one.version) === search.version) ?? newest
  const publish = (
    <Button type="primary" onClick={() => change({ publish: '1' }, { push: true })}>
      {t('trust_consent.publishNext')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('trust_consent.noticeOf', { purpose: said(purpose?.name) })}
        subtitle={said(purpose?.description)}
        crumbs={[
          { label: t('trust.title'), to: '/trust' },
          { label: t('trust_consent.title'), to: '/trust/consents' },
        ]}
        primary={mayPublish ? publish : null}
      />
      <div className={css.page}>
        {shown ? <Words notice={shown} /> : <NoNotice />}
        {notices.data.length > 0 ? <VersionsCard notices={notices.data} shown={shown?.version} onShow={(version) => change({ version: String(version) })} /> : null}
      </div>
      <PublishDrawer key={`${search.publish}`} open={search.publish === '1'} code={code} newest={newest} onClose={() => change({ publish: undefined })} />
    </>
  )
}

function Words({ notice }: { notice: Notice }) {
  const { t } = useTranslation()
  return (
    <Card title={t('trust_consent.version', { version: notice.version })}>
      <div className={css.sides}>
        <section className={css.side} lang="zh-CN">
          <h3>中文</h3>
          <p className={css.text}>{notice.text.zh}</p>
        </section>
        <section className={css.side} lang="en">
          <h3>English</h3>
          <p className={css.text}>{notice.text.en}</p>
        </section>
      </div>
    </Card>
  )
}

function NoNotice() {
  const { t } = useTranslation()
  return (
    <Card>
      <EmptyState icon="file" title={t('trust_consent.noticeNone')}>
        {t('trust_consent.noticeNoneWords')}
      </EmptyState>
    </Card>
  )
}
