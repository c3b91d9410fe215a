import { useTranslation } from 'react-i18next'
import { useLanguage } from '@/lib/i18n'
import { usePlaceWords } from './PlaceWords'

const genders = ['female', 'male', 'other'] as const
const titles = [
  'name', 'name_latin', 'gender', 'birth_date', 'phone', 'email', 'wechat', 'document', 'language', 'nationality', 'place', 'address', 'company', 'membership',
] as const

const documents = { RESIDENT_ID: 'resident_id', ID_CARD: 'resident_id', PASSPORT: 'passport', HOME_RETURN_PERMIT: 'home_return_permit', HK_MACAU_PERMIT: 'hk_macau_permit', TAIWAN_COMPATRIOT_PERMIT: 'taiwan_compatriot_permit' } as const

type Title = (typeof titles)[number]

function isGender(value: string): value is (typeof genders)[number] {
  return (genders as readonly string[]).includes(value)
}

function isTitle(value: string): value is Title {
  return (titles as readonly string[]).includes(value)
}

/** A language tag in words; what is no tag stays as the source wrote it. */
function languageName(tag: string, reader: string): string {
  try {
    return tag ? (new Intl.DisplayNames(reader, { type: 'language' }).of(tag) ?? tag) : ''
  } catch {
    return tag
  }
}

/** Returns how to call a field of a guest and how to write its value. */
export function useFieldWords(): { title: (field: string) => string; value: (field: string, text: string) => string } {
  const { t } = useTranslation()
  const reader = useLanguage()
  const { country } = usePlaceWords()
  const documentText = useDocumentText()
  return {
    title: (field) => (isTitle(field) ? t(`guests.fields.${field}`) : field),
    value: (field, text) => {
      if (field === 'gender') return isGender(text) ? t(`guests.genders.${text}`) : text
      if (field === 'language') return languageName(text, reader)
      if (field === 'nationality') return country(text)
      if (field === 'document') return documentText(text)
      return text
    },
  }
}

/** Returns a way to show a document: `RESIDENT_ID CN 4****6795` is 身份证 4****6795; what a source called otherwise stays as it is. */
export function useDocumentText(): (value: string) => string {
  const { t } = useTranslation()
  const { country: countryName } = usePlaceWords()
  return (value) => {
    const [kind = '', ...rest] = value.split(' ')
    const known = kind in documents ? documents[kind as keyof typeof documents] : undefined
    if (!known) return value
    const country = rest.length > 1 && rest[0] !== 'CN' ? `${countryName(rest[0] ?? '')} ` : ''
    return `${t(`guests.documents.${known}`)} ${country}${rest.at(-1) ?? ''}`
  }
}
