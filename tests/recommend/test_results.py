"""What became of what was shown: rules RS10 to RS12 by their worked numbers, and in the product."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import DIRECTOR
from tests.insight.planted import CHEN_GUEST, LIN, LIN_GUEST, MOTHER_GUEST, NOW
from tests.recommend.test_destinations import CITIES, listed, log, seen, shown
from xenia.identity.models import GuestLink
from xenia.insight.reading.guides import NO_REVIEWS, GuideFrames
from xenia.kernel.errors import Invalid, Refused
from xenia.kernel.ids import new_id
from xenia.recommend.actions.booked import join_bookings
from xenia.recommend.actions.erasure import erase_recommendations
from xenia.recommend.actions.shown import log_click
from xenia.recommend.jobs import ACTOR
from xenia.recommend.models import Booked, GuestList, Impression, ListRun
from xenia.recommend.next_city.frames import LakeFrames
from xenia.recommend.queries.behind import Behind, list_behind
from xenia.recommend.queries.results import get_results
from xenia.recommend.queries.subjects import export_subject
from xenia.recommend.rules.estimating import Drawn, share_as_drawn, share_of_usual
from xenia.recommend.rules.recommending import likeliest_left, list_booked
from xenia.recommend.types import Became, ListBehind, Surface
from xenia.trust.types.rights import Erasure

__all__ = ["listed", "seen"]
FIRST = NOW - timedelta(days=60)


def test_rs10_a_booking_counts_for_the_last_list_before_it() -> None:
    days = [datetime(2026, 3, 1), datetime(2026, 3, 10)]
    assert list_booked(days, datetime(2026, 3, 12)) == 1
    assert list_booked(days, datetime(2026, 3, 5)) == 0
    assert list_booked(days, datetime(2026, 4, 12)) is None
    assert list_booked(days, datetime(2026, 2, 12)) is None
    assert list_booked(days, datetime(2026, 3, 1)) is None


def test_rs12_the_usual_city_is_the_likeliest_that_was_left() -> None:
    assert likeliest_left([0.4, 0.3, 0.2, 0.05, 0.1]) == 0.1
    assert likeliest_left([0.4, 0.3, 0.2, 0.1, 0.05]) == 0.1
    assert likeliest_left([0.4]) == 0.0


def places(count: int, propensity: float, *, usual: bool, booked: int) -> list[Drawn]:
    return [Drawn(f"{propensity} {usual} {n}", propensity, usual, n < booked) for n in range(count)]


def test_rs12_each_place_counts_as_often_as_its_draw_was_rare() -> None:
    half = share_of_usual([*places(50, 0.5, usual=True, booked=10), *places(50, 0.5, usual=False, booked=40)])
    assert half is not None
    assert (half.value, half.effective) == (pytest.approx(0.2), pytest.approx(50))
    assert (round(half.low, 3), round(half.high, 3)) == (0.089, 0.311)
    two = share_of_usual([*places(100, 0.5, usual=True, booked=100), *places(100, 0.25, usual=True, booked=0)])
    assert two is not None
    assert two.value == pytest.approx(2 / 6)


def test_rs12_little_is_not_told() -> None:
    assert share_of_usual(places(29, 0.5, usual=True, booked=29)) is None
    assert share_of_usual(places(500, 0.5, usual=False, booked=29)) is None
    assert share_as_drawn([]) is None
    alone = [replace(one, guest=str(n % 9)) for n, one in enumerate(places(90, 0.5, usual=True, booked=18))]
    assert share_of_usual(alone) is None
    assert share_of_usual([replace(one, guest=str(n % 10)) for n, one in enumerate(alone)]) is not None


@given(st.integers(0, 2**32 - 1))
def test_rs12_the_estimate_finds_what_the_usual_city_would_have_had(seed: int) -> None:
    """Of places whose usual city is booked by 30 % and the others by 10 %, however often each was drawn."""
    random = np.random.default_rng(seed)
    chance = random.uniform(0.2, 0.8, 4_000)
    usual = random.random(4_000) < chance
    booked = random.random(4_000) < np.where(usual, 0.3, 0.1)
    rows = [
        Drawn(str(n), float(sure if is_usual else 1 - sure), bool(is_usual), bool(is_booked))
        for n, (sure, is_usual, is_booked) in enumerate(zip(chance, usual, booked, strict=True))
    ]
    found = share_of_usual(rows)
    assert found is not None
    assert abs(found.value - 0.3) < 0.08


def orders(*rows: tuple[str, str, datetime]) -> LakeFrames:
    """What the lake knows: who booked which city when."""
    ids = dict(enumerate(sorted({guest for guest, _, _ in rows})))
    number = {guest: at for at, guest in ids.items()}
    told = pd.DataFrame(
        {
            "guest": [number[guest] for guest, _, _ in rows],
            "city": [city for _, city, _ in rows],
            "at": [int(at.timestamp()) for _, _, at in rows],
        }
    )
    nothing = pd.DataFrame()
    return LakeFrames(GuideFrames(nothing, told, nothing, NO_REVIEWS, None), ids, nothing)


def show(days: int, guest: str = LIN_GUEST) -> Impression:
    """A list that was shown so many days ago."""
    one = shown(guest=UUID(guest))
    log(one)
    Impression.objects.filter(id=one.id).update(shown_at=NOW - timedelta(days=days))
    return Impression.objects.get(id=one.id)


def join(*rows: tuple[str, str, datetime]) -> int:
    return join_bookings(actor=ACTOR, found=orders(*rows), now=NOW)


def kept() -> list[tuple[UUID, str]]:
    return sorted((row.impression_id, row.city) for row in Booked.objects.all())


@pytest.mark.django_db
def test_rs10_bookings_are_joined_once_and_let_go_of_when_called_off(listed: ListRun) -> None:
    early, late = show(60), show(50)
    rows = (
        (LIN_GUEST, "札幌", FIRST + timedelta(days=5)), (LIN_GUEST, "札幌", FIRST + timedelta(days=6)), (LIN_GUEST, "京都", FIRST + timedelta(days=12)),
        (LIN_GUEST, "福冈", FIRST + timedelta(days=12)), (LIN_GUEST, "东京", FIRST + timedelta(days=55)), (CHEN_GUEST, "京都", FIRST + timedelta(days=5)),
    )  # fmt: skip
    assert (join(*rows), join(*rows)) == (2, 2)
    assert kept() == sorted([(early.id, "札幌"), (late.id, "京都")])
    assert Booked.objects.get(city="札幌").booked_at == FIRST + timedelta(days=5)
    assert join(*rows[2:]) == 1
    assert kept() == [(late.id, "京都")]


@pytest.mark.django_db
def test_rs10_a_list_of_before_a_merge_is_the_guest_s_of_today(listed: ListRun) -> None:
    one = show(60)
    GuestLink.objects.filter(guest_id=LIN_GUEST).update(guest_id=MOTHER_GUEST)
    join((MOTHER_GUEST, "札幌", FIRST + timedelta(days=5)))
    assert kept() == [(one.id, "札幌")]


@pytest.mark.django_db
def test_rs10_what_is_older_than_ninety_days_stays_as_it_was_counted(listed: ListRun) -> None:
    one = show(91)
    Booked.objects.create(impression=one, guest_id=LIN_GUEST, city="札幌", booked_at=NOW - timedelta(days=80))
    assert join((LIN_GUEST, "京都", NOW - timedelta(days=85))) == 0
    assert kept() == [(one.id, "札幌")]


def draws(count: int, booked: int, *, days: int = 40) -> None:
    """Lists of as many strangers whose fourth place was drawn with 0.25, so many of them booked."""
    rows = [
        Impression(
            id=new_id(), guest_id=new_id(), list_id=new_id(), version_number=1, surface="campaign", shown_at=NOW - timedelta(days=days),
            items=[[place, city, 0.1, 0.25 if place == 4 else 1.0, True] for place, city in enumerate(CITIES[:4], 1)],
        )
        for _ in range(count)
    ]  # fmt: skip
    Impression.objects.bulk_create(rows)
    Booked.objects.bulk_create(
        [Booked(impression=one, guest_id=one.guest_id, city=CITIES[3], booked_at=NOW) for one in rows[:booked]]
    )  # fmt: skip


@pytest.mark.django_db
def test_rs11_results_by_place_and_surface_with_intervals(listed: ListRun) -> None:
    draws(20, 6)
    draws(5, 5, days=10)
    one = show(3)
    log_click(actor=DIRECTOR, impression_id=one.id, city="京都", now=NOW)
    found = get_results(DIRECTOR, days=90, now=NOW)
    assert (found.lists, found.guests, [place.place for place in found.places]) == (26, 26, [1, 2, 3, 4])
    fourth = found.places[3].booked
    assert (fourth.count, fourth.of, fourth.share) == (6, 20, 0.3)
    assert (round(fourth.low, 3), round(fourth.high, 3)) == (0.145, 0.519)
    assert (found.places[0].clicked.count, found.places[0].clicked.of) == (1, 26)
    assert [(row.surface, row.lists, row.clicked.count, row.booked.count, row.booked.of) for row in found.surfaces] == [
        (Surface.CAMPAIGN, 25, 0, 6, 20), (Surface.GUEST_PAGE, 1, 1, 0, 0),
    ]  # fmt: skip
    assert (found.open_place.drawn, found.open_place.as_drawn) == (20, None)


@pytest.mark.django_db
def test_rs12_the_open_place_is_told_from_the_log(listed: ListRun) -> None:
    draws(60, 18)
    Impression.objects.create(
        id=new_id(), guest_id=LIN_GUEST, list_id=new_id(), version_number=1, surface="app", shown_at=FIRST, items=[[4, "京都", 0.1, 0.25]]
    )  # fmt: skip
    told = get_results(DIRECTOR, days=90, now=NOW).open_place
    assert told.drawn == 60
    for one in (told.as_drawn, told.usual):
        assert one is not None
        assert (one.share, one.of) == (pytest.approx(0.3), 60)
        assert one.low < 0.3 < one.high


@pytest.mark.django_db
def test_results_are_for_those_who_see_the_whole_company_and_of_days_that_can_be(listed: ListRun) -> None:
    nothing = get_results(DIRECTOR, days=1, now=NOW)
    assert (nothing.lists, nothing.places, nothing.open_place.usual) == (0, (), None)
    with pytest.raises(Refused):
        get_results(replace(DIRECTOR, units=frozenset([new_id()])), days=90, now=NOW)
    for days in (0, 731):
        with pytest.raises(Invalid, match="1 to 730"):
            get_results(DIRECTOR, days=days, now=NOW)


@pytest.mark.django_db
def test_a_guest_is_told_what_was_booked_after_a_list_and_an_erasure_takes_it(listed: ListRun) -> None:
    show(60)
    join((LIN_GUEST, "札幌", FIRST + timedelta(days=5)))
    sections: dict[str, Sequence[Any]] = {one.code: one.rows for one in export_subject(DIRECTOR, [UUID(LIN)], NOW)}
    assert sections["recommended_shown"][0]["booked"] == "札幌"
    erase_recommendations(DIRECTOR, Erasure(UUID(int=1), (UUID(LIN),), (UUID(LIN_GUEST),), (), {}, (), ()), {}, NOW)
    assert (Booked.objects.count(), Impression.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_rs12_a_drawn_city_that_is_not_the_likeliest_is_logged_as_such(listed: ListRun) -> None:
    items = [["京都", 0.4, 1.0, []], ["札幌", 0.3, 1.0, []], ["东京", 0.2, 1.0, []], ["奈良", 0.01, 0.7, []], ["大阪", 0.15, 1.0, []]]
    GuestList.objects.filter(guest_id=LIN_GUEST).update(items=json.dumps(items))
    log(shown("京都", "札幌", "东京", "奈良"))
    assert [item[4] for item in Impression.objects.get().items] == [True, True, True, False]


def behind(became: Became, *, place: int | None = None, surface: Surface | None = None, size: int = 2) -> list[ListBehind]:
    """All lists behind a number, page by page."""
    found: list[ListBehind] = []
    page: str | None = None
    while True:
        got = list_behind(DIRECTOR, Behind(90, became, place, surface), now=NOW, page=page, size=size)
        found += got.items
        if (page := got.next) is None:
            return found


@pytest.mark.django_db
def test_rs13_as_many_lists_stand_behind_a_number_as_it_tells(listed: ListRun) -> None:
    shows = [show(days) for days in (60, 50, 45, 3, 2)]
    for one, city in ((shows[0], "京都"), (shows[0], "札幌"), (shows[3], "札幌")):
        log_click(actor=DIRECTOR, impression_id=one.id, city=city, now=NOW)
    join((LIN_GUEST, "札幌", FIRST + timedelta(days=5)), (LIN_GUEST, "京都", NOW - timedelta(days=1)))
    told = get_results(DIRECTOR, days=90, now=NOW)
    for place in told.places:
        counted = (place.shown, place.clicked.count, place.booked.of, place.booked.count)
        assert tuple(len(behind(one, place=place.place)) for one in Became) == (counted[0], counted[1], counted[2], counted[3])
    for surface in told.surfaces:
        counted = (surface.lists, surface.clicked.count, surface.booked.of, surface.booked.count)
        assert tuple(len(behind(one, surface=surface.surface)) for one in Became) == counted
    assert [one.id for one in behind(Became.SHOWN)] == [one.id for one in reversed(shows)]
    (booked,) = behind(Became.BOOKED)
    assert (booked.guest_id, booked.city, booked.at) == (UUID(LIN_GUEST), "札幌", FIRST + timedelta(days=5))
    assert {one.city for one in behind(Became.SHOWN, place=1)} == {CITIES[0]}


@pytest.mark.django_db
def test_rs13_a_list_of_before_a_merge_leads_to_the_guest_of_today(listed: ListRun) -> None:
    show(60)
    GuestLink.objects.filter(guest_id=LIN_GUEST).update(guest_id=MOTHER_GUEST)
    assert [one.guest_id for one in behind(Became.SHOWN)] == [UUID(MOTHER_GUEST)]


@pytest.mark.django_db
def test_rs13_what_cannot_be_asked_is_told(listed: ListRun) -> None:
    with pytest.raises(Refused):
        list_behind(replace(DIRECTOR, units=frozenset([new_id()])), Behind(90, Became.SHOWN), now=NOW)
    with pytest.raises(Invalid, match="1 to 730"):
        list_behind(DIRECTOR, Behind(0, Became.SHOWN), now=NOW)
    with pytest.raises(Invalid, match="places 1 to 20, not 21"):
        list_behind(DIRECTOR, Behind(90, Became.SHOWN, place=21), now=NOW)
