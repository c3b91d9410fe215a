import { useCallback } from 'react'
import { api } from '@/lib/http'
import { chooseLanguage, type Language } from '@/lib/i18n'

/** Changes the language here at once, and for the person everywhere else. */
export function useLanguageChoice(): (language: Language) => void {
  return useCallback((language) => {
    void chooseLanguage(language)
    // What stands on the page is already in the new language; if the server does not hear, nothing is lost.
    void api.PATCH('/api/session', { body: { language } }).catch(() => undefined)
  }, [])
}
