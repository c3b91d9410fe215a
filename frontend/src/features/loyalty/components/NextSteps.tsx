import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTierVersions } from '@/lib/tiers'
import { Card } from '@/ui/Card'
import { Icon } from '@/ui/Icon'
import type { Programme } from '../api/programmes'
import { useRules } from '../api/rules'
import css from './Loyalty.module.css'

/** What is left to do before a draft is opened: each step leads to where it is done, what is done is ticked. */
export function NextSteps({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const { data: rules = [] } = useRules(programme.id)
  const { data: tiers = [] } = useTierVersions(programme.id)
  const steps = [
    { key: 'draft', isDone: true },
    { key: 'earn', tab: 'earning', isDone: rules.length > 0 },
    { key: 'tiers', tab: 'tiers', isDone: tiers.length > 0 },
    { key: 'try', tab: 'earning', isDone: false },
    { key: 'open', isDone: false },
  ] as const
  return (
    <Card title={t('loyalty.nextSteps')}>
      <ol className={css.next}>
        {steps.map((one) => (
          <li key={one.key} data-done={one.isDone || undefined}>
            <span className={css.tick}>{one.isDone ? <Icon name="check" size={14} /> : null}</span>
            {'tab' in one && !one.isDone ? (
              <Link to="/loyalty/$programmeId" params={{ programmeId: programme.id }} search={{ tab: one.tab }}>
                {t(`loyalty.steps.${one.key}`)}
              </Link>
            ) : (
              <span>{t(`loyalty.steps.${one.key}`)}</span>
            )}
            {one.isDone ? <span className="visually-hidden">{t('loyalty.stepDone')}</span> : null}
          </li>
        ))}
      </ol>
    </Card>
  )
}
