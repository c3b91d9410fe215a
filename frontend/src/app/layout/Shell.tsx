import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { adoptLanguage } from '@/lib/i18n'
import { useBottomBar } from '@/lib/screen'
import { useMe } from '@/lib/session'
import { PageSkeleton } from '@/ui/Skeleton'
import { BottomBar } from './BottomBar'
import { Guarded } from './Guarded'
import css from './Shell.module.css'
import { SideNavigation } from './SideNavigation'
import { TopBar } from './TopBar'
import { useKeys } from './useKeys'

const KeyHelp = lazy(() => import('./KeyHelp').then((file) => ({ default: file.KeyHelp })))

/** The frame around every page of a signed-in person. */
export function Shell() {
  const { t } = useTranslation()
  const me = useMe()
  const bottom = useBottomBar()
  const searchBox = useRef<HTMLInputElement>(null)
  const main = useRef<HTMLElement>(null)
  const [help, setHelp] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useKeys(
    useCallback(() => searchBox.current?.focus(), []),
    useCallback(() => setHelp(true), []),
  )
  useEffect(() => void adoptLanguage(me.language), [me.language])
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [path])
  return (
    <div className={css.frame} data-bottom={bottom || undefined}>
      <a className={css.skip} href="#main">
        {t('shell.skip')}
      </a>
      {bottom ? null : <SideNavigation path={path} />}
      <div className={css.column}>
        <TopBar searchBox={searchBox} compact={bottom} onKeys={() => setHelp(true)} />
        <main id="main" ref={main} tabIndex={-1} className={css.main}>
          <Suspense fallback={<PageSkeleton />}>
            <Guarded path={path}>
              <Outlet />
            </Guarded>
          </Suspense>
        </main>
      </div>
      {bottom ? <BottomBar path={path} /> : null}
      {help ? (
        <Suspense>
          <KeyHelp onClose={() => setHelp(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
