import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type BothLanguages, useLanguage } from '@/lib/i18n'

/** The country that goes without saying. */
const OWN_COUNTRY = 'CN'
/** Where the city is the country or region: naming both would say it twice. */
const cities = new Set([OWN_COUNTRY, 'HK', 'MO', 'SG', 'MC', 'VA'])
const CODE = /^[A-Za-z]{2}$/

interface Where {
  property?: string
  property_name?: BothLanguages | null
  destination_city?: string
  destination_country?: string
}

/** Returns words for where a booking takes place: a property by its name where one is known, a country only where it is not our own. */
export function usePlaceWords() {
  const { t } = useTranslation()
  const language = useLanguage()
  return useMemo(() => {
    const regions = new Intl.DisplayNames(language, { type: 'region', style: 'short' })
    const country = (value: string) => (CODE.test(value) ? (regions.of(value.toUpperCase()) ?? value) : value)
    function property({ property: code = '', property_name: name }: Where): string {
      return [language === 'en' ? name?.en : name?.zh, code].find(Boolean) ?? ''
    }
    function destination({ destination_city: city = '', destination_country: where = '' }: Where): string {
      if (!where || (city && cities.has(where.toUpperCase()))) return city
      return city ? t('words.cityCountry', { city, country: country(where) }) : country(where)
    }
    return { country, property, destination, where: (booking: Where) => property(booking) || destination(booking) }
  }, [t, language])
}
