import { Button, Progress as Bar } from 'antd'
import { useTranslation } from 'react-i18next'
import { sizeText, useFormat } from '@/lib/format'
import type { Progress } from '@/lib/upload'
import css from './Import.module.css'

const PERCENT = 100

/** A file on its way: how much, how long still; after the last byte the server looks at it. */
export function SendingBar({ name, now, startedAt, onStop }: { name: string; now: Progress; startedAt: number; onStop: () => void }) {
  const { t } = useTranslation()
  const { duration } = useFormat()
  const share = now.total > 0 ? now.sent / now.total : 0
  // The clock is read while the bar moves; it need not be exact.
  // eslint-disable-next-line react-hooks/purity
  const seconds = (Date.now() - startedAt) / 1000
  const left = share > 0.02 && share < 1 ? (seconds / share) * (1 - share) : null
  return (
    <div role="status">
      <strong>{name}</strong>
      <Bar percent={Math.floor(share * PERCENT)} status="active" />
      <div className={css.foot}>
        <span className="muted small">
          {share >= 1
            ? t('connect.import.looking')
            : [`${sizeText(now.sent)} / ${sizeText(now.total)}`, left ? t('words.jobLeft', { time: duration(left) }) : ''].filter(Boolean).join(' · ')}
        </span>
        <Button size="small" onClick={onStop}>
          {t('words.cancel')}
        </Button>
      </div>
    </div>
  )
}
