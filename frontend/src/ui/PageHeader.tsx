import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Icon } from './Icon'
import css from './PageHeader.module.css'

export interface Crumb {
  label: string
  to: string
}

interface Props {
  title: string
  titleExtra?: ReactNode
  subtitle?: ReactNode
  crumbs?: readonly Crumb[]
  primary?: ReactNode
  secondary?: ReactNode
}

/** The title is the answer's subject; at most one primary action, on the right, or at the thumb on a phone. */
export function PageHeader({ title, titleExtra, subtitle, crumbs = [], primary, secondary }: Props) {
  useEffect(() => {
    document.title = `${title} · Xenia 宾至`
  }, [title])
  return (
    <header className={css.header}>
      {crumbs.length > 0 ? (
        <nav className={css.crumbs} aria-label="breadcrumb">
          {crumbs.map((crumb) => (
            <span key={crumb.to} className={css.crumb}>
              <Icon name={crumb === crumbs[0] ? 'left' : 'right'} size={12} />
              <Link to={crumb.to}>{crumb.label}</Link>
            </span>
          ))}
        </nav>
      ) : null}
      <div className={css.row}>
        <div className={css.words}>
          <h1 className={css.title}>
            {title}
            {titleExtra ? <span className={css.extra}>{titleExtra}</span> : null}
          </h1>
          {subtitle ? <div className={css.subtitle}>{subtitle}</div> : null}
        </div>
        {primary || secondary ? (
          <div className={css.actions}>
            {secondary}
            {primary ? <span className={css.primary}>{primary}</span> : null}
          </div>
        ) : null}
      </div>
    </header>
  )
}
