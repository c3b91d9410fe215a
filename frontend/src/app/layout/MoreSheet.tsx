import { Link } from '@tanstack/react-router'
import { Drawer, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Appearance, chooseAppearance, useAppearance } from '@/lib/appearance'
import { type Language, useLanguage } from '@/lib/i18n'
import { useMe } from '@/lib/session'
import { Icon } from '@/ui/Icon'
import type { Destination } from './destinations'
import css from './MoreSheet.module.css'
import { useLanguageChoice } from './useLanguageChoice'
import { useLeave } from './useLeave'

/** What the top bar and the user menu hold on a wide screen. */
export function MoreSheet({ open, places, onClose }: { open: boolean; places: readonly Destination[]; onClose: () => void }) {
  const { t } = useTranslation()
  const person = useMe()
  const language = useLanguage()
  const { choice } = useAppearance()
  const leave = useLeave()
  const choose = useLanguageChoice()
  return (
    <Drawer open={open} onClose={onClose} placement="bottom" size={380} title={person.name}>
      <div className={css.rows}>
        <p className="muted">{[person.title, person.email].filter(Boolean).join(' · ')}</p>
        {places.map((place) => (
          <Link key={place.name} to={place.to} className={css.leave} onClick={onClose}>
            <Icon name={place.icon} />
            {t(`shell.place.${place.name}`)}
          </Link>
        ))}
        <div className={css.row}>
          <span>{t('shell.language')}</span>
          <Segmented<Language>
            value={language}
            onChange={(value) => choose(value)}
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <div className={css.row}>
          <span>{t('shell.appearance')}</span>
          <Segmented<Appearance>
            value={choice}
            onChange={chooseAppearance}
            options={(['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(`shell.look.${value}`) }))}
          />
        </div>
        <Link to="/trust/security" className={css.leave} onClick={onClose}>
          <Icon name="lock" />
          {t('trust_security.title')}
        </Link>
        <button type="button" className={css.leave} onClick={leave}>
          <Icon name="leave" />
          {t('shell.leave')}
        </button>
      </div>
    </Drawer>
  )
}
