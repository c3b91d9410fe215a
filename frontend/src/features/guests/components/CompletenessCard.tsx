import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import { Card } from '@/ui/Card'
import { useFieldWords } from '@/ui/FieldWords'
import type { Guest } from '../api/guests'
import css from './Guest.module.css'

/** How much is known, and what is worth asking next, as sentences one can say on the phone. */
export function CompletenessCard({ guest }: { guest: Guest }) {
  const { t } = useTranslation()
  const said = useSaid()
  const { title } = useFieldWords()
  const { score, parts, questions } = guest.completeness
  const missing = parts.filter((part) => !part.is_known).map((part) => title(part.field))
  return (
    <Card title={t('guests.completeness')} aside={t('guests.scoreOf', { score })}>
      <div className={css.meter} role="img" aria-label={t('guests.scoreOf', { score })} title={missing.length > 0 ? t('guests.missing', { fields: missing.join(t('words.comma')) }) : undefined}>
        <i style={{ width: `${score}%` }} />
      </div>
      {questions.length > 0 ? (
        <>
          <p className={css.asking}>{t('guests.worthAsking')}</p>
          <ul className={css.questions}>
            {questions.map((question) => (
              <li key={question.field}>{said(question.text)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  )
}
