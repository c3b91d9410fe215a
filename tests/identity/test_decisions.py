"""What people say of records, and taking it back: rules M38 to M41."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import DIRECTOR, NOON, PHONE, Company
from tests.identity.pairs import LINKER, decide, match
from xenia.connect.models import GuestRecord
from xenia.identity import models
from xenia.identity.actions.clusters import recluster
from xenia.identity.actions.decisions import Because, accept_many, say_different, say_same, split_record, undo_decision
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import guest_of
from xenia.identity.rows import judge_among, readings_of, sealed_reading
from xenia.identity.rules.reading import read_record
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.news.models import News
from xenia.trust.models.audit import AuditEntry
from xenia.trust.types.access import Permission

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def at(minute: int):
    return NOON + timedelta(minutes=minute)


@pytest.fixture
def records(company: Company) -> list[UUID]:
    """林薇, 王秀英, 张伟 and the one with script in the name, in the order in which they came, each a guest of one."""
    found = sorted(company.guests.values())
    link_records(actor=LINKER, record_ids=found, now=NOON)
    return found


def parts() -> set[frozenset[UUID]]:
    """Who is one guest now."""
    guests: dict[UUID, set[UUID]] = {}
    for record_id, guest_id in models.GuestLink.objects.values_list("record_id", "guest_id"):
        guests.setdefault(guest_id, set()).add(record_id)
    return {frozenset(part) for part in guests.values() if len(part) > 1}


def same(one: UUID, other: UUID, minute: int = 1, actor: Actor = DIRECTOR) -> UUID:
    return say_same(actor=actor, pair=(one, other), now=at(minute), because=Because("同一张身份证"))


def different(one: UUID, other: UUID, minute: int = 1) -> UUID:
    return say_different(actor=DIRECTOR, pair=(one, other), now=at(minute))


def undo(decision_id: UUID, minute: int = 9) -> None:
    undo_decision(actor=DIRECTOR, decision_id=decision_id, now=at(minute))


def test_m38_two_records_said_to_be_the_same_are_one_guest_until_it_is_undone(records: list[UUID]) -> None:
    decision = same(records[1], records[0])
    assert parts() == {frozenset(records[:2])}
    undo(decision)
    assert parts() == set()
    assert [entry.action for entry in AuditEntry.objects.filter(action__startswith="guest.").order_by("id")] == [
        "guest.joined", "guest.decision_undone",
    ]  # fmt: skip
    assert [news.kind for news in News.objects.filter(kind__in=["GuestsMerged", "GuestSplit"]).order_by("id")] == [
        "GuestsMerged",
        "GuestSplit",
    ]


def test_m38_the_same_word_twice_is_one_decision(records: list[UUID]) -> None:
    assert same(records[0], records[1]) == same(records[1], records[0], 2)
    assert models.Decision.objects.count() == 1


def test_the_reason_is_sealed(records: list[UUID]) -> None:
    same(records[0], records[1])
    assert "身份证".encode() not in bytes(models.Decision.objects.get().reason_sealed)


def test_m38_a_word_said_over_another_stands_in_its_place_and_undone_the_first_stands_again(records: list[UUID]) -> None:
    same(records[0], records[1])
    over = different(records[0], records[1], 2)
    assert parts() == set()
    undo(over)
    assert parts() == {frozenset(records[:2])}


def test_m39_what_is_said_to_differ_along_any_way_refuses_and_nothing_changes(records: list[UUID]) -> None:
    a, b, c, _ = records
    same(a, b)
    different(b, c, 2)
    with pytest.raises(Conflict, match="undo that decision first"):
        same(a, c, 3)
    assert (parts(), models.Decision.objects.count()) == ({frozenset([a, b])}, 2)


def test_m40_a_record_is_taken_out_of_its_guest_and_one_undo_puts_it_back(records: list[UUID]) -> None:
    a, b, c, d = records
    same(a, b), same(b, c, 2), same(c, d, 3)
    split_record(actor=DIRECTOR, record_id=b, now=at(4), because=Because("两个人"))
    assert parts() == {frozenset([c, d])}
    undo(models.Decision.objects.filter(batch_id__isnull=False)[0].id)
    assert parts() == {frozenset(records)}


def test_a_guest_of_one_cannot_be_split(records: list[UUID]) -> None:
    with pytest.raises(Conflict, match="nothing to take apart"):
        split_record(actor=DIRECTOR, record_id=records[0], now=NOON)


def test_m41_many_pairs_are_accepted_at_once_and_undone_at_once(records: list[UUID]) -> None:
    a, b, c, d = records
    match(a, b, 9, "ask"), match(c, d, 8, "ask"), match(b, c, 2, "ask")
    done = accept_many(actor=DIRECTOR, weight_min=5, limit=500, now=at(1))
    assert (done.pairs, done.left_out, parts()) == (2, 0, {frozenset([a, b]), frozenset([c, d])})
    undo(models.Decision.objects.filter(batch_id=done.batch_id)[0].id)
    assert parts() == set()


def test_m41_accepting_many_leaves_out_what_cannot_be_one_person_or_was_said_to_differ(records: list[UUID]) -> None:
    a, b, c, d = records
    match(a, b, 20, "ask"), match(b, c, 12, "ask"), match(c, d, 8, "ask")
    decide(a, c, "different")
    for record, number in ((c, "E12341234"), (d, "G99887766")):
        reading = read_record({"id_number": number, "id_type": "passport", "id_country": "CN"}, today=NOON.date())
        models.Reading.objects.create(record_id=record, reading_sealed=sealed_reading(record, reading), content_hash=b"h" * 16)
    done = accept_many(actor=DIRECTOR, weight_min=5, limit=500, now=at(1))
    assert (done.pairs, done.left_out, parts()) == (1, 2, {frozenset([a, b])})


def test_a_reading_is_opened_as_it_was_sealed() -> None:
    record = new_id()
    row = {"name": "单田芳", "phone": PHONE, "birth_date": "1988-03-09", "id_number": "E12341234", "id_type": "passport"}
    reading = read_record(row, today=NOON.date())
    models.Reading.objects.create(record_id=record, reading_sealed=sealed_reading(record, reading), content_hash=b"h" * 16)
    assert readings_of([record]) == {record: reading}


def test_a_record_that_was_erased_is_refused_in_words_and_nothing_changes(records: list[UUID]) -> None:
    GuestRecord.objects.filter(record_id=records[1]).delete()
    with pytest.raises(NotFound, match="it may have been erased"):
        same(records[0], records[1])
    with pytest.raises(NotFound, match="it may have been erased"):
        split_record(actor=DIRECTOR, record_id=new_id(), now=NOON)
    assert not models.Decision.objects.exists()


def test_a_steward_decides_on_records_of_the_own_house_only(company: Company, records: list[UUID]) -> None:
    he = company.actor("he")
    lin, zhang, script = (company.guests[name] for name in ("林薇", "张伟", '<script>alert("hi")</script>'))
    with pytest.raises(NotFound):
        same(lin, zhang, actor=he)
    same(zhang, script, actor=he)
    assert parts() == {frozenset([zhang, script])}


def test_without_the_permission_nobody_decides(company: Company, records: list[UUID]) -> None:
    zhao = company.actor("zhao")
    assert not zhao.may(Permission.RESOLVE_GUESTS)
    with pytest.raises(Refused):
        same(records[0], records[1], actor=zhao)
    with pytest.raises(Invalid, match="the same record"):
        same(records[0], records[0])


def test_a_decision_is_undone_once(records: list[UUID]) -> None:
    decision = same(records[0], records[1])
    undo(decision)
    with pytest.raises(Conflict, match="undone already"):
        undo(decision)
    with pytest.raises(NotFound):
        undo(new_id())


PLACES = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: pair[0] < pair[1])
STEPS = st.lists(st.tuples(st.sampled_from(["same", "different", "split", "match"]), PLACES), max_size=6)


def perform(records: list[UUID], word: str, pair: tuple[int, int], minute: int) -> list[UUID]:
    """Does a step; returns the decision to undo, where one was made that was not there before."""
    held = set(models.Decision.objects.filter(undone_at__isnull=True).values_list("id", flat=True))
    one, other = records[pair[0]], records[pair[1]]
    try:
        if word == "match":
            models.Match.objects.filter(left_id=one, right_id=other).delete()
            match(one, other, 10 + minute)
            recluster(actor=DIRECTOR, record_ids=[one], judge_among=judge_among, now=at(minute))
        elif word == "split":
            split_record(actor=DIRECTOR, record_id=one, now=at(minute))
        else:
            {"same": same, "different": different}[word](one, other, minute)
    except Conflict:
        pass
    new = models.Decision.objects.filter(undone_at__isnull=True).exclude(id__in=held).order_by("id")
    return list(new.values_list("id", flat=True)[:1])


def fresh(records: list[UUID]) -> None:
    models.Decision.objects.all().delete()
    models.Match.objects.all().delete()
    recluster(actor=DIRECTOR, record_ids=records, judge_among=judge_among, now=NOON)


PROPERTY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)


@PROPERTY
@given(STEPS, st.sampled_from(["same", "different", "split"]), PLACES)
def test_m40_undoing_the_last_word_restores_the_very_guests_of_before(records: list[UUID], steps, word: str, pair) -> None:
    fresh(records)
    for minute, step in enumerate(steps, start=1):
        perform(records, *step, minute)
    before = dict(models.GuestLink.objects.values_list("record_id", "guest_id"))
    for decision in perform(records, word, pair, 20):
        undo(decision, 21)
    assert dict(models.GuestLink.objects.values_list("record_id", "guest_id")) == before


@PROPERTY
@given(STEPS)
def test_m36_whatever_happens_no_record_is_lost_every_id_leads_on_and_different_stays_apart(records: list[UUID], steps) -> None:
    fresh(records)
    for minute, step in enumerate(steps, start=1):
        perform(records, *step, minute)
    links = list(models.GuestLink.objects.values_list("record_id", "home_id", "guest_id"))
    heads = {guest_id for _, _, guest_id in links}
    assert sorted(record_id for record_id, _, _ in links) == records
    assert {guest_of(DIRECTOR, home) for _, home, _ in links} == heads == {guest_of(DIRECTOR, head) for head in heads}
    apart = models.Decision.objects.filter(said="different", undone_at__isnull=True).values_list("left_id", "right_id")
    guests = {record_id: guest_id for record_id, _, guest_id in links}
    assert all(guests[left] != guests[right] for left, right in apart)


@PROPERTY
@given(st.lists(st.tuples(PLACES, st.integers(1, 5)), max_size=6, unique_by=lambda one: one[0]), st.randoms(use_true_random=False))
def test_m32_the_order_of_arrival_changes_no_guest(records: list[UUID], pairs, random) -> None:
    outcomes = []
    for _ in range(2):
        fresh(records)
        random.shuffle(pairs)
        for (one, other), weight in pairs:
            match(records[one], records[other], weight)
            recluster(actor=DIRECTOR, record_ids=[records[other]], judge_among=judge_among, now=NOON)
        outcomes.append(parts())
    assert outcomes[0] == outcomes[1]
