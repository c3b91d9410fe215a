import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { useEffect } from 'react'
import { useAppearance } from '@/lib/appearance'
import { useLanguage } from '@/lib/i18n'
import { nonce } from '@/lib/nonce'
import { componentTheme } from '@/ui/theme/antd'
import { queries } from './queries'
import { router } from './router'

/** Everything a page may count on: theme, language, data, routes. */
export function Providers() {
  const { shown, still } = useAppearance()
  const language = useLanguage()
  useEffect(() => {
    void router.invalidate()
  }, [language])
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={language === 'en' ? en : zh}
      theme={componentTheme(shown, still)}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <App component={false}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}
