"""What members of the demonstration's club do with each other, what they may have, and what the desk did by hand, without guests."""

from datetime import timedelta

import pytest

from tests.loyalty.books import DIRECTOR, open_books
from tests.loyalty.test_adjustments import Desk, opened
from xenia.demo.club_people import adjust, open_families, pass_on
from xenia.demo.club_rules import POLICY, before
from xenia.demo.club_shop import open_shop
from xenia.loyalty.queries.adjustments import list_adjustments
from xenia.loyalty.queries.coupons import list_batches, list_bundles, list_member_coupons
from xenia.loyalty.queries.families import get_family_place
from xenia.loyalty.queries.passing import list_passings
from xenia.loyalty.queries.rewards import list_order_lines
from xenia.loyalty.types.adjustments import AdjustState
from xenia.loyalty.types.passing import PassingState
from xenia.loyalty.types.rewards import RewardState


@pytest.fixture
def desk(db: None, settings: object) -> Desk:
    """Eight members, who joined two months ago and have points, the first one most."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    made = opened(open_books(POLICY))
    made.books.enrol(*(f"member {n}" for n in range(6)))
    for place, who in enumerate(made.books.members):
        made.books.earn(who, 30_000 - 1_000 * place)
    made.books.now += timedelta(days=60)
    return made


def test_two_families_share_and_somebody_is_asked_to_join(desk: Desk) -> None:
    books, adults = desk.books, list(desk.books.members.values())

    open_families(DIRECTOR, books.programme, adults, None, now=books.now)

    places = [get_family_place(DIRECTOR, one, now=books.now) for one in adults]
    assert [one.family is not None for one in places] == [True, True, True, False, True, False, False, False]
    assert [len(one.invitations) for one in places] == [0, 0, 0, 1, 0, 0, 0, 0]
    assert [one.family.together for one in places if one.family] == [56_000, 57_000, 57_000, 56_000]


def test_points_are_passed_on_and_one_gift_waits(desk: Desk) -> None:
    books = desk.books

    pass_on(DIRECTOR, books.programme, list(books.members.values()), now=books.now)

    given = [list_passings(DIRECTOR, one)[0] for one in list(books.members.values())[:3]]
    assert [(one.state, one.points) for one in given] == [
        (PassingState.DONE, 800), (PassingState.DONE, 1_500), (PassingState.HELD, 1_000)
    ]  # fmt: skip
    assert books.faults() == []


def test_the_desk_gave_a_little_alone_and_much_waits_for_a_second_person(desk: Desk) -> None:
    books = desk.books

    adjust(desk.yue, books.programme, list(books.members.values()), now=books.now)

    said = [one for who in books.members.values() for one in list_adjustments(DIRECTOR, who, now=books.now)]
    done, waiting = AdjustState.DONE, AdjustState.WAITING
    assert sorted((one.points, one.state) for one in said) == [(-1_200, done), (-500, done), (600, done), (1_200, done), (12_000, waiting)]


def test_the_catalogue_has_orders_that_wait_and_the_bundle_was_given(desk: Desk) -> None:
    books = desk.books

    open_shop(DIRECTOR, books.programme, list(books.members.values()), now=books.now)

    orders = list_order_lines(DIRECTOR, books.programme.id)
    assert sorted(one.order.state for one in orders.items) == [RewardState.CONFIRMED, *[RewardState.HELD] * 3]
    batches = {one.code: (one.left, one.used) for one in list_batches(DIRECTOR, books.programme.id)}
    assert batches == {"STAY10": (1_984, 0), "WELCOME50": (1_992, 0), "BREAKFAST": (492, 0), "WINTER": (291, 7)}
    assert [one.code for one in list_bundles(DIRECTOR, books.programme.id)] == ["BIRTHDAY"]
    assert len(list_member_coupons(DIRECTOR, books.members["Lin"])) == 4


def test_nothing_is_written_into_a_month_that_is_over(desk: Desk) -> None:
    first = desk.books.now.replace(day=1, hour=2)

    assert (before(first, days=20).isoformat(), before(first, hours=1)) == ("2026-05-01T00:00:00+08:00", first - timedelta(hours=1))
