"""One guest as conditions see them, and what is answered about one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.texts import Text

Value = None | bool | int | float | str | date | frozenset[str]


@dataclass(frozen=True)
class Event:
    """Something a guest did. `at` is the instant, which orders events; `day` is the day of it where the company is."""

    kind: str
    at: datetime
    day: date
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class GuestFacts:
    """All that conditions may look at. A field that is not there has no value. `belongs_to`: the audiences and lists the guest is in."""

    values: Mapping[str, Value] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    belongs_to: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Reason:
    """Whether the condition at `at` holds for a guest. `found`: the value or the number of times it was judged by, None for a group and
    where there is none. `parts` are those of a group, all of them, also where the first would have settled it."""

    at: str
    holds: bool
    found: Value
    parts: tuple["Reason", ...] = ()


@dataclass(frozen=True)
class Finding:
    """Why a definition cannot be evaluated now: what at `at` is gone or changed, by name, in a sentence. An audience with any is frozen."""

    at: str
    code: str
    name: str
    told: Text
