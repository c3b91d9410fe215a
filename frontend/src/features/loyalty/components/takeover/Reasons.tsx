import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { rowsOf } from '@/lib/pages'
import { Tag } from '@/ui/StatusTag'
import { type TakeOver, useFaultCounts, useFaultLines } from '../../api/takeOver'
import loyalty from '../Loyalty.module.css'
import css from './TakeOver.module.css'

/** Why lines were not brought: how many for each reason, every one of them, and all as a file. */
export function Reasons({ found }: { found: TakeOver }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [isOpen, setOpen] = useState(false)
  const { data: counts = [] } = useFaultCounts(found.id)
  if (counts.length === 0) return null
  return (
    <>
      <h3 className={css.head}>{t('loyalty_takeover.notBrought')}</h3>
      <ul className={css.reasons}>
        {counts.map((one) => (
          <li key={`${one.file} ${one.code}`}>
            <span>
              <Tag tone="slate">{t(`loyalty_takeover.lines.${one.file}`)}</Tag> {said(one.reason)}
            </span>
            <b>{countText(one.lines)}</b>
          </li>
        ))}
      </ul>
      <div className={css.buttons}>
        <Button size="small" href={`/api/loyalty/take-overs/${found.id}/faults.csv`}>
          {t('loyalty_takeover.download')}
        </Button>
        <Button size="small" type="link" onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'loyalty_takeover.hideLines' : 'loyalty_takeover.showLines')}
        </Button>
      </div>
      {isOpen ? <FaultLines id={found.id} /> : null}
    </>
  )
}

function FaultLines({ id }: { id: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const pages = useFaultLines(id)
  return (
    <>
      <div className={loyalty.scroll}>
        <table className={loyalty.table}>
          <thead>
            <tr>
              <th scope="col">{t('loyalty_takeover.file')}</th>
              <th scope="col">{t('loyalty_takeover.line')}</th>
              <th scope="col">{t('loyalty_takeover.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(pages).map((one) => (
              <tr key={`${one.file} ${one.line} ${one.code}`}>
                <th scope="row">{t(`loyalty_takeover.lines.${one.file}`)}</th>
                <td>{one.line}</td>
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
