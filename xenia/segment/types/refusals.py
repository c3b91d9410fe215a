"""What a definition may be made of, read strictly: each refusal says where in the tree, the value, and what to do."""

import re
from datetime import date
from typing import Any

from xenia.kernel.errors import Invalid
from xenia.segment.types.operators import YEAR_FIRST, YEAR_LAST

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NAME_LENGTH_MAX = 100
SHOWN_MAX = 60


def refusal(at: str, zh: str, en: str, zh_do: str, en_do: str) -> Invalid:
    """The refusal of what stands at a place of the tree."""
    return Invalid("audience_unreadable", f"{at}: found {en}; {en_do}.", f"{at}：发现 {zh}；{zh_do}。", at=at)


def shown(value: object) -> str:
    """A value as a sentence shows it, cut where it is long. Only the outside of what is nested is looked at."""
    if isinstance(value, dict):
        return "{" + ", ".join(shown(name) for name in list(value)[:5]) + (", …" if len(value) > 5 else "") + "}"
    if isinstance(value, list | tuple):
        return "[…]" if value else "[]"
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = repr(value) if isinstance(value, str) else str(value) if not isinstance(value, int) or abs(value) < 10**40 else "…"
    return text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}…"


def as_object(value: object, at: str, must: set[str] | None = None, may: set[str] | None = None) -> dict[str, Any]:
    """Returns the object; raises Invalid for anything else, for a name that is missing, and, where names are given, for an unknown one."""
    if not isinstance(value, dict):
        raise refusal(at, shown(value), shown(value), "此处应为对象 {…}", "an object {…} belongs here")
    needed, allowed = must or set(), (must or set()) | (may or set())
    missing = sorted(needed - set(value))
    if missing:
        raise refusal(at, shown(value), shown(value), f"缺少 {missing[0]}", f"{missing[0]} is missing")
    unknown = sorted(str(name) for name in value if name not in allowed) if allowed else []
    if unknown:
        raise refusal(
            f"{at}.{unknown[0]}"[:300],
            shown(unknown[0]),
            shown(unknown[0]),
            f"此处只能有 {'、'.join(sorted(allowed))}",
            f"only {', '.join(sorted(allowed))} may stand here",
        )
    return value


def as_sequence(value: object, at: str, most: int) -> list[Any]:
    """Returns the list; raises Invalid for anything else, for an empty one, and for one longer than `most`."""
    if not isinstance(value, list):
        raise refusal(at, shown(value), shown(value), "此处应为列表 […]", "a list […] belongs here")
    if not value:
        raise refusal(at, "空列表", "an empty list", "请至少写一项，或删除整组", "write one thing at least, or take the group away")
    if len(value) > most:
        raise refusal(at, f"{len(value)} 项", f"{len(value)} things", f"最多 {most} 项", f"at most {most} may stand here")
    return value


def a_name(value: object, at: str) -> str:
    """Returns a name of the catalogue: small letters, digits, underscores, and points between."""
    if not isinstance(value, str) or len(value) > NAME_LENGTH_MAX or not _NAME.fullmatch(value):
        raise refusal(
            at,
            shown(value),
            shown(value),
            "请写目录中的名称，如 feature.bookings_365d",
            "write a name of the catalogue, such as feature.bookings_365d",
        )
    return value


def a_whole(value: object, at: str, least: int, most: int) -> int:
    """Returns a whole number between two others; true and 3.0 are none."""
    if type(value) is not int or not least <= value <= most:
        raise refusal(at, shown(value), shown(value), f"请写 {least} 至 {most} 的整数", f"write a whole number from {least} to {most}")
    return value


def a_date(value: object, at: str) -> date:
    """Returns a day written as 2026-05-01."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None or not YEAR_FIRST <= found.year <= YEAR_LAST:
        raise refusal(
            at,
            shown(value),
            shown(value),
            f"请写 {YEAR_FIRST} 至 {YEAR_LAST} 年间的日期，如 2026-05-01",
            f"write a day of the years {YEAR_FIRST} to {YEAR_LAST}, as 2026-05-01",
        )
    return found
