import { useTranslation } from 'react-i18next'
import { useSaid } from '@/lib/i18n'
import css from './AddCondition.module.css'
import { useValueWords } from './catalogue'
import type { Hit } from './hits'
import { type Menu, menuOf } from './menu'

interface Props {
  id: string
  hits: readonly Hit[]
  at: number
  typed: string
  menu: readonly (readonly [Menu, readonly Hit[]])[]
  part: number
  onPart: (part: number) => void
  onChoose: (hit: Hit) => void
}

/** What can be added: what was typed, or one part of the menu beside its parts. The box keeps the keyboard meanwhile. */
export function HitList({ id, hits, at, typed, menu, part, onPart, onChoose }: Props) {
  const { t } = useTranslation()
  const isTyped = typed.trim() !== ''
  return (
    <div className={css.panel} role="presentation" onMouseDown={(event) => event.preventDefault()}>
      {isTyped ? null : (
        <ul className={css.parts} aria-label={t('segment.menu')}>
          {menu.map(([name], index) => (
            <li key={name}>
              <button type="button" className={css.part} aria-pressed={index === part} onClick={() => onPart(index)}>
                {t(`segment.menus.${name}`)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={css.hits}>
        <div id={`${id}list`} role="listbox" aria-label={t('segment.conditions')}>
          {hits.map((hit, index) => (
            <Line key={hit.name} id={`${id}${index}`} hit={hit} isAt={index === at} isTyped={isTyped} onChoose={() => onChoose(hit)} />
          ))}
        </div>
        {hits.length === 0 ? <p className={css.none}>{t('segment.nothingFound', { typed: typed.trim() })}</p> : null}
      </div>
    </div>
  )
}

function Line({ id, hit, isAt, isTyped, onChoose }: { id: string; hit: Hit; isAt: boolean; isTyped: boolean; onChoose: () => void }) {
  const { title, aside } = useHitWords(hit)
  return (
    // The box above holds the keyboard: arrows and Enter reach every line from there.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div ref={(line) => { if (isAt) line?.scrollIntoView({ block: 'nearest' }) }} id={id} role="option" tabIndex={-1} aria-selected={isAt} className={css.hit} onClick={onChoose}>
      <span>{title}</span>
      {isTyped ? <span className={css.aside}>{aside}</span> : null}
    </div>
  )
}

function useHitWords({ field, value, behaviour, audience }: Hit): { title: string; aside: string } {
  const { t } = useTranslation()
  const said = useSaid()
  const words = useValueWords()
  if (behaviour) return { title: t('segment.act', { verb: said(behaviour.verb) }), aside: t('segment.menus.did') }
  if (audience) return { title: said(audience.name), aside: t('segment.menus.audience') }
  if (!field) return { title: t('segment.sequence'), aside: t('segment.menus.did') }
  if (value !== undefined) return { title: words(field, value), aside: said(field.label) }
  return { title: said(field.label), aside: t(`segment.menus.${menuOf(field)}`) }
}
