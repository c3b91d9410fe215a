"""What a referral asks for and when it is paid: docs/algorithms/referral.md. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from xenia.kernel.errors import Invalid
from xenia.loyalty.types.earning import Purchase, Stage
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.referrals import (
    ReferralFacts,
    ReferralSign,
    ReferralState,
    ReferralTerms,
    ReferralTermsVersion,
    ReferralWhy,
    Trip,
)

GIVEN = frozenset({PointRole.REDEEMABLE, PointRole.GREEN})
"""What a referral may give: nobody becomes gold by friends."""
POINTS_MOST = 10**9
LINK_LETTERS_MOST = 300
LINES_MOST = 20
_TERMS = TypeAdapter(ReferralTerms)
_LIMITS: tuple[tuple[str, int, int, str], ...] = (
    ("points_referrer", 0, POINTS_MOST, "推荐人积分"),
    ("points_friend", 0, POINTS_MOST, "新会员积分"),
    ("days", 1, 730, "出行期限（天）"),
    ("spend_min_minor", 0, 10**12, "最低消费"),
    ("per_month", 1, 10_000, "每月上限"),
    ("per_year", 1, 100_000, "每年上限"),
    ("give_days", 0, 365, "补填推荐码期限（天）"),
)


def as_value(terms: ReferralTerms) -> dict[str, Any]:
    """The terms as JSON."""
    value: dict[str, Any] = _TERMS.dump_python(terms, mode="json")
    return value


def terms_of(value: dict[str, Any]) -> ReferralTerms:
    """Terms from their JSON; what an older version lacks is as the product came."""
    return _TERMS.validate_python(value)


def checked_terms(terms: ReferralTerms, kinds: Mapping[str, PointRole]) -> ReferralTerms:
    """Rule RF1: returns the terms; raises Invalid for points that are none or make a tier, a number out of bounds, or a link without the
    place for the code."""
    for name, least, most, zh in _LIMITS:
        value = getattr(terms, name)
        if value is not None and (isinstance(value, bool) or not least <= value <= most):
            raise _invalid(f"{name} is {value}; take {least} to {most}", f"{zh}为 {value}；请取 {least} 到 {most}")
    if kinds.get(terms.kind) not in GIVEN:
        raise _invalid(f"{terms.kind!r} is no kind of points that members spend", f"“{terms.kind}”不是可兑换的积分种类")
    if terms.points_referrer + terms.points_friend == 0:
        raise _invalid("Nobody would be given anything; set the points of one side", "双方积分均为零；请至少设定一方")
    if len(terms.lines) > LINES_MOST:
        raise _invalid(f"{len(terms.lines)} lines are named; name {LINES_MOST} at most", f"业务线最多 {LINES_MOST} 个")
    said = terms.link
    if said and not (said.startswith("https://") and said.count("{code}") == 1 and len(said) <= LINK_LETTERS_MOST):
        raise _invalid(f"The link {said!r} must begin with https:// and hold {{code}} once", "链接须以 https:// 开头并含一处 {code}")
    return terms


def terms_in_force(versions: Iterable[ReferralTermsVersion], day: date) -> ReferralTermsVersion | None:
    """Rule RF1: of the versions that have begun the one with the highest number; None before the first."""
    return max((one for one in versions if one.valid_from <= day), key=lambda one: one.number, default=None)


def budget_holder(programme_id: UUID) -> str:
    """Rule RF6: whose the account is from which a programme's referrals are paid."""
    return f"referral:{programme_id}"


def link_of(terms: ReferralTerms | None, code: str) -> str:
    """Rule RF2: the address that a member hands on, empty where the terms name none."""
    return terms.link.replace("{code}", code) if terms else ""


def refusal_of(facts: ReferralFacts, terms: ReferralTerms) -> ReferralWhy | None:
    """Rule RF3: the first reason against a referral, None for a friend who is new."""
    is_late = facts.today > facts.joined_on + timedelta(days=terms.give_days)
    against = (
        (facts.is_self, ReferralWhy.SELF),
        (not terms.is_open, ReferralWhy.CLOSED),
        (not facts.is_referrer_active, ReferralWhy.REFERRER_LEFT),
        (facts.is_referred, ReferralWhy.REFERRED_BEFORE),
        (facts.was_member or is_late, ReferralWhy.MEMBER_BEFORE),
        (facts.travelled_on is not None and facts.travelled_on < facts.today, ReferralWhy.KNOWN_GUEST),
    )
    return next((why for holds, why in against if holds), None)


def looked_at(found: Collection[ReferralSign], known: Collection[ReferralSign], terms: ReferralTerms) -> tuple[ReferralSign, ...]:
    """Rules RF4 and RF8: the signs for which a person must look: those that the terms name and nobody has decided on yet."""
    return tuple(one for one in ReferralSign if one in found and one in terms.signs and one not in known)


def travel_until(terms: ReferralTerms, referred_on: date) -> date:
    """Rule RF6: the first day on which the friend is too late."""
    return referred_on + timedelta(days=terms.days + 1)


def trip_of(purchases: Sequence[Purchase], terms: ReferralTerms, since: date, until: date) -> Trip | None:
    """Rule RF6: the friend's first own trip that counts: done from `since` and before `until`, on a line of the terms, and paid for with
    the least spend or more. A journey is done with its last coupon; None where there is no such trip."""
    found = []
    for source, parts in _trips(purchases).items():
        ended_on = _done_on(parts)
        mine = all(one.is_traveller for one in parts)
        is_line = not terms.lines or all(one.line in terms.lines for one in parts)
        spent = sum(one.amount_minor or 0 for one in parts)
        if ended_on and mine and is_line and since <= ended_on < until and spent >= terms.spend_min_minor:
            found.append((ended_on, source))
    if not found:
        return None
    done_on, source = min(found)
    return Trip(source, done_on)


def has_travelled_before(purchases: Sequence[Purchase], day: date) -> bool:
    """Rule RF8: whether a trip of the friend was over before a day, as it is known now."""
    days = [_done_on([one for one in parts if one.is_traveller]) for parts in _trips(purchases).values()]
    return any(done_on is not None and done_on < day for done_on in days)


def state_after(state: ReferralState, trip: Trip | None, today: date, until: date) -> tuple[ReferralState, Stage]:
    """Rule RF7: what a referral becomes, and what the ledger holds for it: both sides posted, promised, or nothing."""
    if trip:
        return ReferralState.REWARDED, Stage.DONE
    if today < until:
        return ReferralState.PROMISED, Stage.PROMISED
    was_paid = state in (ReferralState.REWARDED, ReferralState.TAKEN_BACK)
    return ReferralState.TAKEN_BACK if was_paid else ReferralState.LAPSED, Stage.VOID


def _trips(purchases: Sequence[Purchase]) -> dict[str, list[Purchase]]:
    found: dict[str, list[Purchase]] = {}
    for one in purchases:
        if one.stage is Stage.DONE:
            found.setdefault(one.source, []).append(one)
    return found


def _done_on(parts: Sequence[Purchase]) -> date | None:
    return max((one.counts_on for one in parts if one.counts_on), default=None)


def _invalid(en: str, zh: str) -> Invalid:
    return Invalid("referral_terms_invalid", f"{en}.", f"{zh}。")
