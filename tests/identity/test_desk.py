"""The steward's desk: what waits, two records beside each other, why records are one guest, and what was decided."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import DIRECTOR, NOON, SCRIPT, Company
from tests.identity.pairs import LINKER, match
from xenia.connect.models import GuestRecord
from xenia.connect.types.pairs import Agreement
from xenia.identity import models
from xenia.identity.actions.clusters import recluster
from xenia.identity.actions.decisions import Because, accept_many, say_different, say_same, undo_decision
from xenia.identity.actions.links import link_records
from xenia.identity.queries import asked, desk
from xenia.identity.queries.evidence import WHY_NOT
from xenia.identity.queries.links import guest_of
from xenia.identity.rows import judge_among, sealed_reading
from xenia.identity.rules.comparing import COMPARISONS
from xenia.identity.rules.conflicts import Conflict
from xenia.identity.rules.reading import read_record
from xenia.identity.rules.weighing import Model, Names, to_document
from xenia.identity.types import Stake
from xenia.kernel.errors import NotFound, Refused
from xenia.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(company: Company) -> Company:
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    return company


def ask(company: Company, one: str, other: str, weight: float = 5.0, verdict: str = "ask") -> models.Match:
    return match(company.guests[one], company.guests[other], weight, verdict)


def train() -> None:
    """A model in which every level above the lowest speaks for one person, and the lowest against."""
    chances = {one.code: tuple((0.1, 0.9) if place == 0 else (0.9, 0.1) for place in range(len(one.levels))) for one in COMPARISONS}
    document = to_document(Model(0.001, chances, Names({}, {}, {}, 0), Names({}, {}, {}, 0)))
    models.MatchModel.objects.create(version=1, document=document, records=4, trained_at=NOON, is_current=True)


def read(record_id: UUID, **row: str) -> None:
    reading = read_record(row, today=NOON.date())
    models.Reading.objects.create(record_id=record_id, reading_sealed=sealed_reading(record_id, reading), content_hash=b"h" * 16)


def names(pairs) -> list[set[str]]:
    return [{one.left.name, one.right.name} for one in pairs]


def test_m42_the_pair_with_most_at_stake_comes_first_and_pages_follow_by_key(linked: Company) -> None:
    ask(linked, "王秀英", SCRIPT, 9), ask(linked, "张伟", SCRIPT, 8), ask(linked, "林薇", "王秀英", 3)
    first = desk.list_asked(DIRECTOR, size=2)
    rest = desk.list_asked(DIRECTOR, page=first.next, size=2)
    assert names(first.items) == [{"林薇", "王秀英"}, {"张伟", SCRIPT}]
    assert [one.stake for one in first.items] == [Stake(200_000, "CNY", ()), Stake(50_000, "CNY", ())]
    assert (names(rest.items), rest.items[0].stake, rest.next) == ([{"王秀英", SCRIPT}], None, None)


def test_what_is_decided_or_one_guest_already_waits_no_more(linked: Company) -> None:
    ask(linked, "林薇", "王秀英", 9), ask(linked, "张伟", SCRIPT, 5)
    say_different(actor=DIRECTOR, pair=(linked.guests["林薇"], linked.guests["王秀英"]), now=NOON)
    assert desk.count_asked(DIRECTOR).waiting == 1
    say_same(actor=DIRECTOR, pair=(linked.guests["张伟"], linked.guests[SCRIPT]), now=NOON)
    assert desk.count_asked(DIRECTOR).waiting == 0


def test_a_steward_sees_the_pairs_of_the_own_house_and_a_preview_counts_no_others(linked: Company) -> None:
    ask(linked, "林薇", "王秀英", 3.9), ask(linked, "张伟", SCRIPT, 1.2)
    he = linked.actor("he")
    counts = desk.count_asked(he)
    assert names(desk.list_asked(he).items) == [{"张伟", SCRIPT}]
    pairs = {one.weight: one.pairs for one in counts.by_weight}
    assert (counts.waiting, pairs[1.0], pairs[3.0]) == (1, 1, 0)
    assert accept_many(actor=he, weight_min=0, limit=500, now=NOON).pairs == desk.count_acceptable(DIRECTOR, 3.0) == 1


def test_the_queue_is_counted_whole_though_it_is_ordered_among_the_likeliest(linked: Company, monkeypatch) -> None:
    ask(linked, "王秀英", SCRIPT, 9), ask(linked, "张伟", SCRIPT, 8), ask(linked, "林薇", "王秀英", -1)
    monkeypatch.setattr(desk, "QUEUE_MAX", 2)
    assert (len(desk.list_asked(DIRECTOR).items), desk.count_asked(DIRECTOR).waiting, desk.count_asked(DIRECTOR).is_capped) == (2, 3, False)
    monkeypatch.setattr(asked, "COUNTED_MAX", 2)
    assert (desk.count_asked(DIRECTOR).waiting, desk.count_asked(DIRECTOR).is_capped, desk.count_acceptable(DIRECTOR, 8)) == (2, True, 2)


def test_two_records_stand_beside_each_other_masked_and_their_true_values_compared(linked: Company) -> None:
    lin, mother = linked.guests["林薇"], linked.guests["王秀英"]
    ask(linked, "林薇", "王秀英")
    page = desk.get_pair(DIRECTOR, lin, mother)
    told = {one.field: one for one in page.fields}
    assert (told["phone"].left, told["phone"].agreement) == ("138****1111", Agreement.AGREE)
    assert (told["name"].agreement, told["email"].agreement, told["email"].right) == (Agreement.DIFFER, Agreement.LEFT, "")
    assert (page.stake, page.is_one_guest, page.decision, page.evidence) == (Stake(200_000, "CNY", ()), False, None, ())


def test_masks_that_look_alike_are_told_apart_by_what_is_under_them(linked: Company) -> None:
    lin, zhang = linked.guests["林薇"], linked.guests["张伟"]
    GuestRecord.objects.filter(record_id=zhang).update(gender="Male ", name_latin="WEI/LIN MS")
    GuestRecord.objects.filter(record_id=lin).update(gender="male", name_latin="Lin Wei")
    told = {one.field: one.agreement for one in desk.get_pair(DIRECTOR, lin, zhang).fields}
    assert (told["gender"], told["name_latin"], told["phone"]) == (Agreement.AGREE, Agreement.ALIKE, Agreement.DIFFER)


def test_the_waterfall_adds_up_and_says_what_stands_against_one_person(linked: Company) -> None:
    lin, mother = linked.guests["林薇"], linked.guests["王秀英"]
    train()
    read(lin, name="林薇", phone="13800001111", id_type="passport", id_number="E12341234", id_country="CN")
    read(mother, name="王秀英", phone="13800001111", id_type="passport", id_number="E55556666", id_country="CN")
    ask(linked, "林薇", "王秀英", 1.5)
    page = desk.get_pair(DIRECTOR, mother, lin)
    by_code = {one.comparison: one.bits for one in page.evidence}
    assert (by_code["phone"] > 0, by_code["document"] < 0) == (True, True)
    assert page.weight == pytest.approx(page.start_bits + sum(by_code.values()))
    assert page.conflict == WHY_NOT[Conflict.PASSPORTS]


def test_m45_the_waterfall_ends_where_the_pair_was_joined_though_only_the_others_being_gone_spoke_for_it(linked: Company) -> None:
    train()
    left, right = sorted((linked.guests["王秀英"], linked.guests["张伟"]))
    read(left, name="王秀英", birth_date="1990-05-03"), read(right, name="王秀英", birth_date="1961-12-30")
    models.Match.objects.create(left_id=left, right_id=right, weight=2.5, levels=[], rule="left_over", model_version=1, verdict="same")
    page = desk.get_pair(DIRECTOR, left, right)
    last = page.evidence[-1]
    assert (last.comparison, last.level) == ("source", "left_over")
    assert page.start_bits + sum(bar.bits for bar in page.evidence) == pytest.approx(2.5) == page.weight


def test_a_record_of_another_house_is_not_shown(linked: Company) -> None:
    with pytest.raises(NotFound):
        desk.get_pair(linked.actor("he"), linked.guests["张伟"], linked.guests["林薇"])
    with pytest.raises(NotFound):
        desk.get_pair(DIRECTOR, linked.guests["张伟"], new_id())
    with pytest.raises(Refused):
        desk.get_pair(linked.actor("zhao"), linked.guests["王秀英"], linked.guests["林薇"])


def test_why_one_guest_names_the_links_that_hold_the_records_together_and_what_people_said(linked: Company) -> None:
    lin, mother, zhang = (linked.guests[name] for name in ("林薇", "王秀英", "张伟"))
    ask(linked, "林薇", "王秀英", 20, "same")
    recluster(actor=DIRECTOR, record_ids=[lin], judge_among=judge_among, now=NOON)
    say_same(actor=DIRECTOR, pair=(mother, zhang), now=NOON, because=Because("前台核对"))
    page = desk.why_one_guest(DIRECTOR, guest_of(DIRECTOR, lin))
    said = [(joint.weight, joint.decision.reason if joint.decision else "") for joint in page.joints]
    assert ({one.record_id for one in page.records}, page.unseen) == ({lin, mother, zhang}, 0)
    assert said == [(None, "前台核对"), (20.0, "")]


def test_why_one_guest_counts_records_of_other_houses_without_showing_them(linked: Company) -> None:
    say_same(actor=DIRECTOR, pair=(linked.guests["林薇"], linked.guests["张伟"]), now=NOON)
    page = desk.why_one_guest(linked.actor("he"), guest_of(DIRECTOR, linked.guests["张伟"]))
    assert ([one.name for one in page.records], page.unseen, page.joints) == (["张伟"], 1, ())
    with pytest.raises(NotFound):
        desk.why_one_guest(DIRECTOR, new_id())


def test_the_history_has_one_line_a_batch_newest_first_also_of_what_was_undone(linked: Company) -> None:
    ask(linked, "林薇", "王秀英", 9), ask(linked, "张伟", SCRIPT, 8)
    accept_many(actor=linked.actor("chen"), weight_min=5, limit=9, now=NOON, because=Because("名册核对"))
    decision = say_different(actor=DIRECTOR, pair=(linked.guests["林薇"], linked.guests["张伟"]), now=NOON + timedelta(hours=1))
    undo_decision(actor=linked.actor("chen"), decision_id=decision, now=NOON + timedelta(hours=2))
    first = desk.list_decisions(DIRECTOR, size=1)
    (second,) = desk.list_decisions(DIRECTOR, page=first.next, size=1).items
    assert (first.items[0].said, first.items[0].undone_by, first.items[0].pairs) == ("different", "陈静", 1)
    assert (second.said, second.said_by, second.reason, second.pairs) == ("same", "陈静", "名册核对", 2)
