"""Until records are matched every record is a guest of one, made once however often it is asked for."""

from threading import Thread
from uuid import UUID

import pytest
from django.db import connections

from tests.cast import DIRECTOR, LIN_WEI, NOON, PEOPLE, WANG_XIUYING, load, open_source, people_file
from xenia.connect.models import GuestRecord
from xenia.identity import models
from xenia.identity.actions.links import link_records
from xenia.identity.jobs import on_records_arrived
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Refused
from xenia.kernel.ids import new_id

IDENTITY = product_actor("identity", "link_records")


def guests_of(records: list[UUID]) -> dict[UUID, UUID]:
    return {link.record_id: link.guest_id for link in list_links(DIRECTOR, records)}


def guests_without_a_record() -> int:
    return models.Guest.objects.exclude(id__in=models.GuestLink.objects.values("guest_id")).count()


@pytest.mark.django_db
def test_each_record_gets_a_guest_of_its_own() -> None:
    records = [new_id() for _ in range(3)]
    assert link_records(actor=IDENTITY, record_ids=records, now=NOON) == 3
    assert len(set(guests_of(records).values())) == 3
    assert {link.valid_from for link in list_links(DIRECTOR, records)} == {NOON}


@pytest.mark.django_db
def test_a_record_linked_again_keeps_its_guest() -> None:
    first, second = [new_id(), new_id()], [new_id()]
    link_records(actor=IDENTITY, record_ids=first, now=NOON)
    before = guests_of(first)
    assert link_records(actor=IDENTITY, record_ids=first + second, now=NOON) == 1
    assert guests_of(first) == before
    assert (models.Guest.objects.count(), guests_without_a_record()) == (3, 0)


@pytest.mark.django_db
def test_a_record_named_twice_is_one_guest() -> None:
    record = new_id()
    assert link_records(actor=IDENTITY, record_ids=[record, record, record], now=NOON) == 1
    assert (models.Guest.objects.count(), guests_without_a_record()) == (1, 0)


@pytest.mark.django_db
def test_no_records_are_no_guests() -> None:
    assert link_records(actor=IDENTITY, record_ids=[], now=NOON) == 0


@pytest.mark.django_db
def test_those_without_the_permission_link_nothing() -> None:
    with pytest.raises(Refused):
        link_records(actor=product_actor("stranger"), record_ids=[new_id()], now=NOON)
    assert not models.Guest.objects.exists()


@pytest.mark.django_db
def test_the_news_of_a_run_links_its_people_and_may_come_twice() -> None:
    run = load(open_source(), people_file(LIN_WEI, WANG_XIUYING), PEOPLE)
    for _ in range(2):
        on_records_arrived({"run_id": str(run.id), "source_id": str(run.source_id)})
    assert set(models.GuestLink.objects.values_list("record_id", flat=True)) == set(GuestRecord.objects.values_list("record_id", flat=True))
    assert (models.Guest.objects.count(), guests_without_a_record()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_linked_by_several_workers_at_once_a_record_has_one_guest_and_no_guest_is_left_over() -> None:
    records = sorted(new_id() for _ in range(2_000))

    def link() -> None:
        link_records(actor=IDENTITY, record_ids=records, now=NOON)
        connections.close_all()

    threads = [Thread(target=link) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (models.GuestLink.objects.count(), models.Guest.objects.count(), guests_without_a_record()) == (2_000, 2_000, 0)
