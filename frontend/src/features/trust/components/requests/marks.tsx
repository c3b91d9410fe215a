import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { Status, Tag, type Tone } from '@/ui/StatusTag'
import type { RequestState, RequestSummary } from '../../api/requests'

const tones: Record<RequestState, Tone> = { received: 'slate', approval: 'amber', working: 'slate', ready: 'jade', answered: 'grey', refused: 'grey' }

export function RequestStateMark({ state }: { state: RequestState }) {
  const { t } = useTranslation()
  return (
    <Status tone={tones[state]} live={state === 'working'}>
      {t(`trust_requests.state.${state}`)}
    </Status>
  )
}

/** The day the answer is due and how long that is; late is said in words and colour. */
export function DueMark({ request }: { request: RequestSummary }) {
  const { t } = useTranslation()
  const left = request.days_left
  if (left === null) return <span className="muted">{dateText(request.due_on)}</span>
  const words = left < 0 ? t('trust_requests.late', { count: -left }) : left === 0 ? t('trust_requests.dueToday') : t('trust_requests.daysLeft', { count: left })
  return (
    <span className="nowrap">
      {dateText(request.due_on)} <Tag tone={left < 0 ? 'cinnabar' : left <= 3 ? 'amber' : 'grey'}>{words}</Tag>
    </span>
  )
}
