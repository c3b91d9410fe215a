INSERT INTO loyalty_transfer (id, key, phase, from_account_id, to_account_id, amount, of, deed, cause, source, details, booked_on, value_on, expires_on, by, at)
SELECT * FROM unnest(
    %(id)s::uuid[], %(key)s::text[], %(phase)s::text[], %(giver)s::bigint[], %(taker)s::bigint[], %(amount)s::bigint[], %(of)s::uuid[],
    %(deed)s::uuid[], %(cause)s::text[], %(source)s::text[], %(details)s::jsonb[], %(booked_on)s::date[], %(value_on)s::date[],
    %(expires_on)s::date[], %(by)s::uuid[], %(at)s::timestamptz[]
)
ON CONFLICT (key) DO NOTHING
RETURNING key
