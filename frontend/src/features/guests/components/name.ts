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
    (guest: Named) => [guest.name, latinText(guest.name_latin ?? '')].find(Boolean) ?? (guest.source_key ? t('guests.unnamed', { key: guest.source_key }) : t('guests.unknown')),
    [t],
  )
}

const TITLES = /\s+(MR|MRS|MS|MISS|MSTR|CHD|INF|DR)$/i

/** Returns a name in Latin letters as one says it: `LIU/XIAOFEI MR`, as airlines write it, is `LIU Xiaofei`; any other stays as it is. */
export function latinText(name: string): string {
  const [surname = '', given = ''] = name.replace(TITLES, '').split('/')
  if (!given) return name
  return `${surname} ${given.replace(/[A-Z]+/gi, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())}`.trim()
}
