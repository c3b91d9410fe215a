"""From pairs to guests in the database: links follow the evidence and what people said, ids lead on for ever, consents come along."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper

from tests.cast import DIRECTOR, NOON
from tests.identity.pairs import decide, linked_records, match, nothing_against
from xenia.identity import models
from xenia.identity.actions import clusters
from xenia.identity.actions.clusters import recluster, recluster_all
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import guest_of, homes_of
from xenia.identity.rules.clustering import Judge
from xenia.identity.types import Merge, Moved, Split
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Refused
from xenia.kernel.ids import new_id
from xenia.news.models import News
from xenia.trust.models.consent import GuestGroup

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def make(*records: UUID, judge=nothing_against) -> Moved:
    return recluster(actor=DIRECTOR, record_ids=records, judge_among=judge, now=LATER)


def guests(records: Sequence[UUID]) -> list[UUID]:
    held = dict(models.GuestLink.objects.values_list("record_id", "guest_id"))
    return [held[record] for record in records]


def homes(records: Sequence[UUID]) -> list[UUID]:
    held = dict(models.GuestLink.objects.values_list("record_id", "home_id"))
    return [held[record] for record in records]


def test_m35_a_guest_goes_by_the_home_of_its_earliest_record() -> None:
    a, b, c, _ = records = linked_records(4)
    match(c, b, 10), match(b, a, 20)
    moved = make(c)
    home = homes(records)
    assert guests(records) == [home[0], home[0], home[0], home[3]]
    assert moved == Moved(2, (Merge(home[0], tuple(sorted(home[1:3]))),), ())
    assert set(models.GuestLink.objects.filter(valid_from=LATER).values_list("record_id", flat=True)) == {b, c}


def test_m35_made_again_nothing_changes_and_nobody_is_told() -> None:
    a, b = linked_records(2)
    match(a, b)
    make(a)
    told = News.objects.count()
    assert (make(b), News.objects.count()) == (Moved(), told)


def test_m36_every_id_ever_given_leads_to_the_guest_of_today() -> None:
    a, b, c = records = linked_records(3)
    home = homes(records)
    match(b, c, 10)
    make(b)
    match(a, b, 20)
    make(b)
    assert [guest_of(DIRECTOR, one) for one in (*home, *records)] == [home[0]] * 6
    assert homes_of(DIRECTOR, [home[0]]) == dict.fromkeys(home, home[0])


def test_m37_where_the_evidence_is_gone_each_is_its_own_guest_again_under_its_own_id() -> None:
    a, b, c = records = linked_records(3)
    match(a, b, 20), match(b, c, 10)
    make(a)
    models.Match.objects.all().delete()
    home = homes(records)
    assert make(c) == Moved(2, (), (Split(home[0], tuple(sorted(home[1:]))),))
    assert guests(records) == home
    assert not GuestGroup.objects.exists()


def test_m37_a_record_that_changes_sides_is_parted_from_the_one_and_both_are_told() -> None:
    a, b, c = records = linked_records(3)
    match(a, c, 8)
    make(a)
    models.Match.objects.all().delete()
    match(b, c, 9)
    home = homes(records)
    assert make(c).splits == (Split(home[0], (home[1],)),)
    assert guests(records) == [home[0], home[1], home[1]]


def test_m34_different_beats_same_whichever_way_leads_there() -> None:
    a, b, c = records = linked_records(3)
    match(a, b, 20), match(b, c, 10)
    decide(a, c, "different")
    make(a)
    home = homes(records)
    assert guests(records) == [home[0], home[0], home[2]]


def test_m31_what_cannot_be_one_person_never_is() -> None:
    a, b, c = records = linked_records(3)
    match(a, b, 20), match(b, c, 10)
    make(a, judge=lambda among: Judge(lambda first, second: {a, c} <= {*first, *second}))
    home = homes(records)
    assert guests(records) == [home[0], home[0], home[2]]


def test_the_news_names_who_became_one_and_who_came_apart_some_hundred_at_a_time() -> None:
    records = linked_records(1_002)
    for left, right in zip(records[::2], records[1::2], strict=True):
        match(left, right)
    make(*records)
    told = [news.payload["merges"] for news in News.objects.filter(kind="GuestsMerged").order_by("id")]
    assert [len(merges) for merges in told] == [500, 1]
    assert set(told[1][0]) == {"guest_id", "former_ids"}


def test_all_at_once_makes_the_same_guests_as_one_by_one_and_mends_what_is_wrong() -> None:
    records = linked_records(60)
    for place in range(0, 58, 3):
        match(records[place], records[place + 1], 20)
        match(records[place + 1], records[place + 2], 10)
    make(*records)
    expected = guests(records)
    models.GuestLink.objects.filter(record_id__in=records[:30]).update(guest_id=expected[-1])
    parts = list(recluster_all(actor=DIRECTOR, judge_among=nothing_against, now=LATER))
    assert guests(records) == expected
    assert (parts[-1].done, parts[-1].total, sum(part.moved.records for part in parts)) == (60, 60, 30)


def test_a_record_without_a_link_is_nobody_yet() -> None:
    (a,) = linked_records(1)
    match(a, new_id())
    assert make(a) == Moved()
    assert recluster(actor=DIRECTOR, record_ids=[], judge_among=nothing_against, now=NOON) == Moved()


def test_strangers_may_not_make_guests() -> None:
    with pytest.raises(Refused):
        recluster(actor=product_actor("stranger"), record_ids=linked_records(1), judge_among=nothing_against, now=NOON)


def believe_empty(cursor: CursorWrapper) -> None:
    """As autovacuum leaves a table whose rows were all taken back: pages, and nothing on them."""
    for name in (models.Match._meta.db_table, models.GuestLink._meta.db_table, models.Decision._meta.db_table):
        counts = "'schemaname', 'public', 'relname', %s, 'relpages', 15, 'reltuples', 0::real"
        cursor.execute(f"SELECT pg_restore_relation_stats({counts})", [name])


def test_what_leads_to_a_thousand_records_is_found_by_index_whatever_the_database_believes_of_its_tables() -> None:
    if connection.pg_version < 180_000:
        pytest.skip("counts of rows can be planted in PostgreSQL 18 and newer")
    records = linked_records(20)
    with connection.cursor() as cursor:
        believe_empty(cursor)
        cursor.execute(clusters.BY_INDEX)
        cursor.execute("EXPLAIN " + clusters.REACHED, [records])
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(clusters.AS_BEFORE)
    assert ("Seq Scan" in plan, "identity_guestlink_pkey" in plan) == (False, True), plan


@pytest.mark.django_db(transaction=True)
def test_made_by_several_workers_at_once_a_chain_is_one_guest() -> None:
    records = sorted(new_id() for _ in range(40))
    link_records(actor=DIRECTOR_LINKS, record_ids=records, now=NOON)
    pairs = [(left, right, 200.0 - 4 * place) for place, (left, right) in enumerate(pairwise(records))]

    def work(part: list[tuple[UUID, UUID, float]]) -> None:
        for left, right, weight in part:
            match(left, right, weight)
            make(left, right)
        connections.close_all()

    threads = [Thread(target=work, args=(pairs[place::4],)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(guests(records)) == {homes(records)[0]}


DIRECTOR_LINKS = product_actor("tests", "link_records")
