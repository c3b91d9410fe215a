import { useMemo } from 'react'
import { type BothLanguages, useSaid } from '@/lib/i18n'
import { useBookingWords } from '@/ui/BookingWords'
import { usePlaceWords } from '@/ui/PlaceWords'
import type { Behaviour, Catalogue, Field, FieldKind, Op, Property, Shape } from '../api/sandbox'

/** What a test is written about: a field of guests or a property of events, which are edited alike. */
export type Asked = Field | Property

/** A kept audience, as a condition names it. */
export interface NamedAudience {
  id: string
  name: BothLanguages
}

export interface Known {
  catalogue: Catalogue
  /** Those that a condition may ask about: all but the one that is changed. */
  audiences: readonly NamedAudience[]
  fields: ReadonlyMap<string, Field>
  behaviours: ReadonlyMap<string, Behaviour>
  shapeOf: (op: Op) => Shape
  labelOf: (op: Op) => BothLanguages
}

/** Returns the catalogue by name. */
export function knownOf(catalogue: Catalogue, audiences: readonly NamedAudience[]): Known {
  const operators = new Map(catalogue.operators.map((one) => [one.op, one]))
  return {
    catalogue,
    audiences,
    fields: new Map(catalogue.fields.map((one) => [one.name, one])),
    behaviours: new Map(catalogue.behaviours.map((one) => [one.kind, one])),
    shapeOf: (op) => operators.get(op)?.shape ?? 'nothing',
    labelOf: (op) => operators.get(op)?.label ?? { zh: op, en: op },
  }
}

const usual: Record<FieldKind, Op> = {
  whole: 'at_least',
  real: 'at_least',
  share: 'at_least',
  minor: 'at_least',
  text: 'is_one_of',
  date: 'within_last',
  annual: 'in_this_month',
  flag: 'is_true',
  set: 'has_any',
}

/** The test that is meant most often of a kind of value. */
export const usualOp = (kind: FieldKind): Op => usual[kind]

/** Returns how many times larger the stored number is than the one people write: cents, and shares that are written in percent. */
export function scaleOf(asked: Asked): number {
  return asked.kind === 'share' ? 0.01 : 10 ** asked.decimals
}

/** Returns a way to name a value of the data: by the catalogue, else by the words other screens have for it. */
export function useValueWords(): (asked: Asked, value: string) => string {
  const said = useSaid()
  const { channel, line } = useBookingWords()
  const { country } = usePlaceWords()
  return useMemo(() => {
    const words: Partial<Record<string, (value: string) => string>> = { channel, channel_top: channel, line, country }
    return (asked, value) => {
      const option = asked.options.find((one) => one.value === value)
      const last = asked.name.split('.').at(-1) ?? ''
      return option ? said(option.label) : (words[last]?.(value) ?? value)
    }
  }, [said, channel, line, country])
}
