import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/lib/session'
import { Icon } from '@/ui/Icon'
import { PageHeader } from '@/ui/PageHeader'
import css from '../components/Hub.module.css'
import { WaitingCard } from '../components/WaitingCard'
import { type Part, partGroups, parts } from '../parts'

/** The hub of guarding: what waits for me, then a door to each part this person may enter. */
export function TrustPage() {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const open = parts.filter((part) => part.needs.length === 0 || part.needs.some((one) => permissions.includes(one)))
  return (
    <>
      <PageHeader title={t('trust.title')} subtitle={t('trust.subtitle')} />
      <div className={css.page}>
        <WaitingCard />
        {partGroups.map((group) => (
          <Doors key={group} title={t(`trust.group.${group}`)} parts={open.filter((part) => part.group === group)} />
        ))}
      </div>
    </>
  )
}

function Doors({ title, parts: shown }: { title: string; parts: readonly Part[] }) {
  const { t } = useTranslation()
  if (shown.length === 0) return null
  return (
    <section>
      <h2 className={css.heading}>{title}</h2>
      <ul className={css.doors}>
        {shown.map((part) => (
          <li key={part.to}>
            <Link to={part.to} className={css.door}>
              <span className={css.mark}>
                <Icon name={part.icon} size={20} />
              </span>
              <span className={css.name}>{t(part.title)}</span>
              <span className={css.words}>{t(part.words)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
