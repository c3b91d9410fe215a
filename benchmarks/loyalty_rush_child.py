"""What everybody wants at once, in a process of its own: coupons, points, pieces of a reward, a promotion's budget, from 64 connections."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
TODAY = date(2026, 3, 2)
CONNECTIONS, MEMBERS = 64, 200


def loyalty_rush(asked: str) -> dict[str, Any]:
    """Asks so many times for a tenth as many of each, and counts what was got, then every account again from the transfers alone."""
    from xenia.host.tables import bring_up_to_date
    from xenia.kernel.ids import new_id
    from xenia.loyalty.actions.members import enrol_many
    from xenia.loyalty.queries.ledger import check_books

    bring_up_to_date()
    actor, programme = _programme()
    enrolled = enrol_many(actor=actor, programme_id=programme, guest_ids=[new_id() for _ in range(MEMBERS)], now=NOW)
    members, wanted = list(enrolled.values()), int(asked)
    begun = time.perf_counter()
    found = {
        "coupons": _at_once(_coupons(actor, programme, members, wanted // 10), wanted),
        "rewards": _at_once(_rewards(actor, programme, members, wanted // 10), wanted),
        "points": _at_once(_points(actor, programme, members[0], wanted // 10), wanted),
        "budget": _at_once(_budget(actor, programme, members, wanted // 10), wanted),
    }
    seconds = time.perf_counter() - begun
    faults = check_books(actor)
    return {"rows": 4 * wanted, "seconds": seconds, "found": found, "faults": len(faults)}


def _programme() -> tuple[Any, Any]:
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.programmes import create_programme, set_programme_state
    from xenia.loyalty.types.programmes import ProgrammeDraft, ProgrammeState
    from xenia.trust.types.access import Permission

    actor = product_actor("soak", *Permission)
    made = create_programme(actor=actor, draft=ProgrammeDraft("RUSH", Text("抢购", "Rush")), now=NOW)
    set_programme_state(actor=actor, programme_id=made, state=ProgrammeState.OPEN, now=NOW)
    return actor, made


def _coupons(actor: Any, programme: Any, members: list[Any], total: int) -> Callable[[int], object]:
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.coupon_claims import claim_coupon
    from xenia.loyalty.actions.coupons import create_batch
    from xenia.loyalty.types.coupons import BatchDraft, CouponMode, CouponTerms, CouponWorth

    terms = CouponTerms(CouponWorth.AMOUNT, amount_minor=5_000, claims_max=None)
    draft = BatchDraft("RUSH", Text("抢购券", "Rush"), CouponMode.UNIQUE, total, terms)
    batch = create_batch(actor=actor, programme_id=programme, draft=draft, now=NOW)
    return lambda n: claim_coupon(actor=actor, member_id=members[n % len(members)], batch_id=batch, key=f"c{n}", now=NOW)


def _rewards(actor: Any, programme: Any, members: list[Any], total: int) -> Callable[[int], object]:
    from xenia.kernel.texts import Text
    from xenia.loyalty.actions.ledger import write_deeds
    from xenia.loyalty.actions.reward_orders import reserve_reward
    from xenia.loyalty.actions.rewards import create_reward
    from xenia.loyalty.queries.ledger import member_accounts
    from xenia.loyalty.types.rewards import RewardAsk, RewardDraft, RewardKind, RewardTerms

    kind, issued = _points_of(actor, programme)
    accounts = member_accounts(actor, members, kind)
    write_deeds(actor, [_deed(f"earn:{one}", issued, one, 100_000) for one in accounts.values()], now=NOW)
    draft = RewardDraft("RUSH", Text("抢购", "Rush"), RewardKind.GIFT, RewardTerms(10), stock=total)
    reward = create_reward(actor=actor, programme_id=programme, draft=draft, valid=(TODAY, None), now=NOW)
    return lambda n: reserve_reward(actor=actor, ask=RewardAsk(members[n % len(members)], reward, f"r{n}"), now=NOW)


def _points(actor: Any, programme: Any, member: Any, total: int) -> Callable[[int], object]:
    """Every connection spends of one member's account, down to what the rewards before have left of it."""
    from xenia.loyalty.actions.ledger import write_deed
    from xenia.loyalty.models.ledger import Account
    from xenia.loyalty.queries.ledger import company_account, member_accounts
    from xenia.loyalty.types.ledger import AccountRole

    kind, _ = _points_of(actor, programme)
    account = Account.objects.get(id=member_accounts(actor, [member], kind)[member])
    redeemed = company_account(actor, kind, AccountRole.REDEEMED)
    each, rest = divmod(account.posted - account.reserved, total)
    if rest:
        write_deed(actor, _deed("rest", account.id, redeemed, rest), now=NOW)
    return lambda n: write_deed(actor, _deed(f"p{n}", account.id, redeemed, each), now=NOW)


def _budget(actor: Any, programme: Any, members: list[Any], total: int) -> Callable[[int], object]:
    from xenia.loyalty.actions.accounts import open_account
    from xenia.loyalty.actions.ledger import write_deed
    from xenia.loyalty.queries.ledger import member_accounts
    from xenia.loyalty.types.ledger import AccountRole

    kind, issued = _points_of(actor, programme)
    budget = open_account(actor=actor, point_kind_id=kind, role=AccountRole.BUDGET, holder="rush")
    accounts = list(member_accounts(actor, members, kind).values())
    write_deed(actor, _deed("fund", issued, budget, total), now=NOW)
    return lambda n: write_deed(actor, _deed(f"b{n}", budget, accounts[n % len(accounts)], 1), now=NOW)


def _points_of(actor: Any, programme: Any) -> tuple[int, int]:
    from xenia.loyalty.queries.ledger import company_account
    from xenia.loyalty.queries.programmes import get_programme
    from xenia.loyalty.types.ledger import AccountRole

    kind = get_programme(actor, programme).kind("POINTS").id
    return kind, company_account(actor, kind, AccountRole.ISSUED)


def _deed(key: str, giver: int, taker: int, amount: int) -> Any:
    from xenia.loyalty.types.ledger import Cause, Deed, Move

    return Deed(Cause.PROMOTION, "", TODAY, (Move(f"rush:{key}", giver, taker, amount),))


def _at_once(ask: Callable[[int], object], times: int) -> dict[str, int]:
    """How often each answer came, `got` or the code of the refusal, asked by CONNECTIONS threads that begin together."""
    from django.db import connection, connections

    from xenia.kernel.errors import XeniaError

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connections.databases["default"].get("OPTIONS", {}).pop("pool", None)  # a connection each: a pool would let them in a few at a time
    start = threading.Barrier(CONNECTIONS)

    def perform(first: int) -> Counter[str]:
        said: Counter[str] = Counter()
        start.wait()
        for n in range(first, times, CONNECTIONS):
            try:
                ask(n)
                said["got"] += 1
            except XeniaError as refused:
                said[refused.code] += 1
        connection.close()
        return said

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return dict(sum(pool.map(perform, range(CONNECTIONS)), Counter()))


VERBS = {"loyalty_rush": loyalty_rush}
