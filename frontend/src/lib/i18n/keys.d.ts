import 'i18next'
import type connect from './zh-CN/area_connect'
import type insight from './zh-CN/area_insight'
import type loyalty from './zh-CN/area_loyalty'
import type segment from './zh-CN/area_segment'
import type catalog from './zh-CN'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof catalog & typeof connect & typeof insight & typeof loyalty & typeof segment }
    enableSelector: false
  }
}
