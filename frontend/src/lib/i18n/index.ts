import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { speak } from '@/lib/http'
import { spaced } from './spacing'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const KEY = 'xenia.language'

const catalogs = {
  'zh-CN': () => import('./zh-CN'),
  en: () => import('./en'),
}

function asLanguage(value: string | null | undefined): Language | null {
  if (!value) return null
  return value.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return
  const { default: catalog } = await catalogs[language]()
  i18next.addResourceBundle(language, 'translation', catalog)
}

function settle(language: Language): void {
  speak(language)
  document.documentElement.lang = language
}

/** Starts with the language chosen on this device, else the browser's. */
export async function startTexts(): Promise<void> {
  const language = asLanguage(localStorage.getItem(KEY)) ?? asLanguage(navigator.language) ?? 'zh-CN'
  await i18next
    .use(initReactI18next)
    .use({ type: 'postProcessor', name: 'spacing', process: (value: string) => (i18next.language === 'zh-CN' ? spaced(value) : value) })
    .init({
      lng: language,
      fallbackLng: false,
      resources: {},
      postProcess: ['spacing'],
      interpolation: { escapeValue: false },
    })
  await load(language)
  await i18next.changeLanguage(language)
  settle(language)
}

/** Changes the language and keeps the choice on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language)
  await load(language)
  await i18next.changeLanguage(language)
  settle(language)
}

/** Takes the person's own language where this device has none yet. */
export async function adoptLanguage(value: string): Promise<void> {
  const language = asLanguage(value)
  if (language && !localStorage.getItem(KEY) && language !== i18next.language) {
    await load(language)
    await i18next.changeLanguage(language)
    settle(language)
  }
}

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}

export interface BothLanguages {
  zh: string
  en: string
}

/** Returns a function that picks the reader's language from a text the server gave in both. */
export function useSaid(): (text: BothLanguages | string | null | undefined) => string {
  const language = useLanguage()
  return (text) => {
    if (!text) return ''
    if (typeof text === 'string') return text
    return language === 'en' ? text.en : spaced(text.zh)
  }
}

/** Returns a function that joins names as the reader's language writes a list. */
export function useListed(): (names: readonly string[]) => string {
  const language = useLanguage()
  return (names) => names.join(language === 'en' ? ', ' : '、')
}
