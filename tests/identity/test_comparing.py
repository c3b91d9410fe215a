"""How far two records agree, thing by thing."""

import pytest

from tests.identity.readings import read
from xenia.identity.rules.comparing import (
    UNKNOWN,
    booking_level,
    born_level,
    document_level,
    latin_level,
    levels_of,
    local_level,
    mail_level,
    name_level,
    phone_level,
)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"name": "王伟"}, {"name": "王伟先生"}, 4),
        ({"name": "單田芳"}, {"name": "单田芳"}, 4),
        ({"name": "李丽燕"}, {"name": "李丽艳"}, 3),
        ({"name": "王先生"}, {"name": "王伟"}, 2),
        ({"name": "王先生"}, {"name": "王女士"}, 2),
        ({"name": "王伟"}, {"name": "王芳"}, 1),
        ({"name": "王伟"}, {"name": "李娜"}, 0),
        ({"name": "王伟"}, {}, UNKNOWN),
        ({"name": "王伟"}, {"name_latin": "WANG/WEI"}, UNKNOWN),
    ],
)
def test_m21_names_in_characters(one: dict[str, str], other: dict[str, str], level: int) -> None:
    assert local_level(read(**one), read(**other)) == local_level(read(**other), read(**one)) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("WANG/WEI MR", "Wei Wang", 5),
        ("SHAN/TIANFANG", "DAN/TIANFANG", 0),
        ("ZHANG/XIAOMING", "ZHANG/XIAOMNG", 4),
        ("THOMPSON/JENNIFER", "THOMSEN/JENNIFER", 3),
        ("W. Wang", "WANG/WEI", 2),
        ("W. Wang", "WANG/FANG", 1),
        ("LI/NA", "LI/NI", 1),
        ("LI/NA", "WANG/FANG", 0),
    ],
)
def test_m21_names_in_letters(one: str, other: str, level: int) -> None:
    assert latin_level(read(name_latin=one), read(name_latin=other)) == level


def test_m21_a_name_read_in_two_ways_agrees_with_either() -> None:
    assert latin_level(read(name="单田芳"), read(name_latin="SHAN/TIANFANG MS")) == 5
    assert name_level(read(name="曾静"), read(name_latin="ZENG/JING")) == 5


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("1988-03-04", 2),
        ("1988-04-03", 1),
        ("1978-03-04", 1),
        ("1988-03-05", 1),
        ("1985-03-04", 0),
        ("1971-11-30", 0),
        ("1900-01-01", UNKNOWN),
    ],
)
def test_m22_birth_dates(other: str, level: int) -> None:
    assert born_level(read(birth_date="1988-03-04"), read(birth_date=other)) == level


@pytest.mark.parametrize(
    ("other", "level"),
    [("0086-13805712233", 2), ("13805712234", 1), ("13805712323", 1), ("13911112222", 0), ("13800138000", UNKNOWN), ("", UNKNOWN)],
)
def test_m23_phones(other: str, level: int) -> None:
    assert phone_level(read(phone="138 0571 2233"), read(phone=other)) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("xiaobei1988@qq.com", "XIAOBEI1988@QQ.COM", 3),
        ("xiaobei1988@qq.com", "xiaobei1988@163.com", 1),
        ("wei.wang@qq.com", "wei.wang@qq.com", 2),
        ("wei.wang@qq.com", "wei.wang@163.com", UNKNOWN),
        ("wangwei1988@qq.com", "wangwei1988@163.com", 1),
        ("kxz@qq.com", "kxz@163.com", 0),
        ("booking@yunxing.cn", "booking@yunxing.cn", UNKNOWN),
    ],
)
def test_m24_addresses(one: str, other: str, level: int) -> None:
    assert mail_level(read(name="王伟", email=one), read(name="王伟", email=other)) == level


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ({"id_number": "E34567812", "id_type": "passport", "id_country": "CN"}, 2),
        ({"id_number": "e 3456 7812", "id_type": "passport"}, 2),
        ({"id_number": "E34567813", "id_type": "passport"}, 1),
        ({"id_number": "E3456781Z", "id_type": "passport"}, 1),
        ({"id_number": "E97531246", "id_type": "passport"}, 0),
        ({"id_number": "E34567812", "id_type": "passport", "id_country": "GB"}, UNKNOWN),
        ({"id_number": "11010519491231002X", "id_type": "resident_id"}, UNKNOWN),
    ],
)
def test_m25_documents(other: dict[str, str], level: int) -> None:
    assert document_level(read(id_number="E34567812", id_type="passport", id_country="CN"), read(**other)) == level


def test_m27_one_booking_told_by_two_systems_says_more_than_told_by_one() -> None:
    here, there = read(booking_ref="B1 B2", source="gds"), read(booking_ref="B2", source="hotel")
    assert (booking_level(here, there), booking_level(here, here), booking_level(here, read(booking_ref="B9"))) == (2, 1, 0)


def test_m20_what_one_side_does_not_say_is_no_evidence() -> None:
    assert levels_of(read(name="王伟", phone="13805712233", city="上海"), read()) == (UNKNOWN,) * 11
