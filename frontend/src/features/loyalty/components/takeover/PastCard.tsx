import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Line, Lines, Quiet } from '@/ui/Layout'
import { Status } from '@/ui/StatusTag'
import type { TakeOver } from '../../api/takeOver'
import { stateOf, toneOf } from './words'

/** Earlier checks and take-overs. */
export function PastCard({ past }: { past: readonly TakeOver[] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('loyalty_takeover.past')}>
      <Lines>
        {past.map((one) => (
          <li key={one.id}>
            <Line>
              <Status tone={toneOf(one)}>{t(`loyalty_takeover.states.${stateOf(one)}`)}</Status>
              <Quiet>
                {dateText(one.as_of)} · {one.members_file} · {t('loyalty_takeover.pastMembers', { members: countText(one.statement?.members.brought ?? 0) })}
              </Quiet>
            </Line>
          </li>
        ))}
      </Lines>
    </Card>
  )
}
