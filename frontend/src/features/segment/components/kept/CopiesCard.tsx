import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { countText, dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Line, Lines, Quiet } from '@/ui/Layout'
import { useAudiences } from '../../api/audiences'

/** Copies of the audience that nothing changes; nothing where there is none. */
export function CopiesCard({ audienceId }: { audienceId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { data = [] } = useAudiences()
  const copies = data.filter((one) => one.copied_from === audienceId)
  if (copies.length === 0) return null
  return (
    <Card title={t('segment_kept.copies')}>
      <Lines>
        {copies.map((one) => (
          <li key={one.id}>
            <Line>
              <Link to="/audiences/$audienceId" params={{ audienceId: one.id }}>
                {said(one.name)}
              </Link>
              <Quiet>
                {t('segment_kept.membersOf', { members: countText(one.members) })}
                {one.made_on ? ` · ${dateText(one.made_on)}` : ''}
              </Quiet>
            </Line>
          </li>
        ))}
      </Lines>
    </Card>
  )
}
