"""Destinations in the product: trained, listed, shown with reasons, answered, logged, and never of whom they must not be."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from tests.cast import DIRECTOR
from tests.insight.kinds import link
from tests.insight.planted import CHEN, CHEN_GUEST, LIN, LIN_GUEST, LINKS, MOTHER, MOTHER_GUEST, NOW, days_ago
from tests.insight.test_leaving_desk import seen_by_people
from tests.insight.test_scoring import object_to_profiling
from tests.recommend.company import EVERYBODY, fill
from xenia.connect.models import GuestRecord
from xenia.identity.models import GuestLink
from xenia.insight.actions.model_runs import order_training
from xenia.insight.actions.training import perform_training
from xenia.insight.models import register
from xenia.insight.queries.register import find_version_in_use, list_kinds
from xenia.insight.types.register import KindState
from xenia.kernel.errors import Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.recommend.actions.answers import answer_city, take_back_answer
from xenia.recommend.actions.erasure import erase_recommendations
from xenia.recommend.actions.lists import order_lists, perform_lists, resume_left_lists
from xenia.recommend.actions.shown import log_click, log_impressions
from xenia.recommend.actions.upkeep import follow_snapshot, list_what_is_new
from xenia.recommend.jobs import ACTOR
from xenia.recommend.kinds import KINDS
from xenia.recommend.models import CityAnswer, Click, GuestList, ListRun
from xenia.recommend.models import Impression as ImpressionRow
from xenia.recommend.next_city.product import KIND
from xenia.recommend.queries.destinations import get_destinations, list_runs
from xenia.recommend.queries.left_out import people_to_recommend_to
from xenia.recommend.queries.subjects import export_subject
from xenia.recommend.types import Answer, Impression, ListState, Surface
from xenia.settings import ENV
from xenia.trust.types.rights import Erasure
from xenia.trust.vault import vault_of

pytestmark = pytest.mark.django_db
GUEST = UUID(LIN_GUEST)
CITIES = ("京都", "札幌", "东京", "名古屋", "福冈", "大阪")


@pytest.fixture
def seen(empty_home: Any) -> None:
    """Three guests whom people see."""
    ensure_tables(default_lake().url)
    link(LINKS, days_ago(900))
    GuestLink.objects.filter(record_id__in=(LIN, MOTHER, CHEN)).update(home_id=F("guest_id"))
    seen_by_people()


@pytest.fixture
def listed(seen: None) -> ListRun:
    """Lists of two of them, as a run wrote them."""
    run = ListRun.objects.create(
        state="done", version_id=new_id(), version_number=3, as_of=NOW, guests=2, ordered_at=NOW, ended_at=NOW
    )  # fmt: skip
    items = [
        [city, round(0.4 / place, 4), 0.25 if place == 4 else 1.0, [["onward", 31, 100, "大阪"]]] for place, city in enumerate(CITIES, 1)
    ]
    for guest in (LIN_GUEST, CHEN_GUEST):
        GuestList.objects.create(run_id=run.id, guest_id=guest, items=json.dumps(items))
    return run


def cities_of(guest: UUID = GUEST) -> tuple[str, ...]:
    return tuple(one.city for one in get_destinations(DIRECTOR, guest, now=NOW).items)


def say(city: str, answer: Answer = Answer.BEEN) -> Any:
    return answer_city(actor=DIRECTOR, guest_id=GUEST, city=city, answer=answer, now=NOW)


def shown(*cities: str, guest: UUID = GUEST) -> Impression:
    return Impression(new_id(), guest, Surface.GUEST_PAGE, cities or CITIES[:4])


def log(*impressions: Impression) -> int:
    return log_impressions(actor=DIRECTOR, shown=impressions, now=NOW)


def test_four_destinations_are_told_with_reasons_in_two_voices(listed: ListRun) -> None:
    found = get_destinations(DIRECTOR, GUEST, now=NOW)
    assert (found.state, found.version, found.list_id) == (ListState.READY, 3, listed.id)
    assert [(one.place, one.city) for one in found.items] == list(enumerate(CITIES[:4], 1))
    assert found.items[3].propensity == 0.25
    assert found.items[0].reasons[0].agent.en == "Of guests who were in 大阪 last, 31 % went to 京都 next (31 of 100)"
    assert found.items[0].reasons[0].guest.zh == "去过大阪的旅客里，31% 下一站去了京都"


def test_rs7_a_city_leaves_in_the_same_call_and_comes_back_when_it_is_taken_back(listed: ListRun) -> None:
    found = say("札幌")
    assert [one.city for one in found.items] == ["京都", "东京", "名古屋", "福冈"]
    assert [(one.city, one.answer) for one in found.answers] == [("札幌", Answer.BEEN)]
    back = take_back_answer(actor=DIRECTOR, guest_id=GUEST, city="札幌", now=NOW)
    assert [one.city for one in back.items] == list(CITIES[:4])
    assert back.answers == ()


def test_rs7_a_second_answer_takes_the_place_of_the_first(listed: ListRun) -> None:
    say("札幌")
    found = say("札幌", Answer.NOT_INTERESTED)
    assert [(one.city, one.answer) for one in found.answers] == [("札幌", Answer.NOT_INTERESTED)]


def test_rs7_answers_survive_a_merge_and_new_lists(listed: ListRun) -> None:
    say("札幌")
    GuestLink.objects.filter(guest_id=LIN_GUEST).update(guest_id=CHEN_GUEST)
    assert "札幌" not in cities_of(UUID(CHEN_GUEST))
    take_back_answer(actor=DIRECTOR, guest_id=UUID(CHEN_GUEST), city="札幌", now=NOW)
    assert "札幌" in cities_of(UUID(CHEN_GUEST))


def test_an_answer_of_a_city_that_is_not_listed_changes_nothing(listed: ListRun) -> None:
    with pytest.raises(Invalid, match="not on the list"):
        say("巴黎")
    with pytest.raises(NotFound, match="nothing to take back"):
        take_back_answer(actor=DIRECTOR, guest_id=GUEST, city="札幌", now=NOW)
    assert not CityAnswer.objects.exists()


def test_rs9_who_objects_is_told_nothing_and_may_say_nothing(listed: ListRun) -> None:
    object_to_profiling(LIN_GUEST)
    found = get_destinations(DIRECTOR, GUEST, now=NOW)
    assert (found.state, found.items) == (ListState.OBJECTS, ())
    assert found.message is not None
    with pytest.raises(Refused):
        say("札幌")


def test_who_sees_no_insight_or_not_the_guest_is_told_nothing(listed: ListRun) -> None:
    with pytest.raises(Refused):
        get_destinations(replace(DIRECTOR, permissions=frozenset({"view_guests"})), GUEST, now=NOW)
    with pytest.raises(NotFound):
        get_destinations(replace(DIRECTOR, units=frozenset([new_id()])), GUEST, now=NOW)
    with pytest.raises(Refused):
        answer_city(actor=replace(DIRECTOR, permissions=frozenset({"view_guests", "view_insight"})), guest_id=GUEST, city="札幌",
                    answer=Answer.BEEN, now=NOW)  # fmt: skip


def test_before_a_model_and_before_a_list_it_is_said_so(seen: None) -> None:
    assert get_destinations(DIRECTOR, GUEST, now=NOW).state is ListState.NO_MODEL
    ListRun.objects.create(state="done", ordered_at=NOW, ended_at=NOW)
    assert get_destinations(DIRECTOR, GUEST, now=NOW).state is ListState.NO_LIST


def test_rs8_a_list_is_logged_once_with_what_the_product_knows_of_it(listed: ListRun) -> None:
    one = shown()
    assert (log(one), log(one)) == (1, 0)
    row = ImpressionRow.objects.get()
    assert (row.list_id, row.version_number, row.surface) == (listed.id, 3, "guest_page")
    assert row.items[3] == [4, "名古屋", 0.1, 0.25, True]


def test_rs8_a_city_that_is_not_on_the_list_is_not_logged_nor_the_others_beside_it(listed: ListRun) -> None:
    with pytest.raises(Invalid, match="巴黎"):
        log(shown(), shown("巴黎"))
    assert not ImpressionRow.objects.exists()


def test_rs8_a_click_refers_to_the_list_it_was_on_and_counts_once(listed: ListRun) -> None:
    one = shown()
    log(one)
    for _ in range(2):
        log_click(actor=DIRECTOR, impression_id=one.id, city="札幌", now=NOW)
    assert [(row.impression_id, row.city) for row in Click.objects.all()] == [(one.id, "札幌")]
    with pytest.raises(Invalid, match="was not on that list"):
        log_click(actor=DIRECTOR, impression_id=one.id, city="福冈", now=NOW)
    with pytest.raises(NotFound):
        log_click(actor=DIRECTOR, impression_id=new_id(), city="札幌", now=NOW)


def test_a_guest_gets_all_of_it_and_an_erasure_takes_it(listed: ListRun) -> None:
    one = shown()
    log(one)
    log_click(actor=DIRECTOR, impression_id=one.id, city="京都", now=NOW)
    say("札幌")
    sections = {section.code: section.rows for section in export_subject(DIRECTOR, [UUID(LIN)], NOW)}
    assert [len(sections[name]) for name in ("recommendations", "recommended_answers", "recommended_shown")] == [6, 1, 1]
    assert sections["recommended_shown"][0]["chosen"] == "京都"
    erasure = Erasure(UUID(int=1), (UUID(LIN),), (GUEST,), (), {}, (), ())
    erase_recommendations(DIRECTOR, erasure, {}, NOW)
    assert export_subject(DIRECTOR, [UUID(LIN)], NOW) == []
    assert (GuestList.objects.count(), ImpressionRow.objects.count(), Click.objects.count()) == (1, 0, 0)


def test_rs9_a_child_without_consent_is_not_looked_at(seen: None) -> None:
    (sealed,) = vault_of(ENV.key_file).seals(["2015-05-05"], field="connect.guest_record.birth_date", rows=[UUID(MOTHER)])
    GuestRecord.objects.filter(record_id=MOTHER).update(birth_date_sealed=sealed)
    people = people_to_recommend_to(ACTOR, now=NOW).to_pylist()
    assert {one["guest_id"] for one in people if not one["is_wanted"]} == {MOTHER_GUEST}


def test_lists_need_a_model_in_use(seen: None) -> None:
    with pytest.raises(NotFound, match="No model recommends"):
        order_lists(actor=DIRECTOR, now=NOW)
    assert list_runs(DIRECTOR) == []


def train() -> None:
    (run_id,) = order_training(actor=ACTOR, kinds=[KIND.name], now=NOW, known=[KIND.name])
    perform_training(actor=ACTOR, run_id=run_id, clock=lambda: NOW, kinds={KIND.name: KIND}, people=people_to_recommend_to)


def strangers() -> Sequence[tuple[str, str]]:
    return [(record, guest) for record, guest in EVERYBODY.items() if record not in LINKS]


def test_rs8_a_company_trains_its_own_recommender_and_everybody_gets_a_list(seen: None) -> None:
    fill(default_lake())
    link(dict(strangers()), days_ago(900))
    train()
    assert next(one for one in list_kinds(DIRECTOR, KINDS) if one.name == KIND.name).state is KindState.IN_USE
    list_what_is_new(actor=ACTOR, now=NOW)
    list_what_is_new(actor=ACTOR, now=NOW)
    (run,) = ListRun.objects.all()
    perform_lists(actor=ACTOR, run_id=run.id, clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.guests, run.version_number) == ("done", len(set(EVERYBODY.values())), 1)
    assert cities_of()[0] == "京都"
    cancelled_and_resumed(run)
    follow_snapshot(actor=ACTOR, now=NOW + timedelta(days=8))
    assert register.ModelRun.objects.filter(kind=KIND.name, state="queued", reason="weekly").exists()


def cancelled_and_resumed(before: ListRun) -> None:
    """A making that is stopped leaves the lists before; one whose worker died is taken up, begun anew, and lets go of the lists before."""
    stopped = ListRun.objects.create(state="running", cancel_asked=True, ordered_at=NOW, beat_at=NOW)
    perform_lists(actor=ACTOR, run_id=stopped.id, clock=lambda: NOW)
    assert set(GuestList.objects.values_list("run_id", flat=True)) == {before.id}
    left = ListRun.objects.create(state="running", ordered_at=NOW, beat_at=NOW - timedelta(minutes=6))
    GuestList.objects.create(run_id=left.id, guest_id=GUEST, items="[]")
    assert resume_left_lists(actor=ACTOR, now=NOW) == 1
    perform_lists(actor=ACTOR, run_id=left.id, clock=lambda: NOW + timedelta(minutes=1))
    assert set(GuestList.objects.values_list("run_id", flat=True)) == {left.id}
    assert find_version_in_use(ACTOR, KIND.name) is not None
