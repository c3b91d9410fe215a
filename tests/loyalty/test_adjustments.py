"""Points by hand: docs/algorithms/adjustments.md."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DIRECTOR, Books, open_books
from tests.loyalty.test_closings import APRIL, MARCH, MAY, close, figures, on
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, Refused, XeniaError
from xenia.kernel.texts import Text
from xenia.loyalty.actions.adjustments import adjust_points, take_back_adjustment
from xenia.loyalty.actions.erasure import erase_memberships
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.adjustments import get_adjust_limit, list_adjustments
from xenia.loyalty.queries.ledger import list_balances
from xenia.loyalty.rules.adjustments import alone_so_far, needs_second
from xenia.loyalty.types.adjustments import AdjustAsk, AdjustReason, AdjustState, Counted
from xenia.loyalty.types.ledger import Phase
from xenia.trust.actions.approvals import decide, withdraw
from xenia.trust.actions.people import create_foundations, create_person
from xenia.trust.models.audit import AuditEntry
from xenia.trust.queries.approvals import list_approvals
from xenia.trust.queries.people import get_actor
from xenia.trust.types.access import NewPerson
from xenia.trust.types.approvals import ApprovalState
from xenia.trust.types.rights import Erasure
from xenia.wiring import APPROVED

GOODWILL = AdjustReason.GOODWILL


@dataclass
class Desk:
    """A programme with two members, and the people of the house: two of customer service, two who agree."""

    books: Books
    yue: Actor
    bo: Actor
    chen: Actor
    fang: Actor


def opened(books: Books) -> Desk:
    create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    roles = {"yue": "service_agent", "bo": "service_agent", "chen": "administrator", "fang": "administrator"}
    people = {
        name: create_person(actor=DIRECTOR, person=NewPerson(f"{name}@yunxing.example", name, "jade-and-paper-42", (role,), ("group",)))
        for name, role in roles.items()
    }
    books.enrol("Lin", "Wang")
    return Desk(books, *(get_actor(one) for one in people.values()))


@pytest.fixture
def desk(books: Books, settings: object) -> Desk:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    return opened(books)


def asked(desk: Desk, given: int, who: str = "Lin", key: str = "k1", **more: object) -> AdjustAsk:
    ask = AdjustAsk(desk.books.members[who], "POINTS", given, GOODWILL, "热水停了一夜", key)
    return replace(ask, **more)  # type: ignore[arg-type]


def adjusted(desk: Desk, points: int, who: str = "Lin", *, key: str = "k1", by: Actor | None = None, **more: object) -> UUID | None:
    """The id of the request to a second person, None where it was done at once."""
    return adjust_points(actor=by or desk.yue, ask=asked(desk, points, who, key, **more), now=desk.books.now).approval_id


def back(desk: Desk, place: int = -1, *, by: Actor | None = None, key: str = "b1") -> UUID | None:
    one = list_adjustments(DIRECTOR, desk.books.members["Lin"], now=desk.books.now)[place]
    outcome = take_back_adjustment(actor=by or desk.yue, adjustment_id=one.id, words="弄错了会员", key=key, now=desk.books.now)
    return outcome.approval_id


def agreed(desk: Desk, approval_id: UUID | None, *, by: Actor | None = None, approve: bool = True) -> None:
    assert approval_id is not None
    decide(actor=by or desk.chen, approval_id=approval_id, approve=approve, note="", now=desk.books.now, handlers=APPROVED)


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(XeniaError) as refused:
        deed()
    return refused.value.code


@pytest.mark.parametrize(
    "wrong",
    [{"points": 0}, {"points": 1.5}, {"points": True}, {"points": 10**12 + 1}, {"kind": "LOUNGE"}, {"words": "ok"},
     {"words": "x" * 401}, {"reason": AdjustReason.TAKE_BACK}],
)  # fmt: skip
def test_ad1_what_is_no_adjustment_is_refused_and_nothing_moves(desk: Desk, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        adjust_points(actor=desk.yue, ask=asked(desk, 100, **wrong), now=desk.books.now)

    assert (desk.books.balance("Lin"), list_adjustments(DIRECTOR, desk.books.members["Lin"], now=desk.books.now)) == ((0, 0, 0), [])


def test_ad1_the_same_key_is_the_same_adjustment(desk: Desk) -> None:
    assert [adjusted(desk, 100), adjusted(desk, 100)] == [None, None]

    with pytest.raises(Conflict, match="another adjustment"):
        adjusted(desk, 101)
    assert desk.books.balance("Lin") == (100, 0, 0)


def test_ad1_a_key_and_who_may_not_adjust_are_refused(desk: Desk) -> None:
    machine = replace(desk.yue, kind="key", user_id=None)
    clerk = replace(desk.yue, permissions=desk.yue.permissions - {"adjust_points"})

    assert [code_of(lambda one=one: adjusted(desk, 1, by=one)) for one in (machine, clerk)] == [
        "adjustment_needs_person",
        "permission_missing",
    ]  # type: ignore[misc]
    assert desk.books.balance("Lin") == (0, 0, 0)


def test_ad2_what_one_person_adjusts_of_a_member_on_a_day_is_counted_together(desk: Desk) -> None:
    assert [adjusted(desk, 3_000), adjusted(desk, -2_000, key="k2")] == [None, None]
    limit = get_adjust_limit(desk.yue, desk.books.members["Lin"], now=desk.books.now)

    assert (limit.most, limit.left) == (5_000, 0)
    assert adjusted(desk, 1, key="k3") is not None
    assert adjusted(desk, 1, key="k4", kind="NIGHTS") is not None
    assert [adjusted(desk, 5_000, key="k5", by=desk.bo), adjusted(desk, 5_000, "Wang")] == [None, None]
    on(desk.books, desk.books.today + timedelta(days=1))
    assert (adjusted(desk, 5_000, key="k6"), desk.books.balance("Lin")) == (None, (11_000, 0, 0))


def test_ad2_the_limit_in_numbers() -> None:
    first, second = UUID(int=1), UUID(int=2)

    assert alone_so_far([Counted(first, None, 3_000), Counted(second, None, -2_000)]) == 5_000
    assert alone_so_far([Counted(first, None, 3_000), Counted(second, first, -3_000)]) == 0
    assert alone_so_far([Counted(second, first, -3_000)]) == 3_000
    assert [needs_second(points, 3_000, 5_000) for points in (2_000, -2_000, 2_001)] == [False, False, True]


def test_ad3_above_the_limit_nothing_moves_until_another_person_agrees(desk: Desk) -> None:
    request = adjusted(desk, 8_000)
    (told,) = [one.told for one in list_approvals(desk.chen, now=desk.books.now)]
    assert (adjusted(desk, 8_000), desk.books.balance("Lin"), "8,000 积分" in told[0].zh) == (request, (0, 0, 0), True)
    assert code_of(lambda: agreed(desk, request, by=replace(desk.chen, user_id=desk.yue.user_id))) == "approval_needs_second"

    agreed(desk, request)

    assert code_of(lambda: agreed(desk, request, by=desk.fang)) == "approval_closed"
    (row,) = list_adjustments(desk.chen, desk.books.members["Lin"], now=desk.books.now)
    assert (desk.books.balance("Lin"), row.state, row.asked_by_name, row.done_on) == (
        (8_000, 0, 0),
        AdjustState.DONE,
        "yue",
        desk.books.today,
    )
    actions = AuditEntry.objects.filter(subject_kind="member").order_by("at", "id").values_list("action", flat=True)
    assert (list(actions), desk.books.faults()) == (["member.adjustment_asked", "member.points_adjusted"], [])


@pytest.mark.parametrize("end", ["refused", "withdrawn", "lapsed"])
def test_ad3_what_nobody_agrees_to_is_never_done(desk: Desk, end: str) -> None:
    request = adjusted(desk, 8_000)
    assert request is not None
    later = desk.books.now + timedelta(days=7 if end == "lapsed" else 0)

    if end == "refused":
        agreed(desk, request, approve=False)
    elif end == "withdrawn":
        withdraw(actor=desk.yue, approval_id=request, now=later)

    (row,) = list_adjustments(DIRECTOR, desk.books.members["Lin"], now=later)
    assert (row.state, row.may_be_taken_back, desk.books.balance("Lin")) == (AdjustState.CLOSED, False, (0, 0, 0))


def test_ad3_what_cannot_be_done_any_more_is_not_decided(desk: Desk) -> None:
    desk.books.earn("Lin", 9_000)
    taken, given = adjusted(desk, -6_000), adjusted(desk, 6_000, "Wang")
    desk.books.spend("Lin", 4_000)
    leave_programme(actor=DIRECTOR, member_id=desk.books.members["Wang"], now=desk.books.now)

    assert [code_of(lambda one=one: agreed(desk, one)) for one in (taken, given)] == ["adjustment_short", "member_left"]  # type: ignore[misc]

    waits = [one.state for one in list_approvals(desk.chen, now=desk.books.now)]
    assert (waits, desk.books.balance("Lin"), desk.books.faults()) == ([ApprovalState.WAITING] * 2, (5_000, 0, 0), [])


def test_ad4_what_is_given_ends_like_other_points_and_what_is_taken_is_what_ends_first(desk: Desk) -> None:
    for amount, until in ((100, date(2026, 5, 1)), (300, date(2026, 6, 1))):
        desk.books.earn("Lin", amount, until=until)

    adjusted(desk, -250)
    assert desk.books.lots("Lin") == [(0, 100), (150, 300)]
    assert code_of(lambda: adjusted(desk, -151, key="k2")) == "adjustment_short"
    adjusted(desk, 1_000, "Wang")

    ends = next(one.next_expiry for one in list_balances(DIRECTOR, desk.books.members["Wang"]) if one.kind == "POINTS")
    assert (ends, desk.books.balance("Lin"), desk.books.faults()) == (date(2028, 4, 1), (150, 0, 0), [])


def test_ad4_what_has_ended_or_is_held_back_is_not_taken(desk: Desk) -> None:
    desk.books.earn("Lin", 500, until=desk.books.today)
    desk.books.earn("Lin", 300)
    desk.books.spend("Lin", 200, phase=Phase.PENDING)

    assert code_of(lambda: adjusted(desk, -101)) == "adjustment_short"
    assert (adjusted(desk, -100, key="k2"), desk.books.balance("Lin"), desk.books.faults()) == (None, (200, 200, 0), [])


def test_ad4_nights_are_given_but_no_tier_is_taken_below_zero(desk: Desk) -> None:
    adjusted(desk, 3, kind="NIGHTS")

    assert code_of(lambda: adjusted(desk, -4, kind="NIGHTS", key="k2")) == "adjustment_short"
    found = {one.kind: one.posted for one in list_balances(DIRECTOR, desk.books.members["Lin"])}
    assert (found["NIGHTS"], desk.books.faults()) == (3, [])


def test_ad5_a_slip_of_the_pen_is_put_right_alone_and_counts_no_more(desk: Desk) -> None:
    adjusted(desk, 5_000)

    assert back(desk) is None
    assert [adjusted(desk, 5_000, "Wang", key="k2"), adjusted(desk, 5_000, key="k3")] == [None, None]

    newest, taken, first = list_adjustments(DIRECTOR, desk.books.members["Lin"], now=desk.books.now)
    assert (taken.of, first.taken_back_by, taken.reason, newest.may_be_taken_back) == (first.id, taken.id, AdjustReason.TAKE_BACK, True)
    assert (first.may_be_taken_back, taken.may_be_taken_back, desk.books.balance("Lin")) == (False, False, (5_000, 0, 0))
    assert [code_of(lambda place=place: back(desk, place, key="b2")) for place in (-1, -2)] == [
        "adjustment_taken_back",
        "adjustment_not_open",
    ]  # type: ignore[misc]


def test_ad5_later_it_counts_like_any_adjustment(desk: Desk) -> None:
    adjusted(desk, 5_000)
    on(desk.books, desk.books.today + timedelta(days=1))
    adjusted(desk, 1, key="k2")

    request = back(desk)
    assert (request is not None, code_of(lambda: back(desk, key="b2"))) == (True, "adjustment_back_waits")
    agreed(desk, request, approve=False)
    again = back(desk, key="b3")
    agreed(desk, again)

    assert (desk.books.balance("Lin"), desk.books.lots("Lin"), desk.books.faults()) == ((1, 0, 0), [(0, 5_000), (1, 1)], [])


def test_ad5_what_was_taken_returns_to_the_very_lots_and_what_is_used_stays(desk: Desk) -> None:
    for amount, until in ((100, date(2026, 5, 1)), (300, date(2026, 6, 1))):
        desk.books.earn("Lin", amount, until=until)
    adjusted(desk, -250)
    back(desk)
    assert desk.books.lots("Lin") == [(100, 100), (300, 300)]

    adjusted(desk, 1_000, key="k2")
    desk.books.spend("Lin", 1_300)

    assert code_of(lambda: back(desk, 0, key="b2")) == "adjustment_short"
    assert (desk.books.balance("Lin"), desk.books.faults()) == ((100, 0, 0), [])


def test_ad6_by_hand_is_a_cohort_of_its_month_and_a_reversal_of_others(desk: Desk) -> None:
    desk.books.earn("Lin", 500, until=date(2027, 1, 1))
    on(desk.books, APRIL)
    adjusted(desk, 200)
    adjusted(desk, -600, key="k2")
    adjusted(desk, 50, key="k3")
    back(desk, 0)
    march = figures(close(desk.books, MARCH))

    april = figures(close(on(desk.books, MAY), APRIL))

    assert march == [(3, 500, 0, 0, 0, 0, 500)]
    assert april == [(3, 500, 0, 0, 500, 0, 0), (4, 250, 0, 0, 150, 0, 100)]


def test_ad1_words_about_an_erased_guest_are_gone_and_the_books_stay(desk: Desk) -> None:
    adjusted(desk, 100)
    guest = Member.objects.values_list("guest_id", flat=True).get(id=desk.books.members["Lin"])

    erase_memberships(DIRECTOR, Erasure(UUID(int=1), (), (guest,), (), {}, (), ()), {}, desk.books.now)

    (row,) = list_adjustments(DIRECTOR, desk.books.members["Lin"], now=desk.books.now)
    assert (row.words, row.points, desk.books.balance("Lin")) == ("", 100, (100, 0, 0))


def test_ad2_ad4_of_many_at_once_no_more_is_done_than_the_limit_and_the_points_allow(transactional_db: None, settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    desk = opened(open_books())
    desk.books.earn("Wang", 1_000)

    given = at_once([lambda n=n: adjusted(desk, 1_000, key=f"g{n}") is None for n in range(8)], 8)  # type: ignore[misc]
    taken = at_once([lambda n=n: adjusted(desk, -400, "Wang", key=f"t{n}") is None for n in range(8)], 8)  # type: ignore[misc]

    assert (given.count(True), given.count(False), desk.books.balance("Lin")) == (5, 3, (5_000, 0, 0))
    assert (taken.count(True), taken.count("adjustment_short"), desk.books.balance("Wang")) == (2, 6, (200, 0, 0))
    assert desk.books.faults() == []


def test_ad3_two_who_agree_at_once_do_it_once(transactional_db: None, settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    desk = opened(open_books())
    desk.books.earn("Lin", 6_000)
    requests = [adjusted(desk, -6_000, key=key) for key in ("k1", "k2")]

    def agrees(n: int) -> datetime | None:
        return agreed(desk, requests[n // 2], by=(desk.chen, desk.fang)[n % 2])  # type: ignore[func-returns-value]

    found = at_once([lambda n=n: agrees(n) for n in range(4)], 4)  # type: ignore[misc]

    assert (found.count(None), desk.books.balance("Lin"), desk.books.faults()) == (1, (0, 0, 0), [])
    assert set(found) <= {None, "approval_closed", "adjustment_short"}


def test_ad1_a_machine_is_told_why(desk: Desk) -> None:
    with pytest.raises(Refused, match="signed-in person"):
        adjusted(desk, 1, by=DIRECTOR)
