/** Where a source is pulled from, field by field; the server keeps it as one sealed text. */
export interface Place {
  url?: string
  pattern?: string
  username?: string
  password?: string
  table?: string
  query?: string
  [other: string]: string | undefined
}

/** Reads the stored text: a plain address, or a JSON object of text values. */
export function placeOf(location: string): Place {
  if (!location.trim().startsWith('{')) return location ? { url: location } : {}
  try {
    const { key, secret, ...place } = JSON.parse(location) as Place
    return { ...place, username: place.username ?? key, password: place.password ?? secret }
  } catch {
    return { url: location }
  }
}

/** Writes the text to store; empty where nothing was given, which leaves the stored one as it is. */
export function locationOf(place: Place | undefined): string {
  const { username, password, ...rest } = place ?? {}
  // An object store calls them key and secret.
  const login = rest.url?.startsWith('s3://') ? { key: username, secret: password } : { username, password }
  const given = Object.fromEntries(Object.entries({ ...rest, ...login }).filter(([, value]) => value?.trim()))
  return Object.keys(given).length === 0 ? '' : JSON.stringify(given)
}
