"""Birthdays of everybody, without their years."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cast import DIRECTOR, LIN_WEI, NAMELESS, PEOPLE, ZHANG_WEI, join_guests, load, make_guests, open_source, people_file
from xenia.connect.models import GuestRecord
from xenia.identity.queries.links import link_table
from xenia.kernel.errors import Refused
from xenia.profile.queries.birthdays import birthday_table

pytestmark = pytest.mark.django_db


def test_a_birthday_is_the_one_of_the_guests_page_where_records_differ(empty_home: Path) -> None:
    hotel, agency = open_source("hotel"), open_source("agency")
    load(hotel, people_file(LIN_WEI, ZHANG_WEI, NAMELESS), PEOPLE)
    load(agency, people_file(replace(LIN_WEI, key="U7", passport="", birth_date="1988-09-03")), PEOPLE)
    records = dict(GuestRecord.objects.values_list("source_key", "record_id"))
    guests = dict(zip(records, make_guests(*records.values()), strict=True))
    lin = join_guests(records["G1"], records["U7"])
    found = birthday_table(DIRECTOR, link_table(DIRECTOR)).to_pylist()
    assert {row["guest_id"]: row["code"] for row in found} == {str(lin): 309, str(guests["G3"]): 228}


def test_birthdays_of_everybody_are_for_who_sees_everybody(db: None) -> None:
    with pytest.raises(Refused):
        birthday_table(replace(DIRECTOR, units=frozenset()), link_table(DIRECTOR))
