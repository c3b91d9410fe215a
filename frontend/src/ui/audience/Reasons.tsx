import { useTranslation } from 'react-i18next'
import { dateText } from '@/lib/format'
import type { Explained } from '@/lib/audiences'
import { useSaid } from '@/lib/i18n'
import { Icon } from '../Icon'
import { Note } from '../Layout'
import css from './Reasons.module.css'

/** Every condition, whether it holds for the guest, and what it was judged by. */
export function Reasons({ told }: { told: Explained }) {
  const { t } = useTranslation()
  const said = useSaid()
  const leaves = told.conditions.filter((one) => !told.conditions.some((other) => other.at.startsWith(`${one.at}.`)))
  return (
    <>
      <Note>
        {told.belongs ? t('audience_words.belongs') : t('audience_words.belongsNot')}
        {told.changes_on ? ` ${t('audience_words.changesOn', { day: dateText(told.changes_on) })}` : ''}
      </Note>
      <ul className={css.reasons}>
        {leaves.map((one) => (
          <li key={one.at} data-holds={one.holds || undefined}>
            <Icon name={one.holds ? 'check' : 'cross'} size={16} />
            <span>
              {said(one.told)}
              {one.found === null ? null : <span className={css.found}>{t('audience_words.found', { found: said(one.found_told) || foundText(one.found, t('words.yes'), t('words.no')) })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function foundText(found: Explained['conditions'][number]['found'], yes: string, no: string): string {
  if (typeof found === 'boolean') return found ? yes : no
  if (typeof found === 'number') return String(Number(found.toPrecision(6)))
  return Array.isArray(found) ? found.join(' · ') || '—' : String(found)
}
