import { Button, Form, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { Note } from '@/ui/Layout'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { type RuleInForce, useEndRule, useSaveRule, useSimulate } from '../api/rules'
import { BudgetPart } from './BudgetPart'
import { RuleFields } from './RuleFields'
import { emptyValues, ruleOf, type RuleValues, valuesOf } from './ruleValues'
import { RuleVersions } from './RuleVersions'
import { statusOf } from './ruleWords'
import { SimulationResult } from './SimulationResult'
import css from './Rules.module.css'

const spans = [3, 6, 12, 24] as const

/** A rule as a form: what it would have given is tried before it is kept. */
export function RuleDrawer({ programme, versions, onClose }: { programme: Programme; versions: readonly RuleInForce[]; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<RuleValues>()
  const [changed, setChanged] = useState(false)
  const save = useSaveRule(programme.id)
  const saved = useSaved()
  const isWhole = useForCompany()
  const mayManage = useMayForCompany('manage_loyalty')
  const newest = versions.at(-1)
  const today = new Date().toLocaleDateString('sv')
  const unit = 10 ** digitsOf(programme.currency)
  const main = programme.kinds.find((one) => one.role === 'redeemable')?.code ?? ''
  const asked = (values: RuleValues) => ({ code: values.code.trim().toUpperCase(), rule: ruleOf(values, newest?.rule, unit) })
  const tries = useTries(programme, async () => asked(await form.validateFields()))
  function store(values: RuleValues): void {
    save.mutate({ ...asked(values), valid_from: values.valid_from, valid_until: values.valid_until || null }, saved(t('loyalty_rules.saved'), onClose))
  }
  function edited(): void {
    setChanged(true)
    tries.reset()
  }
  return (
    <FormDrawer open wide title={newest ? said(newest.rule.name) : t('loyalty_rules.add')} saveLabel={t(newest ? 'loyalty_rules.saveVersion' : 'loyalty_rules.save')} saving={save.isPending} changed={changed} onSave={mayManage ? () => form.submit() : undefined} onClose={onClose} extra={newest && mayManage && statusOf(newest) !== 'ended' ? <EndButton programme={programme} code={newest.code} onDone={onClose} /> : null}>
      <Form form={form} layout="vertical" requiredMark={false} disabled={!mayManage} initialValues={newest ? valuesOf(newest, today, unit) : emptyValues(main, today)} onValuesChange={edited} onFinish={store}>
        <RuleFields programme={programme} isNew={!newest} />
      </Form>
      {isWhole ? tries.part : null}
      {newest?.rule.has_budget && mayManage ? <BudgetPart programme={programme} rule={newest} /> : null}
      {versions.length > 1 ? <RuleVersions programme={programme} versions={versions} /> : null}
    </FormDrawer>
  )
}

/** Trying the rule over the last months, with what came out of it. */
function useTries(programme: Programme, asked: () => Promise<ReturnType<() => { code: string; rule: ReturnType<typeof ruleOf> }>>) {
  const { t } = useTranslation()
  const [months, setMonths] = useState<(typeof spans)[number]>(12)
  const simulate = useSimulate(programme.id)
  const { onError } = useSaved()('')
  const run = () => void asked().then((one) => simulate.mutate({ rules: [one], without: [], months }, { onError }), () => undefined)
  const part = (
    <section className={css.tries} aria-label={t('loyalty_rules.try')}>
      <div className={css.triesHead}>
        <h3>{t('loyalty_rules.try')}</h3>
        <span className={css.triesTools}>
          <Segmented size="small" value={months} onChange={setMonths} options={spans.map((value) => ({ value, label: t('loyalty_rules.months', { count: value }) }))} />
          <Button loading={simulate.isPending} onClick={run}>
            {t('loyalty_rules.simulate')}
          </Button>
        </span>
      </div>
      {simulate.data ? <SimulationResult programme={programme} result={simulate.data} /> : <Note>{t('loyalty_rules.tryNote')}</Note>}
    </section>
  )
  return { part, reset: simulate.reset }
}

function EndButton({ programme, code, onDone }: { programme: Programme; code: string; onDone: () => void }) {
  const { t } = useTranslation()
  const confirm = useConfirm()
  const end = useEndRule(programme.id)
  const saved = useSaved()
  async function ask(): Promise<void> {
    if (!(await confirm({ title: t('loyalty_rules.endTitle'), what: t('loyalty_rules.endWhat'), action: t('loyalty_rules.end'), danger: true }))) return
    end.mutate({ code, ends_on: new Date().toLocaleDateString('sv') }, saved(t('loyalty_rules.ended'), onDone))
  }
  return (
    <Button danger loading={end.isPending} onClick={() => void ask()}>
      {t('loyalty_rules.end')}
    </Button>
  )
}
