-- Accounts are locked in the order of their ids before anything else (rule PT11: no two writers wait for each other), and a shared lock on
-- the programme lets a month close only between two postings (rule PT12). Then each transfer is applied in the order of its id. Of a
-- statement that touches many accounts, what is alone on its account is applied together first, which is quicker and ends the same:
-- credits by the company to accounts that owe nothing, and the expiry of all that has ended.

CREATE OR REPLACE FUNCTION loyalty_keep_ledger() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    many CONSTANT integer := 20;
    ids bigint[] := ARRAY(SELECT from_account_id FROM fresh UNION SELECT to_account_id FROM fresh);
    credits loyalty_transfer[] := '{}';
    endings loyalty_transfer[] := '{}';
    done uuid[] := '{}';
    one loyalty_transfer;
    before loyalty_transfer;
    giver loyalty_account;
    taker loyalty_account;
    kind integer;
    programme uuid;
    opens date;
BEGIN
    PERFORM 1 FROM loyalty_account WHERE id = ANY (ids) AND is_counted ORDER BY id FOR NO KEY UPDATE;
    FOR programme IN
        SELECT DISTINCT named.programme_id FROM loyalty_account AS account JOIN loyalty_pointkind AS named ON named.id = account.point_kind_id
        WHERE account.id = ANY (ids) ORDER BY 1
    LOOP
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(programme::text, 6));
    END LOOP;
    IF cardinality(ids) >= many THEN
        SELECT array_agg(entry) FILTER (WHERE how = 'credit'), array_agg(entry) FILTER (WHERE how = 'ending' AND times = 1) INTO credits, endings
        FROM (
            SELECT entry, how, min(how) OVER beside = max(how) OVER beside AS is_plain, count(*) OVER beside AS times
            FROM (
                SELECT entry, CASE
                    WHEN entry.phase <> 'posted' OR gives.point_kind_id <> takes.point_kind_id OR entry.booked_on < home.open_from THEN 'alone'
                    WHEN NOT gives.is_counted AND takes.is_counted AND takes.posted >= takes.reserved THEN 'credit'
                    WHEN entry.cause = 'expiry' AND gives.has_lots AND NOT takes.is_counted THEN 'ending'
                    ELSE 'alone' END AS how
                FROM fresh AS entry
                JOIN loyalty_account AS gives ON gives.id = entry.from_account_id JOIN loyalty_account AS takes ON takes.id = entry.to_account_id
                JOIN loyalty_pointkind AS named ON named.id = gives.point_kind_id JOIN loyalty_programme AS home ON home.id = named.programme_id
            ) AS judged
            CROSS JOIN LATERAL (VALUES ((entry).to_account_id, 'ending'), ((entry).from_account_id, 'credit')) AS touched (account_id, unless)
            WHERE how <> unless WINDOW beside AS (PARTITION BY account_id)
        ) AS side WHERE is_plain;
        SELECT array_agg(entry) INTO endings FROM unnest(endings) AS entry WHERE entry.amount = (
            SELECT sum(lot.unused) FROM loyalty_lot AS lot
            WHERE lot.account_id = entry.from_account_id AND lot.unused > 0 AND lot.expires_on <= entry.booked_on
        );
        UPDATE loyalty_account AS account SET posted = account.posted + came.amount
        FROM (SELECT to_account_id, sum(amount) AS amount FROM unnest(credits) GROUP BY to_account_id) AS came WHERE account.id = came.to_account_id;
        INSERT INTO loyalty_lot (account_id, transfer_id, earned_by, amount, unused, value_on, expires_on)
        SELECT entry.to_account_id, entry.id, entry.id, entry.amount, entry.amount, entry.value_on, entry.expires_on
        FROM unnest(credits) AS entry JOIN loyalty_account AS takes ON takes.id = entry.to_account_id
        WHERE takes.has_lots ORDER BY entry.id;
        INSERT INTO loyalty_lotuse (transfer_id, taker_id, lot_id, amount)
        SELECT entry.id, entry.id, lot.id, lot.unused FROM unnest(endings) AS entry
        JOIN loyalty_lot AS lot ON lot.account_id = entry.from_account_id AND lot.unused > 0 AND lot.expires_on <= entry.booked_on
        ORDER BY entry.id, lot.expires_on, lot.id;
        UPDATE loyalty_lot AS lot SET unused = 0 FROM unnest(endings) AS entry
        WHERE lot.account_id = entry.from_account_id AND lot.unused > 0 AND lot.expires_on <= entry.booked_on;
        UPDATE loyalty_account AS account SET posted = account.posted - entry.amount FROM unnest(endings) AS entry
        WHERE account.id = entry.from_account_id;
        done := ARRAY(SELECT entry.id FROM unnest(credits || endings) AS entry);
    END IF;
    FOR one IN SELECT * FROM fresh AS entry WHERE entry.id NOT IN (SELECT unnest(done)) ORDER BY entry.id LOOP
        IF giver.id IS DISTINCT FROM one.from_account_id OR giver.is_counted THEN -- the company's own do not change: read once
            SELECT * INTO giver FROM loyalty_account WHERE id = one.from_account_id;
        END IF;
        IF taker.id IS DISTINCT FROM one.to_account_id OR taker.is_counted THEN
            SELECT * INTO taker FROM loyalty_account WHERE id = one.to_account_id;
        END IF;
        IF giver.id IS NULL OR taker.id IS NULL THEN
            RAISE EXCEPTION 'Transfer % names an account that is not there.', one.id USING ERRCODE = 'XL001';
        ELSIF giver.point_kind_id <> taker.point_kind_id THEN
            RAISE EXCEPTION 'Transfer % would turn one kind of points into another.', one.id USING ERRCODE = 'XL002';
        ELSIF giver.point_kind_id IS DISTINCT FROM kind THEN
            kind := giver.point_kind_id;
            SELECT home.open_from INTO opens FROM loyalty_pointkind AS named JOIN loyalty_programme AS home ON home.id = named.programme_id
            WHERE named.id = kind;
        END IF;
        IF one.booked_on < opens THEN
            RAISE EXCEPTION 'Transfer % is booked on %; the books are closed before %.', one.id, one.booked_on, opens USING ERRCODE = 'XL003';
        END IF;
        before := NULL;
        IF one.of IS NOT NULL THEN
            before := loyalty_transfer_before(one);
        END IF;
        PERFORM loyalty_apply(one, before, giver, taker);
    END LOOP;
    RETURN NULL;
END
$$;
