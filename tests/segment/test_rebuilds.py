"""Members of audiences made anew: who came, who went, and what is kept of it. Rules AU6, AU13, AU14, AU19 to AU21, AU25."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cast import DIRECTOR, join_guests
from tests.segment.cast import TWICE_LATELY, did, is_so, of
from tests.segment.company import LATER, House, say
from tests.segment.company import house as house
from tests.segment.kept import draft, inside, keep, made, moves, rebuild, row_of, work
from xenia.identity.actions.erasure import erase_links
from xenia.identity.models import GuestLink
from xenia.kernel.errors import Conflict, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.news.models import News
from xenia.segment.actions.audiences import copy_audience, save_audience
from xenia.segment.actions.erasure import erase_numbers
from xenia.segment.actions.rebuilds import PRODUCT, cancel_rebuild, order_rebuild, order_rebuild_of_the_day, perform_rebuild
from xenia.segment.models.audiences import AudienceMembers, GuestNumber, Rebuild
from xenia.segment.queries.audiences import get_audience, list_audiences, list_changes, list_days, list_members, list_moved, list_rebuilds
from xenia.segment.queries.kept import members_today
from xenia.segment.queries.memberships import explain_membership, export_subject, list_audiences_of, list_fitting
from xenia.segment.queries.sandbox import try_definition
from xenia.segment.types.audiences import Side
from xenia.segment.types.documents import write_document
from xenia.segment.types.operators import Op
from xenia.segment.types.tree import All, Everyone, InAudience, Not
from xenia.trust.models.requests import Restriction
from xenia.trust.types.consent import Channel, Said
from xenia.trust.types.rights import Erasure

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DAYS_ON = LATER + timedelta(days=4)
"""On 2026-03-06 Lin Wei's first search is no more within 14 days."""
WECHAT = is_so("consent.marketing_wechat", Op.IS_TRUE)


def erasure_of(house: House) -> Erasure:
    return Erasure(new_id(), house.records, (house.lin,), (), {}, (), ())


def test_au20_an_audience_is_made_when_it_is_saved_and_tells_who_came(house: House) -> None:
    audience = made(did("searched"), LATER)
    row = row_of(audience)
    assert (inside(audience, LATER), moves(audience)) == ({house.lin, house.zhang}, [(0, 2, 0, 2)])
    assert (row.members, row.base, row.made_on, row.made_of, row.findings) == (2, 3, date(2026, 3, 2), 1, [])
    news = News.objects.get(kind="AudienceChanged")
    assert {name: news.payload[name] for name in ("entered", "left", "members")} == {"entered": 2, "left": 0, "members": 2}
    assert set(news.payload) == {"audience_id", "change_id", "entered", "left", "members"}


def test_au6_a_guest_leaves_on_the_day_a_window_ends(house: House) -> None:
    audience = made(TWICE_LATELY, LATER)
    rebuild(LATER + timedelta(days=3))
    assert (inside(audience, LATER), moves(audience)) == ({house.lin}, [(0, 1, 0, 1)])
    rebuild(DAYS_ON)
    assert (inside(audience, DAYS_ON), moves(audience)) == (set(), [(0, 1, 0, 1), (1, 0, 1, 0)])
    change = list_changes(DIRECTOR, audience).items[0]
    assert [one.name for one in list_moved(DIRECTOR, (audience, change.id), Side.LEFT, now=DAYS_ON).items] == ["林薇"]
    assert list_moved(DIRECTOR, (audience, change.id), Side.ENTERED, now=DAYS_ON).items == []


def test_au20_days_are_told_one_by_one_also_where_nothing_changed(house: House) -> None:
    audience = made(TWICE_LATELY, LATER)
    rebuild(DAYS_ON)
    told = [(one.day.day, one.members, one.entered, one.left) for one in list_days(DIRECTOR, audience, days=30, now=DAYS_ON)]
    assert told == [(2, 1, 1, 0), (3, 1, 0, 0), (4, 1, 0, 0), (5, 1, 0, 0), (6, 0, 0, 1)]
    assert [one.day.day for one in list_days(DIRECTOR, audience, days=2, now=DAYS_ON)] == [5, 6]


def test_au20_members_stand_beside_those_of_yesterday(house: House) -> None:
    audience = made(TWICE_LATELY, LATER)
    assert [one.members_yesterday for one in list_audiences(DIRECTOR, now=LATER)] == [None]
    rebuild(DAYS_ON)
    told = get_audience(DIRECTOR, audience, now=DAYS_ON).audience
    assert (told.members_yesterday, told.members) == (1, 0)


def test_everybody_and_nobody_are_kept_as_audiences(house: House) -> None:
    everybody, nobody = made(Everyone(), LATER), made(Not(Everyone()), LATER)
    assert (inside(everybody, LATER), inside(nobody, LATER)) == (set(house.grown_up), set())
    assert (row_of(everybody).members, row_of(nobody).members, moves(nobody)) == (3, 0, [(0, 0, 0, 0)])
    assert not AudienceMembers.objects.filter(audience_id=nobody).exists()


def test_au13_an_audience_sees_the_new_members_of_those_it_asks_about(house: House) -> None:
    inner = keep(TWICE_LATELY, LATER, "内")
    outer = keep(Not(InAudience(inner)), LATER, "外")
    rebuild(LATER)
    assert inside(outer, LATER) == {house.wang, house.zhang}
    rebuild(DAYS_ON)
    assert inside(outer, DAYS_ON) == set(house.grown_up)


def test_au13_who_asks_about_a_saved_audience_follows_it(house: House) -> None:
    inner = made(TWICE_LATELY, LATER, "内")
    outer = made(Not(InAudience(inner)), LATER, "外")
    save_audience(actor=DIRECTOR, audience_id=inner, draft=draft(did("searched"), "内"), seen_revision=1, now=LATER)
    work(LATER)
    assert (inside(inner, LATER), inside(outer, LATER)) == ({house.lin, house.zhang}, {house.wang})


def test_au14_a_frozen_audience_keeps_its_members_and_says_why(house: House) -> None:
    audience = made(did("searched"), LATER)
    row = row_of(audience)
    row.definition = write_document(of(All((did("searched"), is_so("feature.gone", Op.IS_KNOWN)))))
    row.save()
    ended = rebuild(LATER)
    shown = get_audience(DIRECTOR, audience, now=LATER).audience
    assert (ended.state, ended.frozen, inside(audience, LATER)) == ("done", 1, {house.lin, house.zhang})
    assert [(one.at, one.code) for one in shown.findings] == [("where.all[1]", "field_gone")]
    assert (shown.members, moves(audience)) == (2, [(0, 2, 0, 2)])


def test_au21_an_erased_guest_is_in_no_audience_at_once_and_leaves_with_the_next_rebuild(house: House) -> None:
    audience = made(did("searched"), LATER)
    number = GuestNumber.objects.get(guest_id=house.lin).number
    erase_numbers(replace(DIRECTOR, permissions=DIRECTOR.permissions | {"handle_requests"}), erasure_of(house), {}, LATER)
    erase_links(DIRECTOR, erasure_of(house), None, LATER)
    assert (inside(audience, LATER), members_today(DIRECTOR, [audience])[audience].to_pylist()) == ({house.zhang}, [str(house.zhang)])
    rebuild(LATER)
    assert (moves(audience), inside(audience, LATER)) == ([(0, 2, 0, 2), (2, 0, 1, 1)], {house.zhang})
    assert not GuestNumber.objects.filter(number=number).exists()


def test_au21_guests_who_became_one_are_one_member(house: House) -> None:
    audience = made(Everyone(), LATER)
    records = GuestLink.objects.filter(guest_id__in=[house.wang, house.zhang]).values_list("record_id", flat=True)
    one = join_guests(*records)
    told = list_members(DIRECTOR, audience, now=LATER).items
    assert (len(told), {guest.guest_id for guest in told}) == (2, {house.lin, one})
    assert sorted(members_today(DIRECTOR, [audience])[audience].to_pylist()) == sorted(map(str, (house.lin, one)))
    assert [len(list_audiences_of(DIRECTOR, any_id, now=LATER)) for any_id in (house.wang, house.zhang)] == [1, 1]


def test_au21_who_objects_since_is_not_listed(house: House) -> None:
    audience = made(Everyone(), LATER)
    Restriction.objects.create(guest_id=house.zhang, kind="profiling", since=LATER)
    assert inside(audience, LATER) == {house.lin, house.wang}
    with pytest.raises(Refused):
        list_audiences_of(DIRECTOR, house.zhang, now=LATER)


def test_a_guest_is_told_by_audiences_with_since_when_and_why(house: House) -> None:
    lately, wechat = made(TWICE_LATELY, LATER, "近期"), made(WECHAT, LATER, "微信")
    made(is_so("tag.codes", Op.IS_EMPTY), LATER, "无标签")
    assert {one.id for one in list_audiences_of(DIRECTOR, house.records[1], now=LATER)} == {lately, wechat}
    told = explain_membership(DIRECTOR, lately, house.lin, now=DAYS_ON)
    assert told.today is not None
    assert (told.is_member, told.since, told.today.belongs) == (True, LATER, False)
    assert explain_membership(DIRECTOR, lately, house.wang, now=LATER).is_member is False


def test_au25_one_guest_is_judged_now_by_every_audience_and_told_beside_what_is_kept(house: House) -> None:
    lately = made(TWICE_LATELY, LATER, "近期")
    above = made(All((InAudience(lately), did("booked"))), LATER, "其上")
    rest = made(Not(InAudience(above)), LATER, "其余")
    copy = copy_audience(actor=DIRECTOR, audience_id=lately, name=Text("留存", ""), now=LATER)
    fits = {one.id: (one.fits_today, one.is_member) for one in list_fitting(DIRECTOR, house.lin, now=LATER)}
    assert fits == {lately: (True, True), above: (True, True), copy: (True, True)}
    after = {one.id: (one.fits_today, one.is_member) for one in list_fitting(DIRECTOR, house.lin, now=DAYS_ON)}
    assert after == {lately: (False, True), above: (False, True), copy: (True, True), rest: (True, False)}
    assert inside(lately, DAYS_ON) == {house.lin}, "judging writes nothing"


def test_au25_a_frozen_audience_holds_whom_it_held(house: House) -> None:
    lately = made(TWICE_LATELY, LATER)
    row = row_of(lately)
    row.definition = write_document(of(All((is_so("feature.gone", Op.AT_LEAST, 1), TWICE_LATELY))))
    row.save()
    assert [(one.fits_today, one.is_member) for one in list_fitting(DIRECTOR, house.lin, now=DAYS_ON)] == [(True, True)]


def test_a_person_is_given_the_audiences_they_are_in(house: House) -> None:
    made(did("searched"), LATER, "搜索过")
    requests = replace(PRODUCT, permissions=frozenset({"handle_requests", "view_guests"}))
    section = export_subject(requests, house.records, LATER)[0]
    assert (section.code, section.rows) == ("audiences", ({"name": "搜索过 / 搜索过", "made_on": "2026-03-02"},))


def test_a_definition_that_asks_about_an_audience_is_tried_on_its_members(house: House) -> None:
    audience = made(did("searched"), LATER, "搜索过")
    found = try_definition(DIRECTOR, write_document(of(All((InAudience(audience), WECHAT)))), now=LATER)
    assert found.numbers is not None
    assert (found.numbers.guests, [one.guests for one in found.numbers.conditions]) == (1, [1, 2, 1])
    assert found.sentence.zh.startswith("在受众“搜索过”中，且")


def test_au22_a_static_copy_is_changed_by_nothing(house: House) -> None:
    audience = made(TWICE_LATELY, LATER)
    copy = copy_audience(actor=DIRECTOR, audience_id=audience, name=Text("三月", "March"), now=LATER)
    rebuild(DAYS_ON)
    assert (inside(audience, DAYS_ON), inside(copy, DAYS_ON), row_of(copy).made_on) == (set(), {house.lin}, date(2026, 3, 2))


def test_members_are_listed_page_by_page_each_once(house: House) -> None:
    audience = made(Everyone(), LATER)
    first = list_members(DIRECTOR, audience, size=2, now=LATER)
    second = list_members(DIRECTOR, audience, size=2, page=first.next, now=LATER)
    assert ([len(first.items), len(second.items)], second.next) == ([2, 1], None)
    assert {one.guest_id for one in (*first.items, *second.items)} == set(house.grown_up)


def test_a_rebuild_that_somebody_cancels_leaves_members_as_they_are(house: House) -> None:
    audience = made(TWICE_LATELY, LATER)
    waiting = order_rebuild(actor=DIRECTOR, reason="ordered", now=DAYS_ON)
    assert order_rebuild(actor=DIRECTOR, reason="ordered", now=DAYS_ON) == waiting
    cancel_rebuild(actor=DIRECTOR, rebuild_id=waiting, now=DAYS_ON)
    perform_rebuild(actor=PRODUCT, rebuild_id=waiting, clock=lambda: DAYS_ON)
    assert (list_rebuilds(DIRECTOR)[0].state, inside(audience, DAYS_ON)) == ("cancelled", {house.lin})
    with pytest.raises(Conflict):
        cancel_rebuild(actor=DIRECTOR, rebuild_id=waiting, now=DAYS_ON)


def test_a_rebuild_begun_anew_after_a_crash_comes_to_the_same(house: House) -> None:
    audience = made(did("searched"), LATER)
    again = rebuild(LATER)
    Rebuild.objects.filter(id=again.id).update(state="running")
    perform_rebuild(actor=PRODUCT, rebuild_id=again.id, clock=lambda: LATER)
    assert (moves(audience), inside(audience, LATER), Rebuild.objects.get(id=again.id).state) == (
        [(0, 2, 0, 2)],
        {house.lin, house.zhang},
        "done",
    )


def test_au6_a_day_is_made_once(house: House) -> None:
    made(did("searched"), LATER)
    rebuild(LATER)
    assert order_rebuild_of_the_day(actor=PRODUCT, now=LATER + timedelta(hours=2)) is None
    first = order_rebuild_of_the_day(actor=PRODUCT, now=LATER + timedelta(days=1))
    assert first is not None
    assert order_rebuild_of_the_day(actor=PRODUCT, now=LATER + timedelta(days=1)) is None


def test_consent_that_is_given_brings_a_guest_in(house: House) -> None:
    audience = made(WECHAT, LATER)
    say(house.wang, "marketing", Channel.WECHAT, Said.GIVEN)
    rebuild(LATER)
    assert (inside(audience, LATER), moves(audience)) == ({house.lin, house.wang}, [(0, 1, 0, 1), (1, 1, 0, 2)])


def test_what_is_not_there_is_not_found(house: House) -> None:
    for ask in (list_members, list_days, get_audience):
        with pytest.raises(NotFound):
            ask(DIRECTOR, new_id(), now=LATER, **({"days": 1} if ask is list_days else {}))
    with pytest.raises(NotFound):
        explain_membership(DIRECTOR, new_id(), house.lin, now=LATER)
