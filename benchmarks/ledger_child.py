"""What the ledger's benchmark does in a process of its own: books of many members, and their use."""

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from statistics import quantiles
from typing import Any

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
TODAY = date(2026, 3, 2)
STAYS_EACH = int(os.environ.get("BENCHMARK_TRANSFERS_EACH", "10")) // 2
"""Each brings a transfer of points and one of nights."""
BATCH, BATCHES, READS, MONTHS = 5_000, 10, 2_000, 10
FIRST_MONTH = date(2025, 4, 1)
MEMBERS = """
INSERT INTO loyalty_member (id, programme_id, guest_id, number, state, enrolled_on, channel, created_at)
SELECT gen_random_uuid(), %(programme)s, gen_random_uuid(), lpad(n::text, 10, '0'), 'active', '2023-01-01', '', now() FROM generate_series(1, %(members)s) n
"""
ACCOUNTS = """
INSERT INTO loyalty_account (point_kind_id, role, member_id, holder, is_counted, has_lots, floor, posted, reserved, incoming)
SELECT %(kind)s, 'member', id, '', true, true, 0, 100 * %(each)s, 0, 0 FROM loyalty_member ORDER BY number;
INSERT INTO loyalty_account (point_kind_id, role, member_id, holder, is_counted, has_lots, floor, posted, reserved, incoming)
SELECT %(nights)s, 'member', id, '', true, false, 0, %(each)s, 0, 0 FROM loyalty_member ORDER BY number
"""
EARN = """
INSERT INTO loyalty_transfer
    (id, key, phase, from_account_id, to_account_id, amount, deed, cause, source, details, booked_on, value_on, expires_on, at)
SELECT uuidv7(), 'books:' || account.id || ':' || n, 'posted', stay.issued, account.id, stay.amount, gen_random_uuid(), 'stay',
       'booking:' || account.member_id || ':' || n, '{"paid_minor": 10000, "part": ""}', booked, booked,
       CASE WHEN NOT account.has_lots THEN NULL WHEN n = 1 THEN '2026-03-01'::date ELSE '2027-03-01'::date END, now()
FROM generate_series(1, %(each)s) n
CROSS JOIN LATERAL (SELECT (%(first_month)s::date + make_interval(months => (n - 1) %% %(months)s))::date AS booked) AS day
CROSS JOIN (VALUES (%(kind)s, %(issued)s, 100), (%(nights)s, %(nights_issued)s, 1)) AS stay (kind, issued, amount)
JOIN loyalty_account AS account ON account.point_kind_id = stay.kind AND account.member_id IS NOT NULL
"""
LOTS = """
INSERT INTO loyalty_lot (account_id, transfer_id, earned_by, amount, unused, value_on, expires_on)
SELECT to_account_id, id, id, amount, amount, value_on, expires_on FROM loyalty_transfer WHERE expires_on IS NOT NULL
"""
WRITTEN = ("loyalty_member", "loyalty_account", "loyalty_transfer", "loyalty_lot")
MADE_AFTER = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY (%(tables)s::regclass[]) AND contype IN ('f', 'u')
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY (%(tables)s::regclass[]) AND NOT indisprimary
AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype = 'u')
"""
"""How constraints and indexes are dropped and made again: over all rows at once is quicker than row by row."""
STATEMENT = """
INSERT INTO loyalty_transfer
    (id, key, phase, from_account_id, to_account_id, amount, deed, cause, source, booked_on, value_on, expires_on, at)
SELECT one, one::text, 'posted', {issued}, {first} + :member, :points, one, 'stay', '', '2026-03-02', '2026-03-02', '2028-04-01', now()
FROM (SELECT gen_random_uuid() AS one) AS made ON CONFLICT (key) DO NOTHING
"""


def ledger_books(members: str) -> dict[str, Any]:
    """Writes the books of so many members in bulk, past the triggers, which `ledger_use` then lets the checker count again."""
    from django.db import connection

    from xenia.host.tables import bring_up_to_date

    bring_up_to_date()
    programme, (kind, issued), (nights, nights_issued) = _programme()
    values = {"programme": programme, "members": int(members), "kind": kind, "issued": issued, "each": STAYS_EACH}
    values |= {"nights": nights, "nights_issued": nights_issued}
    values |= {"first_month": FIRST_MONTH, "months": MONTHS}
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(MADE_AFTER, {"tables": list(WRITTEN)})
        around = cursor.fetchall()
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for drop, _ in around:
            cursor.execute(drop)
        for statement in (MEMBERS, ACCOUNTS, EARN, LOTS):
            cursor.execute(statement, values)
            print(f"{time.perf_counter() - begun:8.1f} s  {statement.split()[2]}", file=sys.stderr, flush=True)
        for _, make in around:
            cursor.execute(make)
        for table in WRITTEN:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SELECT min(id) - 1 FROM loyalty_account WHERE member_id IS NOT NULL AND has_lots")
        (first,) = cursor.fetchone()
        cursor.execute("ANALYZE")
    seconds = time.perf_counter() - begun
    statement = " ".join(STATEMENT.format(issued=issued, first=first).split())
    return {"rows": int(members) * STAYS_EACH * 2, "seconds": seconds, "statement": statement}


def _programme() -> tuple[Any, tuple[int, int], tuple[int, int]]:
    """A programme with tiers by nights; points and nights, each with the account that gives them out."""
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.programmes import create_programme
    from xenia.loyalty.actions.tiers import set_tiers
    from xenia.loyalty.queries.ledger import company_account
    from xenia.loyalty.queries.programmes import get_programme
    from xenia.loyalty.types.ledger import AccountRole
    from xenia.loyalty.types.programmes import ProgrammeDraft
    from xenia.loyalty.types.tiers import Threshold, Tier, TierPolicy
    from xenia.trust.types.access import Permission

    actor = product_actor("benchmarks", *Permission)
    made = create_programme(actor=actor, draft=ProgrammeDraft("BENCH", Text("基准", "Benchmark")), now=NOW)
    tiers = (
        Tier("BASE", Text("会员", "Member")),
        Tier("SILVER", Text("银卡", "Silver"), (Threshold("NIGHTS", 5),), lifetime=(Threshold("NIGHTS", 100),)),
        Tier("GOLD", Text("金卡", "Gold"), (Threshold("NIGHTS", 20),)),
    )
    set_tiers(actor=actor, programme_id=made, policy=TierPolicy(tiers), valid_from=date(2020, 1, 1), seen_number=0, now=NOW)
    programme = get_programme(actor, made)
    points, nights = programme.kind("POINTS").id, programme.kind("NIGHTS").id
    issued = {kind: company_account(actor, kind, AccountRole.ISSUED) for kind in (points, nights)}
    return made, (points, issued[points]), (nights, issued[nights])


def ledger_use(members: str) -> dict[str, Any]:
    """Posts one by one and in batches, reads balances and tiers, expires a lot of each member, and counts everything again."""
    from xenia.kernel.actor import product_actor
    from xenia.loyalty.actions.expiry import expire_points
    from xenia.loyalty.models.ledger import Account, Lot
    from xenia.loyalty.models.programmes import Member, Programme
    from xenia.loyalty.queries.ledger import check_books, list_balances
    from xenia.loyalty.queries.tiers import get_tier
    from xenia.trust.types.access import Permission

    actor, programme = product_actor("benchmarks", *Permission), Programme.objects.get().id
    issued = Account.objects.get(role="issued", point_kind__code="POINTS").id
    first = Account.objects.filter(member__isnull=False).order_by("id").values_list("id", flat=True)[0]
    single = _rate(actor, [[_deed(issued, first + n * 37 % int(members), f"one:{n}")] for n in range(1_000)])
    many = [[_deed(issued, first + (n * BATCH + m) * 7 % int(members), f"many:{n}:{m}") for m in range(BATCH)] for n in range(BATCHES)]
    batch = _rate(actor, many)
    some = list(Member.objects.order_by("id").values_list("id", flat=True)[:READS])
    balance = quantiles([_milliseconds(lambda one=one: list_balances(actor, one)) for one in some], n=20)[18]  # type: ignore[misc]
    tier = quantiles([_milliseconds(lambda one=one: get_tier(actor, one, now=NOW)) for one in some], n=20)[18]  # type: ignore[misc]
    ended = Lot.objects.filter(unused__gt=0, expires_on__lte=TODAY).count()
    expiry = _milliseconds(lambda: expire_points(actor=actor, programme_id=programme, now=NOW + timedelta(hours=1))) / 1000
    begun = time.perf_counter()
    faults = check_books(actor)
    if faults:
        raise SystemExit(f"The books do not add up: {faults[:3]}")
    check = time.perf_counter() - begun
    closing = _closed(actor, programme)
    return {"rows": ended, "seconds": expiry, "single": single, "batch": batch, "balance": balance, "tier": tier, "expiry": expiry, "expired": ended,
            "check": check, "closing": closing}  # fmt: skip


def _closed(actor: Any, programme: Any) -> float:
    """Closes every month of the books and returns the seconds of the slowest."""
    from xenia.loyalty.actions.closings import close_month
    from xenia.loyalty.rules.closings import month_after

    month, slowest = FIRST_MONTH, 0.0
    for _ in range(MONTHS):
        deed = lambda month=month: close_month(actor=actor, programme_id=programme, month=month, clock=lambda: NOW)  # noqa: E731
        slowest = max(slowest, _milliseconds(deed) / 1000)
        month = month_after(month)
    return slowest


def _deed(issued: int, account: int, key: str) -> Any:
    from xenia.loyalty.types.ledger import Cause, Deed, Move

    move = Move(key=key, giver=issued, taker=account, amount=50, expires_on=date(2028, 4, 1))
    return Deed(Cause.STAY, "", TODAY, (move,))


def _rate(actor: Any, parts: list[list[Any]]) -> float:
    from xenia.loyalty.actions.ledger import write_deeds

    begun = time.perf_counter()
    for part in parts:
        write_deeds(actor, part, now=NOW)
    return sum(map(len, parts)) / (time.perf_counter() - begun)


def _milliseconds(deed: Any) -> float:
    begun = time.perf_counter()
    deed()
    return (time.perf_counter() - begun) * 1000


VERBS = {"ledger_books": ledger_books, "ledger_use": ledger_use}
