import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AudienceOfGuest, useAudiencesOf } from '@/lib/audiences'
import { dateText } from '@/lib/format'
import { Problem } from '@/lib/http'
import { useSaid } from '@/lib/i18n'
import { useMayForCompany } from '@/lib/session'
import { MembershipDrawer } from '@/ui/audience/MembershipDrawer'
import { Card } from '@/ui/Card'
import { Line, Lines } from '@/ui/Layout'
import { Bar } from '@/ui/Skeleton'
import { ErrorState } from '@/ui/States'
import { Tag } from '@/ui/StatusTag'

/** In which audiences the guest is, and why. */
export function AudiencesCard({ guestId }: { guestId: string }) {
  const { t } = useTranslation()
  const found = useAudiencesOf(guestId)
  return (
    <Card title={t('audience_words.ofGuest')}>
      {found.isPending ? <Bar width={70} /> : null}
      {found.isError ? <Failed error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Found audiences={found.data} guestId={guestId} /> : null}
    </Card>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const code = error instanceof Problem ? error.code : ''
  if (code === 'features_beyond_units') return <p className="muted">{t('audience_words.beyond')}</p>
  if (code === 'guest_objects') return <p className="muted">{t('audience_words.objects')}</p>
  return <ErrorState error={error} onRetry={onRetry} />
}

function Found({ audiences, guestId }: { audiences: readonly AudienceOfGuest[]; guestId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayOpen = useMayForCompany('view_audiences')
  const [asked, setAsked] = useState<AudienceOfGuest>()
  if (audiences.length === 0) return <p className="muted">{t('audience_words.ofGuestNone')}</p>
  return (
    <>
      <Lines>
        {audiences.map((one) => (
          <li key={one.id}>
            <Line>
              <span>
                {mayOpen ? (
                  <Link to="/audiences/$audienceId" params={{ audienceId: one.id }}>
                    {said(one.name)}
                  </Link>
                ) : (
                  said(one.name)
                )}{' '}
                <Standing one={one} />
              </span>
              {mayOpen ? (
                <Button type="text" size="small" onClick={() => setAsked(one)} aria-label={t('audience_words.whyIn', { audience: said(one.name) })}>
                  {t('audience_words.why')}
                </Button>
              ) : null}
            </Line>
          </li>
        ))}
      </Lines>
      {asked ? (
        <MembershipDrawer audienceId={asked.id} guestId={guestId} title={t('audience_words.whyIn', { audience: said(asked.name) })} onClose={() => setAsked(undefined)}>
          <Link to="/audiences/$audienceId" params={{ audienceId: asked.id }}>
            {t('audience_words.toAudience')}
          </Link>
        </MembershipDrawer>
      ) : null}
    </>
  )
}

/** What differs from an audience that is made anew every day. */
function Standing({ one }: { one: AudienceOfGuest }) {
  const { t } = useTranslation()
  if (one.is_frozen) return <Tag tone="amber">{t('audience_words.frozen')}</Tag>
  if (one.kind === 'dynamic') return null
  return (
    <Tag tone="slate">
      {t(`audience_words.kind.${one.kind}`)}
      {one.made_on ? ` ${dateText(one.made_on)}` : ''}
    </Tag>
  )
}
