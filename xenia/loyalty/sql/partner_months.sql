-- Rule PA9 of docs/algorithms/partners.md: what clearing accounts got by month of the books, less what they gave, from the transfers alone.
SELECT account.id, date_trunc('month', one.booked_on)::date, sum(CASE WHEN one.to_account_id = account.id THEN one.amount ELSE -one.amount END)::bigint
FROM loyalty_account AS account JOIN loyalty_transfer AS one ON account.id IN (one.from_account_id, one.to_account_id)
WHERE account.id = ANY (%(accounts)s) AND one.phase IN ('posted', 'post', 'reversal') AND one.booked_on >= %(since)s
GROUP BY 1, 2
