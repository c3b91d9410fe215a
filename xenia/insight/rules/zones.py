"""How far a place is from UTC, and since when: so that engines tell the day of an instant by adding, each in the same way. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

YEARS = 20
"""So many years back the clock changes are told; before that the oldest of them holds."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Offset:
    """From the instant on, local time is UTC plus `ahead`."""

    since: datetime
    ahead: timedelta


@lru_cache(16)
def offsets_of(zone: str, today: date) -> tuple[Offset, ...]:
    """Returns every change of the clocks of an IANA zone, exact to the minute, from twenty years ago to a year ahead; the oldest first."""
    place = ZoneInfo(zone)
    day, end = datetime.combine(date(today.year - YEARS, 1, 1), time(), UTC), datetime.combine(date(today.year + 2, 1, 1), time(), UTC)
    found = [Offset(day, _ahead(place, day))]
    while day < end:
        following = day + timedelta(days=1)
        if _ahead(place, following) != found[-1].ahead:
            turn = _turn(place, day, following)
            found.append(Offset(turn, _ahead(place, turn)))
        day = following
    return tuple(found)


def _ahead(place: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta()


def _turn(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first minute of the new offset, found by halving."""
    while after - before > _MINUTE:
        middle = before + (after - before) // 2 // _MINUTE * _MINUTE
        before, after = (middle, after) if _ahead(place, middle) == _ahead(place, before) else (before, middle)
    return after
