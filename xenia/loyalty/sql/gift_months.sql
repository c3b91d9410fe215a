-- Rule GC7 of docs/algorithms/gift-cards.md: what moved on the gift cards of a programme, by month of the books, from the transfers alone. One
-- row a month and what happened. Of a promise what it posted is counted, never what it held.
WITH card AS MATERIALIZED (
    SELECT account.id FROM loyalty_account AS account JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id
    WHERE kind.programme_id = %(programme)s AND kind.code = %(kind)s AND account.role = 'stock'
), moved AS (
    SELECT one.booked_on, one.amount, CASE WHEN giver.role = 'issued' THEN 'sold' ELSE 'given_back' END AS what
    FROM card JOIN loyalty_transfer AS one ON one.to_account_id = card.id AND one.phase IN ('posted', 'post', 'reversal')
    JOIN loyalty_account AS giver ON giver.id = one.from_account_id
    UNION ALL
    SELECT one.booked_on, one.amount, CASE taker.role WHEN 'redeemed' THEN 'used' WHEN 'expired' THEN 'expired' ELSE 'paid_out' END
    FROM card JOIN loyalty_transfer AS one ON one.from_account_id = card.id AND one.phase IN ('posted', 'post', 'reversal')
    JOIN loyalty_account AS taker ON taker.id = one.to_account_id
)
SELECT date_trunc('month', booked_on)::date, what, sum(amount)::bigint FROM moved GROUP BY 1, 2
