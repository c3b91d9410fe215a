import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { speak } from '@/lib/http'
import { spaced } from './spacing'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const KEY = 'xenia.language'

const catalogs = {
  'zh-CN': { everywhere: () => import('./zh-CN'), connect: () => import('./zh-CN/area_connect'), insight: () => import('./zh-CN/area_insight'), loyalty: () => import('./zh-CN/area_loyalty'), segment: () => import('./zh-CN/area_segment') },
  en: { everywhere: () => import('./en'), connect: () => import('./en/area_connect'), insight: () => import('./en/area_insight'), loyalty: () => import('./en/area_loyalty'), segment: () => import('./en/area_segment') },
}

/** Texts that only the pages of one feature say; they come with its first page. All others come with the first page of the product. */
export type Area = Exclude<keyof (typeof catalogs)['en'], 'everywhere'>

const wanted = new Set<'everywhere' | Area>(['everywhere'])
const loaded = new Set<string>()

function asLanguage(value: string | null | undefined): Language | null {
  if (!value) return null
  return value.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

async function load(language: Language): Promise<void> {
  const missing = [...wanted].filter((area) => !loaded.has(`${language} ${area}`))
  await Promise.all(
    missing.map(async (area) => {
      const { default: catalog } = await catalogs[language][area]()
      i18next.addResourceBundle(language, 'translation', catalog, true)
      loaded.add(`${language} ${area}`)
    }),
  )
}

/** Returns a page once the texts of its feature are there in the language that is shown. */
export async function withTexts<T>(area: Area, page: Promise<T>): Promise<T> {
  wanted.add(area)
  const [code] = await Promise.all([page, load(languageNow())])
  return code
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

const languageNow = (): Language => (i18next.language === 'en' ? 'en' : 'zh-CN')

export function useLanguage(): Language {
  useTranslation()
  return languageNow()
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
