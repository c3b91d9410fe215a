import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rowsOf } from '@/lib/pages'
import { useMayForCompany } from '@/lib/session'
import { Card } from '@/ui/Card'
import { Line, Lines, Note, Quiet } from '@/ui/Layout'
import { bookingOf } from '@/ui/LoyaltyWords'
import { Instant } from '@/ui/Money'
import { useSaved } from '@/ui/useSaved'
import type { Programme } from '../api/programmes'
import { useOrderEarning, useUnearned, type Why, whys } from '../api/rules'
import css from './Loyalty.module.css'

/** What was bought and earned nothing, or less: each line leads to the booking and to the member. */
export function UnearnedCard({ programme }: { programme: Programme }) {
  const { t } = useTranslation()
  const [why, setWhy] = useState<Why>()
  const pages = useUnearned(programme.id, why)
  const order = useOrderEarning()
  const saved = useSaved()
  const mayManage = useMayForCompany('manage_loyalty')
  const rows = rowsOf(pages)
  return (
    <Card
      title={t('loyalty_rules.unearned')}
      aside={
        <span className={css.tools}>
          <Select allowClear size="small" aria-label={t('loyalty_rules.why')} placeholder={t('loyalty_rules.why')} popupMatchSelectWidth={false} style={{ width: 160 }} value={why} onChange={setWhy} options={whys.map((value) => ({ value, label: t(`loyalty_rules.whys.${value}`) }))} />
          {mayManage && programme.state === 'open' ? (
            <Button size="small" loading={order.isPending} onClick={() => order.mutate(undefined, saved(t('loyalty_rules.ordered')))}>
              {t('loyalty_rules.order')}
            </Button>
          ) : null}
        </span>
      }
    >
      {rows.length === 0 && !pages.isPending ? <p className="muted">{t('loyalty_rules.unearnedNone')}</p> : null}
      <Lines>
        {rows.map((one) => (
          <li key={one.id}>
            <Line>
              <span>{t(`loyalty_rules.whys.${one.why}`)}</span>
              <span className={css.tools}>
                {bookingOf(one.source) ? (
                  <Link to="/bookings/$bookingId" params={{ bookingId: bookingOf(one.source) ?? '' }}>
                    {t('loyalty.booking')}
                  </Link>
                ) : null}
                {one.member_id ? (
                  <Link to="/loyalty/members/$memberId" params={{ memberId: one.member_id }}>
                    {t('loyalty.member')}
                  </Link>
                ) : null}
                <Quiet>
                  <Instant at={one.noticed_at} relative />
                </Quiet>
              </span>
            </Line>
          </li>
        ))}
      </Lines>
      {pages.hasNextPage ? (
        <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('words.more')}
        </Button>
      ) : null}
      <Note>{t('loyalty_rules.unearnedNote')}</Note>
    </Card>
  )
}
