-- The ledger's promises, kept here because nothing above the database can keep them against two writers at once. Rules PT1 to PT12 of
-- docs/algorithms/points.md. Errors: XL001 account unknown, XL002 two kinds of points, XL003 closed month, XL004 nothing to end or take back,
-- XL005 more than was promised or posted, XL006 an ended lot in the way, XL007 more than the lots hold, XL009 the books do not add up.

CREATE FUNCTION loyalty_apply(fresh loyalty_transfer, before loyalty_transfer, giver loyalty_account, taker loyalty_account) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    moved bigint := CASE WHEN fresh.phase IN ('posted', 'post', 'reversal') THEN fresh.amount ELSE 0 END;
    promised bigint := CASE WHEN fresh.phase = 'pending' THEN fresh.amount WHEN fresh.phase IN ('post', 'void') THEN -before.amount ELSE 0 END;
    lack bigint := 0;
BEGIN
    IF giver.is_counted THEN
        UPDATE loyalty_account SET posted = posted - moved, reserved = reserved + promised WHERE id = giver.id;
    END IF;
    IF taker.is_counted THEN
        UPDATE loyalty_account SET posted = posted + moved, incoming = incoming + promised WHERE id = taker.id;
    END IF;
    IF giver.has_lots THEN
        IF fresh.phase IN ('posted', 'pending') THEN
            lack := loyalty_take_lots(fresh.id, fresh.id, giver.id, fresh.amount, fresh.booked_on,
                                      CASE WHEN fresh.cause = 'expiry' THEN 'ended' ELSE 'usable' END);
            IF lack > 0 AND fresh.cause = 'expiry' THEN
                RAISE EXCEPTION 'Account %: % more would expire than has ended.', giver.id, lack USING ERRCODE = 'XL007';
            ELSIF lack > 0 AND EXISTS (SELECT 1 FROM loyalty_lot WHERE account_id = giver.id AND unused > 0) THEN
                RAISE EXCEPTION 'Account % holds lots that have ended; they expire first.', giver.id USING ERRCODE = 'XL006';
            ELSIF lack > 0 THEN
                RAISE EXCEPTION 'Account % has % less than it would give.', giver.id, lack USING ERRCODE = 'XL007';
            END IF;
        ELSIF fresh.phase = 'reversal' THEN
            lack := loyalty_take_own_lots(fresh.id, before.id, giver.id, fresh.amount);
            lack := loyalty_take_lots(fresh.id, fresh.id, giver.id, lack, NULL, 'any');
        ELSIF fresh.phase = 'void' OR fresh.amount < before.amount THEN
            lack := loyalty_give_back(fresh.id, before.id, giver.id, before.amount - CASE WHEN fresh.phase = 'void' THEN 0 ELSE fresh.amount END);
            IF lack > 0 OR giver.posted < giver.reserved THEN
                PERFORM loyalty_true_up(fresh.id, giver.id);
            END IF;
        END IF;
    END IF;
    IF taker.has_lots AND moved > 0 THEN
        IF fresh.phase = 'reversal' THEN
            lack := loyalty_give_back(fresh.id, coalesce(before.of, before.id), taker.id, fresh.amount);
        ELSIF giver.has_lots THEN
            PERFORM loyalty_hand_over(fresh.id, coalesce(fresh.of, fresh.id), taker.id);
        ELSE
            INSERT INTO loyalty_lot (account_id, transfer_id, earned_by, amount, unused, value_on, expires_on)
            VALUES (taker.id, fresh.id, fresh.id, fresh.amount, fresh.amount, fresh.value_on, fresh.expires_on);
        END IF;
        IF taker.posted < taker.reserved OR (fresh.phase = 'reversal' AND lack > 0) THEN
            PERFORM loyalty_true_up(fresh.id, taker.id);
        END IF;
    END IF;
END
$$;

-- Rules PT3 to PT5: what a transfer names must be there, and must allow it.
CREATE FUNCTION loyalty_transfer_before(fresh loyalty_transfer) RETURNS loyalty_transfer
LANGUAGE plpgsql AS $$
DECLARE
    before loyalty_transfer;
    taken bigint := 0;
BEGIN
    SELECT * INTO before FROM loyalty_transfer WHERE id = fresh.of;
    IF fresh.phase = 'reversal' THEN
        IF before.id IS NULL OR before.phase NOT IN ('posted', 'post')
           OR (before.from_account_id, before.to_account_id) IS DISTINCT FROM (fresh.to_account_id, fresh.from_account_id) THEN
            RAISE EXCEPTION 'Transfer % takes back %, which was not posted between these accounts.', fresh.id, fresh.of USING ERRCODE = 'XL004';
        END IF;
        SELECT sum(amount) INTO taken FROM loyalty_transfer WHERE of = fresh.of AND phase = 'reversal';
    ELSE
        IF before.id IS NULL OR before.phase <> 'pending'
           OR (before.from_account_id, before.to_account_id) IS DISTINCT FROM (fresh.from_account_id, fresh.to_account_id) THEN
            RAISE EXCEPTION 'Transfer % ends %, which is not pending between these accounts.', fresh.id, fresh.of USING ERRCODE = 'XL004';
        END IF;
        taken := CASE WHEN fresh.phase = 'void' AND fresh.amount <> before.amount THEN before.amount + 1 ELSE fresh.amount END;
    END IF;
    IF taken > before.amount THEN
        RAISE EXCEPTION 'Transfer % takes % of the % in %.', fresh.id, taken, before.amount, fresh.of USING ERRCODE = 'XL005';
    END IF;
    RETURN before;
END
$$;

-- What happens then stands in keep_ledger.sql.
CREATE TRIGGER loyalty_ledger AFTER INSERT ON loyalty_transfer REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION loyalty_keep_ledger();

-- Rule PT2: what was written stays, and balances and lots are written by the trigger above alone.
CREATE FUNCTION loyalty_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the ledger is changed by new transfers alone.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'XL010';
END
$$;
CREATE TRIGGER loyalty_transfers_stay BEFORE UPDATE OR DELETE ON loyalty_transfer FOR EACH ROW EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_transfers_stay_whole BEFORE TRUNCATE ON loyalty_transfer FOR EACH STATEMENT EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_uses_stay BEFORE UPDATE OR DELETE ON loyalty_lotuse FOR EACH ROW EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_uses_stay_whole BEFORE TRUNCATE ON loyalty_lotuse FOR EACH STATEMENT EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_uses_from_ledger BEFORE INSERT ON loyalty_lotuse FOR EACH ROW
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_lots_stay BEFORE DELETE ON loyalty_lot FOR EACH ROW EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_lots_stay_whole BEFORE TRUNCATE ON loyalty_lot FOR EACH STATEMENT EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_lots_from_ledger BEFORE INSERT ON loyalty_lot FOR EACH ROW
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_lots_unchanged BEFORE UPDATE ON loyalty_lot FOR EACH ROW
    WHEN (pg_trigger_depth() = 0
          AND (OLD.id, OLD.account_id, OLD.transfer_id, OLD.earned_by, OLD.amount, OLD.unused, OLD.value_on)
              IS DISTINCT FROM (NEW.id, NEW.account_id, NEW.transfer_id, NEW.earned_by, NEW.amount, NEW.unused, NEW.value_on))
    EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_accounts_stay BEFORE DELETE ON loyalty_account FOR EACH ROW EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_accounts_stay_whole BEFORE TRUNCATE ON loyalty_account FOR EACH STATEMENT EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_accounts_open_empty BEFORE INSERT ON loyalty_account FOR EACH ROW
    WHEN (NEW.posted <> 0 OR NEW.reserved <> 0 OR NEW.incoming <> 0) EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_accounts_unchanged BEFORE UPDATE ON loyalty_account FOR EACH ROW
    WHEN (pg_trigger_depth() = 0
          AND (OLD.id, OLD.point_kind_id, OLD.role, OLD.member_id, OLD.holder, OLD.is_counted, OLD.has_lots, OLD.posted, OLD.reserved, OLD.incoming)
              IS DISTINCT FROM
              (NEW.id, NEW.point_kind_id, NEW.role, NEW.member_id, NEW.holder, NEW.is_counted, NEW.has_lots, NEW.posted, NEW.reserved, NEW.incoming))
    EXECUTE FUNCTION loyalty_refuse_change();
