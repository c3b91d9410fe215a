import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

interface Named {
  name: string
  name_latin?: string
  source_key?: string
}

/** Returns what to call a person: the name in either script, else the source's number. */
export function useGuestName(): (guest: Named) => string {
  const { t } = useTranslation()
  return useCallback(
    (guest: Named) => [guest.name, guest.name_latin].find(Boolean) ?? (guest.source_key ? t('guests.unnamed', { key: guest.source_key }) : t('guests.unknown')),
    [t],
  )
}
