import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import { type MemberPrice, type MemberPriceVersion, useCreateMemberPrice, useMemberPriceVersions, useSetMemberPrice } from '../../api/memberPrices'
import type { Programme } from '../../api/programmes'
import css from '../Rules.module.css'
import { PriceFields } from './PriceFields'
import { PreviewPart } from './PreviewPart'
import { emptyPrice, newPriceOf, priceTermsOf, type PriceValues, valuesOfPrice } from './priceValues'
import { usePriceWords } from './usePriceWords'

interface Props {
  programme: Programme
  price: MemberPrice | undefined
  onClose: () => void
}

/** A new member price, or other terms of one from a day on; what each tier would pay is shown before it is kept. */
export function PriceDrawer({ programme, price, onClose }: Props) {
  const said = useSaid()
  const versions = useMemberPriceVersions(price?.id)
  if (!price) return <Terms programme={programme} price={undefined} versions={[]} onClose={onClose} />
  if (versions.data) return <Terms programme={programme} price={price} versions={versions.data} onClose={onClose} />
  return (
    <FormDrawer open wide title={said(price.name)} onClose={onClose}>
      {versions.isError ? <ErrorState error={versions.error} onRetry={() => void versions.refetch()} /> : <CardSkeleton lines={6} />}
    </FormDrawer>
  )
}

function Terms({ programme, price, versions, onClose }: Props & { versions: readonly MemberPriceVersion[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<PriceValues>()
  const [changed, setChanged] = useState(false)
  const create = useCreateMemberPrice(programme.id)
  const set = useSetMemberPrice()
  const saved = useSaved()
  const mayManage = useMayForCompany('manage_loyalty')
  const today = new Date().toLocaleDateString('sv', { timeZone: programme.time_zone })
  const unit = 10 ** digitsOf(programme.currency)
  const newest = versions.at(-1)
  const [values, setValues] = useState(() => (newest ? valuesOfPrice(newest.terms, today, unit) : emptyPrice(today)))
  const [first] = useState(values)
  function store(wanted: PriceValues): void {
    const told = saved(t('loyalty_prices.saved'), onClose)
    if (price) set.mutate({ price_id: price.id, change: { terms: priceTermsOf(wanted, unit), valid_from: wanted.valid_from, valid_until: wanted.valid_until || null } }, told)
    else create.mutate(newPriceOf(wanted, unit), told)
  }
  function edited(_: unknown, now: PriceValues): void {
    setChanged(true)
    setValues({ ...values, ...now })
  }
  const stop = price?.version && mayManage ? <StopButton price={price} today={today} onDone={onClose} /> : null
  return (
    <FormDrawer open wide title={price ? said(price.name) : t('loyalty_prices.add')} saveLabel={t(price ? 'loyalty.saveVersion' : 'loyalty_prices.save')} saving={create.isPending || set.isPending} changed={changed} onSave={mayManage ? () => form.submit() : undefined} onClose={onClose} extra={stop}>
      <Form form={form} layout="vertical" requiredMark={false} disabled={!mayManage} initialValues={first} onValuesChange={edited} onFinish={(wanted) => store({ ...values, ...wanted })}>
        <PriceFields programme={programme} isNew={!price} />
      </Form>
      <PreviewPart programme={programme} terms={priceTermsOf(values, unit)} />
      {versions.length > 1 ? <Versions programme={programme} versions={versions} /> : null}
    </FormDrawer>
  )
}

/** Ends what is offered: terms that hold from today until today. */
function StopButton({ price, today, onDone }: { price: MemberPrice; today: string; onDone: () => void }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const set = useSetMemberPrice()
  const saved = useSaved()
  const terms = price.version?.terms
  async function ask(): Promise<void> {
    if (!terms || !(await confirm({ title: t('loyalty_prices.stopTitle'), what: t('loyalty_prices.stopWhat'), action: t('loyalty_prices.stop'), danger: true }))) return
    set.mutate({ price_id: price.id, change: { terms, valid_from: today, valid_until: today } }, saved(t('loyalty_prices.stopped'), onDone))
  }
  return (
    <Button danger loading={set.isPending} onClick={() => void ask()}>
      {t('loyalty_prices.stop')}
    </Button>
  )
}

function Versions({ programme, versions }: { programme: Programme; versions: readonly MemberPriceVersion[] }) {
  const { t } = useTranslation()
  const words = usePriceWords(programme)
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_rules.versions')}</h3>
      <ul className={css.versions}>
        {[...versions].reverse().map((one) => (
          <li key={one.number}>
            <b>{t('loyalty_rules.versionShort', { number: one.number })}</b> {words.days(one)}
            <small>{[words.off(one.terms), words.whom(one.terms), ...words.only(one.terms)].join(t('words.semicolon'))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
