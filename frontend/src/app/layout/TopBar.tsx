import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown, Tooltip } from 'antd'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { type Appearance, chooseAppearance, useAppearance } from '@/lib/appearance'
import { type BothLanguages, useLanguage, useSaid } from '@/lib/i18n'
import { type Me, useMe } from '@/lib/session'
import { Icon, type IconName } from '@/ui/Icon'
import { Bell } from './Bell'
import { Search } from './Search'
import css from './TopBar.module.css'
import { useLanguageChoice } from './useLanguageChoice'
import { useLeave } from './useLeave'

interface Props {
  searchBox: RefObject<HTMLInputElement | null>
  compact: boolean
  onKeys: () => void
}

/** The company, and the person's own unit where it is not the whole company. */
function placeOf(person: Me, said: (text: BothLanguages) => string): string {
  const unit = person.units.find((one) => one.parent_id !== null)
  return [said(person.company), unit ? said(unit.name) : ''].filter(Boolean).join(' · ')
}

/** Search, where one is, how it looks, what waits, who one is. */
export function TopBar({ searchBox, compact, onKeys }: Props) {
  const said = useSaid()
  const person = useMe()
  return (
    <header className={css.bar}>
      <Search box={searchBox} compact={compact} />
      <div className={css.side}>
        {compact ? null : (
          <>
            <span className={css.unit}>{placeOf(person, said)}</span>
            <LanguageSwitch />
            <AppearanceSwitch />
          </>
        )}
        <Bell />
        {compact ? null : <UserMenu onKeys={onKeys} />}
      </div>
    </header>
  )
}

function LanguageSwitch() {
  const { t } = useTranslation()
  const language = useLanguage()
  const choose = useLanguageChoice()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <Tooltip title={t('shell.languageOther')}>
      <Button type="text" className={css.quiet} lang={other} onClick={() => choose(other)}>
        {other === 'en' ? 'EN' : '中文'}
      </Button>
    </Tooltip>
  )
}

const looks: Record<Appearance, IconName> = { light: 'sun', dark: 'moon', system: 'system' }

function AppearanceSwitch() {
  const { t } = useTranslation()
  const { choice } = useAppearance()
  const items = (['light', 'dark', 'system'] as const).map((key) => ({
    key,
    label: t(`shell.look.${key}`),
    icon: <Icon name={looks[key]} size={16} />,
  }))
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectable: true, selectedKeys: [choice], onClick: ({ key }) => chooseAppearance(key as Appearance) }}
    >
      <Button type="text" className={css.quiet} aria-label={t('shell.appearance')} icon={<Icon name={looks[choice]} />} />
    </Dropdown>
  )
}

function UserMenu({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const person = useMe()
  const leave = useLeave()
  const navigate = useNavigate()
  const role = person.title || said(person.roles[0]?.name)
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          { key: 'email', label: <span className="muted">{person.email}</span>, disabled: true },
          { type: 'divider' },
          { key: 'security', label: t('trust_security.title'), icon: <Icon name="lock" size={16} />, onClick: () => void navigate({ to: '/trust/security' }) },
          { key: 'keys', label: t('shell.keys'), icon: <Icon name="key" size={16} />, onClick: onKeys },
          { key: 'leave', label: t('shell.leave'), icon: <Icon name="leave" size={16} />, onClick: leave },
        ],
      }}
    >
      <Button type="text" className={css.person}>
        <span className={css.face} aria-hidden="true">
          {Array.from(person.name).at(-1)}
        </span>
        {person.name}
        {role ? <span className="muted">{role}</span> : null}
      </Button>
    </Dropdown>
  )
}
