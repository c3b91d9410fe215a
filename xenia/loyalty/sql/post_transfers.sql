INSERT INTO loyalty_transfer
    (id, key, phase, from_account_id, to_account_id, amount, of, deed, cause, source, details, booked_on, value_on, expires_on, by, at)
SELECT id, key, phase, giver, taker, amount, of, deed, cause, source, details, booked_on, value_on, expires_on, by, at
FROM json_to_recordset(%(rows)s) AS entry (
    id uuid, key text, phase text, giver bigint, taker bigint, amount bigint, of uuid, deed uuid, cause text, source text, details jsonb,
    booked_on date, value_on date, expires_on date, by uuid, at timestamptz
)
ON CONFLICT (key) DO NOTHING
RETURNING key
