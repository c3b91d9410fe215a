"""Who may pass points on, how many, and how long a gift waits: rules FA1 to FA5 of docs/algorithms/family.md. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.names import require_plain
from xenia.loyalty.types.passing import Passed, PassingAsk, PassingBar, PassingKind
from xenia.loyalty.types.programmes import Member, MemberState, PassingPolicy

MESSAGE_MOST = 120


def checked_ask(policy: PassingPolicy, ask: PassingAsk) -> PassingAsk:
    """Rules FA2 and FA4: returns the ask; raises Invalid for fewer points than the least, no whole number, or a message that is no plain
    text, too long, or beside a transfer."""
    if isinstance(ask.points, bool) or not isinstance(ask.points, int) or ask.points < policy.least:
        told = f"{ask.points!r} points cannot be passed on; take a whole number, {policy.least} at least."
        raise Invalid("passing_points_invalid", told, f"不能转赠 {ask.points!r} 分；请填写整数，至少 {policy.least} 分。")
    if len(ask.message) > MESSAGE_MOST:
        told = f"The message has {len(ask.message)} letters; take {MESSAGE_MOST} at most."
        raise Invalid("passing_message_long", told, f"留言有 {len(ask.message)} 个字；最多 {MESSAGE_MOST} 个字。")
    if ask.message and ask.kind is PassingKind.TRANSFER:
        raise Invalid("passing_message_alone", "Only a gift has a message; leave it out.", "只有赠送可以附留言；转让请不要填写。")
    require_plain(ask.message)
    return ask


def bar_of(policy: PassingPolicy, giver: Member, today: date, *, is_restricted: bool, is_minor: bool) -> PassingBar | None:
    """Rule FA1: why a member gives nothing on a day, None where the member may."""
    if not policy.allowed:
        return PassingBar.NOT_ALLOWED
    if giver.state is not MemberState.ACTIVE:
        return PassingBar.NOT_ACTIVE
    if is_restricted:
        return PassingBar.RESTRICTED
    if is_minor:
        return PassingBar.MINOR
    return PassingBar.TOO_NEW if today < gives_from(policy, giver.enrolled_on) else None


def gives_from(policy: PassingPolicy, enrolled_on: date) -> date:
    """Rule FA1: the first day on which a new member may give."""
    return enrolled_on + timedelta(days=policy.member_days_min)


def barred(bar: PassingBar, giver: Member, from_day: date) -> Conflict:
    """The error for a member who gives nothing (rule FA1)."""
    said = {
        PassingBar.NOT_ALLOWED: ("Points of this programme are not passed on.", "该计划的积分不能转让或赠送。"),
        PassingBar.NOT_ACTIVE: (f"Member {giver.number} is {giver.state}.", f"会员 {giver.number} 已不在计划中。"),
        PassingBar.TOO_NEW: (f"Member {giver.number} may give from {from_day} on.", f"会员 {giver.number} 自 {from_day} 起可以转赠。"),
        PassingBar.MINOR: (
            f"Member {giver.number} is under eighteen and gives no points away.",
            f"会员 {giver.number} 未满 18 周岁，不能转赠积分。",
        ),
        PassingBar.RESTRICTED: ("This guest's data may only be kept; nothing is done with it.", "该客人要求限制处理，暂不能办理。"),
    }
    return Conflict(f"passing_{bar.value}", *said[bar])


def require_taker(giver: Member, taker: Member, *, is_restricted: bool) -> None:
    """Rule FA1: raises Conflict for oneself, another membership of the same guest, and one who left or objects."""
    if taker.id == giver.id or (giver.guest_id is not None and taker.guest_id == giver.guest_id):
        told = "Points are passed on to somebody else; these are of the same guest."
        raise Conflict("passing_to_oneself", told, "不能转给自己的会籍；请填写另一位会员的卡号。")
    require_open(taker, is_restricted=is_restricted)


def require_open(taker: Member, *, is_restricted: bool) -> None:
    """Rule FA1: raises Conflict for a taker who left or objects."""
    if taker.state is not MemberState.ACTIVE or is_restricted:
        told = f"Member {taker.number} takes no points now."
        raise Conflict("passing_taker_closed", told, f"会员 {taker.number} 目前不能接收积分。")


def left_of(policy: PassingPolicy, given: Sequence[Passed], today: date) -> tuple[int, int]:
    """Rule FA2: what one member may still give on a day, and in its calendar year, given what was given before and has not come back."""
    day = sum(one.points for one in given if one.on == today)
    year = sum(one.points for one in given if one.on.year == today.year)
    return max(0, policy.day_max - day), max(0, policy.year_max - year)


def require_room(policy: PassingPolicy, points: int, given: Sequence[Passed], taken: Sequence[Passed], today: date) -> None:
    """Rule FA2: raises Conflict where the giver's day or year, or the taker's year, is too small for so many points."""
    day, year = left_of(policy, given, today)
    got = max(0, policy.taken_year_max - sum(one.points for one in taken if one.on.year == today.year))
    for left, code, en, zh in (
        (day, "day", "the giver may pass on today", "今天还可转出"),
        (year, "year", "the giver may pass on this year", "今年还可转出"),
        (got, "taker", "the taker may get this year", "对方今年还可接收"),
    ):
        if points > left:
            told = f"{points} points are more than {en}: {left}; take fewer."
            raise Conflict(f"passing_over_{code}", told, f"{points} 分超过上限：{zh} {left} 分；请减少数量。", left=left)


def waits_until(policy: PassingPolicy, now: datetime, first_end: date | None, time_zone: str) -> datetime:
    """Rule FA4: the instant at which a gift returns by itself: after its days, and no later than the midnight at which the first of its
    points end (`first_end`: the first day on which they are no more, None for never)."""
    later = now + timedelta(days=policy.wait_days)
    if first_end is None:
        return later
    return min(later, datetime.combine(first_end, time.min, ZoneInfo(time_zone)))


def unknown_passing(passing_id: UUID) -> NotFound:
    """The error for a passing that is not there, or is none of the member's."""
    return NotFound("passing_unknown", f"There is no passing of points {passing_id} of this member.", "该会员没有这笔转赠。")
