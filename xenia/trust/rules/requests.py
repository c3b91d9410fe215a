"""What the business decided about requests of guests: the clock, the steps of each kind, when two people must agree. Pure."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import chinese_calendar

from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.trust.types.requests import Clock, RequestKind, RequestState, RightsPolicy
from xenia.trust.types.rights import Rights

FIRST_POLICY = RightsPolicy(
    clocks={"pipl": Clock(15, "working_days"), "gdpr": Clock(1, "months")},
    bulk_people=20,
    package_days=7,
    on_key="block",
    on_document="block",
    on_contact="flag",
)
CLOCK_UNITS = ("working_days", "days", "months")
DEEDS = ("block", "flag", "nothing")
PACKAGED = frozenset({RequestKind.KNOW, RequestKind.COPY, RequestKind.PORT, RequestKind.EXPLAIN})
BY_HAND = {
    RequestKind.CORRECT: (
        ("correct", Text("在来源系统更正，并记录更正了什么", "Correct it in the source system, and note what was corrected")),
    ),
    RequestKind.EXPLAIN: (("explain", Text("写下对该决定的说明", "Write down how the decision came about")),),
}
MOVES = {
    RequestState.RECEIVED: {RequestState.WORKING, RequestState.APPROVAL, RequestState.REFUSED},
    RequestState.APPROVAL: {RequestState.WORKING, RequestState.RECEIVED, RequestState.REFUSED},
    RequestState.WORKING: {RequestState.READY},
    RequestState.READY: {RequestState.ANSWERED},
}


def is_workday_in_china(day: date) -> bool:
    """Whether people work: Monday to Friday without public holidays, and make-up weekends.

    For years whose calendar is not published yet every Monday to Friday counts, so a clock ends too early and hardly ever too late.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def due_on(received_on: date, clock: Clock, is_workday: Callable[[date], bool] = is_workday_in_china) -> date:
    """Returns the last day on which the answer is in time (rule X1). The day of receipt does not count."""
    if clock.unit == "days":
        return received_on + timedelta(days=clock.count)
    if clock.unit == "months":
        return _months_later(received_on, clock.count)
    day, left = received_on, clock.count
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def steps_of(kind: RequestKind, rights: Rights) -> list[tuple[str, str, Text, bool]]:
    """Returns (module, code, title, by hand) of the work of a request (rule X2)."""
    steps = [("trust", code, title, True) for code, title in BY_HAND.get(kind, ())]
    if kind is RequestKind.DELETE:
        steps += [(module, step.code, step.title, False) for module, step in rights.steps]
        steps.append(("trust", "verify", Text("在所有存储中查找，确认没有留下", "Search every store, and find nothing left"), False))
    if kind is RequestKind.RESTRICT:
        steps.append(("trust", "restrict", Text("停止处理此人的数据", "Stop processing this person's data"), False))
    if kind is RequestKind.OBJECT:
        steps.append(("trust", "object", Text("停止画像与个性化推荐", "Stop profiling and personal recommendations"), False))
    if kind in PACKAGED:
        steps += [
            (module.code, "export", Text(f"汇总：{module.title.zh}", f"Gather: {module.title.en}"), False)
            for module in rights.modules
            if module.export
        ]
        steps.append(("trust", "package", Text("制作加密资料包", "Make the sealed package"), False))
    return steps


def policy_of(rows: Mapping[str, Any]) -> RightsPolicy:
    """Returns the policy: the company's rows over the first ones."""
    held = FIRST_POLICY.as_rows() | dict(rows)
    clocks = {
        code.removeprefix("clock."): Clock(int(row["count"]), str(row["unit"])) for code, row in held.items() if code.startswith("clock.")
    }
    return RightsPolicy(
        clocks, int(held["bulk_people"]), int(held["package_days"]), held["on_key"], held["on_document"], held["on_contact"]
    )


def check_policy(policy: RightsPolicy) -> None:
    """Raises Invalid for a policy that could not be kept."""
    for law, clock in policy.clocks.items():
        if clock.unit not in CLOCK_UNITS or not 1 <= clock.count <= 366:
            raise Invalid(
                "clock_unfit",
                f"The clock of {law} is {clock.count} {clock.unit}; give 1 to 366 of {', '.join(CLOCK_UNITS)}.",
                f"{law} 的时限“{clock.count} {clock.unit}”不可用。",
            )
    if not 1 <= policy.bulk_people <= 1_000_000 or not 1 <= policy.package_days <= 90:
        raise Invalid(
            "policy_unfit",
            f"A bulk erasure begins at {policy.bulk_people} people and a package lives {policy.package_days} days; "
            "give 1 person or more, and 1 to 90 days.",
            "批量人数至少为 1，资料包保存 1 至 90 天。",
        )
    for deed in (policy.on_key, policy.on_document, policy.on_contact):
        if deed not in DEEDS:
            raise Invalid(
                "deed_unknown",
                f"{deed!r} is not a way to meet a person who was erased; give one of {', '.join(DEEDS)}.",
                f"“{deed}”不是可用的处理方式。",
            )


def may_move(state: RequestState, to: RequestState) -> bool:
    """Whether a request in one state may come to the other."""
    return to in MOVES.get(state, set())


def needs_second(people: int, policy: RightsPolicy) -> bool:
    """Whether erasing so many people at once takes a second person (rule X3): from `bulk_people` on."""
    return people >= policy.bulk_people


def is_identified(compared: Iterable[tuple[str, bool | None]]) -> bool:
    """Whether the person who asks is the person asked about (rule X4): something matches, and nothing differs."""
    told = [matches for _, matches in compared if matches is not None]
    return bool(told) and all(told)
