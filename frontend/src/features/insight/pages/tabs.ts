import type { ComponentType } from 'react'
import { DemandTab } from '../components/DemandTab'
import { CancellationsTab } from '../components/CancellationsTab'
import { AssociationsTab } from '../components/AssociationsTab'
import { FeaturesTab } from '../components/FeaturesTab'
import { GroupsTab } from '../components/GroupsTab'
import { LeavingTab } from '../components/LeavingTab'
import { LoyaltyIndexTab } from '../components/loyalty/LoyaltyIndexTab'
import { LifecycleTab } from '../components/LifecycleTab'
import { ModelsTab } from '../components/ModelsTab'
import { PoliciesTab } from '../components/PoliciesTab'
import { RecommendedTab } from '../components/recommended/RecommendedTab'
import { RfmTab } from '../components/RfmTab'
import { SnapshotsTab } from '../components/SnapshotsTab'
import { ValueTab } from '../components/ValueTab'

/** Every tab of the page; its name is the text `insight.tab.<key>`. Sums over everybody are for those who see everybody. */
const tabs = [
  { area: 'guests', key: 'rfm', isForCompany: true, Inside: RfmTab },
  { area: 'guests', key: 'lifecycle', isForCompany: true, Inside: LifecycleTab },
  { area: 'guests', key: 'value', isForCompany: true, Inside: ValueTab },
  { area: 'guests', key: 'leaving', isForCompany: true, Inside: LeavingTab },
  { area: 'guests', key: 'loyalty', isForCompany: true, Inside: LoyaltyIndexTab },
  { area: 'guests', key: 'groups', isForCompany: true, Inside: GroupsTab },
  { area: 'guests', key: 'associations', isForCompany: true, Inside: AssociationsTab },
  { area: 'ahead', key: 'demand', isForCompany: true, Inside: DemandTab },
  { area: 'ahead', key: 'cancellations', isForCompany: false, Inside: CancellationsTab },
  { area: 'ahead', key: 'recommended', isForCompany: true, Inside: RecommendedTab },
  { area: 'grounds', key: 'models', isForCompany: false, Inside: ModelsTab },
  { area: 'grounds', key: 'policies', isForCompany: false, Inside: PoliciesTab },
  { area: 'grounds', key: 'features', isForCompany: false, Inside: FeaturesTab },
  { area: 'grounds', key: 'snapshots', isForCompany: false, Inside: SnapshotsTab },
] as const satisfies readonly { area: Area; key: string; isForCompany: boolean; Inside: ComponentType }[]

/** What is asked: who the guests are, what comes, and what the answers stand on. */
const areas = ['guests', 'ahead', 'grounds'] as const

export type Area = (typeof areas)[number]
export type InsightTab = (typeof tabs)[number]

/** Returns the tabs that the person may see, area by area; areas without any are left out. */
export function tabsFor(isWhole: boolean): [Area, InsightTab[]][] {
  const seen = tabs.filter((one) => isWhole || !one.isForCompany)
  return areas.map((area): [Area, InsightTab[]] => [area, seen.filter((one) => one.area === area)]).filter(([, ones]) => ones.length > 0)
}
