-- The checker: what the triggers keep, counted again from the transfers alone. Every row is a fault.
WITH moved AS (
    SELECT account_id, sum(posted) AS posted, sum(reserved) AS reserved, sum(incoming) AS incoming FROM (
        SELECT one.from_account_id AS account_id,
               CASE WHEN one.phase IN ('posted', 'post', 'reversal') THEN -one.amount ELSE 0 END AS posted,
               CASE WHEN one.phase = 'pending' THEN one.amount WHEN one.phase IN ('post', 'void') THEN -ended.amount ELSE 0 END AS reserved,
               0 AS incoming
        FROM loyalty_transfer AS one LEFT JOIN loyalty_transfer AS ended ON ended.id = one.of AND one.phase IN ('post', 'void')
        UNION ALL
        SELECT one.to_account_id,
               CASE WHEN one.phase IN ('posted', 'post', 'reversal') THEN one.amount ELSE 0 END,
               0,
               CASE WHEN one.phase = 'pending' THEN one.amount WHEN one.phase IN ('post', 'void') THEN -ended.amount ELSE 0 END
        FROM loyalty_transfer AS one LEFT JOIN loyalty_transfer AS ended ON ended.id = one.of AND one.phase IN ('post', 'void')
    ) AS both_sides GROUP BY account_id
), account AS (
    SELECT account.id, account.has_lots, account.posted, account.reserved, account.incoming, account.floor,
           coalesce(moved.posted, 0) AS sum_posted, coalesce(moved.reserved, 0) AS sum_reserved, coalesce(moved.incoming, 0) AS sum_incoming
    FROM loyalty_account AS account LEFT JOIN moved ON moved.account_id = account.id WHERE account.is_counted
), lot AS (
    SELECT lot.id, lot.account_id, lot.unused, lot.amount - coalesce(sum(used.amount), 0) AS rest
    FROM loyalty_lot AS lot LEFT JOIN loyalty_lotuse AS used ON used.lot_id = lot.id GROUP BY lot.id
), lots AS (
    SELECT account_id, sum(unused) AS unused FROM lot GROUP BY account_id
)
SELECT 'balance', 'account ' || id, sum_posted::bigint, posted FROM account WHERE posted <> sum_posted
UNION ALL SELECT 'reserved', 'account ' || id, sum_reserved::bigint, reserved FROM account WHERE reserved <> sum_reserved
UNION ALL SELECT 'incoming', 'account ' || id, sum_incoming::bigint, incoming FROM account WHERE incoming <> sum_incoming
UNION ALL SELECT 'floor', 'account ' || id, floor, posted - reserved FROM account WHERE posted - reserved < floor
UNION ALL SELECT 'lot', 'lot ' || id, rest::bigint, unused FROM lot WHERE unused <> rest
UNION ALL SELECT 'lots', 'account ' || account.id, greatest(account.posted - account.reserved, 0), coalesce(lots.unused, 0)::bigint
          FROM account LEFT JOIN lots ON lots.account_id = account.id
          WHERE account.has_lots AND greatest(account.posted - account.reserved, 0) <> coalesce(lots.unused, 0)
UNION ALL SELECT 'sum', 'all accounts', 0, sum(posted)::bigint FROM moved HAVING sum(posted) <> 0
LIMIT 100
