import { App, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useSentence } from '@/ui/States'
import { chanceOf, chanceText } from '@/ui/evidence'
import { type AskedCounts, useAccept } from '../api/desk'
import css from './Desk.module.css'

const AT_MOST = 100

interface Props {
  counts: AskedCounts | undefined
  /** Hears of the batch, so that it can be taken back. */
  onAccepted: (batch: string) => void
  onClose: () => void
}

/** Saying same to many pairs at once: first how many there are at each strength of evidence, then one button. */
export function AcceptDrawer({ counts, onAccepted, onClose }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sentence = useSentence()
  const accept = useAccept()
  const steps = counts?.by_weight ?? []
  const [chosen, setChosen] = useState<number>()
  const [reason, setReason] = useState('')
  const count = Math.min(AT_MOST, steps.find((step) => step.weight === chosen)?.pairs ?? 0)
  async function save(): Promise<void> {
    if (chosen === undefined || count === 0) return
    try {
      const done = await accept.mutateAsync({ weight_min: chosen, limit: AT_MOST, reason })
      onClose()
      const { batch_id } = done
      if (batch_id) onAccepted(batch_id)
      void message.success({
        content: (
          <>
            {t('identity.accepted', { count: done.pairs })}
            {done.left_out > 0 ? ` ${t('identity.leftOut', { count: done.left_out })}` : ''}
          </>
        ),
        duration: 6,
        key: batch_id ?? 'accepted',
      })
    } catch (fault) {
      void message.error(sentence(fault))
    }
  }
  return (
    <FormDrawer
      open
      title={t('identity.acceptMany')}
      saveLabel={count > 0 ? t('identity.acceptCount', { count }) : t('identity.acceptChoose')}
      saving={accept.isPending}
      changed={reason !== ''}
      onSave={() => void save()}
      onClose={onClose}
    >
      <Note>{t('identity.acceptWords', { count: AT_MOST })}</Note>
      <fieldset className={css.steps}>
        <legend className="visually-hidden">{t('identity.acceptFrom')}</legend>
        {steps.map((step) => (
          <label key={step.weight} className={css.step} data-chosen={step.weight === chosen || undefined} data-none={step.pairs === 0 || undefined}>
            <Radio checked={step.weight === chosen} disabled={step.pairs === 0} onChange={() => setChosen(step.weight)} />
            <span>
              {t('identity.acceptStep', { points: step.weight })} <span className="muted">{chanceText(chanceOf(step.weight))}</span>
            </span>
            <span className={css.count}>{t('identity.pairs', { count: step.pairs, shown: countText(step.pairs) })}</span>
          </label>
        ))}
      </fieldset>
      <label htmlFor="accept-reason">{t('identity.reason')}</label>
      <Input.TextArea id="accept-reason" rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} placeholder={t('identity.reasonPlace')} />
    </FormDrawer>
  )
}
