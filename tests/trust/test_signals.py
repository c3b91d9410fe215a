"""Signals: what looks like a stolen account or fraud, what it holds, and who lets go of it."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, Company, open_company
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Refused
from xenia.kernel.ids import new_id
from xenia.trust.actions import signals as actions
from xenia.trust.actions.sign_in import record_sign_in
from xenia.trust.models.signals import Hold, Signal
from xenia.trust.queries import signals as queries
from xenia.trust.rules import signals as rules
from xenia.trust.types.sign_in import Device, SignInEvent, SignInFact
from xenia.trust.types.signals import AccountEvent, EventKind, HeldAction, SharedIdentity, SignalKind, SignIn, Whereabouts

LIN, CHEN = UUID(int=1), UUID(int=2)
OFFICER = Actor(UUID(int=3), "Officer", DIRECTOR.permissions, None)
SHANGHAI, BEIJING, PARIS = Whereabouts(31.23, 121.47), Whereabouts(39.90, 116.40), Whereabouts(48.86, 2.35)


def after(
    minutes: float, *, done: bool = True, user: UUID | None = LIN, device: str = "d1", typed: str = "", where: Whereabouts | None = None
) -> SignIn:
    return SignIn(NOON + timedelta(minutes=minutes), done, user, device, typed, where)


def test_a_device_never_seen_before_is_found_and_the_first_one_is_not() -> None:
    recent = [after(0), after(1, device="d2"), after(2, user=CHEN, device="d9"), after(3, device="d3", done=False)]
    found = rules.new_devices(recent, {LIN: frozenset({"d1"})})
    assert [(one.subject_id, one.at, one.holds) for one in found] == [(LIN, NOON + timedelta(minutes=1), None)]


@pytest.mark.parametrize(
    ("first", "second", "minutes", "is_found"),
    [
        (SHANGHAI, PARIS, 60, True),
        (SHANGHAI, PARIS, 12 * 60, False),
        (SHANGHAI, BEIJING, 30, True),
        (SHANGHAI, BEIJING, 90, False),
        (SHANGHAI, SHANGHAI, 0, False),
        (SHANGHAI, None, 1, False),
    ],
)
def test_nobody_travels_faster_than_an_airliner(first, second, minutes: int, is_found: bool) -> None:
    found = rules.impossible_travels([after(0, where=first), after(minutes, where=second)])
    assert [one.kind for one in found] == ([SignalKind.IMPOSSIBLE_TRAVEL] if is_found else [])


def test_the_way_from_shanghai_to_paris_is_right() -> None:
    assert round(rules.distance_km(SHANGHAI, PARIS), -2) == 9_300


@pytest.mark.parametrize(("failures", "gap", "is_found"), [(5, 1, True), (4, 1, False), (5, 20, False), (40, 1, True)])
def test_many_failures_and_then_a_sign_in_are_found(failures: int, gap: int, is_found: bool) -> None:
    tries = [after(place / 100, done=False, user=None, typed="t1") for place in range(failures)]
    found = rules.bursts_then_success([*tries, after(gap, typed="t1")])
    assert [(one.evidence["failures"], one.holds) for one in found] == ([(failures, HeldAction.EXPORT)] if is_found else [])


def test_failures_of_another_address_are_not_ours() -> None:
    tries = [after(0, done=False, user=None, typed="t2") for _ in range(9)]
    assert rules.bursts_then_success([*tries, after(1, typed="t1")]) == []


def test_a_fourth_account_on_one_document_is_looked_at_and_its_index_not_repeated() -> None:
    accounts = tuple(UUID(int=place) for place in range(4))
    found = rules.shared_identities([SharedIdentity("ab12", accounts), SharedIdentity("cd34", accounts[:3])], NOON)
    assert ([one.subject_id for one in found], {one.holds for one in found}) == (list(accounts), {HeldAction.REDEEM})
    assert [one for one in found if "ab12" in str(one.evidence)] == []


@pytest.mark.parametrize(
    ("kind", "amounts", "apart", "is_found"),
    [
        (EventKind.POINTS, [10] * 5, 5, True),
        (EventKind.POINTS, [10] * 5, 30, False),
        (EventKind.POINTS, [50_000], 1, True),
        (EventKind.REFUND, [100] * 3, 10, True),
        (EventKind.REFUND, [100] * 2, 10, False),
        (EventKind.REFUND, [600_000], 1, True),
    ],
)
def test_too_much_within_an_hour_is_found_once(kind: EventKind, amounts: list[int], apart: int, is_found: bool) -> None:
    events = [AccountEvent(NOON + timedelta(minutes=apart * place), kind, LIN, amount) for place, amount in enumerate(amounts)]
    assert len(rules.account_bursts(events)) == is_found


@pytest.fixture
def company(db: None, settings) -> Company:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return open_company()


def sign_in(event: SignInEvent, user: UUID | None, minutes: float, agent: str = "firefox", typed: str = "") -> None:
    fact = SignInFact(event, Device(agent, "203.0.113.9"), user, typed=typed)
    record_sign_in(fact=fact, now=NOON + timedelta(minutes=minutes))


def test_a_burst_in_the_log_is_raised_once_and_holds_exports(company) -> None:
    zhao = company.actor("zhao")
    for place in range(6):
        sign_in(SignInEvent.FAILED, None, place / 10, typed=" ZHAO@yunxing.example")
    sign_in(SignInEvent.DONE, zhao.user_id, 1)
    looked = [actions.look_at_sign_ins(actor=DIRECTOR, now=NOON + timedelta(minutes=place)) for place in (2, 3)]
    assert (looked, queries.is_held(DIRECTOR, zhao.user_id, HeldAction.EXPORT)) == ([1, 0], True)
    with pytest.raises(Refused, match="unusual sign-in"):
        queries.require_free(zhao, HeldAction.EXPORT)


def test_a_new_device_in_the_log_is_raised_and_holds_nothing(company) -> None:
    zhao = company.actor("zhao")
    sign_in(SignInEvent.DONE, zhao.user_id, -600)
    sign_in(SignInEvent.DONE, zhao.user_id, 0, agent="curl")
    assert actions.look_at_sign_ins(actor=DIRECTOR, now=NOON + timedelta(minutes=1)) == 1
    assert ([one.kind for one in queries.list_signals(DIRECTOR)], Hold.objects.count()) == (["new_device"], 0)


@pytest.fixture
def signal_id(db: None) -> UUID:
    events = [AccountEvent(NOON, EventKind.REFUND, LIN, 900_000)]
    assert actions.weigh_account_events(actor=DIRECTOR, events=events, now=NOON) == 1
    return Signal.objects.get().id


def test_a_release_lets_go_and_is_final(signal_id: UUID) -> None:
    assert queries.is_held(OFFICER, LIN, HeldAction.REFUND)
    actions.decide_signal(actor=OFFICER, signal_id=signal_id, release=True, note="called the guest", now=NOON)
    assert not queries.is_held(OFFICER, LIN, HeldAction.REFUND)
    with pytest.raises(Conflict):
        actions.decide_signal(actor=OFFICER, signal_id=signal_id, release=False, note="changed my mind", now=NOON)


def test_what_is_kept_stays_held_until_it_is_released(signal_id: UUID) -> None:
    actions.decide_signal(actor=OFFICER, signal_id=signal_id, release=False, note="fraud, see case", now=NOON)
    assert queries.is_held(OFFICER, LIN, HeldAction.REFUND)
    actions.decide_signal(actor=OFFICER, signal_id=signal_id, release=True, note="was a mistake", now=NOON)
    assert not queries.is_held(OFFICER, LIN, HeldAction.REFUND)


def test_nobody_decides_about_the_own_account(signal_id: UUID) -> None:
    own = Actor(LIN, "Lin", DIRECTOR.permissions, None)
    with pytest.raises(Refused, match="your own account"):
        actions.decide_signal(actor=own, signal_id=signal_id, release=True, note="it was me", now=NOON)
    with pytest.raises(Refused):
        actions.decide_signal(actor=Actor(new_id(), "Clerk"), signal_id=signal_id, release=True, note="x" * 9, now=NOON)
