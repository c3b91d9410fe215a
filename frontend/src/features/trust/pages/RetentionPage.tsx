import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { PageHeader } from '@/ui/PageHeader'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type RetentionRule, useOrderReport, useRetentionReports, useRetentionRules } from '../api/retention'
import { HoldDrawer } from '../components/retention/HoldDrawer'
import { HoldsCard } from '../components/retention/HoldsCard'
import { ReportCard } from '../components/retention/ReportCard'
import { RuleDrawer } from '../components/retention/RuleDrawer'

function useColumns(onChange: (rule: RetentionRule) => void): Column<RetentionRule>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    { key: 'what', title: t('trust_retention.what'), render: (rule) => said(rule.title) },
    { key: 'purpose', title: t('trust_retention.purpose'), render: (rule) => said(rule.purpose), wideOnly: true },
    {
      key: 'days',
      title: t('trust_retention.kept'),
      render: (rule) => (
        <span className="nowrap">
          {t('trust_retention.days', { count: rule.days, days: countText(rule.days) })} {rule.is_on ? null : <Tag tone="amber">{t('trust_retention.off')}</Tag>}
        </span>
      ),
    },
    { key: 'event', title: t('trust_retention.after'), render: (rule) => said(rule.event) },
    { key: 'ground', title: t('trust_retention.ground'), render: (rule) => said(rule.ground), wideOnly: true },
    {
      key: 'change',
      title: t('trust_retention.change'),
      quiet: true,
      align: 'right',
      render: (rule) => (
        <Button type="link" size="small" onClick={() => onChange(rule)}>
          {t('trust_retention.change')}
        </Button>
      ),
    },
  ]
}

/** How long each kind of data is kept, what went last night, and what is held. */
export function RetentionPage() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [search, change] = useAddress()
  const [editing, edit] = useState<RetentionRule | null>(null)
  const rules = useRetentionRules()
  const reports = useRetentionReports()
  const order = useOrderReport()
  const columns = useColumns(edit)
  const isRunning = reports.data?.some((one) => one.state === 'running') ?? false
  const preview = (
    <Button type="primary" loading={order.isPending || isRunning} onClick={() => order.mutate(true, { onError: (error) => void message.error(sentence(error)) })}>
      {t('trust_retention.preview')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('trust_retention.title')} subtitle={t('trust_retention.subtitle')} crumbs={[{ label: t('trust.title'), to: '/trust' }]} primary={preview} />
      <PlainTable label={t('trust_retention.title')} columns={columns} query={rules} rowKey={(rule) => rule.code} empty={<EmptyState icon="clock" title={t('trust_retention.none')} />} />
      <ReportCard reports={reports.data ?? []} rules={rules.data ?? []} />
      <HoldsCard onPlace={() => change({ hold: '1' })} />
      {editing ? <RuleDrawer rule={editing} onClose={() => edit(null)} /> : null}
      {search.hold === '1' ? <HoldDrawer recordId={search.record ?? ''} onClose={() => change({ hold: undefined, record: undefined })} /> : null}
    </>
  )
}
