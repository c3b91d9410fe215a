import { dimensions, type IndexPolicy } from '@/lib/loyaltyIndex'

/** A policy as the form holds it: scales as text, `0:0 3:70`. */
export interface Values {
  weights: Record<string, number>
  coverage: number
  evidence: Record<string, { weight: number; anchors: string }>
}

export function valuesOf(policy: IndexPolicy): Values {
  return {
    weights: Object.fromEntries(policy.weights.map((one) => [one.dimension, one.weight])),
    coverage: policy.coverage_least_percent,
    evidence: Object.fromEntries(policy.scales.map((one) => [one.code, { weight: one.weight, anchors: one.anchors.map((anchor) => `${anchor.value}:${anchor.points}`).join(' ') }])),
  }
}

/** Returns the anchors of a text, or null where it cannot be read. */
export function anchorsOf(text: string): { value: number; points: number }[] | null {
  const found = text.trim().split(/\s+/).map((one) => one.split(':').map(Number))
  if (found.some((pair) => pair.length !== 2 || pair.some((one) => !Number.isFinite(one)))) return null
  return found.map(([value = 0, points = 0]) => ({ value, points: Math.round(points) }))
}

export function policyOf(values: Values): IndexPolicy {
  return {
    weights: dimensions.map((dimension) => ({ dimension, weight: values.weights[dimension] ?? 0 })),
    coverage_least_percent: values.coverage,
    scales: Object.entries(values.evidence).map(([code, one]) => ({ code, weight: one.weight, anchors: anchorsOf(one.anchors) ?? [] })),
  }
}
