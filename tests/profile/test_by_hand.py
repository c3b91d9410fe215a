"""A guest entered or mended by hand: a record like all others, with a person behind it."""

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.cast import DIRECTOR, NOON, Company, facts_of, revealed
from xenia.connect.models import GuestRecord, QuarantinedRow, Run, Source, Upload
from xenia.identity.queries.links import guest_of, list_records
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.lake.tables import ensure_tables
from xenia.profile.actions.by_hand import enter_guest, mend_guest
from xenia.profile.queries.guests import get_guest
from xenia.profile.types.by_hand import HandFields
from xenia.settings import ENV
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.requests import SubjectRequest, SuppressedIndex
from xenia.trust.vault import vault_of

_SECONDS = count(1)


def clock() -> datetime:
    return NOON + timedelta(seconds=next(_SECONDS))


@pytest.fixture
def house(company: Company, empty_home: Path) -> Company:
    ensure_tables(ENV.lake_url)
    return company


def enter(actor, **fields: str):
    return enter_guest(actor=actor, entered=HandFields(fields), clock=clock)


def mend(actor, guest, **fields: str):
    return mend_guest(actor=actor, guest_id=guest, entered=HandFields(fields), clock=clock)


def best(actor, guest) -> dict[str, str]:
    return {one.field: one.best.text for one in get_guest(actor, guest).fields}


def test_an_entered_guest_is_a_record_of_the_front_desk_that_names_the_person(house: Company) -> None:
    zhao = house.actor("zhao")
    guest = enter(zhao, name="李雷", phone="138 0000 7777", city="杭州")
    (link,) = list_records(DIRECTOR, [guest])
    row = GuestRecord.objects.select_related("source").get(record_id=link.record_id)
    assert (row.name, row.source.code, row.source.kind, row.unit_id) == ("李雷", "front_desk_shanghai", "desk", house.shanghai.unit_id)
    assert (Run.objects.get(id=row.run_id).created_by, row.attributes["entered_by"]) == (zhao.user_id, "赵敏")
    assert revealed(DIRECTOR, row.record_id, "phone") == "+8613800007777"
    assert [fact["city"] for fact in facts_of(row.source_id, "guest_facts")] == ["杭州"]


def test_the_desk_of_the_whole_company_is_made_once(house: Company) -> None:
    for name in ("一", "二"):
        enter(house.actor("chen"), name=name)
    assert list(Source.objects.filter(kind="desk").values_list("code", flat=True)) == ["front_desk"]
    assert Upload.objects.filter(file_name="front-desk.jsonl").count() == 2


def test_a_mended_field_wins_and_the_others_stay(house: Company) -> None:
    lin = house.guests["林薇"]
    before = guest_of(DIRECTOR, lin)
    assert mend(house.actor("zhao"), lin, name="林微", city="苏州") == before
    view = get_guest(house.actor("sun"), lin)
    assert (best(house.actor("sun"), lin)["name"], view.line.records, view.id) == ("林微", 2, before)
    assert "138" in best(house.actor("sun"), lin)["phone"]
    assert GuestRecord.objects.get(record_id=lin).name == "林薇"


def test_a_second_mend_keeps_what_the_first_said(house: Company) -> None:
    lin, zhao = house.guests["林薇"], house.actor("zhao")
    mend(zhao, lin, phone="13900009999", id_number="E73512846")
    mend(zhao, lin, email="new@example.com")
    desk = GuestRecord.objects.get(source__kind="desk")
    shown = [revealed(DIRECTOR, desk.record_id, field) for field in ("phone", "email", "document")]
    assert shown == ["+8613900009999", "new@example.com", "PASSPORT CN E73512846"]


def test_a_mend_is_seen_wherever_the_mended_record_is(house: Company) -> None:
    lin = house.guests["林薇"]
    mend(house.actor("chen"), lin, name="林小薇")
    assert best(house.actor("zhao"), lin)["name"] == "林小薇"


def test_the_log_names_the_fields_and_never_a_value(house: Company) -> None:
    mend(house.actor("zhao"), house.guests["林薇"], phone="13900009999")
    entry = AuditEntry.objects.get(action="guest.mended")
    assert (entry.details["fields"], "13900009999" in repr(entry.details)) == (["phone"], False)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phone": "12"}, "is no phone number"),
        ({"id_type": "resident_id", "id_number": "110101199003070000"}, "check digit of the resident number"),
        ({"city": "上海"}, "Give a name, a phone"),
        ({"tier": "gold"}, "no field 'tier'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(house: Company, fields: dict[str, str], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        enter(house.actor("zhao"), **fields)
    assert (Source.objects.filter(kind="desk").count(), QuarantinedRow.objects.count()) == (0, 0)


def test_nobody_mends_out_of_sight_or_without_permission(house: Company) -> None:
    with pytest.raises(NotFound):
        mend(house.actor("zhao"), house.guests["张伟"], name="x")
    with pytest.raises(Refused):
        mend(house.actor("he"), house.guests["张伟"], name="x")
    with pytest.raises(Invalid, match="Nothing was changed"):
        mend(house.actor("zhao"), house.guests["林薇"], name=" ")


def test_a_person_who_was_erased_and_stays_out_is_not_entered_again(house: Company) -> None:
    request = SubjectRequest.objects.create(
        kind="delete", law="pipl", intake="desk", record_ids=[], state="answered", received_at=NOON, due_first_on=NOON, due_on=NOON
    )
    index = vault_of(ENV.key_file).index("e73512846", field="connect.guest_record.id_number")
    SuppressedIndex.objects.create(way="document", index=index, request_id=request.id, created_at=NOON)
    with pytest.raises(Conflict, match="asked to be erased"):
        enter(house.actor("zhao"), name="某人", id_number="E73512846")
    assert not GuestRecord.objects.filter(name="某人").exists()
