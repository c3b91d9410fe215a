import audience_words from './audience_words.json'
import bookings from './bookings.json'
import entry from './entry.json'
import exports from './exports.json'
import guests from './guests.json'
import home from './home.json'
import identity from './identity.json'
import insight from './insight.json'
import insight_scores from './insight_scores.json'
import loyalty_club from './loyalty_club.json'
import loyalty_coupons from './loyalty_coupons.json'
import loyalty_family from './loyalty_family.json'
import loyalty_index from './loyalty_index.json'
import loyalty_member from './loyalty_member.json'
import loyalty_rewards from './loyalty_rewards.json'
import loyalty_words from './loyalty_words.json'
import people from './people.json'
import recommend from './recommend.json'
import shell from './shell.json'
import staff from './staff.json'
import tags from './tags.json'
import timeline from './timeline.json'
import trust from './trust.json'
import trust_approvals from './trust_approvals.json'
import trust_audit from './trust_audit.json'
import trust_consent from './trust_consent.json'
import trust_decisions from './trust_decisions.json'
import trust_encryption from './trust_encryption.json'
import trust_exports from './trust_exports.json'
import trust_incidents from './trust_incidents.json'
import trust_keys from './trust_keys.json'
import trust_people from './trust_people.json'
import trust_requests from './trust_requests.json'
import trust_retention from './trust_retention.json'
import trust_roles from './trust_roles.json'
import trust_security from './trust_security.json'
import trust_units from './trust_units.json'
import views from './views.json'
import words from './words.json'

export default {
  audience_words,
  bookings,
  entry,
  exports,
  guests,
  home,
  identity,
  insight,
  insight_scores,
  loyalty_club,
  loyalty_coupons,
  loyalty_family,
  loyalty_index,
  loyalty_member,
  loyalty_rewards,
  loyalty_words,
  people,
  recommend,
  shell,
  staff,
  tags,
  timeline,
  trust,
  trust_approvals,
  trust_audit,
  trust_consent,
  trust_decisions,
  trust_encryption,
  trust_exports,
  trust_incidents,
  trust_keys,
  trust_people,
  trust_requests,
  trust_retention,
  trust_roles,
  trust_security,
  trust_units,
  views,
  words,
}
