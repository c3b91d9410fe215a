import { useTranslation } from 'react-i18next'

const KINDS = { RESIDENT_ID: 'resident_id', ID_CARD: 'resident_id', PASSPORT: 'passport', HOME_RETURN_PERMIT: 'home_return_permit', HK_MACAU_PERMIT: 'hk_macau_permit', TAIWAN_COMPATRIOT_PERMIT: 'taiwan_compatriot_permit' } as const

/** Returns a way to show a document: `RESIDENT_ID CN 4****6795` is 身份证 4****6795; what a source called otherwise stays as it is. */
export function useDocumentText(): (value: string) => string {
  const { t } = useTranslation()
  return (value) => {
    const [kind = '', ...rest] = value.split(' ')
    const known = kind in KINDS ? KINDS[kind as keyof typeof KINDS] : undefined
    if (!known) return value
    const country = rest.length > 1 && rest[0] !== 'CN' ? `${rest[0] ?? ''} ` : ''
    return `${t(`guests.documents.${known}`)} ${country}${rest.at(-1) ?? ''}`
  }
}
