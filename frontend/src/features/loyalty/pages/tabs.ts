import type { ComponentType } from 'react'
import type { Programme } from '../api/programmes'
import { ClaimsTab } from '../components/ClaimsTab'
import { CouponsTab } from '../components/coupons/CouponsTab'
import { EarningTab } from '../components/EarningTab'
import { ExpiryTab } from '../components/ExpiryTab'
import { MembersTab } from '../components/MembersTab'
import { OverviewTab } from '../components/OverviewTab'
import { RewardsTab } from '../components/rewards/RewardsTab'
import { TiersTab } from '../components/TiersTab'
import { LiabilityPage } from './LiabilityPage'

/** Every tab of a programme; its name is the text `loyalty.tab.<key>`. Sums over everybody are for those who see everybody. */
const tabs = [
  { key: 'overview', isForCompany: true, Inside: OverviewTab },
  { key: 'members', isForCompany: false, Inside: MembersTab },
  { key: 'earning', isForCompany: false, Inside: EarningTab },
  { key: 'tiers', isForCompany: false, Inside: TiersTab },
  { key: 'rewards', isForCompany: false, Inside: RewardsTab },
  { key: 'coupons', isForCompany: false, Inside: CouponsTab },
  { key: 'claims', isForCompany: true, Inside: ClaimsTab },
  { key: 'liability', isForCompany: true, Inside: LiabilityPage },
  { key: 'rules', isForCompany: false, Inside: ExpiryTab },
] as const satisfies readonly { key: string; isForCompany: boolean; Inside: ComponentType<{ programme: Programme }> }[]

export function tabsFor(isWhole: boolean) {
  return tabs.filter((one) => isWhole || !one.isForCompany)
}
