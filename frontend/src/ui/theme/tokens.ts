/** The design tokens, written once: the style sheet, the component theme and the chart theme are made from them. */

export interface Palette {
  paper: string
  card: string
  line: string
  ink1: string
  ink2: string
  ink3: string
  jade: string
  jadeSoft: string
  onJade: string
  amber: string
  amberSoft: string
  amberInk: string
  cinnabar: string
  cinnabarSoft: string
  plum: string
  plumSoft: string
  slate: string
  slateSoft: string
  olive: string
  oliveSoft: string
  hover: string
  veil: string
}

export const light: Palette = {
  paper: '#f6f5f1',
  card: '#ffffff',
  line: '#e5e2da',
  ink1: '#1c2530',
  ink2: '#55606d',
  ink3: '#8a939d',
  jade: '#0f766e',
  jadeSoft: '#e4f1ee',
  onJade: '#ffffff',
  amber: '#c77700',
  amberSoft: '#fdf4e0',
  amberInk: '#8a5200',
  cinnabar: '#b93d2a',
  cinnabarSoft: '#fbe9e5',
  plum: '#8e3b6b',
  plumSoft: '#f6e8f0',
  slate: '#46638f',
  slateSoft: '#e8edf6',
  olive: '#4f6a17',
  oliveSoft: '#eff3e2',
  hover: '#faf9f6',
  veil: 'rgb(28 37 48 / 38%)',
}

export const dark: Palette = {
  paper: '#11181d',
  card: '#182127',
  line: '#2a363d',
  ink1: '#e8edf0',
  ink2: '#a9b5bc',
  ink3: '#7d8a92',
  jade: '#3fbfae',
  jadeSoft: '#173632',
  onJade: '#08211d',
  amber: '#e5a13b',
  amberSoft: '#33291a',
  amberInk: '#edb866',
  cinnabar: '#ea7a66',
  cinnabarSoft: '#3a2422',
  plum: '#cf86b0',
  plumSoft: '#35232f',
  slate: '#8fabd6',
  slateSoft: '#1f2c40',
  olive: '#a8c262',
  oliveSoft: '#2a311c',
  hover: '#1d272e',
  veil: 'rgb(0 0 0 / 55%)',
}

/** For what is ordered by age or size: from the least to the most. */
export const ramps = { light: ['#cfe5e0', '#0b4f4a'], dark: ['#22423f', '#8fe3d6'] } as const

/** The side navigation is dark in both appearances. */
export const navigation = {
  ground: '#16232b',
  active: '#21363f',
  text: '#c8d2d8',
  label: '#8496a0',
  mark: '#5fd0bf',
}

const latin = "'Inter Variable'"
/** Quotes and dashes of the Latin face: wanted in English, wrong in Chinese. */
const latinMarks = "'Inter Marks'"
const local =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif"
export const fontFamily = `${latin}, ${local}`
export const monoFamily = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"

/** Order of series in a chart; chosen to stay apart for the colour-blind. */
export const seriesOrder = ['jade', 'amber', 'slate', 'plum', 'cinnabar', 'olive'] as const

function kebab(name: string): string {
  return name.replace(/([A-Z]|\d)/g, (part) => `-${part.toLowerCase()}`)
}

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${kebab(name)}:${value};`)
    .join('')
}

/** Returns the style sheet of CSS variables, e.g. `--ink-1`, for both appearances. */
export function tokensCss(): string {
  const nav = Object.entries(navigation).map(([name, value]) => `--nav-${name}:${value};`)
  return [
    `:root:lang(en){--font:${latin}, ${latinMarks}, ${local}}`,
    `:root{${variables(light)}${nav.join('')}--font:${fontFamily};--mono:${monoFamily};color-scheme:light}`,
    `:root[data-appearance=dark]{${variables(dark)}color-scheme:dark}`,
    `@media (prefers-color-scheme:dark){:root:not([data-appearance=light]){${variables(dark)}color-scheme:dark}}`,
  ].join('\n')
}
