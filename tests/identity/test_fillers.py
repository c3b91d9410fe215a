"""Values that say nothing are nothing: rule M2."""

from datetime import date

import pytest

from xenia.identity.rules.contacts import read_email, read_phones
from xenia.identity.rules.documents import read_birth_date, read_document
from xenia.identity.rules.names import EMPTY, read_name

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "name", ["无", "N/A", "n.a.", "测试", "测试01", "Guest 12", "客人", "散客", "------", "aaaa", "Test User", "UNKNOWN", "先生", "."]
)
def test_m2_a_filler_is_no_name(name: str) -> None:
    assert read_name(name) == EMPTY


@pytest.mark.parametrize("name", ["Guest, Christopher", "吴测", "任无双", "Bo Xx", "AA", "田客"])
def test_m2_a_name_that_looks_a_little_like_a_filler_is_a_name(name: str) -> None:
    assert not read_name(name).is_empty


@pytest.mark.parametrize(
    "phone", ["13800138000", "138 0013 8000", "+8613800138000", "00000000000", "13888888888", "13812345678", "无", "1", "-", "10086"]
)
def test_m2_a_filler_is_no_phone(phone: str) -> None:
    assert read_phones(phone) == ()


@pytest.mark.parametrize(
    "address", ["test@test.com", "noreply@ctrip.com", "NA@na.com", "no@no.com", "aaa@qq.com", "无", "x", "1@1.com", "guest@hotel.com"]
)
def test_m2_a_filler_is_no_address(address: str) -> None:
    assert read_email(address) is None


@pytest.mark.parametrize("number", ["000000", "111111111", "123456789", "E00000000", "无", "N/A", "XXXX", "0", ""])
def test_m2_a_filler_is_no_document(number: str) -> None:
    assert read_document(number) is None


@pytest.mark.parametrize("day", ["1900-01-01", "1970-01-01", "1911-11-11", "2027-01-01", "1899-12-30", "", "无", "0000-00-00"])
def test_m2_m14_a_filler_is_no_birth_date(day: str) -> None:
    assert read_birth_date(day, TODAY) is None
