const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, 'WeChat'],
  [/Edg/, 'Edge'],
  [/OPR|Opera/, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS|HeadlessChrome/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

const first = (list: readonly (readonly [RegExp, string])[], text: string) => list.find(([mark]) => mark.test(text))?.[1]

/** `Chrome · Windows`, as far as the browser says; the beginning of what it said where nothing is known. */
export function deviceName(agent: string): string {
  const known = [first(browsers, agent), first(systems, agent)].filter((part): part is string => part !== undefined)
  return known.length > 0 ? known.join(' · ') : agent.slice(0, 40)
}
