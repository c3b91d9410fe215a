import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Instant } from '@/ui/Money'
import { PlainTable } from '@/ui/PlainTable'
import { EmptyState, useSentence } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import type { Column } from '@/ui/table/types'
import { type Signal, useDecideSignal, useSignals } from '../../api/incidents'
import { ReasonDialog } from '../requests/ReasonDialog'
import css from './Incidents.module.css'

const tones = { waiting: 'amber', released: 'jade', kept: 'cinnabar' } as const
const figures = ['failures', 'minutes', 'km', 'accounts', 'events', 'amount', 'devices_before'] as const
/** What is paid back is told in minor units. */
const MINOR = 100
const held = ['export', 'redeem', 'refund'] as const

/** What looks like a stolen account or fraud; a person looks and decides. */
export function SignalsTab() {
  const { t } = useTranslation()
  return (
    <PlainTable
      label={t('trust_incidents.view.signals')}
      columns={useColumns()}
      query={useSignals()}
      rowKey={(one) => one.id}
      empty={
        <EmptyState icon="check" title={t('trust_incidents.noSignals')}>
          {t('trust_incidents.noSignalsWords')}
        </EmptyState>
      }
    />
  )
}

function useColumns(): Column<Signal>[] {
  const { t } = useTranslation()
  const said = useSaid()
  return [
    { key: 'signal', title: t('trust_incidents.signal'), render: (one) => said(one.title) },
    { key: 'who', title: t('trust_incidents.who'), render: (one) => one.name || t('trust_incidents.account') },
    { key: 'at', title: t('trust_incidents.at'), render: (one) => <Instant at={one.at} />, wideOnly: true },
    { key: 'evidence', title: t('trust_incidents.evidence'), render: (one) => <Evidence one={one} /> },
    { key: 'holds', title: t('trust_incidents.holds'), render: (one) => <Held one={one} /> },
    { key: 'state', title: t('trust_incidents.stateTitle'), render: (one) => <Status tone={tones[one.state]}>{t(`trust_incidents.signalState.${one.state}`)}</Status> },
    { key: 'note', title: t('trust_incidents.moment.note'), render: (one) => one.note, wideOnly: true },
    { key: 'decide', title: t('trust_incidents.release'), quiet: true, align: 'right', render: (one) => <Decide one={one} /> },
  ]
}

function Evidence({ one }: { one: Signal }) {
  const { t } = useTranslation()
  const told = figures.flatMap((name) => {
    const value = one.evidence[name]
    return typeof value === 'number' ? [t(`trust_incidents.figure.${name}`, { value: countText(name === 'amount' && one.kind === 'refund_burst' ? value / MINOR : value) })] : []
  })
  return <>{told.join(' · ')}</>
}

function Held({ one }: { one: Signal }) {
  const { t } = useTranslation()
  const action = held.find((each) => each === one.holds)
  return <>{action ? t(`trust_incidents.held.${action}`) : ''}</>
}

function Decide({ one }: { one: Signal }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const decide = useDecideSignal()
  const [release, ask] = useState<boolean | null>(null)
  if (one.state === 'released') return null
  return (
    <span className={css.decide}>
      <Button size="small" onClick={() => ask(true)}>
        {t('trust_incidents.release')}
      </Button>
      {one.state === 'waiting' ? (
        <Button size="small" danger onClick={() => ask(false)}>
          {t('trust_incidents.keep')}
        </Button>
      ) : null}
      {release === null ? null : (
        <ReasonDialog
          title={release ? t('trust_incidents.release') : t('trust_incidents.keep')}
          words={t('trust_incidents.decideWords')}
          action={t('words.save')}
          danger={!release}
          onSave={(note) => decide.mutate({ signal_id: one.id, release, note }, { onError: (error) => void message.error(sentence(error)) })}
          onClose={() => ask(null)}
        />
      )}
    </span>
  )
}
