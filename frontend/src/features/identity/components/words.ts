import { useTranslation } from 'react-i18next'
import { moneyText } from '@/lib/format'
import type { Stake } from '../api/desk'

const fields = [
  'name',
  'name_latin',
  'gender',
  'birth_date',
  'phone',
  'email',
  'document',
  'wechat',
  'province',
  'city',
  'address',
  'nationality',
  'language',
  'membership_number',
  'company',
  'membership_tier',
] as const

/** Words for the fields of records, and for what is at stake. */
export function useDeskWords() {
  const { t } = useTranslation()
  return {
    field: (code: string) => {
      const known = fields.find((one) => one === code)
      return known ? t(`identity.field.${known}`) : code
    },
    stake: (stake: Stake | null) => {
      if (!stake) return t('identity.noStake')
      const worth = moneyText(stake.minor, stake.currency, true)
      return stake.others.length > 0 ? t('identity.stakeMore', { worth }) : worth
    },
  }
}
