"""The catalogue of tags, tags of one guest, and of many at once: with progress, cancel, and undo of the whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import DIRECTOR, NOON, Company, join_guests, stored_bytes
from xenia.connect.models import GuestRecord
from xenia.identity.queries.links import guest_of
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.texts import Text
from xenia.profile.actions import tag_batches as batches
from xenia.profile.actions.tags import change_tag, create_tag, put_tag, retire_tag, take_tag
from xenia.profile.models.tags import GuestTag, TagBatch
from xenia.profile.queries.tags import (
    find_near_tags,
    get_batch,
    get_guest_tags,
    get_tag,
    list_batches,
    list_tag_owners,
    list_tagged,
    list_tags,
)
from xenia.profile.types.guests import GuestFilter
from xenia.profile.types.tags import BatchDeed, BatchState, TagDraft, TagWay
from xenia.trust.models.requests import Restriction

LATER = NOON + timedelta(hours=1)
PUT, TAKE = BatchDeed.PUT, BatchDeed.TAKE


def draft(zh: str = "亲子", en: str = "Family", way: TagWay = TagWay.MANUAL) -> TagDraft:
    return TagDraft(Text(zh, en), Text("带孩子出行的客人", "Guests who travel with children"), way, "", None)


@pytest.fixture
def family(company: Company):
    return create_tag(actor=DIRECTOR, draft=draft(), now=NOON)


def tags_of(guest, actor=DIRECTOR) -> list[str]:
    return [one.code for one in get_guest_tags(actor, guest).holding]


def perform(batch_id, at=LATER) -> None:
    batches.perform_batch(batch_id=batch_id, clock=lambda: at)


def order(tag, deed=PUT, **what):
    return batches.order_batch(actor=DIRECTOR, tag_id=tag, deed=deed, now=NOON, **what)


def test_a_tag_is_put_and_taken_and_its_time_stays_known(company: Company, family) -> None:
    lin, zhao = company.guests["林薇"], company.actor("zhao")
    for _ in range(2):
        put_tag(actor=zhao, guest_id=lin, tag_id=family, now=NOON)
    assert (tags_of(lin), get_tag(zhao, family).coverage) == (["family"], 1)
    take_tag(actor=zhao, guest_id=lin, tag_id=family, now=LATER)
    (former,) = get_guest_tags(zhao, lin).former
    assert (tags_of(lin), former.since, former.until, former.put_by_name, former.taken_by_name) == ([], NOON, LATER, "赵敏", "赵敏")


def test_a_name_that_is_nearly_another_s_is_pointed_out_before_a_tag_is_made(family) -> None:
    near = draft("亲子客人", "Families")
    with pytest.raises(Conflict, match="There is a tag 'Family'"):
        create_tag(actor=DIRECTOR, draft=near, is_distinct=True, now=NOON)
    close = draft("亲子游家庭", "Familly")
    with pytest.raises(Conflict):
        create_tag(actor=DIRECTOR, draft=close, now=NOON)
    create_tag(actor=DIRECTOR, draft=close, is_distinct=True, now=NOON)
    assert [one.code for one in list_tags(DIRECTOR)] == ["family", "familly"][::-1]
    assert find_near_tags(DIRECTOR, Text("商务", "Business")) == []


def test_a_changed_tag_keeps_its_code_and_two_who_change_it_meet(family) -> None:
    change_tag(actor=DIRECTOR, tag_id=family, draft=draft("家庭出游", "Families"), version=1, now=LATER)
    tag = get_tag(DIRECTOR, family)
    assert (tag.code, tag.name.zh, tag.version) == ("family", "家庭出游", 2)
    with pytest.raises(Conflict, match="version 2, yours is 1"):
        change_tag(actor=DIRECTOR, tag_id=family, draft=draft(), version=1, now=LATER)


def test_a_tag_has_an_owner_out_of_those_who_manage_tags(company: Company, family) -> None:
    with pytest.raises(Refused):
        list_tag_owners(company.actor("sun"))
    owner = list_tag_owners(DIRECTOR)[0]
    change_tag(actor=DIRECTOR, tag_id=family, draft=replace(draft(), owner_id=owner.id), version=1, now=LATER)
    assert (get_tag(DIRECTOR, family).owner_id, get_tag(DIRECTOR, family).owner_name) == (owner.id, owner.name)


def test_a_retired_tag_stays_with_its_guests_and_comes_to_nobody_new(company: Company, family) -> None:
    put_tag(actor=DIRECTOR, guest_id=company.guests["林薇"], tag_id=family, now=NOON)
    retire_tag(actor=DIRECTOR, tag_id=family, is_retired=True, now=LATER)
    with pytest.raises(Conflict, match="retired"):
        put_tag(actor=DIRECTOR, guest_id=company.guests["张伟"], tag_id=family, now=LATER)
    assert (tags_of(company.guests["林薇"]), list_tags(DIRECTOR)) == (["family"], [])


def test_a_tag_of_a_rule_is_not_put_by_hand(company: Company) -> None:
    tag = create_tag(actor=DIRECTOR, draft=draft(way=TagWay.RULE), now=NOON)
    with pytest.raises(Conflict, match="comes by a rule"):
        put_tag(actor=DIRECTOR, guest_id=company.guests["林薇"], tag_id=tag, now=NOON)


def test_who_edits_guests_tags_one_and_only_who_manages_tags_makes_them(company: Company, family) -> None:
    sun = company.actor("sun")
    put_tag(actor=sun, guest_id=company.guests["林薇"], tag_id=family, now=NOON)
    for refused in (
        lambda: create_tag(actor=sun, draft=draft("商务", "Business"), now=NOON),
        lambda: batches.order_batch(actor=sun, tag_id=family, deed=PUT, guest_ids=[company.guests["林薇"]], now=NOON),
    ):
        with pytest.raises(Refused):
            refused()


def test_two_guests_who_became_one_have_a_tag_once_and_lose_it_whole(company: Company, family) -> None:
    lin, zhang = company.guests["林薇"], company.guests["张伟"]
    for guest in (lin, zhang):
        put_tag(actor=DIRECTOR, guest_id=guest, tag_id=family, now=NOON)
    join_guests(lin, zhang)
    assert tags_of(zhang) == ["family"]
    assert (get_tag(DIRECTOR, family).coverage, len(list_tagged(DIRECTOR, family).items)) == (1, 1)
    take_tag(actor=DIRECTOR, guest_id=lin, tag_id=family, now=LATER)
    assert tags_of(zhang) == []


def test_a_guest_who_had_a_tag_before_becoming_one_with_another_counts_still(company: Company, family) -> None:
    lin, zhang = company.guests["林薇"], company.guests["张伟"]
    put_tag(actor=DIRECTOR, guest_id=zhang, tag_id=family, now=NOON)
    join_guests(lin, zhang)
    (listed,) = list_tagged(DIRECTOR, family, size=1).items
    assert (get_tag(DIRECTOR, family).coverage, listed.guest_id) == (1, guest_of(DIRECTOR, lin))


def test_tags_of_sources_are_shown_to_those_who_see_the_record(company: Company) -> None:
    lin = company.guests["林薇"]
    GuestRecord.objects.filter(record_id=lin).update(tags=["金卡"])
    join_guests(lin, company.guests["张伟"])
    told = get_guest_tags(DIRECTOR, lin).from_sources
    assert [(one.name, one.source_name) for one in told] == [("金卡", "外滩云行酒店 PMS")]
    assert get_guest_tags(company.actor("he"), lin).from_sources == ()


def test_many_guests_get_a_tag_and_the_whole_is_taken_back(company: Company, family) -> None:
    lin, zhang = company.guests["林薇"], company.guests["张伟"]
    put_tag(actor=DIRECTOR, guest_id=lin, tag_id=family, now=NOON)
    batch = order(family, guest_ids=[lin, zhang])
    perform(batch)
    done = get_batch(DIRECTOR, batch)
    assert (done.state, done.looked_at, done.total, done.changed) == (BatchState.DONE, 2, 2, 1)
    perform(batches.undo_batch(actor=DIRECTOR, batch_id=batch, now=LATER))
    assert (tags_of(lin), tags_of(zhang)) == (["family"], [])
    with pytest.raises(Conflict, match="taken back already"):
        batches.undo_batch(actor=DIRECTOR, batch_id=batch, now=LATER)


def test_a_tag_taken_from_many_comes_back_by_undo(company: Company, family) -> None:
    everyone = [company.guests["林薇"], company.guests["张伟"]]
    for guest in everyone:
        put_tag(actor=DIRECTOR, guest_id=guest, tag_id=family, now=NOON)
    batch = order(family, TAKE, guest_ids=everyone)
    perform(batch)
    assert [tags_of(one) for one in everyone] == [[], []]
    perform(batches.undo_batch(actor=DIRECTOR, batch_id=batch, now=LATER))
    assert [tags_of(one) for one in everyone] == [["family"], ["family"]]


def test_all_guests_under_a_filter_get_the_tag_step_by_step(company: Company, family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "STEP", 1)
    batch = order(family, where=GuestFilter(province="上海"))
    assert "上海".encode() not in stored_bytes("profile_tagbatch")
    perform(batch)
    assert (get_batch(DIRECTOR, batch).changed, get_batch(DIRECTOR, batch).looked_at) == (2, 2)
    assert {one.name for one in list_tagged(DIRECTOR, family).items} == {"林薇", "王秀英"}


def test_a_batch_stops_where_it_is_told_to_and_what_it_did_can_be_taken_back(company: Company, family, monkeypatch) -> None:
    monkeypatch.setattr(batches, "STEP", 1)
    batch = order(family, guest_ids=list(company.guests.values()))
    assert batches._step(batch, LATER)
    batches.cancel_batch(actor=DIRECTOR, batch_id=batch, now=LATER)
    perform(batch)
    assert (get_batch(DIRECTOR, batch).state, GuestTag.objects.count()) == (BatchState.CANCELLED, 1)
    perform(batches.undo_batch(actor=DIRECTOR, batch_id=batch, now=LATER))
    assert not GuestTag.objects.filter(until__isnull=True).exists()


def test_a_batch_whose_worker_died_goes_on_and_does_nothing_twice(company: Company, family, monkeypatch) -> None:
    monkeypatch.setattr(batches, "STEP", 1)
    batch = order(family, guest_ids=list(company.guests.values()))
    batches._step(batch, NOON)
    assert batches.resume_left_batches(actor=DIRECTOR, now=NOON + timedelta(minutes=4)) == 0
    assert batches.resume_left_batches(actor=DIRECTOR, now=NOON + timedelta(minutes=6)) == 1
    perform(batch)
    perform(batch)
    assert (get_batch(DIRECTOR, batch).changed, GuestTag.objects.count()) == (len(company.guests), len(company.guests))


def test_a_batch_touches_only_guests_whom_its_person_sees(company: Company, family) -> None:
    he = company.actor("he")
    batch = batches.order_batch(actor=he, tag_id=family, deed=PUT, guest_ids=list(company.guests.values()), now=NOON)
    perform(batch)
    assert (tags_of(company.guests["林薇"]), tags_of(company.guests["张伟"])) == ([], ["family"])
    assert [one.id for one in list_batches(he).items] == [batch]
    with pytest.raises(NotFound):
        get_batch(he, order(family, guest_ids=[company.guests["林薇"]]))


def test_a_guest_whose_data_may_not_be_worked_with_is_left_alone(company: Company, family) -> None:
    lin = company.guests["林薇"]
    Restriction.objects.create(guest_id=guest_of(DIRECTOR, lin), kind="processing", since=NOON)
    perform(order(family, guest_ids=[lin]))
    assert tags_of(lin) == []


def test_an_order_names_guests_or_a_filter_and_not_both(family) -> None:
    for what in ({}, {"guest_ids": [family], "where": GuestFilter()}, {"deed": BatchDeed.UNDO, "guest_ids": [family]}):
        with pytest.raises(Invalid, match="not both"):
            order(family, **what)
    assert not TagBatch.objects.exists()
