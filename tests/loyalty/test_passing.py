"""Points passed on: docs/algorithms/family.md, FA1 to FA5."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DEBT, DIRECTOR, Books, open_books
from tests.loyalty.bought import links_of, seen_here
from tests.loyalty.test_closings import MAY, close, figures, on
from xenia.kernel.errors import Conflict, Invalid, XeniaError
from xenia.loyalty.actions.leaving import leave_programme
from xenia.loyalty.actions.passing import accept_passing, lapse_passings, pass_points, return_passing
from xenia.loyalty.models.ledger import Lot
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.ledger import list_lots
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.passing import get_passing_room, list_passings
from xenia.loyalty.rules.passing import gives_from, left_of, waits_until
from xenia.loyalty.types.passing import Passed, Passing, PassingAsk, PassingBar, PassingKind, PassingState
from xenia.loyalty.types.programmes import PassingPolicy, ProgrammePolicy
from xenia.trust.models.requests import Restriction

RULES = PassingPolicy(allowed=True)
APRIL = date(2026, 4, 1)
ENDS = (date(2026, 5, 1), date(2026, 6, 1))
GIFT, TRANSFER = PassingKind.GIFT, PassingKind.TRANSFER


def opened(rules: PassingPolicy = RULES) -> Books:
    """A programme where points are passed on; Lin and Wang have been members for thirty days on the first of April."""
    books = open_books(ProgrammePolicy(debt_max=DEBT, passing=rules))
    books.enrol("Lin", "Wang", "Zhang")
    return on(books, APRIL)


@pytest.fixture
def club(db: None) -> Books:
    books = opened()
    for amount, until in zip((100, 300), ENDS, strict=True):
        books.earn("Lin", amount, until=until)
    return books


def number(club: Books, who: str) -> str:
    return get_member(DIRECTOR, club.members[who]).number


def passed(
    club: Books, points: int, kind: PassingKind = TRANSFER, *, giver: str = "Lin", taker: str = "Wang", key: str = "k1", message: str = ""
) -> Passing:
    ask = PassingAsk(club.members[giver], number(club, taker), kind, points, message, key)
    return pass_points(actor=DIRECTOR, ask=ask, now=club.now)


def accepted(club: Books, gift: Passing, who: str = "Wang") -> None:
    accept_passing(actor=DIRECTOR, passing_id=gift.id, member_id=club.members[who], now=club.now)


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(XeniaError) as refused:
        deed()
    return refused.value.code


def ends(club: Books, who: str) -> list[tuple[int, date | None]]:
    return [(one.unused, one.expires_on) for one in list_lots(DIRECTOR, club.members[who], "POINTS")]


def test_fa1_a_new_member_gives_after_some_days(club: Books) -> None:
    assert gives_from(RULES, date(2026, 3, 2)) == APRIL
    on(club, APRIL - timedelta(days=1))

    assert code_of(lambda: passed(club, 100)) == "passing_too_new"
    room = get_passing_room(DIRECTOR, club.members["Lin"], now=club.now)
    assert (room.bar, room.most, room.from_day, club.balance("Wang")) == (PassingBar.TOO_NEW, 0, APRIL, (0, 0, 0))


def test_fa1_nothing_is_passed_on_where_the_programme_does_not_allow_it(db: None) -> None:
    club = opened(PassingPolicy())
    club.earn("Lin", 400)

    assert code_of(lambda: passed(club, 100)) == "passing_not_allowed"
    assert club.balance("Lin") == (400, 0, 0)


def test_fa1_not_to_oneself_under_whatever_number_nor_to_who_left_or_objects(club: Books) -> None:
    links_of(club)
    seen_here(club)
    leave_programme(actor=DIRECTOR, member_id=club.members["Wang"], now=club.now)
    guest = Member.objects.values_list("guest_id", flat=True).get(id=club.members["Zhang"])
    Restriction.objects.create(guest_id=guest, kind="processing", since=club.now)

    found = [code_of(lambda taker=taker: passed(club, 100, taker=taker)) for taker in ("Lin", "Wang", "Zhang")]  # type: ignore[misc]

    assert (found, club.balance("Lin")) == (["passing_to_oneself", "passing_taker_closed", "passing_taker_closed"], (400, 0, 0))
    assert code_of(lambda: passed(club, 100, giver="Wang", taker="Lin")) == "passing_not_active"
    assert code_of(lambda: passed(club, 100, giver="Zhang", taker="Lin")) == "passing_restricted"


@pytest.mark.parametrize(
    ("points", "kind", "message"),
    [(99, GIFT, ""), (-100, GIFT, ""), (True, GIFT, ""), (100, GIFT, "x" * 121), (100, GIFT, "a\nb"), (100, TRANSFER, "hi")],
)
def test_fa2_what_is_no_passing_is_refused(club: Books, points: int, kind: PassingKind, message: str) -> None:
    with pytest.raises(Invalid):
        passed(club, points, kind, message=message)

    assert (club.balance("Lin"), list_passings(DIRECTOR, club.members["Lin"])) == ((400, 0, 0), [])


def test_fa2_so_many_a_day_and_what_comes_back_counts_no_more(club: Books) -> None:
    club.earn("Lin", 20_000)
    passed(club, 6_000)
    gift = passed(club, 4_000, GIFT, key="k2")
    assert code_of(lambda: passed(club, 100, key="k3")) == "passing_over_day"

    return_passing(actor=DIRECTOR, passing_id=gift.id, member_id=club.members["Wang"], now=club.now)

    room = get_passing_room(DIRECTOR, club.members["Lin"], now=club.now)
    assert (room.most, room.left_today, room.left_this_year, passed(club, 4_000, key="k3").state) == (
        4_000,
        4_000,
        44_000,
        PassingState.DONE,
    )


def test_fa2_so_many_a_year_by_one_giver_and_to_one_taker() -> None:
    given = [Passed(date(2026, 12, 31), 9_000), Passed(date(2026, 4, 1), 40_500)]

    assert left_of(RULES, given, date(2026, 12, 31)) == (1_000, 500)
    assert left_of(RULES, given, date(2027, 1, 1)) == (10_000, 50_000)


def test_fa2_one_taker_gets_no_more_a_year_from_however_many(db: None) -> None:
    club = opened(replace(RULES, taken_year_max=300))
    for giver in ("Lin", "Zhang"):
        club.earn(giver, 1_000)
    passed(club, 200)

    assert code_of(lambda: passed(club, 101, giver="Zhang")) == "passing_over_taker"
    assert (passed(club, 100, giver="Zhang").state, club.balance("Wang")) == (PassingState.DONE, (300, 0, 0))


def test_fa2_points_that_count_for_a_tier_and_those_that_are_not_there_stay(club: Books) -> None:
    assert code_of(lambda: passed(club, 401)) == "points_short"

    assert (club.balance("Lin"), list_passings(DIRECTOR, club.members["Lin"]), club.faults()) == ((400, 0, 0), [], [])


def test_fa3_what_is_passed_on_keeps_its_days_and_its_stay(club: Books) -> None:
    stays = {one.expires_on: one.earned_by for one in Lot.objects.filter(account_id=club.accounts["Lin"])}

    assert [passed(club, 250).id for _ in range(2)].count(list_passings(DIRECTOR, club.members["Wang"])[0].id) == 2

    found = list_lots(DIRECTOR, club.members["Wang"], "POINTS")
    assert [(one.unused, one.expires_on, one.earned_by) for one in found] == [
        (100, ENDS[0], stays[ENDS[0]]),
        (150, ENDS[1], stays[ENDS[1]]),
    ]
    assert (ends(club, "Lin"), club.balance("Lin"), club.faults()) == ([(150, ENDS[1])], (150, 0, 0), [])
    with pytest.raises(Conflict, match="another passing"):
        passed(club, 251)


def test_fa4_a_gift_waits_and_is_accepted_once(club: Books) -> None:
    gift = passed(club, 250, GIFT, message="生日快乐")
    assert (club.balance("Lin"), club.balance("Wang")) == ((400, 250, 0), (0, 0, 250))
    assert gift.wait_until == datetime(2026, 4, 15, 4, tzinfo=UTC)

    accepted(club, gift), accepted(club, gift)

    (mine,), (theirs,) = (list_passings(DIRECTOR, club.members[who]) for who in ("Lin", "Wang"))
    assert (mine.is_mine, theirs.is_mine, theirs.message, theirs.state) == (True, False, "生日快乐", PassingState.DONE)
    assert (ends(club, "Lin"), ends(club, "Wang")) == ([(150, ENDS[1])], [(100, ENDS[0]), (150, ENDS[1])])
    assert (club.balance("Lin"), club.balance("Wang"), club.faults()) == ((150, 0, 0), (250, 0, 0), [])
    assert (
        code_of(lambda: return_passing(actor=DIRECTOR, passing_id=gift.id, member_id=club.members["Lin"], now=club.now)) == "passing_done"
    )


@pytest.mark.parametrize(("who", "state"), [("Lin", PassingState.WITHDRAWN), ("Wang", PassingState.REFUSED)])
def test_fa4_a_gift_is_refused_or_taken_back_to_the_very_lots(club: Books, who: str, state: PassingState) -> None:
    gift = passed(club, 250, GIFT)

    for _ in range(2):
        return_passing(actor=DIRECTOR, passing_id=gift.id, member_id=club.members[who], now=club.now)

    assert (list_passings(DIRECTOR, club.members["Lin"])[0].state, club.lots("Lin"), club.balance("Wang")) == (
        state,
        [(100, 100), (300, 300)],
        (0, 0, 0),
    )
    assert (code_of(lambda: accepted(club, gift)), club.faults()) == ("passing_over", [])


def test_fa4_a_gift_is_nobody_elses(club: Books) -> None:
    gift = passed(club, 250, GIFT)

    assert code_of(lambda: accepted(club, gift, "Lin")) == "passing_unknown"
    assert (
        code_of(lambda: return_passing(actor=DIRECTOR, passing_id=gift.id, member_id=club.members["Zhang"], now=club.now))
        == "passing_unknown"
    )
    assert club.balance("Lin") == (400, 250, 0)


def test_fa4_what_nobody_accepts_returns_by_itself(club: Books) -> None:
    gift, late = passed(club, 250, GIFT), club.now + timedelta(days=14)

    assert [lapse_passings(actor=DIRECTOR, now=at) for at in (late - timedelta(seconds=1), late, late)] == [0, 1, 0]

    club.now = late
    assert (code_of(lambda: accepted(club, gift)), club.lots("Lin"), club.balance("Wang")) == (
        "passing_over",
        [(100, 100), (300, 300)],
        (0, 0, 0),
    )


def test_fa4_a_gift_waits_no_longer_than_its_points_live(club: Books) -> None:
    midnight = datetime(2026, 4, 9, 16, tzinfo=UTC)
    assert waits_until(RULES, club.now, date(2026, 4, 10), "Asia/Shanghai") == midnight
    club.earn("Lin", 50, until=date(2026, 4, 10))

    assert passed(club, 250, GIFT).wait_until == midnight

    assert (lapse_passings(actor=DIRECTOR, now=midnight), club.balance("Lin"), club.faults()) == (1, (450, 0, 0), [])


@pytest.mark.parametrize("who", ["Lin", "Wang"])
def test_fa4_who_leaves_ends_what_waits(club: Books, who: str) -> None:
    gift = passed(club, 250, GIFT)

    leave_programme(actor=DIRECTOR, member_id=club.members[who], now=club.now)

    assert (code_of(lambda: accepted(club, gift, "Wang")), club.faults()) == ("passing_over", [])
    assert (club.balance("Lin"), club.balance("Wang")) == ((0 if who == "Lin" else 400, 0, 0), (0, 0, 0))


def test_fa5_a_refund_takes_from_who_earned_and_what_is_given_back_returns_to_the_very_lot(db: None) -> None:
    club = opened()
    stay = club.earn("Lin", 500, until=ENDS[0])
    gift = passed(club, 300, GIFT)
    accepted(club, gift)
    used = club.spend("Wang", 100)

    club.take_back("Lin", stay, 500)
    assert (club.balance("Lin"), club.balance("Wang"), club.lots("Wang")) == ((-300, 0, 0), (200, 0, 0), [(200, 300)])
    club.take_back("Wang", used, 100, was_spent=True)

    assert (club.lots("Wang"), club.faults()) == ([(300, 300)], [])
    assert figures(close(on(club, MAY), date(2026, 3, 1))) == []


def test_fa5_points_that_were_passed_on_keep_their_cohort(db: None) -> None:
    club = open_books(ProgrammePolicy(passing=replace(RULES, member_days_min=0)))
    club.enrol("Lin", "Wang")
    club.earn("Lin", 500)
    on(club, APRIL)
    accepted(club, passed(club, 300, GIFT))
    passed(club, 100, giver="Wang", taker="Lin")
    club.spend("Wang", 50)
    close(club, date(2026, 3, 1))

    assert figures(close(on(club, MAY), APRIL)) == [(3, 500, 50, 0, 0, 0, 450)]


def test_fa2_fa4_at_once_no_more_than_the_limit_is_given_and_a_gift_ends_once(transactional_db: None) -> None:
    club = opened(replace(RULES, day_max=1_000))
    club.earn("Lin", 5_000), club.earn("Wang", 5_000)

    def crossing(n: int) -> object:
        giver, taker = ("Lin", "Wang") if n % 2 else ("Wang", "Lin")
        return passed(club, 300, giver=giver, taker=taker, key=f"k{n}").state

    found = at_once([lambda n=n: crossing(n) for n in range(16)], 16)  # type: ignore[misc]
    gift = passed(club, 100, GIFT, key="gift")
    ended = at_once(
        [
            lambda: accepted(club, gift),
            lambda: return_passing(actor=DIRECTOR, passing_id=gift.id, member_id=club.members["Lin"], now=club.now),
        ]
        * 4,
        8,
    )

    assert (found.count(PassingState.DONE), found.count("passing_over_day")) == (6, 10)
    assert (club.balance("Lin")[0] + club.balance("Wang")[0], club.balance("Lin")[1], club.faults()) == (10_000, 0, [])
    assert set(ended) in ({None, "passing_done"}, {None, "passing_over"})
