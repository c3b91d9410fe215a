import { Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText, useFormat } from '@/lib/format'
import css from './JobProgress.module.css'

interface Props {
  label: string
  /** Null where it does not go by rows. */
  rows: number | null
  /** 0..1, or null where the end is not known. */
  share: number | null
  startedAt: string | null
  now: number
  onCancel?: () => void
  cancelling?: boolean
}

/** A long job while it runs: how many rows, how fast, how long still, and the way out. */
export function JobProgress({ label, rows, share, startedAt, now, onCancel, cancelling = false }: Props) {
  const { t } = useTranslation()
  const { duration } = useFormat()
  const seconds = startedAt ? Math.max(0.001, (now - new Date(startedAt).getTime()) / 1000) : null
  const rate = seconds && rows ? rows / seconds : null
  const left = seconds && share && share > 0.01 && share < 1 ? (seconds / share) * (1 - share) : null
  return (
    <div className={css.job} role="status">
      <div className={css.head}>
        <span className={css.label}>{label}</span>
        {onCancel ? (
          <Button size="small" onClick={onCancel} loading={cancelling}>
            {cancelling ? t('words.cancelling') : t('words.cancel')}
          </Button>
        ) : null}
      </div>
      <Progress percent={share === null ? 100 : Math.floor(share * 100)} status="active" showInfo={share !== null} size="small" />
      <div className={css.facts}>
        {rows === null ? null : <span>{t('words.jobRows', { rows: countText(rows) })}</span>}
        {rate ? <span>{t('words.jobRate', { rate: countText(Math.round(rate)) })}</span> : null}
        {left ? <span>{t('words.jobLeft', { time: duration(left) })}</span> : null}
      </div>
    </div>
  )
}
