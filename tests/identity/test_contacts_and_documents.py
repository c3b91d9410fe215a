"""Phones, e-mail addresses, documents and birth dates in one form: rules M10 to M14."""

from datetime import date

import pytest

from xenia.identity.rules.contacts import Phone, read_email, read_phones
from xenia.identity.rules.documents import PASSPORT, RESIDENT, read_birth_date, read_document

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "written", ["138-0571-2233", "+86 138 0571 2233", "0086 13805712233", "8613805712233", "１３８０５７１２２３３", "138.0571.2233"]
)
def test_m10_a_mobile_number_has_one_form(written: str) -> None:
    assert read_phones(written) == (Phone("+8613805712233", True),)


def test_m10_every_number_of_a_cell_is_read() -> None:
    numbers = [phone.number for phone in read_phones("021-62881133 / 13605712233；021-62881133")]
    assert numbers == ["+862162881133", "+8613605712233"]


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("020 7946 0018", "GB", "+442079460018"),
        ("9123 4567", "HK", "+85291234567"),
        ("+1 415 555 2671", "CN", "+14155552671"),
        ("852 9123 4567", "CN", "+85291234567"),
    ],
)
def test_m10_a_number_is_read_in_the_region_of_its_source(written: str, region: str, number: str) -> None:
    assert [phone.number for phone in read_phones(written, region)] == [number]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Wei.Wang+trip@Gmail.com", "weiwang@gmail.com"),
        (" WEI@QQ.COM ", "wei@qq.com"),
        ("wang@gmial.com", "wang@gmail.com"),
        ("wei＠163.com", "wei@163.com"),
    ],
)
def test_m11_an_address_has_one_form(written: str, address: str) -> None:
    email = read_email(written)
    assert email is not None
    assert email.address == address


def test_m11_the_mailbox_of_an_office_is_marked() -> None:
    office, person = read_email("booking@yunxing.cn"), read_email("lin.wei@yunxing.cn")
    assert office is not None
    assert person is not None
    assert (office.is_shared, person.is_shared) == (True, False)


@pytest.mark.parametrize("number", ["E34567812", "e 3456 7812", "E-3456-7812", "Ｅ34567812"])
def test_m12_a_document_has_one_form(number: str) -> None:
    found = read_document(number, "P", "CHN")
    assert found is not None
    assert (found.kind, found.country, found.number) == (PASSPORT, "CN", "E34567812")


def test_m12_what_looks_alike_is_alike() -> None:
    numbers = [found.alike for text in ("E34567801", "E345678OI", "E3456-78o1") if (found := read_document(text, "passport", "CN"))]
    assert numbers == ["E34567801"] * 3


@pytest.mark.parametrize(
    ("number", "kind", "found"),
    [("H0214578963", "", "home_return_permit"), ("C13579246", "", "hk_macau_permit"), ("T24681357", "", "to_taiwan_permit"), ("02468135", "台胞证", "taiwan_compatriot_permit"), ("EA2468135", "", "passport"), ("110105194912310020", "身份证", "resident_id"), ("K7654921A", "", "other")],
)  # fmt: skip
def test_m12_a_kind_is_named_or_seen(number: str, kind: str, found: str) -> None:
    document = read_document(number, kind)
    assert document is not None
    assert document.kind == found


@pytest.mark.parametrize("number", ["11010519491231002X", "110105491231002", "11010519491231002x", "110105 19491231 002X"])
def test_m13_a_right_resident_number_tells_birth_date_and_sex(number: str) -> None:
    found = read_document(number, "身份证")
    assert found is not None
    assert (found.kind, found.number, found.birth_date, found.sex) == (RESIDENT, "11010519491231002X", date(1949, 12, 31), "female")


def test_m13_a_wrong_resident_number_tells_nothing() -> None:
    found = read_document("110105194912310020", "身份证")
    assert found is not None
    assert (found.is_checked, found.birth_date, found.sex) == (False, None, "")


@pytest.mark.parametrize(
    "written", ["1988-03-04", "19880304", "04/03/1988", "1988年3月4日", "1988/3/4", "4.3.1988", "1988-03-04T08:00:00Z"]
)
def test_m14_a_birth_date_has_one_form(written: str) -> None:
    assert read_birth_date(written, TODAY) == date(1988, 3, 4)


@pytest.mark.parametrize(("written", "day"), [("3/14/1988", date(1988, 3, 14)), ("1988-02-31", None), ("1988", None), ("88-3-4", None)])
def test_m14_a_number_over_12_is_the_day(written: str, day: date | None) -> None:
    assert read_birth_date(written, TODAY) == day


@pytest.mark.parametrize(
    ("written", "country"), [("CHN", "CN"), ("cn", "CN"), ("DEU", "DE"), ("ITA", "IT"), ("XX", ""), ("中国", ""), ("", "")]
)
def test_m12_the_issuer_of_a_passport_is_read_from_two_letters_or_three(written: str, country: str) -> None:
    found = read_document("K7654921A", "passport", written)
    assert found is not None
    assert found.country == country
