import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { countText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Scroll } from '@/ui/Scroll'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { type LineChoice, type Partner, type PartnerMonth, usePartnerStatement } from '../../api/partners'
import css from '../Loyalty.module.css'
import { usePartnerWords } from './usePartnerWords'

const moved = [
  ['accrued', 'earn'],
  ['accrued_back', 'earn_back'],
  ['redeemed', 'burn'],
  ['redeemed_back', 'burn_back'],
] as const satisfies readonly (readonly [keyof PartnerMonth, LineChoice])[]

/** Every month with the partner; each number of points leads to its lines. */
export function StatementCard({ partner }: { partner: Partner }) {
  const { t } = useTranslation()
  const found = usePartnerStatement(partner.id)
  if (found.isPending) return <CardSkeleton lines={5} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { months, difference } = found.data
  if (months.length === 0) return null
  const agrees = difference === 0
  return (
    <Card title={t('loyalty_partners.statement')} tone={agrees ? 'plain' : 'trouble'}>
      <p>
        <Status tone={agrees ? 'jade' : 'cinnabar'}>{t(agrees ? 'loyalty_liability.agree' : 'loyalty_liability.disagree')}</Status>{' '}
        {t(agrees ? 'loyalty_partners.agrees' : 'loyalty_partners.differs', { points: countText(found.data.balance), difference: countText(Math.abs(difference)) })}
      </p>
      <Scroll label={t('loyalty_partners.statement')}>
        <table className={css.table}>
          <thead>
            <tr>
              {(['month', 'opening', 'accrued', 'accrued_back', 'redeemed', 'redeemed_back', 'closing', 'theyOwe', 'weOwe', 'net'] as const).map((one) => (
                <th scope="col" key={one}>
                  {t(`loyalty_partners.column.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((one) => (
              <Month key={one.month} partner={partner} month={one} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Note>{t('loyalty_partners.statementNote')}</Note>
    </Card>
  )
}

function Month({ partner, month }: { partner: Partner; month: PartnerMonth }) {
  const { t } = useTranslation()
  const [, change] = useAddress()
  const words = usePartnerWords(partner)
  const name = month.month.slice(0, 7)
  const money = (minor: number) => (minor === 0 ? '—' : words.money(minor))
  function show(lines: LineChoice): void {
    change({ month: name, lines })
    document.getElementById('partner-lines')?.scrollIntoView({ block: 'start' })
  }
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{countText(month.opening)}</td>
      {moved.map(([what, lines]) => (
        <td key={what}>
          {month[what].lines === 0 ? (
            '—'
          ) : (
            <Button type="link" size="small" style={{ padding: 0 }} aria-label={t('loyalty_partners.showLines', { what: t(`loyalty_partners.column.${what}`), month: name })} onClick={() => show(lines)}>
              {countText(month[what].points)}
            </Button>
          )}
        </td>
      ))}
      <td>{countText(month.closing)}</td>
      <td>{money(month.owed_by_partner_minor)}</td>
      <td>{money(month.owed_to_partner_minor)}</td>
      <td>{month.net_minor === 0 ? '—' : words.net(month.net_minor)}</td>
    </tr>
  )
}
