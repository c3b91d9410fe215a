import { csvRows } from '@/lib/csv'
import type { components } from '@/lib/generated/api'
import { channels } from '../../api/consents'

export type DecisionRow = components['schemas']['DecisionRow']

/** Why a line cannot be sent. */
export type Fault = 'person' | 'purpose' | 'channel' | 'said' | 'at'

export interface Line {
  /** Its line in the file as a spreadsheet counts it; the head is line 1. */
  number: number
  cells: readonly string[]
  row?: DecisionRow
  fault?: Fault
}

export interface DecisionFile {
  name: string
  head: readonly string[]
  lines: readonly Line[]
  /** Columns that a file of decisions needs and this one lacks. */
  missing: readonly Column[]
}

export const columns = ['source', 'key', 'purpose', 'channel', 'said', 'decided_at', 'notice_version', 'language', 'by_guardian', 'reference'] as const
export type Column = (typeof columns)[number] | 'record_id'
const needed = ['purpose', 'channel', 'said', 'decided_at'] as const

const HEADS: Record<string, Column> = {
  来源: 'source',
  来源编号: 'key',
  客人记录: 'record_id',
  用途: 'purpose',
  渠道: 'channel',
  决定: 'said',
  时间: 'decided_at',
  告知书版本: 'notice_version',
  语言: 'language',
  监护人: 'by_guardian',
  凭据号: 'reference',
}
const SAID: Record<string, DecisionRow['said']> = { 同意: 'given', 拒绝: 'refused', 撤回: 'withdrawn', 撤回同意: 'withdrawn', given: 'given', refused: 'refused', withdrawn: 'withdrawn' }
const CHANNELS: Record<string, DecisionRow['channel']> = { 不分渠道: 'all', 短信: 'sms', 邮件: 'email', 微信: 'wechat', 电话: 'phone', 'app 推送': 'app_push', 邮寄: 'post' }
const YES = ['1', 'y', 'yes', 'true', '是']
const RECORD = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads a CSV of decisions; `purposeOf` finds the code of a purpose by its code or its name in either language. */
export async function readDecisions(name: string, text: string, purposeOf: (word: string) => string | undefined): Promise<DecisionFile> {
  const [head = [], ...rest] = await csvRows(text)
  const names = head.map((one) => one.trim().toLowerCase())
  const found = names.map((one) => HEADS[one] ?? ([...columns, 'record_id'] as const).find((column) => column === one))
  const missing: Column[] = needed.filter((column) => !found.includes(column))
  if (!found.includes('key') && !found.includes('record_id')) missing.unshift('key')
  const lines = rest.map((cells, place) => {
    const of = (column: Column) => (cells[found.indexOf(column)] ?? '').trim()
    return { number: place + 2, cells, ...rowOf(of, purposeOf) }
  })
  return { name, head, lines: missing.length > 0 ? [] : lines, missing }
}

function rowOf(of: (column: Column) => string, purposeOf: (word: string) => string | undefined): { row: DecisionRow } | { fault: Fault } {
  const purpose = purposeOf(of('purpose'))
  const channel = CHANNELS[of('channel').toLowerCase()] ?? channels.find((one) => one === of('channel').toLowerCase())
  const said = SAID[of('said').toLowerCase()]
  const at = new Date(of('decided_at').replace(/^(\d{4})\/(\d{1,2})\/(\d{1,2})/, '$1-$2-$3'))
  const record = of('record_id')
  if (record ? !RECORD.test(record) : !(of('source') && of('key'))) return { fault: 'person' }
  if (!purpose) return { fault: 'purpose' }
  if (!channel) return { fault: 'channel' }
  if (!said) return { fault: 'said' }
  if (Number.isNaN(at.getTime())) return { fault: 'at' }
  return {
    row: {
      record_id: record || null,
      source: of('source').slice(0, 64),
      key: of('key').slice(0, 200),
      purpose,
      channel,
      said,
      decided_at: at.toISOString(),
      notice_version: /^\d{1,6}$/.test(of('notice_version')) ? Number(of('notice_version')) : 0,
      language: of('language') === 'en' ? 'en' : 'zh-CN',
      by_guardian: YES.includes(of('by_guardian').toLowerCase()),
      reference: of('reference').slice(0, 60),
    },
  }
}
