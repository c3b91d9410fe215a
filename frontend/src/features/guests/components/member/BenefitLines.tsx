import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import { useSaid } from '@/lib/i18n'
import { type BenefitState, useBenefitUse, useGiveBenefitBack, useMemberTier } from '@/lib/loyalty'
import { useMay } from '@/lib/session'
import { dayBefore } from '@/ui/LoyaltyWords'
import { useSentence } from '@/ui/States'
import { useConfirm } from '@/ui/useConfirm'
import css from './Member.module.css'

const UNDO_S = 8

/** What the tier brings: how often each can still be used, with the button that uses one. */
export function BenefitLines({ memberId }: { memberId: string }) {
  const { t } = useTranslation()
  const { data } = useMemberTier(memberId)
  if (!data || data.benefits.length === 0) return null
  return (
    <section>
      <h3 className={css.head}>{t('loyalty_member.benefits')}</h3>
      <ul className={css.lines}>
        {data.benefits.map((one) => (
          <Benefit key={one.code} benefit={one} memberId={memberId} />
        ))}
      </ul>
    </section>
  )
}

function Benefit({ benefit, memberId }: { benefit: BenefitState; memberId: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const mayServe = useMay('serve_members')
  const use = useUse(memberId)
  const until = benefit.until ? ` · ${t('loyalty_words.until', { date: dateText(dayBefore(benefit.until)) })}` : ''
  const left = benefit.is_counted ? t('loyalty_member.left', { count: benefit.usable }) + until : t('loyalty_member.always')
  return (
    <li>
      <span>
        {said(benefit.name)}
        <small>{left}</small>
      </span>
      {benefit.is_counted && mayServe ? (
        <Button size="small" disabled={benefit.usable < 1} loading={use.isPending} onClick={() => void use.ask(benefit)} aria-label={t('loyalty_member.useOneOf', { benefit: said(benefit.name) })}>
          {t('loyalty_member.useOne')}
        </Button>
      ) : null}
    </li>
  )
}

/** Asks, uses one, and offers for a moment to take it back. */
function useUse(memberId: string) {
  const { t } = useTranslation()
  const said = useSaid()
  const { message } = App.useApp()
  const sentence = useSentence()
  const confirm = useConfirm()
  const use = useBenefitUse(memberId)
  const back = useGiveBenefitBack()
  const fail = (fault: unknown) => void message.error(sentence(fault), 6)
  async function ask(benefit: BenefitState): Promise<void> {
    const name = said(benefit.name)
    if (!(await confirm({ title: t('loyalty_member.useTitle', { benefit: name }), what: t('loyalty_member.useWhat', { count: benefit.usable }), action: t('loyalty_member.useOne') }))) return
    use.mutate(benefit.code, { onSuccess: ({ id }) => told(name, id), onError: fail })
  }
  function told(name: string, id: string): void {
    const undo = () => back.mutate(id, { onSuccess: () => void message.success(t('loyalty_member.givenBack')), onError: fail })
    void message.success({
      duration: UNDO_S,
      content: (
        <>
          {t('loyalty_member.used', { benefit: name })}{' '}
          <Button size="small" type="link" onClick={undo}>
            {t('loyalty_member.giveBack')}
          </Button>
        </>
      ),
    })
  }
  return { ask, isPending: use.isPending }
}
