-- Rule PA9 of docs/algorithms/partners.md: what the lines of a programme's partners came to, by partner, month of the books and what they are.
-- What is held or was never confirmed moved nothing and is not counted.
SELECT line.partner_id, date_trunc('month', line.booked_on)::date,
       CASE WHEN line.kind = 'reversal' THEN 'reversal:' || undone.kind ELSE line.kind END,
       count(*), sum(line.points)::bigint, sum(line.money_minor)::bigint
FROM loyalty_partnerline AS line LEFT JOIN loyalty_partnerline AS undone ON undone.id = line.of_id
WHERE line.partner_id = ANY (%(partners)s) AND line.state = 'booked' AND line.booked_on >= %(since)s
GROUP BY 1, 2, 3
