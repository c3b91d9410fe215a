import { useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Views } from '@/ui/Views'

const places = ['sources', 'runs', 'quarantine'] as const

/** The three views of where data comes from. */
export function ConnectTabs() {
  const { t } = useTranslation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const views = places.map((name) => ({ name, label: t(`connect.view.${name}`), door: { to: `/${name}` } }))
  return <Views label={t('connect.views')} views={views} current={places.find((name) => path === `/${name}`)} />
}
