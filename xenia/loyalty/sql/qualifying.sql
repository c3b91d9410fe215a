-- The qualifying entries of members, both directions. What takes something back counts for the day of what it takes back; what is booked for
-- a later day is known from that day on (rules TI1 and TI10 of docs/algorithms/tiers.md).
SELECT account.member_id, kind.code, entry.amount, entry.value_on, greatest(entry.booked_on, entry.value_on)
FROM loyalty_account AS account
JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id AND kind.programme_id = %(programme)s AND kind.role = 'qualifying'
CROSS JOIN LATERAL (
    SELECT one.amount, coalesce(taken.value_on, one.value_on) AS value_on, one.booked_on, one.id
    FROM loyalty_transfer AS one LEFT JOIN loyalty_transfer AS taken ON taken.id = one.of AND one.phase = 'reversal'
    WHERE one.to_account_id = account.id AND one.phase IN ('posted', 'post', 'reversal')
    UNION ALL
    SELECT -one.amount, coalesce(taken.value_on, one.value_on), one.booked_on, one.id
    FROM loyalty_transfer AS one LEFT JOIN loyalty_transfer AS taken ON taken.id = one.of AND one.phase = 'reversal'
    WHERE one.from_account_id = account.id AND one.phase IN ('posted', 'post', 'reversal')
) AS entry
WHERE account.member_id = ANY (%(members)s)
ORDER BY account.member_id, entry.id
