-- Lots: what was credited, oldest expiry first. Only the ledger's own trigger (ledger.sql) calls these.

-- Rule PT6: takes up to `wanted` from the lots of an account, those that end first before others, and returns what the lots did not hold.
-- A lot whose last day is over is taken by an expiry only, and an expiry takes no other. `taker` null pays back a debt, from whatever lot.
CREATE FUNCTION loyalty_take_lots(by_transfer uuid, taker uuid, of_account bigint, wanted bigint, today date, how text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    lot record;
    part bigint;
BEGIN
    FOR lot IN
        SELECT id, unused FROM loyalty_lot
        WHERE account_id = of_account AND unused > 0
          AND CASE how WHEN 'usable' THEN expires_on IS NULL OR expires_on > today WHEN 'ended' THEN expires_on <= today ELSE true END
        ORDER BY expires_on NULLS LAST, id
    LOOP
        EXIT WHEN wanted = 0;
        part := least(lot.unused, wanted);
        INSERT INTO loyalty_lotuse (transfer_id, taker_id, lot_id, amount) VALUES (by_transfer, taker, lot.id, part);
        UPDATE loyalty_lot SET unused = unused - part WHERE id = lot.id;
        wanted := wanted - part;
    END LOOP;
    RETURN wanted;
END
$$;

-- Rule PT7: what is taken back is taken from the very lot that brought it, while it holds anything; returns what it did not hold.
CREATE FUNCTION loyalty_take_own_lots(by_transfer uuid, brought_by uuid, of_account bigint, wanted bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    lot record;
    part bigint;
BEGIN
    FOR lot IN SELECT id, unused FROM loyalty_lot WHERE transfer_id = brought_by AND account_id = of_account AND unused > 0 ORDER BY id LOOP
        EXIT WHEN wanted = 0;
        part := least(lot.unused, wanted);
        INSERT INTO loyalty_lotuse (transfer_id, taker_id, lot_id, amount) VALUES (by_transfer, by_transfer, lot.id, part);
        UPDATE loyalty_lot SET unused = unused - part WHERE id = lot.id;
        wanted := wanted - part;
    END LOOP;
    RETURN wanted;
END
$$;

-- Rule PT8: gives back up to `wanted` to the very lots from which `taker` took it (null: those that paid back a debt), the last to end first;
-- returns what it had not taken from lots.
CREATE FUNCTION loyalty_give_back(by_transfer uuid, taker uuid, of_account bigint, wanted bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    held record;
    part bigint;
BEGIN
    FOR held IN
        SELECT lot.id, sum(used.amount)::bigint AS amount
        FROM loyalty_lotuse AS used JOIN loyalty_lot AS lot ON lot.id = used.lot_id
        WHERE lot.account_id = of_account AND (used.taker_id = taker OR (taker IS NULL AND used.taker_id IS NULL))
        GROUP BY lot.id, lot.expires_on HAVING sum(used.amount) > 0
        ORDER BY lot.expires_on DESC NULLS FIRST, lot.id DESC
    LOOP
        EXIT WHEN wanted = 0;
        part := least(held.amount, wanted);
        INSERT INTO loyalty_lotuse (transfer_id, taker_id, lot_id, amount) VALUES (by_transfer, taker, held.id, -part);
        UPDATE loyalty_lot SET unused = unused + part WHERE id = held.id;
        wanted := wanted - part;
    END LOOP;
    RETURN wanted;
END
$$;

-- Rule PT9: what one member gives another keeps its last day, the day it counts for and its origin.
CREATE FUNCTION loyalty_hand_over(by_transfer uuid, taker uuid, to_account bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO loyalty_lot (account_id, transfer_id, earned_by, amount, unused, value_on, expires_on)
    SELECT to_account, by_transfer, lot.earned_by, sum(used.amount), sum(used.amount), lot.value_on, lot.expires_on
    FROM loyalty_lotuse AS used JOIN loyalty_lot AS lot ON lot.id = used.lot_id
    WHERE used.taker_id = taker GROUP BY lot.id HAVING sum(used.amount) > 0 ORDER BY lot.expires_on NULLS LAST, lot.id
$$;

-- Rule PT10: an account that owes has no lots; a credit first pays back what it owes, and what then is owed no more comes back.
CREATE FUNCTION loyalty_true_up(by_transfer uuid, of_account bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    lack bigint;
BEGIN
    SELECT greatest(posted - reserved, 0) - (SELECT coalesce(sum(unused), 0) FROM loyalty_lot WHERE account_id = of_account AND unused > 0)
    INTO lack FROM loyalty_account WHERE id = of_account;
    IF lack < 0 THEN
        PERFORM loyalty_take_lots(by_transfer, NULL, of_account, -lack, NULL, 'any');
    ELSIF lack > 0 AND loyalty_give_back(by_transfer, NULL, of_account, lack) > 0 THEN
        RAISE EXCEPTION 'The lots of account % do not add up to its balance after transfer %.', of_account, by_transfer USING ERRCODE = 'XL009';
    END IF;
END
$$;
