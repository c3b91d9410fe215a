"""Forgetting a person: nothing of the records stays in identity, and who stays is put together anew."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from tests.cast import DIRECTOR, NOON, Company
from tests.identity.pairs import LINKER, decide, linked_records, match
from xenia.identity import models
from xenia.identity.actions.clusters import recluster
from xenia.identity.actions.decisions import Because, say_same
from xenia.identity.actions.erasure import ERASE_STEPS
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import export_subject, guest_of, guests_of
from xenia.identity.rows import SILENT, judge_among, sealed_reading
from xenia.trust.types.rights import Erasure

pytestmark = pytest.mark.django_db


def erase(*records: UUID) -> None:
    """Carries the steps out as a request does."""
    guests = tuple(guests_of(DIRECTOR, records))
    erasure = Erasure(uuid4(), records, guests, (), {}, (), ())
    for step in ERASE_STEPS:
        assert step.work(DIRECTOR, erasure, {}, NOON).done


def join(*records: UUID) -> None:
    for place, pair in enumerate(pairwise(records)):
        match(*pair, 40 - 10 * place)
    recluster(actor=LINKER, record_ids=records, judge_among=judge_among, now=NOON)


def homes() -> dict[UUID, UUID]:
    return dict(models.GuestLink.objects.values_list("record_id", "home_id"))


def test_every_table_forgets_the_record_and_keeps_what_is_others() -> None:
    a, b, c = linked_records(3)
    home = homes()
    match(a, b), match(b, c)
    decide(a, c, "different")
    models.Reading.objects.create(record_id=a, reading_sealed=sealed_reading(a, SILENT), content_hash=b"h" * 16)
    models.ReviewedPair.objects.create(left_id=a, right_id=b, weight=9, stratum=1, drawn_at=NOON)
    models.Relation.objects.create(from_id=home[a], to_id=home[b], kind="companion", confidence=1, state="inferred", changed_at=NOON)
    erase(a)
    left = (models.Reading, models.ReviewedPair, models.Relation, models.Decision)
    assert [model.objects.count() for model in left] == [0] * 4
    assert list(models.Match.objects.values_list("left_id", "right_id")) == [(b, c)]
    assert (set(homes()), models.Guest.objects.filter(id=home[a]).exists()) == ({b, c}, False)


def test_a_guest_erased_whole_leaves_no_id_behind() -> None:
    records = linked_records(3)
    home = homes()
    join(*records)
    assert set(guests_of(DIRECTOR, records)) == set(home.values())
    erase(*records)
    assert (models.Guest.objects.count(), models.GuestLink.objects.count()) == (0, 0)
    assert [guest_of(DIRECTOR, one) for one in home.values()] == [None] * 3


def test_where_the_earliest_record_goes_the_others_stay_one_guest_under_the_next_id() -> None:
    a, b, c = linked_records(3)
    home = homes()
    join(a, b, c)
    erase(a)
    assert (guest_of(DIRECTOR, b), guest_of(DIRECTOR, c), guest_of(DIRECTOR, home[a])) == (home[b], home[b], None)


def test_where_a_later_record_goes_the_guest_keeps_its_id() -> None:
    a, b, c = linked_records(3)
    home = homes()
    join(a, b, c)
    assert guests_of(DIRECTOR, [b]) == [home[b]]
    erase(c)
    assert (guest_of(DIRECTOR, a), guest_of(DIRECTOR, b)) == (home[a], home[a])


def test_a_person_is_told_what_was_matched_and_decided_and_no_other_persons_record(company: Company) -> None:
    a, b, c, _ = sorted(company.guests.values())
    link_records(actor=LINKER, record_ids=[a, b, c], now=NOON)
    match(a, b), match(b, c)
    say_same(actor=DIRECTOR, pair=(a, c), now=NOON, because=Because("同一护照"))
    told = {section.code: section.rows for section in export_subject(DIRECTOR, [a, b], NOON)}
    assert [(row["left_id"], row["right_id"]) for row in told["matches"]] == [(str(a), str(b))]
    assert [(row["left_id"], row["right_id"], row["reason"]) for row in told["identity_decisions"]] == [(str(a), "", "")]
