import { useTranslation } from 'react-i18next'
import { useExplanation, useMaker } from '@/lib/decisions'
import { useSaid } from '@/lib/i18n'
import css from './ExplanationDrawer.module.css'
import { FormDrawer } from './FormDrawer'
import { KeyValues } from './KeyValues'
import { Instant, Money } from './Money'
import { CardSkeleton } from './Skeleton'
import { ErrorState } from './States'
import { Tag } from './StatusTag'

interface Props {
  id: string
  recordId?: string
  onClose: () => void
}

/** Why a price or an offer is what it is, in the words a guest is told. */
export function ExplanationDrawer({ id, recordId, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <FormDrawer open title={t('trust_decisions.why')} onClose={onClose}>
      <Told id={id} recordId={recordId} />
    </FormDrawer>
  )
}

function Told({ id, recordId }: Pick<Props, 'id' | 'recordId'>) {
  const { t } = useTranslation()
  const said = useSaid()
  const by = useMaker()
  const told = useExplanation(id, recordId)
  if (told.isPending) return <CardSkeleton lines={4} />
  if (told.isError) return <ErrorState error={told.error} onRetry={() => void told.refetch()} />
  const { decision, inputs, promise } = told.data
  return (
    <div className={css.told}>
      <p className={css.words}>{said(decision.explanation)}</p>
      <KeyValues
        items={[
          { label: t('trust_decisions.offer'), value: decision.offer },
          { label: t('trust_decisions.price'), value: <Money minor={decision.price_minor} currency={decision.currency} /> },
          { label: t('trust_decisions.publicPrice'), value: <Money minor={decision.public_price_minor} currency={decision.currency} /> },
          { label: t('trust_decisions.at'), value: <Instant at={decision.decided_at} /> },
          { label: t('trust_decisions.by'), value: by(decision) },
        ]}
      />
      <section>
        <h3>{t('trust_decisions.inputs')}</h3>
        <KeyValues
          items={inputs.map((one) => ({
            label: said(one.name),
            value: (
              <>
                {one.value} {one.personal ? <Tag tone="plum">{t('trust_decisions.personal')}</Tag> : null}
              </>
            ),
          }))}
        />
      </section>
      <p className={css.promise}>{said(promise)}</p>
    </div>
  )
}
