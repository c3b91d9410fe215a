"""Records that are never one person, whatever else agrees."""

import pytest

from tests.identity.readings import read
from xenia.identity.rules.conflicts import Conflict, conflict_between

RESIDENT, OTHER_RESIDENT = "11010519491231002X", "310101195401088929"
BASE = {"name": "王伟", "phone": "13805712233", "email": "xiaobei1988@qq.com"}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"id_number": RESIDENT}, {"id_number": OTHER_RESIDENT}, Conflict.RESIDENT_NUMBERS),
        ({"id_number": "E34567812", "id_type": "passport"}, {"id_number": "E97531246", "id_type": "passport"}, Conflict.PASSPORTS),
        ({"booking_ref": "B1", "source": "gds"}, {"booking_ref": "B1", "source": "gds", "name": "王先生"}, Conflict.TRAVELLERS),
        ({}, {"name": "王芳"}, Conflict.NAMES),
        ({"name": "", "name_latin": "WANG/ZIHAN MISS"}, {"name": "", "name_latin": "WANG/ZIAN MSTR"}, Conflict.NAMES),
        ({"name": "王先生"}, {"birth_date": "2020-05-01"}, Conflict.AGE),
    ],
)
def test_m31_two_people(one: dict[str, str], other: dict[str, str], why: Conflict) -> None:
    assert conflict_between(read(**BASE | one), read(**BASE | other)) == why
    assert conflict_between(read(**BASE | other), read(**BASE | one)) == why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"id_number": "E34567812", "id_type": "passport"}, {"id_number": "E34567813", "id_type": "passport"}),
        ({"id_number": "E34567812", "id_type": "passport"}, {"id_number": RESIDENT}),
        ({"id_number": RESIDENT}, {"id_number": RESIDENT, "name": "王韦"}),
        ({"id_number": RESIDENT, "name": "王未"}, {"id_number": RESIDENT, "name": "王末"}),
        ({"booking_ref": "B1", "source": "gds"}, {"booking_ref": "B1", "source": "hotel"}),
    ],
)
def test_m31_perhaps_one_person(one: dict[str, str], other: dict[str, str]) -> None:
    assert conflict_between(read(**BASE | one), read(**BASE | other)) is None


def test_m15_a_title_tells_sex_and_that_a_grown_up_is_meant() -> None:
    assert (read(name="王先生").gender, read(name="王先生").is_grown) == ("m", True)
    assert (read(name_latin="WANG/FANGMS").gender, read(name_latin="WANG/LELE MSTR").is_grown) == ("f", False)
    assert (read(name="Anna Williams").gender, read(name="Anna Williams").is_grown) == ("", False)
