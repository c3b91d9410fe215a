import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { FormDrawer } from '@/ui/FormDrawer'
import { KeyValues } from '@/ui/KeyValues'
import { Instant, Money } from '@/ui/Money'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useExplanation } from '../api/decisions'
import css from './Consent.module.css'

/** Why a price or an offer is what it is, in the words a guest is told. */
export function ExplanationDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={t('trust_decisions.why')} onClose={onClose}>
      <Told id={id} />
    </FormDrawer>
  )
}

function Told({ id }: { id: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const told = useExplanation(id)
  if (told.isPending) return <CardSkeleton lines={4} />
  if (told.isError) return <ErrorState error={told.error} onRetry={() => void told.refetch()} />
  const { decision, inputs, promise } = told.data
  return (
    <div className={css.page}>
      <p>{said(decision.explanation)}</p>
      <KeyValues
        items={[
          { label: t('trust_decisions.offer'), value: decision.offer },
          { label: t('trust_decisions.price'), value: <Money minor={decision.price_minor} currency={decision.currency} /> },
          { label: t('trust_decisions.publicPrice'), value: <Money minor={decision.public_price_minor} currency={decision.currency} /> },
          { label: t('trust_decisions.at'), value: <Instant at={decision.decided_at} /> },
          { label: t('trust_decisions.by'), value: `${decision.decided_by} ${decision.model_version}` },
        ]}
      />
      <section>
        <h3>{t('trust_decisions.inputs')}</h3>
        <KeyValues items={inputs.map((one) => ({ label: said(one.name), value: one.value }))} />
      </section>
      <p className={css.promise}>{said(promise)}</p>
    </div>
  )
}
