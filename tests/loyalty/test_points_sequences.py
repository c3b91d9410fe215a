"""Any sequence of what can happen to points keeps every promise: a state machine beside the plainest model of a ledger."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.loyalty.books import DEBT, DIRECTOR, Books, open_books
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.expiry import expire_points
from xenia.loyalty.types.ledger import Phase

WHO = some.sampled_from(["Lin", "Wang", "Zhang"])
AMOUNT = some.integers(1, 300)
DAYS = some.one_of(some.none(), some.integers(1, 5))
PLACE = some.integers(0, 10)


class Ledger(RuleBasedStateMachine):
    """`left` is what the plainest model says each member can use; open promises and what may be taken back are kept by kind."""

    books: Books

    @initialize()
    def opened(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.books = open_books()
        self.books.enrol("Lin", "Wang", "Zhang")
        self.left: dict[str, int] = defaultdict(int)
        self.pending: list[dict[str, Any]] = []
        self.posted: list[dict[str, Any]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _until(self, days: int | None) -> Any:
        return None if days is None else self.books.today + timedelta(days=days)

    @staticmethod
    def tried(deed: Callable[[], UUID]) -> UUID | None:
        """What the ledger wrote, None where it refused."""
        try:
            return deed()
        except Conflict:
            return None

    @rule(who=WHO, amount=AMOUNT, days=DAYS)
    def earn(self, who: str, amount: int, days: int | None) -> None:
        made = self.books.earn(who, amount, until=self._until(days))
        self.left[who] += amount
        self.posted.append({"of": made, "who": who, "rest": amount, "was_spent": False})

    @rule(who=WHO, amount=AMOUNT)
    def promise(self, who: str, amount: int) -> None:
        made = self.books.earn(who, amount, phase=Phase.PENDING)
        self.pending.append({"of": made, "who": who, "amount": amount, "is_earning": True})

    @rule(who=WHO, amount=AMOUNT, is_held=some.booleans())
    def spend(self, who: str, amount: int, is_held: bool) -> None:
        self.expire()
        made = self.tried(lambda: self.books.spend(who, amount, phase=Phase.PENDING if is_held else Phase.POSTED))
        assert (made is None) == (amount > self.left[who])
        if made is None:
            return
        self.left[who] -= amount
        one = {"of": made, "who": who, "amount": amount, "is_earning": False}
        if is_held:
            self.pending.append(one)
        else:
            self.posted.append({"of": made, "who": who, "rest": amount, "was_spent": True})

    @rule(place=PLACE, share=some.integers(0, 4))
    def end(self, place: int, share: int) -> None:
        """A promise is posted whole (4), in part, or voided (0)."""
        if not self.pending:
            return
        one = self.pending.pop(place % len(self.pending))
        amount = max(1, one["amount"] * share // 4) if share else one["amount"]
        phase = Phase.POST if share else Phase.VOID
        made = self.books.end(one["who"], one["of"], amount, phase, is_earning=one["is_earning"])
        moved = amount if share else 0
        self.left[one["who"]] += moved if one["is_earning"] else one["amount"] - moved
        if moved:
            self.posted.append({"of": made, "who": one["who"], "rest": moved, "was_spent": not one["is_earning"]})

    @rule(place=PLACE, amount=AMOUNT)
    def take_back(self, place: int, amount: int) -> None:
        if not self.posted:
            return
        one = self.posted[place % len(self.posted)]
        too_deep = not one["was_spent"] and self.left[one["who"]] - amount < -DEBT
        made = self.tried(lambda: self.books.take_back(one["who"], one["of"], amount, was_spent=one["was_spent"]))
        assert (made is None) == (amount > one["rest"] or too_deep)
        if made is None:
            return
        one["rest"] -= amount
        self.left[one["who"]] += amount if one["was_spent"] else -amount

    @rule(giver=WHO, taker=WHO, amount=AMOUNT)
    def give(self, giver: str, taker: str, amount: int) -> None:
        if giver == taker:
            return
        self.expire()
        made = self.tried(lambda: self.books.give(giver, taker, amount))
        assert (made is None) == (amount > self.left[giver])
        if made is None:
            return
        self.left[giver] -= amount
        self.left[taker] += amount

    @rule(days=some.integers(1, 3))
    def night(self, days: int) -> None:
        self.books.today += timedelta(days=days)
        self.books.now += timedelta(days=days)
        self.expire()

    def expire(self) -> None:
        """As the nightly run, and whoever spends, does: nothing but what has ended goes."""
        expire_points(actor=DIRECTOR, programme_id=self.books.programme.id, now=self.books.now)
        for who in ("Lin", "Wang", "Zhang"):
            posted, reserved, _ = self.books.balance(who)
            assert posted - reserved <= self.left[who]
            self.left[who] = posted - reserved

    @invariant()
    def adds_up(self) -> None:
        if not hasattr(self, "books"):
            return
        assert self.books.faults() == []
        for who in ("Lin", "Wang", "Zhang"):
            posted, reserved, incoming = self.books.balance(who)
            assert (posted - reserved, incoming) == (self.left[who], self._promised(who))
            assert sum(unused for unused, _ in self.books.lots(who)) == max(0, self.left[who])

    def _promised(self, who: str) -> int:
        return sum(one["amount"] for one in self.pending if one["who"] == who and one["is_earning"])


@pytest.mark.timeout(400)
def test_pt1_to_pt10_hold_after_any_sequence(db: None) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Ledger,
        settings=settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)),
    )
