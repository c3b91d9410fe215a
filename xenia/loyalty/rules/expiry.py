"""When points end: rules EX1 to EX4 of docs/algorithms/expiry.md. Pure."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from xenia.loyalty.types.programmes import ExpiryMode, ExpiryPolicy


def day_of(instant: datetime, time_zone: str) -> date:
    """Rule EX1: the programme's day of an instant. A lot ends at the midnight that begins its day of ending, in the programme's zone."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def expires_on(policy: ExpiryPolicy, earned_on: date) -> date | None:
    """Rule EX2: the first day on which what was earned can be used no more, None for never. MONTHS: the first day of the month after the
    one that lies `months` months ahead; YEAR_END: the 1st of January after so many year ends. With ACTIVITY a lot has the day that
    follows `months` months after the member's last activity, here the earning itself (`rolled_to`)."""
    match policy.mode:
        case ExpiryMode.NEVER:
            return None
        case ExpiryMode.YEAR_END:
            return date(earned_on.year + policy.years, 1, 1)
        case ExpiryMode.ACTIVITY:
            return rolled_to(policy, earned_on)
        case ExpiryMode.MONTHS:
            return added_months(earned_on.replace(day=1), policy.months + 1)


def rolled_to(policy: ExpiryPolicy, active_on: date) -> date:
    """Rule EX3: under ACTIVITY every lot of the account ends the day after `months` months of silence, counted from the last activity."""
    return added_months(active_on, policy.months) + timedelta(days=1)


def added_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of a month that is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
