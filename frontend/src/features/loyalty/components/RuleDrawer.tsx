import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { useForCompany, useMayForCompany } from '@/lib/session'
import { FormDrawer } from '@/ui/FormDrawer'
import { useConfirm } from '@/ui/useConfirm'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { type RuleInForce, useEndRule, useSaveRule } from '../api/rules'
import { BudgetPart } from './BudgetPart'
import { RuleFields } from './RuleFields'
import { emptyValues, ruleOf, type RuleValues, valuesOf } from './ruleValues'
import { RuleVersions } from './RuleVersions'
import { statusOf } from './ruleWords'
import { SimulationPart } from './SimulationPart'

/** A rule as a form: what it would have given is tried before it is kept. */
export function RuleDrawer({ programme, versions, onClose }: { programme: Programme; versions: readonly RuleInForce[]; onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [form] = Form.useForm<RuleValues>()
  const [changed, setChanged] = useState(false)
  const [isStale, setStale] = useState(false)
  const save = useSaveRule(programme.id)
  const saved = useSaved()
  const isWhole = useForCompany()
  const mayManage = useMayForCompany('manage_loyalty')
  const newest = versions.at(-1)
  const today = new Date().toLocaleDateString('sv')
  const unit = 10 ** digitsOf(programme.currency)
  const main = programme.kinds.find((one) => one.role === 'redeemable')?.code ?? ''
  const asked = (values: RuleValues) => ({ code: values.code.trim().toUpperCase(), rule: ruleOf(values, newest?.rule, unit) })
  function store(values: RuleValues): void {
    save.mutate({ ...asked(values), valid_from: values.valid_from, valid_until: values.valid_until || null }, saved(t('loyalty_rules.saved'), onClose))
  }
  function edited(): void {
    setChanged(true)
    setStale(true)
  }
  return (
    <FormDrawer open wide title={newest ? said(newest.rule.name) : t('loyalty_rules.add')} saveLabel={t(newest ? 'loyalty_rules.saveVersion' : 'loyalty_rules.save')} saving={save.isPending} changed={changed} onSave={mayManage ? () => form.submit() : undefined} onClose={onClose} extra={newest && mayManage && statusOf(newest) !== 'ended' ? <EndButton programme={programme} code={newest.code} onDone={onClose} /> : null}>
      <Form form={form} layout="vertical" requiredMark={false} disabled={!mayManage} initialValues={newest ? valuesOf(newest, today, unit) : emptyValues(main, today)} onValuesChange={edited} onFinish={store}>
        <RuleFields programme={programme} isNew={!newest} />
      </Form>
      {isWhole ? <SimulationPart programme={programme} code={newest?.code} isStale={isStale} asked={async () => asked(await form.validateFields())} onTried={() => setStale(false)} /> : null}
      {newest?.rule.has_budget && mayManage ? <BudgetPart programme={programme} rule={newest} /> : null}
      {versions.length > 1 ? <RuleVersions programme={programme} versions={versions} /> : null}
    </FormDrawer>
  )
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
