-- What the ledger says of members at the end of a day, one row a membership that stood then (rule LI1 of docs/algorithms/loyalty-index.md):
-- guest, programme, tier, its place from 0 to 100, year of enrolment, months of the last 365 days in which points were earned or used,
-- friends referred, uses of what the programme offers, and green choices; these last are null where a programme never gave green points.
WITH member AS (
    SELECT id, guest_id, programme_id, enrolled_on FROM loyalty_member
    WHERE guest_id IS NOT NULL AND enrolled_on <= %(day)s AND (state = 'active' OR (state = 'left' AND left_on > %(day)s))
), ladder AS (
    SELECT * FROM unnest(%(programmes)s::uuid[], %(tiers)s::text[], %(places)s::float8[], %(counts)s::int[]) AS one (programme_id, tier, place, tiers)
), held AS (
    SELECT DISTINCT ON (member_id) member_id, tier FROM loyalty_tierchange WHERE "on" <= %(day)s ORDER BY member_id, "on" DESC
), stood AS (
    SELECT one.id, one.deed, one.cause, one.booked_on, one.from_account_id, one.to_account_id FROM loyalty_transfer AS one
    WHERE one.booked_on > %(day)s::date - 365 AND one.booked_on <= %(day)s AND one.phase IN ('posted', 'post')
      AND NOT EXISTS (SELECT 1 FROM loyalty_transfer AS back WHERE back.of = one.id AND back.phase = 'reversal' AND back.booked_on <= %(day)s)
), account AS (
    SELECT account.id, account.member_id, kind.role FROM loyalty_account AS account
    JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id WHERE account.member_id IS NOT NULL AND account.role = 'member'
), moved AS (
    SELECT account.member_id, account.role, stood.deed, stood.cause, stood.booked_on, true AS is_giver
    FROM stood JOIN account ON account.id = stood.from_account_id
    UNION ALL
    SELECT account.member_id, account.role, stood.deed, stood.cause, stood.booked_on, false
    FROM stood JOIN account ON account.id = stood.to_account_id
), done AS (
    SELECT member_id,
           count(DISTINCT date_trunc('month', booked_on)) FILTER (
               WHERE role IN ('redeemable', 'qualifying') AND cause NOT IN ('expiry', 'adjustment', 'merge', 'leaving', 'opening')
           ) AS active_months,
           count(DISTINCT deed) FILTER (WHERE is_giver AND cause IN ('reward', 'coupon', 'benefit')) AS uses_1y,
           count(DISTINCT deed) FILTER (WHERE NOT is_giver AND role = 'green') AS green_1y
    FROM moved GROUP BY member_id
), green AS (
    SELECT DISTINCT kind.programme_id FROM loyalty_pointkind AS kind
    WHERE kind.role = 'green' AND EXISTS (
        SELECT 1 FROM loyalty_account AS issued JOIN loyalty_transfer AS one ON one.from_account_id = issued.id
        WHERE issued.point_kind_id = kind.id AND issued.role = 'issued' AND one.booked_on <= %(day)s
    )
), friends AS (
    SELECT referrer_id, count(*) AS friends FROM loyalty_referral WHERE referred_on <= %(day)s AND state <> 'refused' GROUP BY referrer_id
)
SELECT member.guest_id, programme.code, coalesce(held.tier, base.tier), coalesce(ladder.place, 0.0),
       coalesce(ladder.tiers, base.tiers, 0), extract(year FROM member.enrolled_on)::int,
       least(coalesce(done.active_months, 0), 12)::float8, coalesce(friends.friends, 0)::float8, coalesce(done.uses_1y, 0)::float8,
       CASE WHEN green.programme_id IS NOT NULL THEN coalesce(done.green_1y, 0) END::float8
FROM member
JOIN loyalty_programme AS programme ON programme.id = member.programme_id
LEFT JOIN held ON held.member_id = member.id
LEFT JOIN ladder AS base ON base.programme_id = member.programme_id AND base.place = 0
LEFT JOIN ladder ON ladder.programme_id = member.programme_id AND ladder.tier = coalesce(held.tier, base.tier)
LEFT JOIN done ON done.member_id = member.id
LEFT JOIN friends ON friends.referrer_id = member.id
LEFT JOIN green ON green.programme_id = member.programme_id
