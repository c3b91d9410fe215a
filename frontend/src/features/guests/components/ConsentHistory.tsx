import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Instant } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import type { Tone } from '@/ui/StatusTag'
import { Timeline } from '@/ui/Timeline'
import { type Decision, type Said, useDecisions } from '../api/consents'

const tones: Record<Said, Tone> = { given: 'jade', refused: 'cinnabar', withdrawn: 'cinnabar' }

interface Props {
  recordId: string
  purpose: string
  channel: Decision['channel']
}

/** What was said before, by whom it was written down, and under which words: on demand. */
export function ConsentHistory(props: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <div>
      <Button type="link" size="small" style={{ padding: 0 }} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('trust_consent.proof')}
      </Button>
      {open ? <Entries {...props} /> : null}
    </div>
  )
}

function Entries({ recordId, purpose, channel }: Props) {
  const { t } = useTranslation()
  const proofOf = useProof()
  const decisions = useDecisions(recordId, purpose)
  if (decisions.isPending) return <CardSkeleton lines={2} />
  if (decisions.isError) return <ErrorState error={decisions.error} />
  const own = decisions.data.filter((one) => one.channel === channel)
  if (own.length === 0) return <p className="muted">{t('trust_consent.neverAsked')}</p>
  const moments = own.map((one) => ({
    key: one.id,
    at: <Instant at={one.decided_at} />,
    tone: tones[one.said],
    title: t(`trust_consent.said.${one.said}`),
    detail: proofOf(one),
  }))
  return <Timeline label={t('trust_consent.proof')} moments={moments} />
}

/** One line: how it was said, which words were shown, who wrote it down, where. */
function useProof(): (decision: Decision) => string {
  const { t } = useTranslation()
  const said = useSaid()
  return (one) =>
    [
      t(`trust_consent.way.${one.way}`),
      one.notice_version > 0 ? t('trust_consent.shown', { version: one.notice_version, language: one.language === 'en' ? 'English' : '中文' }) : '',
      one.by_guardian ? t('trust_consent.guardian') : '',
      one.recorded_by ? t('trust_consent.by', { name: one.recorded_by }) : '',
      said(one.unit),
      one.reference,
    ]
      .filter((part) => part !== '')
      .join(' · ')
}
