"""What looks like a stolen account or fraud. Every rule takes what happened and returns findings; none of them acts. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.trust.types.signals import (
    AccountEvent,
    EventKind,
    Found,
    HeldAction,
    SharedIdentity,
    SignalKind,
    SignIn,
    Whereabouts,
)

EARTH_KM = 6_371.0
SPEED_KM_H_MAX = 1_000
"""Faster than an airliner from door to door."""
NEAR_KM = 100
"""Two places this near are one: an address is known to a city at best."""
FAILURES_MIN = 5
FAILURES_WITHIN = timedelta(minutes=15)
ACCOUNTS_MAX = 3
"""A family may share a document holder's card; a fourth account on it is looked at."""
BURST_WITHIN = timedelta(hours=1)
BURSTS = {
    EventKind.POINTS: (SignalKind.POINTS_BURST, HeldAction.REDEEM, 5, 50_000),
    EventKind.REFUND: (SignalKind.REFUND_BURST, HeldAction.REFUND, 3, 500_000),
}
"""Kind of event -> the signal, what it holds, and from how many events or how much in an hour."""
TITLES = {
    SignalKind.NEW_DEVICE: Text("从未见过的设备登录", "Signed in with a device never seen before"),
    SignalKind.IMPOSSIBLE_TRAVEL: Text("两次登录相距过远", "Two sign-ins too far apart to travel between"),
    SignalKind.BURST_THEN_SUCCESS: Text("多次失败后登录成功", "Many failures, then a sign-in"),
    SignalKind.SHARED_IDENTITY: Text("多个账号使用同一证件或银行卡", "Many accounts on one document or card"),
    SignalKind.POINTS_BURST: Text("短时间内大量积分变动", "Many points moved in a short time"),
    SignalKind.REFUND_BURST: Text("短时间内大量退款", "Many refunds in a short time"),
}


def new_devices(recent: Iterable[SignIn], known: Mapping[UUID, frozenset[str]]) -> list[Found]:
    """Returns a finding for each sign-in with a device the person did not use before. `known`: the devices of earlier sign-ins; a person
    without any signs in for the first time, which is no finding."""
    found = []
    for one in recent:
        before = known.get(one.user_id) if one.user_id else None
        if one.is_done and one.user_id and before and one.device not in before:
            evidence = {"devices_before": len(before)}
            found.append(Found(SignalKind.NEW_DEVICE, "person", one.user_id, one.at, f"{one.user_id}:{one.device}", evidence))
    return found


def impossible_travels(sign_ins: Iterable[SignIn]) -> list[Found]:
    """Returns a finding for each two sign-ins of a person, one after the other, farther apart than anyone travels in the time between."""
    found, last = [], dict[UUID, SignIn]()
    for one in sorted((one for one in sign_ins if one.is_done and one.where), key=lambda one: one.at):
        if one.user_id is None or one.where is None:
            continue
        before = last.get(one.user_id)
        last[one.user_id] = one
        if before is None or before.where is None:
            continue
        km, hours = distance_km(before.where, one.where), (one.at - before.at).total_seconds() / 3600
        if km > NEAR_KM and km > SPEED_KM_H_MAX * hours:
            evidence = {"km": round(km), "minutes": round(hours * 60)}
            mark = f"{one.user_id}:{one.at.isoformat()}"
            found.append(Found(SignalKind.IMPOSSIBLE_TRAVEL, "person", one.user_id, one.at, mark, evidence, HeldAction.EXPORT))
    return found


def bursts_then_success(sign_ins: Iterable[SignIn]) -> list[Found]:
    """Returns a finding for each sign-in after five failures or more on the same address within the quarter of an hour before it."""
    ordered, found = sorted(sign_ins, key=lambda one: one.at), []
    for one in ordered:
        if not one.is_done or one.user_id is None:
            continue
        since = one.at - FAILURES_WITHIN
        failures = sum(since <= other.at < one.at and not other.is_done and _is_about(other, one) for other in ordered)
        if failures >= FAILURES_MIN:
            mark = f"{one.user_id}:{one.at.isoformat()}"
            evidence = {"failures": failures, "minutes": int(FAILURES_WITHIN.total_seconds() // 60)}
            found.append(Found(SignalKind.BURST_THEN_SUCCESS, "person", one.user_id, one.at, mark, evidence, HeldAction.EXPORT))
    return found


def shared_identities(shared: Iterable[SharedIdentity], now: datetime) -> list[Found]:
    """Returns a finding for each account of a document or card that more than three accounts gave. The index itself is not repeated."""
    return [
        Found(
            SignalKind.SHARED_IDENTITY,
            "account",
            account,
            now,
            f"{one.index}:{account}",
            {"accounts": len(set(one.accounts))},
            HeldAction.REDEEM,
        )
        for one in shared
        if len(set(one.accounts)) > ACCOUNTS_MAX
        for account in sorted(set(one.accounts))
    ]


def account_bursts(events: Iterable[AccountEvent]) -> list[Found]:
    """Returns at most one finding for each account, kind and hour: too many events, or too much moved, within an hour."""
    groups: dict[tuple[UUID, EventKind], list[AccountEvent]] = defaultdict(list)
    for event in sorted(events, key=lambda one: one.at):
        groups[event.account_id, event.kind].append(event)
    return [found for (account, kind), group in groups.items() if (found := _burst(account, kind, group))]


def distance_km(one: Whereabouts, other: Whereabouts) -> float:
    """Returns the way between two places over the ground of the earth."""
    a, b = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def _is_about(failure: SignIn, done: SignIn) -> bool:
    """A failure names the person where one was recognised, else what was typed."""
    return failure.user_id == done.user_id or (bool(failure.typed) and failure.typed == done.typed)


def _burst(account: UUID, kind: EventKind, group: Sequence[AccountEvent]) -> Found | None:
    signal, holds, count_max, amount_max = BURSTS[kind]
    for place, last in enumerate(group):
        within = [one for one in group[: place + 1] if last.at - one.at < BURST_WITHIN]
        amount = sum(one.amount for one in within)
        if len(within) >= count_max or amount >= amount_max:
            mark = f"{account}:{kind}:{last.at:%Y-%m-%dT%H}"
            return Found(signal, "account", account, last.at, mark, {"events": len(within), "amount": amount}, holds)
    return None
