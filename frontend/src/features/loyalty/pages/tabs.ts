import type { ComponentType } from 'react'
import type { Programme } from '../api/programmes'
import { ClaimsTab } from '../components/ClaimsTab'
import { ClubTab } from '../components/club/ClubTab'
import { CompaniesTab } from '../components/companies/CompaniesTab'
import { CouponsTab } from '../components/coupons/CouponsTab'
import { EarningTab } from '../components/EarningTab'
import { ExpiryTab } from '../components/ExpiryTab'
import { GiftsTab } from '../components/gifts/GiftsTab'
import { MembersTab } from '../components/MembersTab'
import { OverviewTab } from '../components/OverviewTab'
import { PartnersTab } from '../components/partners/PartnersTab'
import { PricesTab } from '../components/prices/PricesTab'
import { ReferralTab } from '../components/referral/ReferralTab'
import { RewardsTab } from '../components/rewards/RewardsTab'
import { TiersTab } from '../components/TiersTab'
import { LiabilityPage } from './LiabilityPage'

/** Every part of a programme; its name is the text `loyalty.tab.<key>`. Sums over everybody are for those who see everybody. */
const parts = [
  { key: 'overview', group: 'overview', isForCompany: true, Inside: OverviewTab },
  { key: 'members', group: 'people', isForCompany: false, Inside: MembersTab },
  { key: 'companies', group: 'people', isForCompany: false, Inside: CompaniesTab },
  { key: 'club', group: 'people', isForCompany: false, Inside: ClubTab },
  { key: 'referral', group: 'people', isForCompany: false, Inside: ReferralTab },
  { key: 'claims', group: 'people', isForCompany: true, Inside: ClaimsTab },
  { key: 'earning', group: 'rules', isForCompany: false, Inside: EarningTab },
  { key: 'tiers', group: 'rules', isForCompany: false, Inside: TiersTab },
  { key: 'rules', group: 'rules', isForCompany: false, Inside: ExpiryTab },
  { key: 'prices', group: 'benefits', isForCompany: false, Inside: PricesTab },
  { key: 'rewards', group: 'benefits', isForCompany: false, Inside: RewardsTab },
  { key: 'coupons', group: 'benefits', isForCompany: false, Inside: CouponsTab },
  { key: 'gifts', group: 'benefits', isForCompany: false, Inside: GiftsTab },
  { key: 'partners', group: 'benefits', isForCompany: true, Inside: PartnersTab },
  { key: 'liability', group: 'liability', isForCompany: true, Inside: LiabilityPage },
] as const satisfies readonly { key: string; group: string; isForCompany: boolean; Inside: ComponentType<{ programme: Programme }> }[]

/** The order in which the groups stand; a group of one part has that part's name and no second row. */
const groups = ['overview', 'people', 'rules', 'benefits', 'liability'] as const

export type Part = (typeof parts)[number]

export interface Group {
  key: (typeof groups)[number]
  parts: readonly [Part, ...Part[]]
}

/** The groups with the parts that the reader may see; those without any are left out. */
export function groupsFor(isWhole: boolean): Group[] {
  return groups.flatMap((key) => {
    const [first, ...others] = parts.filter((one) => one.group === key && (isWhole || !one.isForCompany))
    return first ? [{ key, parts: [first, ...others] as const }] : []
  })
}
