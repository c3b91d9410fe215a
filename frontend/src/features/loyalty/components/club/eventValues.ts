import type { ClubEvent, ClubEventWanted } from '../../api/clubs'

/** An event in a form; times are the reader's own. */
export interface EventValues extends Omit<ClubEventWanted, 'starts_at' | 'ends_at'> {
  starts: string
  ends: string
}

export function emptyEvent(): EventValues {
  return { code: '', name_zh: '', name_en: '', place: '', starts: '', ends: '', places: 20, guests_most: 1, reply_until: '' }
}

export function valuesOfEvent({ draft }: ClubEvent): EventValues {
  const { code, name, place, places, guests_most, reply_until } = draft
  return { code, name_zh: name.zh, name_en: name.en, place, places, guests_most, reply_until, starts: localOf(draft.starts_at), ends: localOf(draft.ends_at) }
}

export function eventOf({ starts, ends, ...kept }: EventValues): ClubEventWanted {
  return { ...kept, code: kept.code.trim().toUpperCase(), place: kept.place.trim(), starts_at: new Date(starts).toISOString(), ends_at: new Date(ends).toISOString() }
}

/** `2026-03-25T18:00` of an instant, as the field for it takes it. */
function localOf(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
