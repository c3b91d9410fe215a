"""Which tier a member has on a day: rules TI1 to TI11 of docs/algorithms/tiers.md. Pure: the same entries, grants, policies and day give
the same tier, whenever and how often it is asked."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from xenia.loyalty.rules.tier_windows import Window, windows_of
from xenia.loyalty.types.tiers import (
    Grant,
    GrantKind,
    Holder,
    Needs,
    Qualifying,
    Run,
    Threshold,
    TierChange,
    TierPolicy,
    TierReason,
    TierVersion,
)

_STRENGTH = {
    TierReason.LIFETIME: 6,
    TierReason.QUALIFIED: 5,
    TierReason.CHALLENGE: 4,
    TierReason.MATCH: 3,
    TierReason.BY_HAND: 2,
    TierReason.SOFT_LANDING: 1,
    TierReason.BASE: 0,
}
"""Of several reasons for one tier, the one that is said."""


@dataclass(frozen=True)
class _Holding:
    """A tier held from `since` until `until` (exclusive, None: for good), less so many steps down."""

    since: date
    until: date | None
    tier: str
    reason: TierReason
    steps: int = 0


def tier_on(holder: Holder, versions: Sequence[TierVersion], day: date) -> str:
    """Rules TI2 to TI11: the code of the member's tier on a day, from what is in the books by that day. It is the highest of: what each
    window brought while that holds, one less for each window after that, what a life of travelling brought, and what was given."""
    order = policy_on(versions, day)
    if day < holder.enrolled_on:
        return order.tiers[0].code
    known = [one for one in holder.entries if one.known_on <= day]
    ranks = [0, rank_of(order, reached_for_life(order, sums_of(known)))]
    for place, version in enumerate(versions):
        if place == 0 or version.valid_from <= day:
            for window in _judged(place, versions, holder.enrolled_on, known):
                tier = reached(version.policy, sums_of(within(window, known)))
                steps = _steps_on(window, version.policy, day)
                ranks.append(rank_of(order, tier) - steps if steps is not None else 0)
    ranks += [rank_of(order, one.tier) for one in holder.grants if _holds_on(one, known, day)]
    return order.tiers[max(ranks)].code


def runs(holder: Holder, versions: Sequence[TierVersion], day: date) -> list[Run]:
    """Rule TI1: every stretch of days with one tier for one reason from enrolment on, as known on `day`; the last ends never. What lies
    after `day` is what becomes of the member who does nothing more. The same tiers as `tier_on`, found by what begins and ends."""
    base = policy_on(versions, day).tiers[0].code
    if not holder.entries and not holder.grants and all(one.policy.tiers[0].code == base for one in versions):
        return [Run(base, holder.enrolled_on, None, TierReason.BASE)]
    held = _holdings(holder, versions, day)
    marks = {holder.enrolled_on, *(one.valid_from for one in versions[1:])}
    marks |= {one.since for one in held} | {one.until for one in held if one.until}
    found: list[Run] = []
    for mark in sorted(one for one in marks if one >= holder.enrolled_on):
        tier, reason = _best(held, policy_on(versions, mark), mark)
        if found and (found[-1].tier, found[-1].reason) == (tier, reason):
            continue
        if found:
            found[-1] = Run(found[-1].tier, found[-1].since, mark, found[-1].reason)
        found.append(Run(tier, mark, None, reason))
    return found


def history(holder: Holder, versions: Sequence[TierVersion], day: date) -> list[TierChange]:
    """Rule TI10: every change of tier up to `day`, with why. What is booked later changes none of them."""
    return changes_in(runs(holder, versions, day), holder, versions, day)


def changes_in(found: Sequence[Run], holder: Holder, versions: Sequence[TierVersion], day: date) -> list[TierChange]:
    """The same of stretches that were found before."""
    order, lost = policy_on(versions, day), {one.known_on for one in holder.entries if one.amount < 0}
    past = [run for run in found if run.since <= day]
    if past and past[0].tier != (base := policy_on(versions, holder.enrolled_on).tiers[0].code):
        past.insert(0, Run(base, past[0].since, past[0].since, TierReason.BASE))  # given on the day of joining
    return [
        TierChange(after.since, before.tier, after.tier, _why(order, before, after, lost))
        for before, after in pairwise(past)
        if before.tier != after.tier
    ]


def run_on(found: Sequence[Run], day: date) -> Run:
    """The stretch that a day lies in; the first for a day before enrolment."""
    return found[max(0, bisect_right([one.since for one in found], day) - 1)]


def policy_on(versions: Sequence[TierVersion], day: date) -> TierPolicy:
    """The policy that holds on a day; the first also before it was made."""
    return next((one.policy for one in reversed(versions) if one.valid_from <= day), versions[0].policy)


def rank_of(policy: TierPolicy, tier: str) -> int:
    """The place of a tier, 0 for the base tier and for one the policy does not know."""
    return next((place for place, one in enumerate(policy.tiers) if one.code == tier), 0)


def sums_of(entries: Iterable[Qualifying]) -> Counter[str]:
    """How much there is of each measure."""
    sums: Counter[str] = Counter()
    for one in entries:
        sums[one.measure] += one.amount
    return sums


def is_met(asks: Sequence[Threshold], needs: Needs, sums: Mapping[str, int]) -> bool:
    """Rule TI4: whether one of the thresholds is reached, or all; nothing asked is nothing met."""
    there = [sums.get(one.measure, 0) >= one.least for one in asks]
    return any(there) if needs is Needs.ANY else bool(there) and all(there)


def reached(policy: TierPolicy, sums: Mapping[str, int]) -> str:
    """Rule TI4: the highest tier whose thresholds the sums of one window reach, else the base tier."""
    return next((one.code for one in reversed(policy.tiers) if is_met(one.asks, one.needs, sums)), policy.tiers[0].code)


def reached_for_life(policy: TierPolicy, sums: Mapping[str, int]) -> str:
    """Rule TI7: the highest tier that all the years together bring for good, else the base tier."""
    return next((one.code for one in reversed(policy.tiers) if is_met(one.lifetime, Needs.ANY, sums)), policy.tiers[0].code)


def valid_until(window: Window, policy: TierPolicy, steps: int = 0) -> date:
    """Rule TI5: the first day on which what a window brought holds no more; with `steps`, the same after so many windows of falling."""
    return window.ends(policy.windows_valid + steps) + timedelta(days=policy.grace_days)


def met_on(grant: Grant, entries: Iterable[Qualifying]) -> list[tuple[date, bool]]:
    """Rule TI9: each day on which it changed whether all that a challenge asks is there, with what it changed to. A stay taken back may end
    it again."""
    counted = [one for one in entries if grant.since <= one.value_on and (grant.deadline is None or one.value_on < grant.deadline)]
    found: list[tuple[date, bool]] = []
    for known_on, sums in _growing(counted):
        there = is_met(grant.asks, Needs.ALL, sums)
        if there != (found[-1][1] if found else False):
            found.append((known_on, there))
    return found


def _judged(place: int, versions: Sequence[TierVersion], enrolled_on: date, known: Sequence[Qualifying]) -> list[Window]:
    """Rule TI3: the windows that a version judges: all that have a day in its time. The first version judges all before it too."""
    version = versions[place]
    ends = versions[place + 1].valid_from if place + 1 < len(versions) else None
    return [
        window
        for window in windows_of(version.policy, enrolled_on, {one.value_on for one in known})
        if (ends is None or window.start < ends) and (place == 0 or window.ends() > version.valid_from)
    ]


def within(window: Window, entries: Iterable[Qualifying]) -> list[Qualifying]:
    """The entries that count for a day of the window."""
    first, end = window.start, window.ends()
    return [one for one in entries if first <= one.value_on < end]


def _steps_on(window: Window, policy: TierPolicy, day: date) -> int | None:
    """Rules TI5 and TI6: how many tiers are lost of what a window brought; None: all."""
    steps = 0
    while day >= valid_until(window, policy, steps):
        steps += 1
        if not policy.is_soft or steps >= len(policy.tiers):
            return None
    return steps


def _holds_on(grant: Grant, known: Sequence[Qualifying], day: date) -> bool:
    if day < grant.since or (grant.until is not None and day >= grant.until):
        return False
    if grant.kind is not GrantKind.CHALLENGE:
        return True
    changes = met_on(grant, known)
    return bool(changes) and changes[-1][1]


def _holdings(holder: Holder, versions: Sequence[TierVersion], day: date) -> list[_Holding]:
    known = [one for one in holder.entries if one.known_on <= day]
    found = [one for grant in holder.grants for one in _given(grant, known)]
    found += _for_life(versions, known)
    for place, version in enumerate(versions):
        for window in _judged(place, versions, holder.enrolled_on, known):
            found += _of_window(version, window, known, is_first=place == 0)
    return found


def _growing(entries: Iterable[Qualifying]) -> Iterator[tuple[date, Counter[str]]]:
    """Each day on which something became known, with all that was known by its end."""
    by_day: defaultdict[date, list[Qualifying]] = defaultdict(list)
    for one in entries:
        by_day[one.known_on].append(one)
    sums: Counter[str] = Counter()
    for day in sorted(by_day):
        for one in by_day[day]:
            sums[one.measure] += one.amount
        yield day, sums


def _stretches(changes: Sequence[tuple[date, str]]) -> Iterator[tuple[date, date | None, str]]:
    for place, (since, tier) in enumerate(changes):
        yield since, changes[place + 1][0] if place + 1 < len(changes) else None, tier


def _of_window(version: TierVersion, window: Window, known: Sequence[Qualifying], *, is_first: bool) -> Iterator[_Holding]:
    policy, changes = version.policy, list[tuple[date, str]]()
    for known_on, sums in _growing(within(window, known)):
        since = known_on if is_first else max(known_on, version.valid_from)
        tier = reached(policy, sums)
        if changes and changes[-1][0] == since:
            changes.pop()
        if not changes or changes[-1][1] != tier:
            changes.append((since, tier))
    for since, until, tier in _stretches(changes):
        begins = since
        for steps in range(len(policy.tiers) if policy.is_soft else 1) if tier != policy.tiers[0].code else ():
            ends = valid_until(window, policy, steps)
            last = ends if until is None else min(ends, until)
            if begins < last:
                yield _Holding(begins, last, tier, TierReason.SOFT_LANDING if steps else TierReason.QUALIFIED, steps)
            begins = max(since, ends)


def _for_life(versions: Sequence[TierVersion], known: Sequence[Qualifying]) -> Iterator[_Holding]:
    for place, version in enumerate(versions):
        if not any(one.lifetime for one in version.policy.tiers):
            continue
        begins = version.valid_from if place else date.min
        ends = versions[place + 1].valid_from if place + 1 < len(versions) else None
        changes = [(day, reached_for_life(version.policy, sums)) for day, sums in _growing(known)]
        for since, until, tier in _stretches(changes):
            first, last = max(since, begins), min((one for one in (until, ends) if one), default=None)
            if tier != version.policy.tiers[0].code and (last is None or first < last):
                yield _Holding(first, last, tier, TierReason.LIFETIME)


def _given(grant: Grant, known: Sequence[Qualifying]) -> Iterator[_Holding]:
    """Rules TI8, TI9 and TI11."""
    if grant.kind is not GrantKind.CHALLENGE:
        yield _Holding(grant.since, grant.until, grant.tier, TierReason(grant.kind.value))
        return
    for since, until, there in _stretches([(day, "met" if there else "") for day, there in met_on(grant, known)]):
        last = min((one for one in (until, grant.until) if one), default=None)
        if there and (last is None or since < last):
            yield _Holding(since, last, grant.tier, TierReason.CHALLENGE)


def _best(held: Sequence[_Holding], order: TierPolicy, day: date) -> tuple[str, TierReason]:
    ranks = {one.code: place for place, one in enumerate(order.tiers)}
    best = (0, 0, TierReason.BASE)
    for one in held:
        if one.since <= day and (one.until is None or day < one.until):
            rank = ranks.get(one.tier, 0) - one.steps
            if rank > 0 and (rank, _STRENGTH[one.reason]) > best[:2]:
                best = (rank, _STRENGTH[one.reason], one.reason)
    return order.tiers[best[0]].code, best[2]


def _why(order: TierPolicy, before: Run, after: Run, lost: set[date]) -> TierReason:
    if rank_of(order, after.tier) > rank_of(order, before.tier):
        return after.reason
    if after.since in lost:
        return TierReason.TAKEN_BACK
    return TierReason.SOFT_LANDING if after.reason is TierReason.SOFT_LANDING else TierReason.LAPSED
