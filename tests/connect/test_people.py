"""People come in under their source's keys: known by key alone, then described; what is personal is sealed wherever it lies."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from tests.cast import (
    DIRECTOR,
    EVERYONE,
    LIN_WEI,
    NAMELESS,
    NOON,
    ORDERS,
    PEOPLE,
    WANG_XIUYING,
    ZHANG_WEI,
    Guest,
    facts_of,
    load,
    orders_file,
    people_file,
    revealed,
    stored_bytes,
    with_fields,
)
from xenia.connect import models
from xenia.connect.queries.guests import get_guest
from xenia.connect.types.runs import Counts
from xenia.identity.models import GuestLink
from xenia.news.deliver import deliver
from xenia.news.models import News
from xenia.settings import ENV
from xenia.wiring import SUBSCRIPTIONS

BOOKED = with_fields(ORDERS, booker_key={"from": "status"}, traveller_keys={"from": "total"}, status={"const": "reserved"}, total=None)
MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def record(source_id: UUID, guest: Guest = LIN_WEI) -> models.GuestRecord:
    return models.GuestRecord.objects.get(source_id=source_id, source_key=guest.key)


def test_everyone_in_a_file_becomes_a_record(source_id: UUID) -> None:
    assert load(source_id, people_file(*EVERYONE), PEOPLE).counts == Counts(new=10)
    assert models.GuestRecord.objects.filter(source_id=source_id).count() == 10
    assert (record(source_id).name, record(source_id).name_pinyin[:7], record(source_id).gender) == ("林薇", "lin wei", "female")
    assert record(source_id).birth_month_day == "03-09"


def test_a_person_known_by_key_alone_is_described_later_and_stays_the_same_record(source_id: UUID) -> None:
    load(source_id, orders_file("S-1,G1,,,G1|G2"), BOOKED)
    stub = record(source_id)
    load(source_id, people_file(LIN_WEI, WANG_XIUYING), PEOPLE)
    described = record(source_id)
    booking = models.Booking.objects.get(source_id=source_id)
    assert (stub.name, described.name, described.record_id) == ("", "林薇", stub.record_id)
    assert (booking.booker_id, booking.traveller_ids) == (stub.record_id, [stub.record_id, record(source_id, WANG_XIUYING).record_id])


def test_a_person_described_first_is_found_by_a_later_booking(source_id: UUID) -> None:
    load(source_id, people_file(LIN_WEI), PEOPLE)
    load(source_id, orders_file("S-1,G1,,,"), BOOKED)
    assert models.GuestRecord.objects.get().name == "林薇"
    assert models.Booking.objects.get().booker_id == record(source_id).record_id


def test_the_same_key_in_another_source_is_another_record(source_id: UUID) -> None:
    from tests.cast import open_source

    other = open_source("other")
    load(source_id, people_file(LIN_WEI), PEOPLE)
    load(other, people_file(LIN_WEI), PEOPLE)
    assert record(source_id).record_id != record(other).record_id


@pytest.mark.parametrize("order", [(MARCH, APRIL), (APRIL, MARCH)])
def test_what_was_true_last_is_shown_whatever_came_last(source_id: UUID, order: tuple[datetime, datetime]) -> None:
    tier = {MARCH: "silver", APRIL: "gold"}
    for as_of in order:
        load(source_id, people_file(replace(LIN_WEI, tier=tier[as_of])), PEOPLE, as_of=as_of)
    assert record(source_id).membership_tier == "gold"


def test_a_person_without_a_key_is_known_by_what_names_them(source_id: UUID) -> None:
    keyless = with_fields(PEOPLE, guest_key=None)
    load(source_id, people_file(LIN_WEI, ZHANG_WEI), keyless)
    assert load(source_id, people_file(ZHANG_WEI, LIN_WEI), keyless).counts == Counts(unchanged=2)
    assert models.GuestRecord.objects.count() == 2


def test_the_same_phone_has_one_blind_index_however_it_is_written(source_id: UUID) -> None:
    written = ("+8613800001111", "138 0000 1111", "138-0000-1111", "0086 138 0000 1111", "(+86)13800001111")
    load(source_id, people_file(*(replace(NAMELESS, key=f"K{place}", phone=phone) for place, phone in enumerate(written))), PEOPLE)
    indexes = {(bytes(row.phone_index), bytes(row.phone_tail_index)) for row in models.GuestRecord.objects.all()}
    assert (models.GuestRecord.objects.count(), len(indexes)) == (5, 1)
    assert {revealed(DIRECTOR, row.record_id, "phone") for row in models.GuestRecord.objects.all()} == {"+8613800001111"}


def test_an_e_mail_address_has_one_blind_index_in_any_case_of_letters(source_id: UUID) -> None:
    load(source_id, people_file(replace(LIN_WEI, email="Lin.Wei@Example.com"), replace(ZHANG_WEI, email="lin.wei@example.com")), PEOPLE)
    assert len({bytes(row.email_index) for row in models.GuestRecord.objects.all()}) == 1


def test_what_is_personal_lies_nowhere_in_clear(source_id: UUID, empty_home: Path) -> None:
    from xenia.lake.tables import ensure_tables

    ensure_tables(ENV.lake_url)
    load(source_id, people_file(*EVERYONE), PEOPLE)
    stored = stored_bytes("connect_guestrecord") + stored_bytes("connect_upload") + stored_bytes("connect_run")
    files = b"".join(file.read_bytes() for folder in ("lake", "uploads") for file in (ENV.home / folder).rglob("*") if file.is_file())
    secrets = [
        value for guest in EVERYONE for value in (guest.phone.removeprefix("+86"), guest.email, guest.passport, guest.birth_date) if value
    ]
    assert len(secrets) > 15
    assert [secret for secret in secrets if secret.encode() in stored + files] == []


def test_a_key_that_is_itself_personal_is_not_shown(source_id: UUID) -> None:
    load(
        source_id,
        people_file(*(replace(LIN_WEI, key=key) for key in ("13800001111", "+8613800001111", "+447700900123", "110101198803090021"))),
        PEOPLE,
    )
    assert {row.source_key for row in models.GuestRecord.objects.all()} == {""}
    assert b"13800001111" not in stored_bytes("connect_guestrecord")


@pytest.mark.parametrize("key", ["114821853643", "100000000393", "G-13800001111", "1380000111"])
def test_a_key_that_only_resembles_a_number_of_someone_is_shown(source_id: UUID, key: str) -> None:
    load(source_id, people_file(replace(LIN_WEI, key=key)), PEOPLE)
    assert models.GuestRecord.objects.get().source_key == key


def test_the_lake_names_people_by_record_only(source_id: UUID) -> None:
    load(source_id, people_file(LIN_WEI), PEOPLE)
    (fact,) = facts_of(source_id, "guest_facts")
    assert (fact["record_id"], fact["gender"], fact["membership_tier"]) == (str(record(source_id).record_id), "female", "gold")
    assert not {"name", "phone", "email"} & fact.keys()


def test_every_record_is_a_guest_of_one_once_the_news_is_delivered(source_id: UUID) -> None:
    load(source_id, people_file(*EVERYONE), PEOPLE)
    load(source_id, orders_file("S-1,G1,,,G77"), BOOKED)
    for _ in range(2):
        for news in News.objects.all():
            News.objects.update(delivered_at=None)
            deliver(news.id, subscriptions=SUBSCRIPTIONS, now=NOON)
    records = set(models.GuestRecord.objects.values_list("record_id", flat=True))
    assert set(GuestLink.objects.values_list("record_id", flat=True)) == records
    assert GuestLink.objects.values("guest_id").distinct().count() == len(records) == 11


def test_a_sealed_value_opens_for_its_own_record_only(source_id: UUID) -> None:
    from xenia.trust.keyring.masters import VaultFault

    load(source_id, people_file(LIN_WEI, ZHANG_WEI), PEOPLE)
    moved = record(source_id, ZHANG_WEI)
    moved.phone_sealed = record(source_id).phone_sealed
    moved.save()
    with pytest.raises(VaultFault, match="does not open"):
        revealed(DIRECTOR, moved.record_id, "phone")


def test_a_guest_page_masks_what_is_personal(source_id: UUID) -> None:
    load(source_id, people_file(LIN_WEI), PEOPLE)
    page = get_guest(DIRECTOR, record(source_id).record_id)
    assert (page.summary.phone, page.summary.email, page.document, page.birthday) == (
        "138****1111",
        "l***@example.com",
        "E****1234",
        "****-03-09",
    )


def test_script_in_a_name_survives_as_text(source_id: UUID) -> None:
    from tests.cast import SCRIPT, SCRIPT_KIDDIE

    load(source_id, people_file(SCRIPT_KIDDIE), PEOPLE)
    assert record(source_id, SCRIPT_KIDDIE).name == SCRIPT
