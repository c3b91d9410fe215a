import { useTranslation } from 'react-i18next'
import { moneyText } from '@/lib/format'
import { Card } from '@/ui/Card'
import { Note } from '@/ui/Layout'
import { Scroll } from '@/ui/Scroll'
import { CardSkeleton } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Status } from '@/ui/StatusTag'
import { useGiftStatement } from '../../api/gifts'
import css from '../Loyalty.module.css'
import own from './Liability.module.css'

const columns = ['sold_minor', 'used_minor', 'given_back_minor', 'paid_out_minor', 'expired_minor', 'outstanding_minor'] as const

/** The months of the gift cards, counted from the transfers, and whether that is what the cards hold; nothing where no card was sold. */
export function GiftMonthsCard({ programmeId }: { programmeId: string }) {
  const { t } = useTranslation()
  const found = useGiftStatement(programmeId)
  if (found.isPending) return <CardSkeleton lines={4} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { months, currency, accounts_minor, difference_minor } = found.data
  if (months.length === 0) return null
  const money = (minor: number) => (minor === 0 ? '—' : moneyText(minor, currency))
  const agrees = difference_minor === 0
  return (
    <Card title={t('loyalty_gifts.statement')} tone={agrees ? 'plain' : 'trouble'}>
      <p className={own.verdict}>
        <Status tone={agrees ? 'jade' : 'cinnabar'}>{t(agrees ? 'loyalty_liability.agree' : 'loyalty_liability.disagree')}</Status>{' '}
        {t(agrees ? 'loyalty_gifts.agrees' : 'loyalty_gifts.differs', { money: moneyText(accounts_minor, currency), difference: moneyText(Math.abs(difference_minor), currency) })}
      </p>
      <Scroll label={t('loyalty_gifts.statement')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('loyalty_liability.month')}</th>
              {columns.map((one) => (
                <th scope="col" key={one}>
                  {t(`loyalty_gifts.column.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((one) => (
              <tr key={one.month}>
                <th scope="row">{one.month.slice(0, 7)}</th>
                {columns.map((name) => (
                  <td key={name}>{money(one[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Note>{t('loyalty_gifts.statementNote')}</Note>
    </Card>
  )
}
