"""Versions with days, which rules of earning, rewards and members-only prices have alike."""

from dataclasses import dataclass
from datetime import date

import pytest

from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.loyalty.rules.versions import checked_days, next_number, version_on

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
WHAT = ("reward", Text("奖励", "The reward"))


@dataclass(frozen=True)
class Version:
    number: int
    valid_from: date
    valid_until: date | None = None


@pytest.mark.parametrize(
    ("versions", "day", "number"),
    [
        ([], MARCH, None),
        ([Version(1, APRIL)], MARCH, None),
        ([Version(1, MARCH), Version(2, APRIL)], MARCH, 1),
        ([Version(1, MARCH), Version(2, APRIL)], APRIL, 2),
        ([Version(2, MARCH), Version(1, APRIL)], MAY, 2),
        ([Version(1, MARCH), Version(2, MARCH, APRIL)], APRIL, None),
        ([Version(1, MARCH, MARCH)], MARCH, None),
    ],
)
def test_of_overlapping_versions_the_newest_that_has_begun_holds_and_no_older_one_comes_back(
    versions: list[Version], day: date, number: int | None
) -> None:
    found = version_on(versions, day)
    assert (found.number if found else None) == number


def test_versions_are_counted_from_one() -> None:
    assert (next_number([]), next_number([Version(2, MARCH), Version(1, MARCH)])) == (1, 3)


def test_a_version_does_not_end_before_it_begins_nor_begin_in_the_past() -> None:
    assert checked_days((APRIL, APRIL), APRIL, WHAT) == (APRIL, APRIL)
    assert checked_days((MARCH, None), None, WHAT) == (MARCH, None)
    with pytest.raises(Invalid, match="ends on 2026-03-01, before it begins on 2026-04-01"):
        checked_days((APRIL, MARCH), None, WHAT)
    with pytest.raises(Invalid, match="take 2026-04-01 or later") as refused:
        checked_days((MARCH, None), APRIL, WHAT)
    assert refused.value.code == "reward_begins_in_past"
