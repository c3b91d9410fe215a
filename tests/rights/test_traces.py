"""What counts as a trace of a person in a text, the same for Python, RE2 and PostgreSQL."""

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from django.db import connection

from xenia.trust.types.rights import Trace, pattern_of, wholes_of

PHONE, EMAIL, KEY = Trace("phone", "13900002222"), Trace("email", "z.w@example.com"), Trace("key", "M20031")
CASES = [
    (PHONE, "call +86 139-0000-2222 now", True),
    (PHONE, "1390000222", False),
    (EMAIL, "<Z.W@Example.COM>", True),
    (EMAIL, "zxw@example.com", False),
    (KEY, '{"guest": "M20031"}', True),
    (KEY, "M20031", True),
    (KEY, "AM200319", False),
    (KEY, "01a2-4m20031f-77", False),
    (Trace("name", "欧阳小华"), "客人：欧阳小华（女）", True),
    (Trace("document", "E12341234"), "passport e1234 1234", True),
]


@pytest.mark.parametrize(("trace", "text", "found"), CASES)
def test_a_trace_is_found_in_a_text_and_never_in_the_middle_of_another_value(trace: Trace, text: str, found: bool) -> None:
    pattern = pattern_of([trace, Trace("id", "never-there")])
    assert (re.search(pattern, text, re.IGNORECASE) is not None) is found
    assert pc.match_substring_regex(pa.array([text]), pattern, ignore_case=True).to_pylist() == [found]


@pytest.mark.django_db
@pytest.mark.parametrize(("trace", "text", "found"), CASES)
def test_postgresql_finds_the_same(trace: Trace, text: str, found: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s ~* %s", [text, pattern_of([trace])])
        assert cursor.fetchone() == (found,)


def test_a_short_value_counts_only_as_a_whole_cell() -> None:
    short = Trace("key", "G3", is_whole=True)
    assert (pattern_of([short]), wholes_of([short, PHONE])) == ("", {"G3"})
