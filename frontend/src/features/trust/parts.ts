import type { ParseKeys } from 'i18next'
import type { Permission } from '@/lib/session'
import type { IconName } from '@/ui/Icon'

export const partGroups = ['access', 'guests', 'proof'] as const

/** A card of the hub: a door to one part of guarding. */
export interface Part {
  to: string
  icon: IconName
  group: (typeof partGroups)[number]
  title: ParseKeys
  words: ParseKeys
  /** Pages of the part whose address does not begin with its own. */
  also?: readonly string[]
  /** Any one of these opens it; empty: everyone signed in. */
  needs: readonly Permission[]
}

/** Every part of guarding, in the order of the hub. A new part adds its line here and its route in app/router. */
export const parts: readonly Part[] = [
  // access: who may come in, and what they see
  { to: '/trust/people', icon: 'guests', group: 'access', title: 'trust_people.title', words: 'trust_people.card', needs: ['manage_people'] },
  { to: '/trust/roles', icon: 'badge', group: 'access', title: 'trust_roles.title', words: 'trust_roles.card', needs: ['manage_people'] },
  { to: '/trust/units', icon: 'tree', group: 'access', title: 'trust_units.title', words: 'trust_units.card', needs: ['manage_people', 'manage_trust'] },
  { to: '/trust/approvals', icon: 'eyes', group: 'access', title: 'trust_approvals.title', words: 'trust_approvals.card', needs: [] },
  { to: '/trust/encryption', icon: 'lock', group: 'access', title: 'trust_encryption.title', words: 'trust_encryption.card', needs: ['manage_keys'] },
  { to: '/trust/keys', icon: 'key', group: 'access', title: 'trust_keys.title', words: 'trust_keys.card', needs: ['manage_keys'] },
  { to: '/trust/security', icon: 'lock', group: 'access', title: 'trust_security.title', words: 'trust_security.card', needs: [] },
  // guests: what they allowed and what they ask for
  { to: '/trust/consents', icon: 'check', group: 'guests', title: 'trust_consent.title', words: 'trust_consent.door', also: ['/trust/consent-guests', '/trust/consent-import'], needs: ['manage_consent'] },
  { to: '/trust/decisions', icon: 'eye', group: 'guests', title: 'trust_decisions.title', words: 'trust_decisions.door', needs: ['manage_consent'] },
  { to: '/trust/requests', icon: 'bookings', group: 'guests', title: 'trust_requests.title', words: 'trust_requests.card', needs: ['handle_requests'] },
  { to: '/trust/retention', icon: 'clock', group: 'guests', title: 'trust_retention.title', words: 'trust_retention.card', needs: ['manage_retention'] },
  { to: '/trust/data-map', icon: 'columns', group: 'guests', title: 'trust_requests.map.title', words: 'trust_requests.map.card', needs: ['handle_requests', 'manage_retention'] },

  // proof: what happened, and that it happened so
  { to: '/trust/audit', icon: 'file', group: 'proof', title: 'trust_audit.title', words: 'trust_audit.card', needs: ['view_audit'] },
  { to: '/trust/exports', icon: 'download', group: 'proof', title: 'trust_exports.title', words: 'trust_exports.card', needs: ['view_audit', 'export_data'] },
  { to: '/trust/incidents', icon: 'alert', group: 'proof', title: 'trust_incidents.title', words: 'trust_incidents.card', needs: ['manage_incidents'] },
]
