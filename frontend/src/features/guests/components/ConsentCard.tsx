import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage, useSaid } from '@/lib/i18n'
import { useMay } from '@/lib/session'
import { Card } from '@/ui/Card'
import { ReasonTag } from '@/ui/ConsentWords'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState, useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { type Purpose, type Standing, usePurposes, useStandings, useWithdrawAll } from '../api/consents'
import css from './Consent.module.css'
import { ConsentDialog } from './ConsentDialog'

/** What the guest agreed to, by purpose and channel; one click shows the words to read out, the next records the answer. */
export function ConsentCard({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const standings = useStandings(recordId)
  const purposes = usePurposes()
  const mayRecord = useMay('record_consent')
  const [open, setOpen] = useState('')
  if (standings.isPending || purposes.isPending) return <CardSkeleton lines={3} />
  if (standings.isError || purposes.isError) {
    return (
      <Card title={t('trust_consent.card')}>
        <ErrorState error={standings.error ?? purposes.error} onRetry={() => void standings.refetch()} />
      </Card>
    )
  }
  const asked = standings.data.standings.filter((one) => one.reason !== 'not_needed')
  const chosen = asked.find((one) => keyOf(one) === open)
  const purpose = purposes.data.find((one) => one.code === chosen?.purpose)
  return (
    <Card title={t('trust_consent.card')} aside={mayRecord ? <WithdrawAll recordId={recordId} /> : null}>
      <div className={css.purposes}>
        {purposes.data
          .filter((one) => asked.some((standing) => standing.purpose === one.code))
          .map((one) => (
            <PurposeRow key={one.code} purpose={one} standings={asked.filter((standing) => standing.purpose === one.code)} onOpen={setOpen} />
          ))}
      </div>
      {chosen && purpose ? (
        <ConsentDialog recordId={recordId} standing={chosen} purpose={purpose} isChild={standings.data.is_child} onClose={() => setOpen('')} />
      ) : null}
    </Card>
  )
}

function keyOf(standing: Standing): string {
  return `${standing.purpose}/${standing.channel}`
}

function PurposeRow({ purpose, standings, onOpen }: { purpose: Purpose; standings: Standing[]; onOpen: (key: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <div className={css.purpose}>
      <div className={css.name}>{said(purpose.name)}</div>
      <div className={css.channels}>
        {standings.map((one) => (
          <button key={one.channel} type="button" className={css.channel} title={said(one.text)} onClick={() => onOpen(keyOf(one))}>
            {one.channel === 'all' ? null : <span>{t(`trust_consent.channel.${one.channel}`)}</span>}
            <ReasonTag reason={one.reason} />
          </button>
        ))}
      </div>
    </div>
  )
}

function WithdrawAll({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const language = useLanguage()
  const sentence = useSentence()
  const withdraw = useWithdrawAll(recordId)
  async function ask(): Promise<void> {
    const question = { title: t('trust_consent.withdrawAllTitle'), what: t('trust_consent.withdrawAllWhat'), action: t('trust_consent.withdrawAll'), danger: true }
    if (!(await confirm(question))) return
    withdraw.mutate(language, {
      onSuccess: ({ decisions }) => void message.success(t('trust_consent.withdrawnAll', { count: decisions })),
      onError: (error) => void message.error(sentence(error)),
    })
  }
  return (
    <Button size="small" type="text" danger loading={withdraw.isPending} onClick={() => void ask()}>
      {t('trust_consent.withdrawAll')}
    </Button>
  )
}
