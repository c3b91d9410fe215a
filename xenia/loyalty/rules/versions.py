"""Terms that change from a day on: which version holds, the next number, and the days that a version may have. Pure.

What has versions with days (rules of earning, rewards, members-only prices) keeps them all: what was decided under one stays as it was.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text

Days = tuple[date, date | None]
"""From the first day on, until the second (exclusive; None: until it is changed)."""


class Dated(Protocol):
    """A version that holds from a day on and until another (exclusive)."""

    @property
    def number(self) -> int: ...

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


def version_on(versions: Iterable[D], day: date) -> D | None:
    """Rules EA3, RW1 and MB1: the version with the highest number among those that have begun by the programme's day, None before the first
    and where that one has ended: an older version does not come back."""
    newest = max((one for one in versions if one.valid_from <= day), key=lambda one: one.number, default=None)
    return newest if newest and (newest.valid_until is None or day < newest.valid_until) else None


def next_number(versions: Iterable[Dated]) -> int:
    """The number of the next version, 1 for the first."""
    return max((one.number for one in versions), default=0) + 1


def checked_days(days: Days, earliest: date | None, what: tuple[str, Text]) -> Days:
    """Returns the days; raises Invalid for a version that ends before it begins, or that begins before `earliest` (None: on any day), for
    then what was decided under another version would change. `what`: the first word of the error's code, and what has the versions."""
    begins, ends = days
    code, name = what
    if ends is not None and ends < begins:
        told = f"{name.en} ends on {ends}, before it begins on {begins}."
        raise Invalid(f"{code}_days_invalid", told, f"{name.zh}止于 {ends}，早于开始日 {begins}。")
    if earliest is not None and begins < earliest:
        raise Invalid(
            f"{code}_begins_in_past",
            f"{name.en} would hold from {begins}, which is over, and what was decided since would change; take {earliest} or later.",
            f"{name.zh}不能从过去的 {begins} 起生效（会改变已定的结果）；请选 {earliest} 或以后。",
        )
    return days
