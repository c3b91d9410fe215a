"""The page of a guest: one person over all records the reader sees, by whatever id."""

from pathlib import Path

import pytest

from tests.cast import DIRECTOR, NOON, Company, add_facts, join_guests
from xenia.identity.models import GuestLink
from xenia.kernel.errors import Conflict, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.profile.actions.showing import show_guest
from xenia.profile.queries.guests import get_guest, get_identity, list_companions, list_names
from xenia.profile.queries.timeline import list_timeline
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.people import Role


@pytest.fixture
def joined(company: Company) -> Company:
    """Lin Wei of Shanghai and Zhang Wei of Beijing turn out to be one person."""
    join_guests(company.guests["林薇"], company.guests["张伟"])
    return company


def home_of(record_id):
    return GuestLink.objects.get(record_id=record_id).home_id


def test_any_id_a_guest_ever_had_opens_the_guest_of_today(joined: Company) -> None:
    lin, zhang = joined.guests["林薇"], joined.guests["张伟"]
    opened = [get_guest(DIRECTOR, one).id for one in (lin, zhang, home_of(lin), home_of(zhang))]
    assert set(opened) == {home_of(min(lin, zhang))}


def test_the_page_tells_every_record_and_who_says_what(joined: Company) -> None:
    view = get_guest(DIRECTOR, joined.guests["林薇"])
    name = next(one for one in view.fields if one.field == "name")
    assert {record.source_name for record in view.records} == {"外滩云行酒店 PMS", "故宫云行酒店 PMS"}
    assert (view.line.records, view.line.bookings, name.best.text, [other.text for other in name.others]) == (2, 4, "林薇", ["张伟"])


def test_s1_a_reader_of_one_unit_sees_what_that_unit_says_and_no_hint_of_another(joined: Company) -> None:
    view = get_guest(joined.actor("he"), joined.guests["林薇"])
    assert (view.line.name, view.line.records, view.line.bookings, view.line.sources) == ("张伟", 1, 1, ("故宫云行酒店 PMS",))
    assert "林薇" not in repr(view)


def test_a_guest_of_whom_the_reader_sees_no_record_does_not_exist(company: Company) -> None:
    for identifier in (company.guests["张伟"], home_of(company.guests["张伟"]), new_id()):
        with pytest.raises(NotFound, match="that you may see"):
            get_guest(company.actor("zhao"), identifier)


def test_a_record_that_came_in_a_moment_ago_has_no_guest_yet(company: Company) -> None:
    GuestLink.objects.filter(record_id=company.guests["林薇"]).delete()
    with pytest.raises(Conflict, match="a moment ago"):
        get_guest(company.actor("zhao"), company.guests["林薇"])


def test_who_may_not_see_guests_sees_none(company: Company) -> None:
    from dataclasses import replace

    with pytest.raises(Refused):
        get_guest(replace(DIRECTOR, permissions=frozenset()), company.guests["林薇"])


def test_what_is_shown_in_clear_is_in_the_log_for_the_record_it_came_from(joined: Company) -> None:
    Role.objects.filter(code="administrator").update(clear_fields=["phone", "document"])
    view = show_guest(actor=joined.actor("chen"), identifier=joined.guests["张伟"], now=NOON)
    shown = {entry.subject_id: entry.details["fields"] for entry in AuditEntry.objects.filter(action="contact.shown")}
    assert view.clear == ("document", "phone")
    assert shown == {str(joined.guests["林薇"]): ["document", "phone"], str(joined.guests["张伟"]): ["phone"]}


def test_a_masked_page_leaves_no_entry(joined: Company) -> None:
    show_guest(actor=joined.actor("chen"), identifier=joined.guests["张伟"], now=NOON)
    assert not AuditEntry.objects.filter(action="contact.shown").exists()


def test_the_timeline_is_that_of_all_records_page_by_page(joined: Company, empty_home: Path) -> None:
    for name, house in (("林薇", joined.shanghai), ("张伟", joined.beijing)):
        add_facts(
            "interactions",
            house,
            {"record_id": str(joined.guests[name]), "interaction_key": name, "channel": "call", "at": NOON, "subject": name},
        )
    titles, page = [], None
    while page is not None or not titles:
        answer = list_timeline(DIRECTOR, joined.guests["林薇"], page=page, size=2)
        titles, page = titles + [entry.title for entry in answer.items], answer.next
    assert sorted(titles) == ["B-1", "S-1", "S-2", "S-3", "张伟", "林薇"]


def test_companions_are_guests_and_never_the_guest(company: Company) -> None:
    lin, mother = company.guests["林薇"], company.guests["王秀英"]
    assert [(one.guest_id, one.name, one.bookings) for one in list_companions(company.actor("zhao"), lin)] == [
        (home_of(mother), "王秀英", 2)
    ]
    join_guests(lin, mother)
    assert list_companions(company.actor("zhao"), lin) == []


def test_names_are_told_of_those_whom_the_reader_sees(joined: Company) -> None:
    lin, zhang, mother = (joined.guests[name] for name in ("林薇", "张伟", "王秀英"))
    guest = get_identity(DIRECTOR, lin)[0]
    assert list_names(joined.actor("he"), [lin, mother, new_id()]) == {lin: (guest, "张伟")}
    assert list_names(DIRECTOR, [zhang])[zhang][1] == "林薇"
