import { useState } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { countText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { Line, Lines, Note } from '@/ui/Layout'
import { Instant } from '@/ui/Money'
import { Tag } from '@/ui/StatusTag'
import type { Verification } from '../../api/requests'

/** The proof of an erasure: every store that was searched and what it still holds. */
export function VerificationCard({ found }: { found: Verification }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [all, setAll] = useState(false)
  const left = found.left
  const told = found.stores.filter((one) => all || one.left > 0 || one.kept > 0)
  return (
    <Card
      title={t('trust_requests.proof')}
      aside={<Tag tone={left === 0 ? 'jade' : 'cinnabar'}>{left === 0 ? t('trust_requests.proofZero') : t('trust_requests.proofLeft', { count: left })}</Tag>}
      tone={left === 0 ? 'plain' : 'trouble'}
    >
      <Note>
        {t('trust_requests.proofWords', { stores: found.stores.length, traces: found.searched })} <Instant at={found.at} />
      </Note>
      <Lines>
        {told.map((one) => (
          <li key={`${one.place}/${one.store}`}>
            <Line>
              <span>
                {said(one.title)} <span className="muted mono">{one.store}</span>
              </span>
              <span className="nowrap">
                {one.left > 0 ? <Tag tone="cinnabar">{t('trust_requests.left', { count: one.left })}</Tag> : null}
                {one.kept > 0 ? <Tag tone="plum">{t('trust_requests.kept', { count: one.kept })}</Tag> : null}
                {one.left === 0 && one.kept === 0 ? countText(0) : null}
              </span>
            </Line>
            {one.kept > 0 ? <Note>{said(one.why)}</Note> : null}
          </li>
        ))}
      </Lines>
      {found.not_searched.map((text) => (
        <Note key={text.en}>{said(text)}</Note>
      ))}
      <Button type="link" size="small" onClick={() => setAll(!all)}>
        {all ? t('trust_requests.fewer') : t('trust_requests.allStores', { count: found.stores.length })}
      </Button>
    </Card>
  )
}
