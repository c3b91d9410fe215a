import { useTranslation } from 'react-i18next'
import { readableName } from '@/lib/format'

const known = [
  'birth_year_band',
  'sms_consent',
  'email_consent',
  'wechat_consent',
  'relation',
  'kept_by',
  'company_code',
  'employee_no',
  'department',
  'cost_centre',
  'grade',
  'joined_on',
  'employment',
  'vip_code',
  'name_title',
  'account',
  'title',
  'type',
  'continent',
  'premium',
] as const

const named = new Map<string, (typeof known)[number]>(known.map((name) => [name.replaceAll('_', ''), name]))

/** Whether what the source says under this name is yes or no, however it writes that. */
export function isYesOrNo(name: string): boolean {
  return name.endsWith('_consent') || name === 'premium'
}

/** Returns a function that names what a source says beside the canonical fields; a name nobody knows is only made readable. */
export function useAttributeTitle(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => {
    const found = named.get(name.replace(/[_\-\s]/g, '').toLowerCase())
    return found ? t(`guests.attribute.${found}`) : readableName(name)
  }
}
