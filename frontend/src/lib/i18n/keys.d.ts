import 'i18next'
import type catalog from './zh-CN'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof catalog }
    enableSelector: false
  }
}
