export const steps = ['file', 'shape', 'map', 'check', 'result'] as const
export type Step = (typeof steps)[number]
