import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { rowsOf } from '@/lib/pages'
import { type PartnerFile, usePartnerFaultCounts, usePartnerFaults } from '../../api/partners'
import loyalty from '../Loyalty.module.css'
import css from '../takeover/TakeOver.module.css'

/** Why lines were not booked: how many for each reason, every one of them, and all as a file. */
export function Refused({ found }: { found: PartnerFile }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [isOpen, setOpen] = useState(false)
  const { data: counts = [] } = usePartnerFaultCounts(found.id)
  if (counts.length === 0) return null
  return (
    <>
      <h3 className={css.head}>{t('loyalty_partners.notBooked')}</h3>
      <ul className={css.reasons}>
        {counts.map((one) => (
          <li key={one.code}>
            <span>{said(one.reason)}</span>
            <b>{countText(one.lines)}</b>
          </li>
        ))}
      </ul>
      <div className={css.buttons}>
        <Button size="small" href={`/api/loyalty/partner-files/${found.id}/faults.csv`}>
          {t('loyalty_partners.download')}
        </Button>
        <Button size="small" type="link" onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'loyalty_takeover.hideLines' : 'loyalty_takeover.showLines')}
        </Button>
      </div>
      {isOpen ? <Lines id={found.id} /> : null}
    </>
  )
}

function Lines({ id }: { id: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const pages = usePartnerFaults(id)
  return (
    <>
      <div className={loyalty.scroll}>
        <table className={loyalty.table}>
          <thead>
            <tr>
              <th scope="col">{t('loyalty_takeover.line')}</th>
              <th scope="col" style={{ textAlign: 'left' }}>
                {t('loyalty_takeover.reason')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(pages).map((one) => (
              <tr key={one.line}>
                <th scope="row">{one.line}</th>
                <td style={{ textAlign: 'left' }}>{said(one.reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('loyalty_liability.more')}
        </Button>
      ) : null}
    </>
  )
}
