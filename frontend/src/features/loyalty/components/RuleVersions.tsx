import { useTranslation } from 'react-i18next'
import type { Programme } from '../api/programmes'
import type { RuleInForce } from '../api/rules'
import css from './Rules.module.css'
import { useRuleWords } from './ruleWords'

/** Every version of a rule, the newest first. */
export function RuleVersions({ programme, versions }: { programme: Programme; versions: readonly RuleInForce[] }) {
  const { t } = useTranslation()
  const words = useRuleWords(programme)
  return (
    <section className={css.tries}>
      <h3>{t('loyalty_rules.versions')}</h3>
      <ul className={css.versions}>
        {[...versions].reverse().map((one) => (
          <li key={one.number}>
            <b>{t('loyalty_rules.versionShort', { number: one.number })}</b> {words.days(one)}
            <small>{[words.rate(one.rule), ...words.more(one.rule)].join(t('words.semicolon'))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
