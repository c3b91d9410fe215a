import { App, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CouponBatch } from '@/lib/coupons'
import { csvAddress } from '@/lib/csv'
import { countText } from '@/lib/format'
import { Note } from '@/ui/Layout'
import { useSaved } from '@/ui/useSaved'
import { usePrintCodes } from '../../api/coupons'
import css from '../Rules.module.css'

const MOST = 5_000

/** Codes to be printed or handed to a partner: shown once, to be copied or kept as a file. A key serves until its codes were told. */
export function CodesPart({ batch }: { batch: CouponBatch }) {
  const { t } = useTranslation()
  const [count, setCount] = useState<number | null>(100)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const print = usePrintCodes(batch.id)
  const saved = useSaved()
  const codes = print.data?.codes ?? []
  const { onError } = saved('')
  const renew = () => setKey(crypto.randomUUID())
  function run(): void {
    const failed = (error: unknown) => {
      // Codes that were made but never reached this page are lost; the next try makes others.
      if (error instanceof Error && 'code' in error && error.code === 'codes_told_once') renew()
      onError(error)
    }
    print.mutate({ key, count: count ?? 0 }, { onSuccess: renew, onError: failed })
  }
  return (
    <section className={css.codes} aria-label={t('loyalty_coupons.codes')}>
      <h3>{t('loyalty_coupons.codes')}</h3>
      {codes.length > 0 ? <Told codes={codes} batch={batch} /> : null}
      <span className={css.triesTools}>
        <InputNumber min={1} max={Math.min(MOST, Math.max(1, batch.left))} precision={0} aria-label={t('loyalty_coupons.howMany')} placeholder={t('loyalty_coupons.howMany')} style={{ width: 140 }} value={count} onChange={setCount} />
        <Button disabled={!count || batch.left < 1} loading={print.isPending} onClick={run}>
          {t('loyalty_coupons.print')}
        </Button>
      </span>
      {codes.length > 0 ? null : <Note>{t('loyalty_coupons.printNote')}</Note>}
    </section>
  )
}

function Told({ codes, batch }: { codes: readonly string[]; batch: CouponBatch }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const copy = () => void navigator.clipboard.writeText(codes.join('\n')).then(() => message.success(t('words.copied')))
  return (
    <>
      <p role="status">{t('loyalty_coupons.told', { count: codes.length, amount: countText(codes.length) })}</p>
      <Input.TextArea readOnly aria-label={t('loyalty_coupons.codes')} value={codes.join('\n')} autoSize={{ minRows: 3, maxRows: 8 }} className="mono" />
      <span className={css.triesTools}>
        <Button onClick={copy}>{t('loyalty_coupons.copyAll')}</Button>
        <Button href={csvAddress([[t('loyalty_coupons.codeColumn')], ...codes.map((one) => [one])])} download={`coupons-${batch.code}.csv`}>
          CSV
        </Button>
      </span>
    </>
  )
}
