"""Any sequence of what families, transfers and gifts can do keeps every point: a state machine beside the plainest model (FA1 to FA12)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.loyalty.books import DEBT, DIRECTOR, Books, open_books
from tests.loyalty.test_families import reward
from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.actions.expiry import expire_points
from xenia.loyalty.actions.families import answer_invitation, invite_adult, leave_family, open_family, set_sharing
from xenia.loyalty.actions.passing import accept_passing, lapse_passings, pass_points, return_passing
from xenia.loyalty.actions.reward_orders import cancel_reward, confirm_reward, lapse_rewards, reserve_reward
from xenia.loyalty.models.ledger import Account, Lot
from xenia.loyalty.queries.families import get_family_place
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.passing import PassingAsk, PassingKind
from xenia.loyalty.types.programmes import FamilyPolicy, PassingPolicy, ProgrammePolicy
from xenia.loyalty.types.rewards import RewardAsk

NAMES = ("Lin", "Wang", "Zhang")
WHO = some.sampled_from(NAMES)
PLACE = some.integers(0, 10)
POLICY = ProgrammePolicy(
    debt_max=DEBT, family=FamilyPolicy(allowed=True), passing=PassingPolicy(allowed=True, least=1, member_days_min=0, wait_days=2)
)


class Club(RuleBasedStateMachine):
    """`earned` and `gone` say what came to and left all members together: what is held back is still there."""

    books: Books

    @initialize()
    def opened(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.books = open_books(POLICY)
        self.books.enrol(*NAMES)
        self.what = reward(self.books, 100)
        self.earned, self.gone, self.keys = 0, 0, 0
        self.orders: list[UUID] = []
        self.gifts: list[tuple[UUID, str, str]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @staticmethod
    def tried(deed: Callable[[], object]) -> object:
        """What came of it, None where it was refused."""
        try:
            with transaction.atomic():
                return deed()
        except (Conflict, Invalid):
            return None

    def _key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def _member(self, who: str) -> UUID:
        return self.books.members[who]

    @rule(who=WHO, amount=some.integers(1, 300), days=some.one_of(some.none(), some.integers(1, 6)))
    def earn(self, who: str, amount: int, days: int | None) -> None:
        self.books.earn(who, amount, until=None if days is None else self.books.today + timedelta(days=days))
        self.earned += amount

    @rule(head=WHO, who=WHO, shares=some.booleans())
    def join(self, head: str, who: str, shares: bool) -> None:
        now = self.books.now
        self.tried(lambda: open_family(actor=DIRECTOR, member_id=self._member(head), shares=shares, now=now))
        number = get_member(DIRECTOR, self._member(who)).number
        tie = self.tried(lambda: invite_adult(actor=DIRECTOR, head_id=self._member(head), number=number, now=now))
        if isinstance(tie, UUID):
            self.tried(
                lambda: answer_invitation(actor=DIRECTOR, tie_id=tie, member_id=self._member(who), accept=True, shares=shares, now=now)
            )

    @rule(who=WHO, shares=some.booleans())
    def share(self, who: str, shares: bool) -> None:
        self.tried(lambda: set_sharing(actor=DIRECTOR, member_id=self._member(who), shares=shares, now=self.books.now))

    @rule(who=WHO)
    def leave(self, who: str) -> None:
        before = [self.books.balance(one) for one in NAMES]
        self.tried(lambda: leave_family(actor=DIRECTOR, member_id=self._member(who), now=self.books.now))
        assert [self.books.balance(one) for one in NAMES] == before

    @rule(who=WHO, with_family=some.booleans())
    def order(self, who: str, with_family: bool) -> None:
        self.expire()
        place = get_family_place(DIRECTOR, self._member(who), now=self.books.now)
        own = self._usable(who)
        together = own
        if with_family and place.family is not None:
            sharing = {one.member_id for one in place.family.ties if one.shares}
            together = own + sum(self._usable(one) for one in NAMES if one != who and self._member(one) in sharing)
        ask = RewardAsk(self._member(who), self.what, self._key(), with_family=with_family)
        made = self.tried(lambda: reserve_reward(actor=DIRECTOR, ask=ask, now=self.books.now).id)
        assert (made is not None) == (together >= 100 and (not with_family or place.may_spend))
        if isinstance(made, UUID):
            self.orders.append(made)

    @rule(place=PLACE, confirm=some.booleans())
    def end(self, place: int, confirm: bool) -> None:
        if not self.orders:
            return
        order = self.orders[place % len(self.orders)]
        posted = self._posted()
        self.tried(lambda: (confirm_reward if confirm else cancel_reward)(actor=DIRECTOR, order_id=order, now=self.books.now))
        self.gone += posted - self._posted()

    @rule(giver=WHO, taker=WHO, amount=some.integers(1, 150), is_gift=some.booleans())
    def give(self, giver: str, taker: str, amount: int, is_gift: bool) -> None:
        self.expire()
        before = self._posted()
        number = get_member(DIRECTOR, self._member(taker)).number
        ask = PassingAsk(self._member(giver), number, PassingKind.GIFT if is_gift else PassingKind.TRANSFER, amount, "", self._key())
        made = self.tried(lambda: pass_points(actor=DIRECTOR, ask=ask, now=self.books.now).id)
        if isinstance(made, UUID) and is_gift:
            self.gifts.append((made, giver, taker))
        assert self._posted() == before

    @rule(place=PLACE, how=some.sampled_from(["accept", "refuse", "withdraw"]))
    def answer(self, place: int, how: str) -> None:
        if not self.gifts:
            return
        gift, giver, taker = self.gifts[place % len(self.gifts)]
        before = self._posted()
        if how == "accept":
            self.tried(lambda: accept_passing(actor=DIRECTOR, passing_id=gift, member_id=self._member(taker), now=self.books.now))
        else:
            one = self._member(taker if how == "refuse" else giver)
            self.tried(lambda: return_passing(actor=DIRECTOR, passing_id=gift, member_id=one, now=self.books.now))
        assert self._posted() == before

    @rule(days=some.integers(1, 3))
    def night(self, days: int) -> None:
        self.books.today += timedelta(days=days)
        self.books.now += timedelta(days=days)
        lapse_passings(actor=DIRECTOR, now=self.books.now)
        lapse_rewards(actor=DIRECTOR, now=self.books.now)
        self.expire()

    def expire(self) -> None:
        self.gone += expire_points(actor=DIRECTOR, programme_id=self.books.programme.id, now=self.books.now)

    def _usable(self, who: str) -> int:
        posted, reserved, _ = self.books.balance(who)
        return max(0, posted - reserved)

    def _posted(self) -> int:
        return sum(self.books.balance(one)[0] for one in NAMES)

    @invariant()
    def adds_up(self) -> None:
        if not hasattr(self, "books"):
            return
        assert self.books.faults() == []
        assert self._posted() == self.earned - self.gone
        for who in NAMES:
            one = Account.objects.get(id=self.books.accounts[who])
            assert one.posted - one.reserved >= 0
            assert sum(Lot.objects.filter(account_id=one.id).values_list("unused", flat=True)) == one.posted - one.reserved
        family = get_family_place(DIRECTOR, self._member("Lin"), now=self.books.now).family
        if family is not None:
            shown = {one.member_id: one.usable for one in family.ties if one.shares}
            assert family.together == sum(self._usable(who) for who in NAMES if self._member(who) in shown)


@pytest.mark.timeout(400)
def test_fa1_to_fa12_no_sequence_loses_or_makes_a_point(db: None) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Club,
        settings=settings(max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
