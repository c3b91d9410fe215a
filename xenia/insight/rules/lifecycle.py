"""The life of a relation as a state machine over the days on which a guest booked. Rules H1 to H10 of docs/algorithms/lifecycle.md. Pure.

`facts.lifecycle` carries the same rules out over all guests; tests hold the two together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from xenia.insight.types.policies import LifecyclePolicy
from xenia.insight.types.standing import Named, Stage, StageSince
from xenia.kernel.texts import Text

VERSION = "2026-01"
OWN_RHYTHM_GAPS = 2
"""From so many gaps on, a guest has a rhythm of their own (H2)."""
TYPICAL_GUESTS_MIN = 50
"""So many guests of a line tell what is usual for it; with fewer the policy says (H3)."""
USUAL = LifecyclePolicy()
RHYTHM_DAYS_MIN, RHYTHM_DAYS_MAX = USUAL.rhythm_days_min, USUAL.rhythm_days_max
"""As the product came: what models learn from does not change with the policy."""
Month = tuple[int, int]
"""Year and month."""
ACTIVE = (Stage.NEW, Stage.GROWING, Stage.LOYAL, Stage.WON_BACK)
TOWARDS_LOST = {
    stage: place for place, stages in enumerate((ACTIVE, (Stage.AT_RISK,), (Stage.SLEEPING,), (Stage.LOST,))) for stage in stages
}
"""How near to lost a stage is; a prospect, who never booked, is on no such way."""


def stages_of(policy: LifecyclePolicy) -> tuple[Named, ...]:
    """Every stage with its name and what it means by the policy."""
    risk, sleeping, lost = (f"{halves / 2:g}" for halves in (policy.at_risk_halves, policy.sleeping_halves, policy.lost_halves))
    days, last = policy.loyal_days, policy.loyal_days - 1
    growing = (
        ("第 2 个预订日", "On the second day with a booking")
        if last == 2
        else (f"有 2 至 {last} 个预订日", f"Two to {last} days with a booking")
    )
    return (
        Named("prospect", Text("潜在客人", "Prospect"), Text("已知，但尚无有效预订", "Known, without a booking that stands")),
        Named("new", Text("新客", "New"), Text("首次预订不久", "Booked for the first time, not long ago")),
        Named("growing", Text("成长中", "Growing"), Text(f"{growing[0]}，按节奏回来", f"{growing[1]}, coming back in rhythm")),
        Named(
            "loyal",
            Text("忠诚", "Loyal"),
            Text(f"连续 {days} 个以上预订日，未曾沉睡", f"{days} or more days with a booking, without falling asleep between them"),
        ),
        Named("at_risk", Text("有流失风险", "At risk"), Text(f"安静超过 {risk} 个节奏", f"Silent for {risk} rhythms")),
        Named("sleeping", Text("沉睡", "Sleeping"), _silent(sleeping, policy.sleeping_days_min)),
        Named("lost", Text("已流失", "Lost"), _silent(lost, policy.lost_days_min)),
        Named("won_back", Text("赢回", "Won back"), Text("沉睡或流失后再次预订", "Booked again after sleeping or being lost")),
    )


def _silent(rhythms: str, days: int) -> Text:
    return Text(f"安静超过 {rhythms} 个节奏且至少 {days} 天", f"Silent for {rhythms} rhythms, and {days} days at least")


BY_STAGE = {Stage(one.code): one for one in stages_of(USUAL)}
"""The name of each stage; what it means depends on the policy (`stages_of`)."""


@dataclass(frozen=True)
class Visit:
    """A day with a booking: its place among those since the guest last came back (from 1), whether they had come back, and after how
    many days of silence they are at risk, asleep and lost."""

    on: date
    rhythm_days: int
    place: int
    has_returned: bool
    at_risk_after: int
    sleeping_after: int
    lost_after: int
    loyal_days: int

    @property
    def active(self) -> Stage:
        """H5 to H7, H10: the stage as long as they are not silent for too long."""
        if self.place == 1:
            return Stage.WON_BACK if self.has_returned else Stage.NEW
        return Stage.LOYAL if self.place >= self.loyal_days else Stage.GROWING

    def stage_after(self, silent_days: int) -> Stage:
        """H4 and H8: the stage after so many days without a further booking."""
        if silent_days < self.at_risk_after:
            return self.active
        if silent_days < self.sleeping_after:
            return Stage.AT_RISK
        return Stage.SLEEPING if silent_days < self.lost_after else Stage.LOST

    def moves(self) -> Iterator[tuple[date, Stage]]:
        """When each stage begins if they never book again."""
        yield self.on, self.active
        for days in (self.at_risk_after, self.sleeping_after, self.lost_after):
            yield self.on + timedelta(days=days), self.stage_after(days)


def rhythm_of(span_days: int, gaps: int, typical_days: int, policy: LifecyclePolicy) -> int:
    """H2 and H3: the mean gap in whole days (half a day upwards) from two gaps on, else what is typical; within the policy's bounds."""
    days = (2 * span_days + gaps) // (2 * gaps) if gaps >= OWN_RHYTHM_GAPS else typical_days
    return min(max(days, policy.rhythm_days_min), policy.rhythm_days_max)


def visits_of(booking_days: Iterable[date], typical_days: int | None = None, policy: LifecyclePolicy = USUAL) -> list[Visit]:
    """H1, H2, H9: one visit a day with a booking, in order; several bookings of a day are one. Without `typical_days`, the policy's."""
    found: list[Visit] = []
    days = sorted(set(booking_days))
    for gaps, day in enumerate(days):
        rhythm = rhythm_of((day - days[0]).days, gaps, typical_days or policy.typical_days, policy)
        has_slept = bool(found) and (day - found[-1].on).days - 1 >= found[-1].sleeping_after
        found.append(
            Visit(
                on=day,
                rhythm_days=rhythm,
                place=1 if has_slept or not found else found[-1].place + 1,
                has_returned=has_slept or (bool(found) and found[-1].has_returned),
                at_risk_after=halves(rhythm, policy.at_risk_halves),
                sleeping_after=max(halves(rhythm, policy.sleeping_halves), policy.sleeping_days_min),
                lost_after=max(halves(rhythm, policy.lost_halves), policy.lost_days_min),
                loyal_days=policy.loyal_days,
            )
        )
    return found


def halves(rhythm_days: int, count: int) -> int:
    """So many halves of the rhythm, in whole days, half a day upwards."""
    return (rhythm_days * count + 1) // 2


def state_on(booking_days: Iterable[date], day: date, typical_days: int | None = None, policy: LifecyclePolicy = USUAL) -> Stage:
    """H1: the stage on the day, from the bookings made until its end; later ones are not looked at."""
    visits = visits_of((one for one in booking_days if one <= day), typical_days, policy)
    return visits[-1].stage_after((day - visits[-1].on).days) if visits else Stage.PROSPECT


def history_of(
    booking_days: Iterable[date], until: date, typical_days: int | None = None, policy: LifecyclePolicy = USUAL
) -> list[StageSince]:
    """H1: every stage since the first booking with the day it began, until the day; empty for a prospect. On a day with a booking the
    booking decides."""
    visits = visits_of((one for one in booking_days if one <= until), typical_days, policy)
    ends = [one.on for one in visits[1:]] + [until + timedelta(days=1)] if visits else []
    found: list[StageSince] = []
    for visit, end in zip(visits, ends, strict=True):
        for on, stage in visit.moves():
            if on < end and (not found or found[-1].stage is not stage):
                found.append(StageSince(stage, on))
    return found


def moves_of(history: Sequence[StageSince]) -> list[tuple[Stage, Stage, date]]:
    """From, to and when: the first is from prospect."""
    first = [(Stage.PROSPECT, history[0].stage, history[0].since)] if history else []
    return first + [(one.stage, other.stage, other.since) for one, other in pairwise(history)]


def reason_of(visits: Sequence[Visit], today: date) -> Text:
    """Why a guest is where they are, in a sentence for people; `visits` are those until today."""
    if not visits:
        return Text("尚无有效预订。", "There is no booking that stands yet.")
    last, silent = visits[-1], (today - visits[-1].on).days
    rhythm, is_own = last.rhythm_days, len(visits) > OWN_RHYTHM_GAPS
    ago = (
        Text("上次预订在今天", "The last booking was made today")
        if silent == 0
        else Text(f"上次预订在 {silent} 天前", f"The last booking was {silent} {_days(silent)} ago")
    )
    usual = (
        Text(f"通常每 {rhythm} 天预订一次", f"usually they book every {rhythm} days")
        if is_own
        else Text(
            f"预订尚少，同类客人通常每 {rhythm} 天预订一次", f"with few bookings yet; guests of this kind usually book every {rhythm} days"
        )
    )
    return Text(f"{ago.zh}，{usual.zh}；{_told(visits).zh}。", f"{ago.en}, {usual.en}; {_told(visits).en}.")


def month_bounds(month: Month, until: date) -> tuple[date, date]:
    """The first and the last day of a month, not beyond `until`."""
    following = date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)
    return date(*month, 1), min(following - timedelta(days=1), until)


def _told(visits: Sequence[Visit]) -> Text:
    last = visits[-1]
    if not last.has_returned:
        return Text(f"共 {len(visits)} 个预订日", f"{len(visits)} {_days(len(visits))} with a booking in all")
    return Text(
        f"沉睡后回来，此后 {last.place} 个预订日（共 {len(visits)} 个）",
        f"back after sleeping, {last.place} {_days(last.place)} with a booking since then ({len(visits)} in all)",
    )


def _days(count: int) -> str:
    return "day" if count == 1 else "days"
