"""Where a member stands: the tier with its days, what is missing, and when to look again. Rules TI14 and TI15 of docs/algorithms/tiers.md.
Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from xenia.loyalty.rules.tier_windows import Window, benefit_year, window_at
from xenia.loyalty.rules.tiers import policy_on, rank_of, run_on, runs, sums_of, valid_until, within
from xenia.loyalty.types.tiers import Holder, Measured, Missing, Qualifying, Run, Tier, TierPolicy, TierStanding, TierVersion, WindowMode

ONE_DAY = timedelta(days=1)
WINDOWS_AHEAD_MOST = 100


def standing_on(holder: Holder, versions: Sequence[TierVersion], day: date) -> TierStanding:
    """Rule TI15: all that is said of a member's tier on a day."""
    return standing_in(runs(holder, versions, day), holder, versions, day)


def standing_in(found: Sequence[Run], holder: Holder, versions: Sequence[TierVersion], day: date) -> TierStanding:
    """The same of stretches that were found before."""
    policy = policy_on(versions, day)
    known = [one for one in holder.entries if one.known_on <= day]
    now = run_on(found, day)
    since, until = _whole(found, now)
    higher = missing_to_next(policy, holder.enrolled_on, known, now.tier, day)
    keep = missing_to_keep(policy, holder.enrolled_on, known, now.tier, until, day) if until else None
    return TierStanding(now.tier, since, until, now.reason, higher, keep, _review(holder, versions, now, higher, day))


def missing_to_next(policy: TierPolicy, enrolled_on: date, known: Sequence[Qualifying], tier: str, day: date) -> Missing | None:
    """Rule TI14: what the next tier that can be earned still takes in the window of `day`; None where there is no higher one."""
    place = rank_of(policy, tier)
    wanted = next((one for one in policy.tiers[place + 1 :] if one.asks), None)
    if wanted is None:
        return None
    return _missing(policy, wanted, next(_windows_ahead(policy, enrolled_on, known, day)), known)


def missing_to_keep(
    policy: TierPolicy, enrolled_on: date, known: Sequence[Qualifying], tier: str, until: date, day: date
) -> Missing | None:
    """Rule TI14: what it takes to have the tier beyond `until`: in the first window that holds so long, and before the tier is lost. None
    for a tier that cannot be earned."""
    wanted = policy.tiers[rank_of(policy, tier)]
    ahead = islice(_windows_ahead(policy, enrolled_on, known, day), WINDOWS_AHEAD_MOST)
    window = next((one for one in ahead if valid_until(one, policy) > until), None)
    if not wanted.asks or window is None:
        return None
    return _missing(policy, wanted, window, known, before=until)


def as_cached(standing: TierStanding) -> dict[str, object]:
    """Rule TI15: the columns in which a standing is kept. The next tier stands there only where something of it is there, so that nobody is
    looked at on the first day of a year who did nothing in the last."""
    near = standing.next if standing.next and standing.next.progress_permille else None
    return {
        "tier": standing.tier,
        "since": standing.since,
        "until": standing.until,
        "reason": standing.reason.value,
        "next_tier": near.tier if near else "",
        "next_by": near.by if near else None,
        "progress_permille": near.progress_permille if near else 0,
        "review_on": standing.review_on,
    }


def _missing(policy: TierPolicy, tier: Tier, window: Window, known: Sequence[Qualifying], before: date | None = None) -> Missing:
    sums = sums_of(within(window, known))
    measured = tuple(Measured(one.measure, max(0, sums.get(one.measure, 0)), one.least) for one in tier.asks)
    ends = min(window.ends(), before) if before and before > window.start else window.ends()
    return Missing(tier.code, tier.needs, measured, window.start, ends - ONE_DAY, valid_until(window, policy))


def _windows_ahead(policy: TierPolicy, enrolled_on: date, known: Sequence[Qualifying], day: date) -> Iterator[Window]:
    """The window of `day` and those after it. Rolling: those that began with something known and are open, the fullest first."""
    if policy.mode is WindowMode.ROLLING:
        for start in sorted({one.value_on for one in known if one.value_on <= day}):
            window = window_at(policy, enrolled_on, start)
            if window.ends() > day:
                yield window
    window = window_at(policy, enrolled_on, day)
    while True:
        yield window
        window = window.next()


def _whole(found: Sequence[Run], now: Run) -> tuple[date, date | None]:
    """Since when and until when the tier is the same, for whatever reasons."""
    first = last = found.index(now)
    while first and found[first - 1].tier == now.tier:
        first -= 1
    while last + 1 < len(found) and found[last + 1].tier == now.tier:
        last += 1
    return found[first].since, found[last].until


def _review(holder: Holder, versions: Sequence[TierVersion], now: Run, higher: Missing | None, day: date) -> date | None:
    """Rule TI15: the next day on which the standing may be another although nothing is booked."""
    policy = policy_on(versions, day)
    days = [now.until, *(one.known_on for one in holder.entries), *(one.valid_from for one in versions)]
    days += [one for grant in holder.grants for one in (grant.deadline, grant.until)]
    if higher and higher.progress_permille:
        days.append(higher.by + ONE_DAY)
    if any(one.uses for one in policy.tiers[rank_of(policy, now.tier)].benefits):
        days.append(benefit_year(policy, holder.enrolled_on, day).ends())
    return min((one for one in days if one and one > day), default=None)
