import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Icon } from '@/ui/Icon'
import { Fields } from '@/ui/Layout'
import type { Programme } from '../api/programmes'
import css from './Tiers.module.css'

const CODE = /^[A-Za-z][A-Za-z0-9_]{1,19}$/

/** One tier: what it is called, what it takes and what it brings. The first asks for nothing. */
export function TierFields({ programme, name, onRemove }: { programme: Programme; name: number; onRemove: (() => void) | undefined }) {
  const { t } = useTranslation()
  const said = useSaid()
  const needed = [{ required: true, message: t('loyalty.needed') }]
  const measures = programme.kinds.filter((one) => one.role === 'qualifying')
  return (
    <fieldset className={css.form}>
      <legend>{t(name === 0 ? 'loyalty_tiers.first' : 'loyalty_tiers.nth', { place: name + 1 })}</legend>
      <Fields>
        <Form.Item name={[name, 'name_zh']} label={t('loyalty.nameZh')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name={[name, 'name_en']} label={t('loyalty.nameEn')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name={[name, 'code']} label={t('loyalty_tiers.code')} rules={[{ required: true, pattern: CODE, message: t('loyalty.codeHelp') }]}>
          <Input maxLength={20} />
        </Form.Item>
        {name === 0
          ? null
          : measures.map((one) => (
              <Form.Item key={one.code} name={[name, 'asks', one.code]} label={t('loyalty_tiers.atLeast', { kind: said(one.name) })}>
                <InputNumber min={1} precision={0} placeholder={t('loyalty_tiers.notAsked')} style={{ width: '100%' }} />
              </Form.Item>
            ))}
        {name === 0 ? null : (
          <Form.Item name={[name, 'needs']} label={t('loyalty_tiers.needs')}>
            <Select options={(['any', 'all'] as const).map((value) => ({ value, label: t(`loyalty_words.needs.${value}`) }))} />
          </Form.Item>
        )}
      </Fields>
      {name === 0 ? null : (
        <Form.Item name={[name, 'by_invitation']} valuePropName="checked">
          <Checkbox>{t('loyalty_tiers.onlyGiven')}</Checkbox>
        </Form.Item>
      )}
      <Benefits tier={name} />
      {onRemove ? (
        <Button size="small" danger onClick={onRemove}>
          {t('loyalty_tiers.removeTier')}
        </Button>
      ) : null}
    </fieldset>
  )
}

function Benefits({ tier }: { tier: number }) {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('loyalty.needed') }]
  return (
    <Form.List name={[tier, 'benefits']}>
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name }) => (
            <div key={key} className={css.benefit}>
              <Form.Item name={[name, 'name_zh']} rules={needed} className={css.cell}>
                <Input aria-label={t('loyalty_tiers.benefitZh')} placeholder={t('loyalty_tiers.benefitZh')} maxLength={40} />
              </Form.Item>
              <Form.Item name={[name, 'name_en']} rules={needed} className={css.cell}>
                <Input aria-label={t('loyalty_tiers.benefitEn')} placeholder={t('loyalty_tiers.benefitEn')} maxLength={40} />
              </Form.Item>
              <Form.Item name={[name, 'code']} rules={[{ required: true, pattern: CODE, message: t('loyalty.codeHelp') }]} className={css.cell}>
                <Input aria-label={t('loyalty_tiers.code')} placeholder={t('loyalty_tiers.code')} maxLength={20} />
              </Form.Item>
              <Form.Item name={[name, 'uses']} className={css.cell}>
                <InputNumber min={1} precision={0} aria-label={t('loyalty_tiers.uses')} placeholder={t('loyalty_tiers.usesAny')} style={{ width: '100%' }} />
              </Form.Item>
              <Button type="text" aria-label={t('loyalty_rules.remove')} icon={<Icon name="cross" size={16} />} onClick={() => remove(name)} />
            </div>
          ))}
          <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => add({ code: '', name_zh: '', name_en: '', uses: null })}>
            {t('loyalty_tiers.addBenefit')}
          </Button>
        </>
      )}
    </Form.List>
  )
}
