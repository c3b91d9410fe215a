"""People who do not exist but could: documents that pass their checks, families that look like families."""

from datetime import date

import numpy as np
import phonenumbers
import pytest

from tests.demo.conftest import UNTIL
from xenia.demo.documents import resident_ids
from xenia.demo.house import client_companies
from xenia.demo.people import People, make_people

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.fixture(scope="module")
def people() -> People:
    return make_people(np.random.default_rng(11), 0, 4_000, UNTIL, client_companies(4_000, 11))


def test_a_known_resident_id_gets_its_published_check_digit() -> None:
    born = np.array([date(1949, 12, 31)], dtype="datetime64[D]")
    assert resident_ids(["110105"], np.array([0]), born, np.array([2])).tolist() == ["11010519491231002X"]


def test_every_resident_id_passes_its_check_and_tells_birth_and_gender(people: People) -> None:
    for number, born, gender in zip(people.resident_id, people.birth.tolist(), people.gender, strict=True):
        if number is None:
            continue
        assert "10X98765432"[sum(w * int(digit) for w, digit in zip(WEIGHTS, number, strict=False)) % 11] == number[17]
        assert number[6:14] == f"{born:%Y%m%d}"
        assert int(number[16]) % 2 == 1 - gender


def test_resident_ids_carry_a_province_code_that_nobody_is_issued(people: People) -> None:
    assert all(number[2:6] == "0000" for number in people.resident_id if number)


def test_every_phone_is_a_valid_number(people: People) -> None:
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone, "CN")) for phone in set(people.phone))


def test_chinese_mobile_numbers_show_that_they_are_made_up(people: People) -> None:
    assert all(phone[3:5] == "00" for phone in people.phone if not phone.startswith("+"))


def test_children_share_a_phone_with_a_parent_and_grown_ups_have_their_own(people: People) -> None:
    children = (people.age < 14) & (people.households.size > 1)
    parents = people.households.start + 1
    assert (people.phone[children] == people.phone[parents[children]]).all()
    grown = people.phone[(people.age >= 18) & (people.age < 60)]
    assert len(set(grown)) == len(grown)


def test_children_carry_the_surname_of_their_father(people: People) -> None:
    start = people.households.start
    father = start + (people.gender[start] == 1)
    children = (people.households.slot == 2) & (people.nation == "CN")
    assert (people.names.surname[children] == people.names.surname[father[children]]).all()


def test_parents_are_at_least_eighteen_years_older(people: People) -> None:
    children = people.households.slot == 2
    assert (people.age[people.households.start[children]] - people.age[children] >= 18).all()


def test_the_commonest_surnames_are_those_of_the_census(people: People) -> None:
    chinese = people.names.surname[people.nation == "CN"]
    names, counts = np.unique(chinese, return_counts=True)
    assert set(names[np.argsort(counts)[-3:]]) == {"王", "李", "张"}


def test_households_live_at_one_address(people: People) -> None:
    assert (people.address == people.address[people.households.start]).all()
