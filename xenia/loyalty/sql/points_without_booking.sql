-- Rule CL7: points of members' purchases whose booking is not told of any more: `compared_booking` holds those that are. Not those of
-- companies: whose traveller has left, their bookings are no member's any more, and the points stay (rule CM6).
SELECT substr(one.source, 9)::uuid, coalesce(one.details ->> 'part', ''), member.id, min(one.value_on),
       sum(CASE WHEN taker.role = 'member' THEN one.amount ELSE -one.amount END)::bigint
FROM loyalty_transfer AS one
JOIN loyalty_account AS giver ON giver.id = one.from_account_id
JOIN loyalty_account AS taker ON taker.id = one.to_account_id
JOIN loyalty_member AS member ON member.id = coalesce(taker.member_id, giver.member_id) AND member.state = 'active'
WHERE giver.point_kind_id = ANY (%(kinds)s) AND one.phase IN ('posted', 'post', 'reversal')
  AND starts_with(one.source, 'booking:') AND starts_with(one.key, 'earn:') AND one.value_on >= %(since)s
  AND NOT EXISTS (SELECT FROM loyalty_company AS company WHERE company.member_id = member.id)
  AND NOT EXISTS (SELECT FROM compared_booking AS told WHERE told.source = one.source)
GROUP BY 1, 2, 3 HAVING sum(CASE WHEN taker.role = 'member' THEN one.amount ELSE -one.amount END) <> 0
ORDER BY 1, 2, 3
