import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf } from '@/lib/doors'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Instant } from '@/ui/Money'
import { Tag, type Tone } from '@/ui/StatusTag'
import type { Decision } from '../api/home'
import css from './Home.module.css'

const kinds = { run_went_wrong: 'cinnabar', rows_waiting: 'amber', source_overdue: 'slate', model_offered: 'plum', model_refused: 'amber', model_failed: 'cinnabar', model_drifted: 'amber' } as const satisfies Record<string, Tone>

function isKind(kind: string): kind is keyof typeof kinds {
  return kind in kinds
}

/** What waits for a person, with the way to act beside it. */
export function DecisionsCard({ decisions }: { decisions: readonly Decision[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  return (
    <Card title={t('home.decisions')} aside={decisions.length > 0 ? t('home.byUrgency') : null}>
      {decisions.length === 0 ? <p className="muted">{t('home.noDecisions')}</p> : null}
      <ul>
        {decisions.map((decision, index) => (
          <li key={index} className={css.decision}>
            <span>
              <Tag tone={isKind(decision.kind) ? kinds[decision.kind] : 'grey'}>{isKind(decision.kind) ? t(`home.kind.${decision.kind}`) : decision.kind}</Tag>
            </span>
            <div>
              <div className={css.what}>{said(decision.title)}</div>
              {decision.at ? (
                <div className="muted small">
                  <Instant at={decision.at} relative />
                </div>
              ) : null}
            </div>
            <Link {...addressOf(decision.door)}>
              <Button tabIndex={-1}>{isKind(decision.kind) ? t(`home.act.${decision.kind}`) : t('home.open')}</Button>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
