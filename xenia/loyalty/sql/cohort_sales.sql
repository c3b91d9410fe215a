-- What guests paid for that earned points within some days of the books, and partners for the points, by the month in which the points were
-- issued (rule CL5): each purchase once, and what changed of it later taken off or added where its points were.
WITH touched AS (
    SELECT DISTINCT one.source FROM loyalty_transfer AS one JOIN loyalty_account AS giver ON giver.id = one.from_account_id
    WHERE one.booked_on >= %(begins)s AND one.booked_on < %(ends)s AND one.phase IN ('posted', 'post', 'reversal')
      AND giver.point_kind_id = ANY (%(kinds)s) AND one.details ? 'paid_minor'
), told AS (
    SELECT one.booked_on, CASE one.cause WHEN 'partner' THEN 'partner' ELSE 'sold' END AS kind, coalesce(taken.booked_on, one.booked_on) AS issued_on,
           (one.details ->> 'paid_minor')::bigint
           - coalesce(lag((one.details ->> 'paid_minor')::bigint) OVER (
                 PARTITION BY one.source, one.details ->> 'part', CASE WHEN one.details ->> 'part' <> '' THEN coalesce(giver.member_id, taker.member_id) END
                 ORDER BY one.id), 0) AS paid_minor
    FROM touched JOIN loyalty_transfer AS one ON one.source = touched.source
    JOIN loyalty_account AS giver ON giver.id = one.from_account_id
    JOIN loyalty_account AS taker ON taker.id = one.to_account_id
    LEFT JOIN loyalty_transfer AS taken ON taken.id = one.of AND one.phase = 'reversal'
    WHERE one.source <> '' AND one.booked_on < %(ends)s AND one.phase IN ('posted', 'post', 'reversal')
      AND giver.point_kind_id = ANY (%(kinds)s) AND one.details ? 'paid_minor'
)
SELECT date_trunc('month', issued_on)::date, kind, sum(paid_minor)::bigint FROM told WHERE booked_on >= %(begins)s GROUP BY 1, 2
