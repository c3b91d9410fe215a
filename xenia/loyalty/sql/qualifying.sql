-- What was booked on accounts, both directions. What takes something back counts for the day of what it takes back; what is booked for a
-- later day is known from that day on (rules TI1 and TI10 of docs/algorithms/tiers.md). The accounts are given by their ids, not by a join:
-- of an account that it does not know by name the planner expects the share of an average one, and the company's own give out everything.
SELECT entry.account_id, entry.amount, entry.value_on, greatest(entry.booked_on, entry.value_on)
FROM (
    SELECT one.to_account_id AS account_id, one.amount, coalesce(taken.value_on, one.value_on) AS value_on, one.booked_on, one.id
    FROM loyalty_transfer AS one LEFT JOIN loyalty_transfer AS taken ON taken.id = one.of AND one.phase = 'reversal'
    WHERE one.to_account_id = ANY (%(accounts)s) AND one.phase IN ('posted', 'post', 'reversal')
    UNION ALL
    SELECT one.from_account_id, -one.amount, coalesce(taken.value_on, one.value_on), one.booked_on, one.id
    FROM loyalty_transfer AS one LEFT JOIN loyalty_transfer AS taken ON taken.id = one.of AND one.phase = 'reversal'
    WHERE one.from_account_id = ANY (%(accounts)s) AND one.phase IN ('posted', 'post', 'reversal')
) AS entry
ORDER BY entry.id
