import { useTranslation } from 'react-i18next'
import type { Known } from './catalogue'
import css from './Templates.module.css'
import { type Template, templatesFor } from './templateList'

/** Audiences that most companies ask for; choosing one fills the builder, and every part of it can be changed. */
export function Templates({ known, onChoose }: { known: Known; onChoose: (template: Template) => void }) {
  const { t } = useTranslation()
  const templates = templatesFor(known, new Date())
  return (
    <ul className={css.templates} aria-label={t('segment.templates')}>
      {templates.map((one) => (
        <li key={one.name}>
          <button type="button" className={css.template} onClick={() => onChoose(one)}>
            <span className={css.title}>{t(`segment.template.${one.name}.title`)}</span>
            <span className={css.words}>{t(`segment.template.${one.name}.words`)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
