import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import type { Demand } from '../api/demand'
import css from './Demand.module.css'
import { useFigures } from './demandWords'

/** The same days as figures, those to come on top. */
export function DemandTable({ demand, onPick }: { demand: Demand; onPick: (day: string) => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { whole } = useFigures(demand.measure, demand.currency)
  const text = (value: number | null) => (value === null ? '' : whole(value))
  const over = demand.days.filter((one) => one.came !== null)
  const ahead = demand.days.filter((one) => one.came === null)
  const holiday = (day: string) => said(demand.holidays.find((one) => one.begins_on <= day && day <= one.ends_on)?.name)
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            {(['day', 'holiday', 'came', 'booked', 'lastYear', 'expected', 'band80', 'band95'] as const).map((one) => (
              <th scope="col" key={one}>
                {t(`insight_demand.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...ahead, ...over.reverse()].map((one) => (
            <tr key={one.day}>
              <th scope="row">
                <Button type="link" size="small" onClick={() => onPick(one.day)}>
                  {one.day}
                </Button>
              </th>
              <td>{holiday(one.day)}</td>
              <td>{text(one.came)}</td>
              <td>{text(one.booked)}</td>
              <td>{text(one.last_year)}</td>
              <td>{text(one.expected)}</td>
              <td>{one.low_80 === null ? '' : t('insight_demand.interval', { low: text(one.low_80), high: text(one.high_80) })}</td>
              <td>{one.low_95 === null ? '' : t('insight_demand.interval', { low: text(one.low_95), high: text(one.high_95) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
