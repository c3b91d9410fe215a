const DEEDS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
let touchedAt = Date.now()

for (const deed of DEEDS) {
  window.addEventListener(deed, () => (touchedAt = Date.now()), { passive: true, capture: true })
}

/** Whole seconds since anyone touched this page. It asks for news by itself: the server must tell that from a person. */
export function idleSeconds(): number {
  return Math.max(0, Math.floor((Date.now() - touchedAt) / 1000))
}
