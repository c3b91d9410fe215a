import { useTranslation } from 'react-i18next'

const comparisons = ['local', 'latin', 'name', 'born', 'phone', 'mail', 'document', 'gender', 'city', 'company', 'address', 'booking', 'member', 'source'] as const

/** Returns `99.8%`, and never a certainty: what is surer than the digits can say is more or less than they can say. */
export function chanceText(chance: number): string {
  if (chance > 0.9999) return '> 99.99%'
  if (chance < 0.0001) return '< 0.01%'
  return `${(chance * 100).toFixed(chance > 0.99 || chance < 0.01 ? 2 : 0)}%`
}

/** The chance that so many points stand for. */
export function chanceOf(points: number): number {
  return 1 / (1 + 2 ** -points)
}

export function pointsText(points: number): string {
  return `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points).toFixed(1)}`
}

/** Words for what records are compared by, in the order of nobody's alphabet but the server's. */
export function useEvidenceWords() {
  const { t } = useTranslation()
  return {
    comparison: (code: string) => {
      const known = comparisons.find((one) => one === code)
      return known ? t(`identity.compared.${known}`) : code
    },
    strength: (points: number) => {
      const size = Math.abs(points)
      const how = size < 1 ? 'slight' : size < 4 ? 'some' : size < 8 ? 'strong' : 'decisive'
      return points >= 0 ? t(`identity.for.${how}`) : t(`identity.against.${how}`)
    },
  }
}
