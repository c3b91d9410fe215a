import { dark, fontFamily, light, seriesOrder } from './tokens'

/** Returns the chart theme: no borders, a light grid, colours in the order that stays apart for the colour-blind. */
export function chartTheme(appearance: 'light' | 'dark'): Record<string, unknown> {
  const palette = appearance === 'dark' ? dark : light
  const words = { color: palette.ink2, fontSize: 12, fontFamily }
  return {
    color: seriesOrder.map((name) => palette[name]),
    backgroundColor: 'transparent',
    textStyle: { fontFamily },
    legend: { textStyle: words, inactiveColor: palette.line },
    tooltip: {
      backgroundColor: palette.card,
      borderColor: palette.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { ...words, color: palette.ink1 },
      axisPointer: { shadowStyle: { color: palette.hover, opacity: 0.6 }, lineStyle: { color: palette.line } },
    },
    categoryAxis: {
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: words,
      splitLine: { show: false },
    },
    valueAxis: {
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: words,
      splitLine: { lineStyle: { color: palette.line, opacity: 0.7 } },
    },
  }
}
