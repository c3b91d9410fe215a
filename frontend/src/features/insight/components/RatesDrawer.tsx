import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { useEnterRates, useReadRates } from '../api/policies'
import css from './Policies.module.css'

/** Entering rates, one a line or pasted from a sheet; a line at fault is told with its number. */
export function RatesDrawer({ currency, onClose }: { currency: string; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const [text, setText] = useState('')
  const read = useReadRates()
  const enter = useEnterRates()
  const fail = (fault: unknown) => void message.error(sentence(fault))
  function type(words: string): void {
    setText(words)
    read.reset()
  }
  function keep(): void {
    enter.mutate(text, {
      onSuccess: ({ rates }) => {
        void message.success(t('insight_policies.rates.kept', { count: rates }))
        onClose()
      },
      onError: (fault) => {
        fail(fault)
        read.mutate(text)
      },
    })
  }
  const check = (
    <Button disabled={!text.trim()} loading={read.isPending} onClick={() => read.mutate(text, { onError: fail })}>
      {t('insight_policies.rates.check')}
    </Button>
  )
  return (
    <FormDrawer open title={t('insight_policies.rates.enter')} saveLabel={t('insight_policies.rates.keep')} saving={enter.isPending} changed={text !== ''} onSave={keep} onClose={onClose} extra={check}>
      <Note>{t('insight_policies.rates.linesWords', { currency })}</Note>
      <Input.TextArea className={css.lines} aria-label={t('insight_policies.rates.lines')} rows={10} value={text} placeholder={'USD,2026-11-01,7.12\nJPY,2026-11-01,0.047'} onChange={(event) => type(event.target.value)} />
      {read.data ? (
        <div role="status">
          <p className={css.stamp}>{t('insight_policies.rates.read', { count: read.data.rates.length })}</p>
          <ul className={css.faults}>
            {read.data.faults.map((one) => (
              <li key={one.line}>{t('insight_policies.rates.fault', { line: one.line, words: said(one.words) })}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </FormDrawer>
  )
}
