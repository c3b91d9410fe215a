import type { Palette } from '@/ui/theme/tokens'

/** Prospects are known as of now only, so they are in no month. */
export const stageOrder = ['loyal', 'growing', 'new', 'won_back', 'at_risk', 'sleeping', 'lost'] as const
export type StageOfMonth = (typeof stageOrder)[number]
export const stageTones: Record<StageOfMonth, keyof Palette> = { loyal: 'jade', growing: 'olive', new: 'slate', won_back: 'plum', at_risk: 'amber', sleeping: 'ink3', lost: 'cinnabar' }
