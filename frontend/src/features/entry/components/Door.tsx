import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, useLanguage } from '@/lib/i18n'
import css from './Door.module.css'

/** The front door: a quiet scene beside one small form. */
export function Door({ title, words, children }: { title: string; words?: string; children: ReactNode }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <div className={css.door}>
      <aside className={css.scene}>
        <p className={css.brand}>
          Xenia <span>宾至</span>
        </p>
        <Scene />
        <p className={css.motto}>{t('entry.motto')}</p>
        <p className={css.source}>{t('entry.mottoSource')}</p>
      </aside>
      <main className={css.side}>
        <button type="button" className={css.language} lang={other} onClick={() => void chooseLanguage(other)}>
          {other === 'en' ? 'English' : '中文'}
        </button>
        <div className={css.form}>
          <h1>{title}</h1>
          {words ? <p className={css.words}>{words}</p> : null}
          {children}
        </div>
      </main>
    </div>
  )
}

/** An open gate, a moon, a path: someone is expected. */
function Scene() {
  return (
    <svg className={css.picture} viewBox="0 0 360 300" fill="none" aria-hidden="true">
      <circle cx="180" cy="142" r="96" stroke="#2f4a54" strokeWidth="1.2" />
      <circle cx="180" cy="142" r="84" fill="#1d313a" />
      <circle cx="214" cy="104" r="17" fill="#e9d9ae" opacity=".92" />
      <clipPath id="moon-gate">
        <circle cx="180" cy="142" r="84" />
      </clipPath>
      <g clipPath="url(#moon-gate)">
        <path d="M80 170c30-26 54-34 72-26 18 8 26 20 46 15s38-28 82-9v90H80z" fill="#21424a" />
        <path d="M80 192c34-16 60-14 88-6s60 8 112-14v70H80z" fill="#2a5a5c" />
      </g>
      <path d="M20 252h320M44 262h272M80 272h200" stroke="#2f4a54" strokeWidth="1.2" strokeLinecap="round" />
      <path d="M180 226c-4 10-22 16-26 26M190 226c0 10 12 16 14 26" stroke="#5fd0bf" strokeWidth="1.2" strokeLinecap="round" opacity=".7" />
      <path d="M84 252V96M276 252V96M68 96h224M78 84h204" stroke="#5fd0bf" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M104 96v14M256 96v14" stroke="#c77700" strokeWidth="1.4" />
      <path d="M98 110h12v16H98zM250 110h12v16h-12z" fill="#c77700" opacity=".9" />
    </svg>
  )
}
