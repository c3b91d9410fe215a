/** allauth counts seconds since 1970; our pages show instants as text. */
export function momentOf(seconds: number | null | undefined): string | null {
  return seconds ? new Date(seconds * 1000).toISOString() : null
}
