import insight_associations from './insight_associations.json'
import insight_demand from './insight_demand.json'
import insight_flow from './insight_flow.json'
import insight_groups from './insight_groups.json'
import insight_leaving from './insight_leaving.json'
import insight_models from './insight_models.json'
import insight_policies from './insight_policies.json'
import insight_recommended from './insight_recommended.json'
import insight_risks from './insight_risks.json'
import insight_value from './insight_value.json'

export default {
  insight_associations,
  insight_demand,
  insight_flow,
  insight_groups,
  insight_leaving,
  insight_models,
  insight_policies,
  insight_recommended,
  insight_risks,
  insight_value,
}
