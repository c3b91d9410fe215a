-- What became of points within some days of the books, by the month in which they were issued, and for what (rules CL1 and CL2 of
-- docs/algorithms/loyalty-accounting.md): one row a cohort and what happened. `members` and `owed` are of no cohort.
WITH told AS NOT MATERIALIZED (
    SELECT one.*, CASE WHEN NOT coalesce(one.details ? 'paid_minor', false) THEN 'given' WHEN one.cause = 'partner' THEN 'partner' ELSE 'sold' END AS kind
    FROM loyalty_transfer AS one
), booked AS MATERIALIZED (
    SELECT one.id, one.phase, one.of, one.amount, one.booked_on, one.kind, giver.role AS giver, taker.role AS taker
    FROM told AS one
    JOIN loyalty_account AS giver ON giver.id = one.from_account_id
    JOIN loyalty_account AS taker ON taker.id = one.to_account_id
    WHERE one.booked_on >= %(begins)s AND one.booked_on < %(ends)s AND one.phase <> 'pending' AND giver.point_kind_id = ANY (%(kinds)s)
), first AS (
    SELECT id FROM booked ORDER BY id LIMIT 1
), last AS (
    SELECT id FROM booked ORDER BY id DESC LIMIT 1
), used AS (
    -- by the transfer itself: taken, given back, or kept for what the account owed
    SELECT use.lot_id, use.taker_id, use.amount
    FROM booked JOIN loyalty_lotuse AS use ON use.transfer_id = booked.id
    WHERE use.transfer_id BETWEEN (SELECT id FROM first) AND (SELECT id FROM last)
      AND (booked.phase <> 'void' OR use.taker_id IS NULL)
    UNION ALL
    -- held back by a promise that is posted now
    SELECT use.lot_id, use.taker_id, use.amount
    FROM booked JOIN loyalty_lotuse AS use ON use.taker_id = booked.of AND use.transfer_id = booked.of
    WHERE booked.phase = 'post'
), consumed AS (
    SELECT origin.booked_on AS issued_on, origin.kind, used.amount, coalesce(taken.phase = 'reversal', false) AS is_back,
           CASE WHEN used.taker_id IS NULL THEN 'kept'
                WHEN taker.role = 'member' THEN 'passed'
                WHEN taken.phase = 'reversal' THEN 'reversed'
                WHEN taker.role IN ('redeemed', 'partner', 'stock') THEN 'redeemed'
                WHEN taker.role IN ('expired', 'forfeited') THEN taker.role
                ELSE 'reversed' END AS what
    FROM used JOIN loyalty_lot AS lot ON lot.id = used.lot_id
    JOIN told AS origin ON origin.id = lot.earned_by
    LEFT JOIN loyalty_transfer AS taken ON taken.id = used.taker_id
    LEFT JOIN loyalty_account AS taker ON taker.id = taken.to_account_id
), moved AS (
    SELECT booked.booked_on AS issued_on, booked.kind, 'issued' AS what, lot.amount
    FROM booked JOIN loyalty_lot AS lot ON lot.transfer_id = booked.id AND lot.earned_by = lot.transfer_id
    UNION ALL
    SELECT origin.booked_on, origin.kind, 'passed', -lot.amount
    FROM booked JOIN loyalty_lot AS lot ON lot.transfer_id = booked.id AND lot.earned_by <> lot.transfer_id
    JOIN told AS origin ON origin.id = lot.earned_by
    UNION ALL
    SELECT issued_on, kind, what, amount FROM consumed
    UNION ALL
    -- the accounts themselves, for the reconciliation (rule CL4): what came, what went, and what was taken back beyond the lots
    SELECT booked_on, 'given', 'members', amount FROM booked WHERE taker = 'member' AND phase <> 'void'
    UNION ALL
    SELECT booked_on, 'given', 'members', -amount FROM booked WHERE giver = 'member' AND phase <> 'void'
    UNION ALL
    SELECT booked_on, 'given', 'owed', amount FROM booked WHERE giver = 'member' AND phase = 'reversal'
    UNION ALL
    SELECT issued_on, 'given', 'owed', -amount FROM consumed WHERE is_back OR what = 'kept'
)
SELECT date_trunc('month', issued_on)::date, kind, what, sum(amount)::bigint FROM moved GROUP BY 1, 2, 3
