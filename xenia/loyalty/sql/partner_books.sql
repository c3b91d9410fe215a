-- Rule PA9 of docs/algorithms/partners.md: the books of partners by month. In one statement, so that all of it is of one moment, also while a
-- file is being booked. `what`: lines of one kind, with their count, points and money; `moved`: what the clearing account got less what it
-- gave, from the transfers alone; `account`: what it holds now, and in the place of the count what is held for the partner. What is held or
-- was never confirmed moved nothing and is in no line.
WITH partner AS MATERIALIZED (
    SELECT one.id, account.id AS account_id, account.posted, account.incoming
    FROM loyalty_partner AS one JOIN loyalty_account AS account ON account.id = one.account_id WHERE one.id = ANY (%(partners)s)
)
SELECT line.partner_id, date_trunc('month', line.booked_on)::date,
       CASE WHEN line.kind = 'reversal' THEN 'reversal:' || undone.kind ELSE line.kind END,
       count(*), sum(line.points)::bigint, sum(line.money_minor)::bigint
FROM loyalty_partnerline AS line LEFT JOIN loyalty_partnerline AS undone ON undone.id = line.of_id
WHERE line.partner_id = ANY (%(partners)s) AND line.state = 'booked' AND line.booked_on >= %(since)s
GROUP BY 1, 2, 3
UNION ALL
SELECT partner.id, date_trunc('month', one.booked_on)::date, 'moved', 0,
       sum(CASE WHEN one.to_account_id = partner.account_id THEN one.amount ELSE -one.amount END)::bigint, 0
FROM partner JOIN loyalty_transfer AS one ON partner.account_id IN (one.from_account_id, one.to_account_id)
WHERE one.phase IN ('posted', 'post', 'reversal') AND one.booked_on >= %(since)s
GROUP BY 1, 2
UNION ALL
SELECT id, NULL, 'account', incoming, posted, 0 FROM partner
