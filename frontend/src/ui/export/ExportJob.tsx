import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Export, fileAddress, isUnderWay, useCancelExport, useExport } from '@/lib/exports'
import { countText, sizeText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Icon } from '../Icon'
import { JobProgress } from '../JobProgress'
import { Instant } from '../Money'
import { ErrorState } from '../States'
import css from './Export.module.css'

/** An export while it is made, and the file when it is there. */
export function ExportJob({ exportId, onClose }: { exportId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { data, error } = useExport(exportId)
  if (error) return <ErrorState error={error} />
  if (!data) return null
  return (
    <div className={css.job}>
      {isUnderWay(data) ? <UnderWay one={data} /> : <Over one={data} />}
      <div className={css.foot}>
        <Link to="/trust/exports">{t('exports.register')}</Link>
        <Button onClick={onClose}>{t('words.close')}</Button>
      </div>
    </div>
  )
}

function UnderWay({ one }: { one: Export }) {
  const { t } = useTranslation()
  const cancel = useCancelExport()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  if (one.state === 'asked') {
    return (
      <>
        <p role="status">{t('exports.asked', { people: countText(one.people) })}</p>
        <Button onClick={() => cancel.mutate(one.id)} loading={cancel.isPending}>
          {t('exports.takeBack')}
        </Button>
      </>
    )
  }
  return (
    <JobProgress
      label={t('exports.making')}
      rows={one.rows}
      share={one.rows_total > 0 ? Math.min(1, one.rows / one.rows_total) : null}
      startedAt={one.started_at}
      now={now}
      onCancel={() => cancel.mutate(one.id)}
      cancelling={one.cancel_asked || cancel.isPending}
    />
  )
}

function Over({ one }: { one: Export }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (one.state !== 'done') {
    return <p role="alert">{one.message ? said(one.message) : t(`exports.state.${one.state}`)}</p>
  }
  return (
    <>
      <p role="status">{t('exports.done', { rows: countText(one.rows), people: countText(one.people), size: sizeText(one.size_bytes) })}</p>
      <p className={css.note}>
        {t('exports.until')} <Instant at={one.expires_at} />
      </p>
      <Button type="primary" href={fileAddress(one.id)} download icon={<Icon name="download" size={16} />}>
        {t('exports.download')}
      </Button>
    </>
  )
}
