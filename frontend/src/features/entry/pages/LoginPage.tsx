import { useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from '@/lib/address'
import { sessionQuery } from '@/lib/session'
import { type FactorType } from '@/lib/signIn'
import { usePendingFactor } from '../api/session'
import { Door } from '../components/Door'
import { FactorForm } from '../components/FactorForm'
import { PasswordForm } from '../components/PasswordForm'

/** Only an address of this product: never one that leads elsewhere. */
function safeBack(back: string | undefined): string {
  return back?.startsWith('/') && !back.startsWith('//') && !back.startsWith('/\\') ? back : '/'
}

/** The way in: a password or a passkey, then the second factor where the person has one. */
export function LoginPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [search] = useAddress()
  const back = safeBack(search.back)
  const { data: me } = useQuery(sessionQuery)
  const pending = usePendingFactor()
  const [asked, setAsked] = useState<readonly FactorType[] | null>(null)
  const [isGivenUp, giveUp] = useState(false)
  const factors = isGivenUp ? asked : (asked ?? pending.data ?? null)
  useEffect(() => {
    document.title = `${t('entry.signIn')} · Xenia 宾至`
  }, [t])
  const enter = useCallback(() => void navigate({ href: back }), [navigate, back])
  useEffect(() => {
    if (me) enter()
  }, [me, enter])
  if (factors) {
    return (
      <Door title={t('entry.factor')} words={t(factors.includes('totp') ? 'entry.factorWords' : 'entry.factorPasskeyWords')}>
        <FactorForm
          types={factors}
          onDone={enter}
          onBack={() => {
            setAsked(null)
            giveUp(true)
          }}
        />
      </Door>
    )
  }
  return (
    <Door title={t('entry.welcome')} words={t(search.ended === 'idle' ? 'entry.endedIdle' : 'entry.welcomeWords')}>
      <PasswordForm back={back} error={search.error} onFactor={setAsked} onDone={enter} />
    </Door>
  )
}
