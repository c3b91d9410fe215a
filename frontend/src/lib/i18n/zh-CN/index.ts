import bookings from './bookings.json'
import connect from './connect.json'
import entry from './entry.json'
import guests from './guests.json'
import home from './home.json'
import identity from './identity.json'
import insight from './insight.json'
import insight_policies from './insight_policies.json'
import insight_associations from './insight_associations.json'
import insight_demand from './insight_demand.json'
import insight_flow from './insight_flow.json'
import insight_groups from './insight_groups.json'
import insight_leaving from './insight_leaving.json'
import insight_models from './insight_models.json'
import insight_scores from './insight_scores.json'
import insight_risks from './insight_risks.json'
import insight_value from './insight_value.json'
import loyalty from './loyalty.json'
import loyalty_adjust from './loyalty_adjust.json'
import loyalty_club from './loyalty_club.json'
import loyalty_companies from './loyalty_companies.json'
import loyalty_coupons from './loyalty_coupons.json'
import loyalty_family from './loyalty_family.json'
import loyalty_index from './loyalty_index.json'
import loyalty_gifts from './loyalty_gifts.json'
import loyalty_liability from './loyalty_liability.json'
import loyalty_member from './loyalty_member.json'
import loyalty_partners from './loyalty_partners.json'
import loyalty_passing from './loyalty_passing.json'
import loyalty_prices from './loyalty_prices.json'
import loyalty_referral from './loyalty_referral.json'
import loyalty_rewards from './loyalty_rewards.json'
import loyalty_rules from './loyalty_rules.json'
import loyalty_takeover from './loyalty_takeover.json'
import loyalty_tiers from './loyalty_tiers.json'
import loyalty_words from './loyalty_words.json'
import people from './people.json'
import shell from './shell.json'
import staff from './staff.json'
import tags from './tags.json'
import timeline from './timeline.json'
import trust from './trust.json'
import trust_approvals from './trust_approvals.json'
import trust_consent from './trust_consent.json'
import trust_decisions from './trust_decisions.json'
import trust_encryption from './trust_encryption.json'
import trust_people from './trust_people.json'
import trust_roles from './trust_roles.json'
import trust_units from './trust_units.json'
import trust_security from './trust_security.json'
import trust_keys from './trust_keys.json'
import exports from './exports.json'
import trust_audit from './trust_audit.json'
import trust_exports from './trust_exports.json'
import trust_incidents from './trust_incidents.json'
import trust_requests from './trust_requests.json'
import trust_retention from './trust_retention.json'
import views from './views.json'
import words from './words.json'

export default {
  bookings,
  connect,
  entry,
  guests,
  home,
  identity,
  insight,
  insight_policies,
  insight_associations,
  insight_demand,
  insight_flow,
  insight_groups,
  insight_leaving,
  insight_models,
  insight_scores,
  insight_risks,
  insight_value,
  loyalty,
  loyalty_adjust,
  loyalty_club,
  loyalty_companies,
  loyalty_coupons,
  loyalty_family,
  loyalty_index,
  loyalty_gifts,
  loyalty_liability,
  loyalty_member,
  loyalty_partners,
  loyalty_passing,
  loyalty_prices,
  loyalty_referral,
  loyalty_rewards,
  loyalty_rules,
  loyalty_takeover,
  loyalty_tiers,
  loyalty_words,
  people,
  shell,
  staff,
  tags,
  timeline,
  trust,
  trust_approvals,
  trust_consent,
  trust_decisions,
  trust_encryption,
  trust_people,
  trust_roles,
  trust_units,
  trust_keys,
  trust_security,
  exports,
  trust_audit,
  trust_exports,
  trust_incidents,
  trust_requests,
  trust_retention,
  views,
  words,
}
