import loyalty from './loyalty.json'
import loyalty_adjust from './loyalty_adjust.json'
import loyalty_companies from './loyalty_companies.json'
import loyalty_gifts from './loyalty_gifts.json'
import loyalty_liability from './loyalty_liability.json'
import loyalty_partners from './loyalty_partners.json'
import loyalty_passing from './loyalty_passing.json'
import loyalty_prices from './loyalty_prices.json'
import loyalty_referral from './loyalty_referral.json'
import loyalty_rules from './loyalty_rules.json'
import loyalty_takeover from './loyalty_takeover.json'
import loyalty_tiers from './loyalty_tiers.json'

export default {
  loyalty,
  loyalty_adjust,
  loyalty_companies,
  loyalty_gifts,
  loyalty_liability,
  loyalty_partners,
  loyalty_passing,
  loyalty_prices,
  loyalty_referral,
  loyalty_rules,
  loyalty_takeover,
  loyalty_tiers,
}
