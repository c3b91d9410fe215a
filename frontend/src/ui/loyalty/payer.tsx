import { Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FamilyPlace, useFamilyPlace } from '@/lib/families'
import { type Member, useBalances } from '@/lib/loyalty'
import { Note } from '../Layout'

interface Payer {
  place: FamilyPlace | undefined
  /** What the order says of who pays. */
  means: { with_family: boolean; guardian_id: string | null }
  /** The points of others that come to the member's own. */
  shared: number
  mayOrder: boolean
  withFamily: boolean
  onFamily: (with_family: boolean) => void
  agrees: boolean
  onAgrees: (agrees: boolean) => void
}

/** Whose points pay for an order: the member's own, or those of all who share; and who orders for a minor. */
export function usePayer(member: Member): Payer {
  const { data: place } = useFamilyPlace(member.id)
  const { data: balances = [] } = useBalances(member.id)
  const [withFamily, onFamily] = useState(false)
  const [agrees, onAgrees] = useState(false)
  const own = Math.max(0, balances.find((one) => one.role === 'redeemable')?.usable ?? 0)
  const sharesOwn = place?.family?.ties.some((one) => one.member_id === member.id && one.shares) ?? false
  const shared = withFamily && place?.family ? place.family.together - (sharesOwn ? own : 0) : 0
  const guardian_id = agrees ? (place?.guardian_id ?? null) : null
  return { place, means: { with_family: withFamily, guardian_id }, shared, mayOrder: !place?.is_minor || guardian_id !== null, withFamily, onFamily, agrees, onAgrees }
}

export function PayerFields({ payer }: { payer: Payer }) {
  const { t } = useTranslation()
  const { place } = payer
  if (place?.is_minor) {
    return place.guardian_id ? (
      <>
        <Note>{t('loyalty_family.guardianNeeded')}</Note>
        <Checkbox checked={payer.agrees} onChange={(event) => payer.onAgrees(event.target.checked)}>
          {t('loyalty_family.guardian')}
        </Checkbox>
      </>
    ) : (
      <Note>{t('loyalty_family.guardianNone')}</Note>
    )
  }
  if (!place?.may_spend) return null
  return (
    <>
      <Checkbox checked={payer.withFamily} onChange={(event) => payer.onFamily(event.target.checked)}>
        {t('loyalty_family.redeem')}
      </Checkbox>
      <Note>{t('loyalty_family.redeemHelp')}</Note>
    </>
  )
}
