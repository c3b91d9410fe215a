import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import { useMetAgain } from '../../api/requests'

/** Imports that brought people who had been erased; nothing is shown while there are none. */
export function MetAgainCard() {
  const { t } = useTranslation()
  const { data = [] } = useMetAgain()
  if (data.length === 0) return null
  return (
    <div style={{ marginTop: 16 }}>
      <Card title={t('trust_requests.metAgain')}>
        <Note>{t('trust_requests.metAgainWords')}</Note>
        <Lines>
          {data.slice(0, 10).map((one) => (
            <li key={`${one.run_id}/${one.way}/${one.deed}`}>
              <Line>
                <Link to="/runs/$runId" params={{ runId: one.run_id }}>
                  {t('trust_requests.metBy', { count: one.people, way: t(`trust_requests.way.${one.way as 'key'}`) })}
                </Link>
                <Quiet>
                  <Tag tone={one.deed === 'block' ? 'jade' : 'amber'}>{t(`trust_requests.deed.${one.deed as 'block'}`)}</Tag>
                  <Instant at={one.at} />
                </Quiet>
              </Line>
            </li>
          ))}
        </Lines>
      </Card>
    </div>
  )
}
