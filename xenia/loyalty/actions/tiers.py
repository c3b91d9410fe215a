"""Writes of tiers: what is asked for them, and the cached standing of members, which nothing else writes (docs/algorithms/tiers.md)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Coalesce, Least
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.loyalty.actions.accounts import open_company_accounts
from xenia.loyalty.actions.benefits import Entitled, grant_benefits, open_accounts
from xenia.loyalty.actions.programmes import add_benefit_kind, subject_of_programme
from xenia.loyalty.models import tiers as models
from xenia.loyalty.models.programmes import PointKind
from xenia.loyalty.models.programmes import Programme as ProgrammeRow
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import get_versions, list_versions, read_given, read_holders
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.tier_grants import state_on
from xenia.loyalty.rules.tier_policy import as_value, checked_policy, checked_succession
from xenia.loyalty.rules.tier_standing import as_cached, standing_in
from xenia.loyalty.rules.tier_windows import benefit_year
from xenia.loyalty.rules.tiers import changes_in, policy_on, rank_of, runs
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import MemberState, Programme
from xenia.loyalty.types.tiers import TIER_CHANGED, GivenTier, Holder, TierChange, TierPolicy, TierReason, TierStanding, TierVersion
from xenia.news.publish import publish
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

REVIEW_TASK = "xenia.loyalty.review_tiers_now"
MEMBERS_AT_ONCE = 2_000
NEWS_AT_ONCE = 500
OPEN_MISSING = """
INSERT INTO loyalty_standing (member_id, programme_id, tier, since, reason, next_tier, progress_permille, review_on)
SELECT id, programme_id, %(tier)s, enrolled_on, 'base', '', 0, %(today)s FROM loyalty_member
WHERE programme_id = %(programme)s AND state = 'active' AND (%(members)s::uuid[] IS NULL OR id = ANY (%(members)s))
ORDER BY id ON CONFLICT (member_id) DO NOTHING
"""
_KEPT = ("tier", "since", "until", "reason", "next_tier", "next_by", "progress_permille", "review_on")


@dataclass(frozen=True)
class _Computed:
    """What the ledger says of one member, beside the kept row."""

    row: models.Standing
    holder: Holder
    standing: TierStanding
    changes: list[TierChange]


@transaction.atomic
def set_tiers(*, actor: Actor, programme_id: UUID, policy: TierPolicy, valid_from: date, seen_number: int, now: datetime) -> int:
    """Keeps a new version of the programme's tiers and returns its number. Raises Invalid for a policy that cannot be (rule TI12) and for
    one that would hold for days gone, Conflict where another came since the one seen (0: none) or a tier is dropped (rule TI3)."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = _locked(actor, programme_id)
    today = day_of(now, programme.time_zone)
    before = list_versions(actor, programme_id)
    newest = models.TierVersion.objects.filter(programme_id=programme_id).order_by("-number").values_list("number", flat=True).first() or 0
    if newest != seen_number:
        raise Conflict(
            "tiers_changed",
            f"The tiers are at version {newest} by now, and you changed version {seen_number}; look at them again.",
            f"等级已更新到第 {newest} 版，您修改的是第 {seen_number} 版；请查看后重新修改。",
        )
    if before and valid_from < today:
        raise Invalid(
            "tiers_in_the_past",
            f"{valid_from} is past: what members were told stays; let the new tiers begin on {today} or later.",
            f"{valid_from} 已经过去，会员已获知的等级不再改变；新规则请从 {today} 或之后开始。",
        )
    checked_policy(policy, [one.code for one in programme.kinds if one.role is PointRole.QUALIFYING])
    for one in before:
        checked_succession(one.policy, policy)
    models.TierVersion.objects.create(
        programme_id=programme_id,
        number=newest + 1,
        valid_from=valid_from,
        value=as_value(policy),
        changed_by=actor.user_id,
        changed_at=now,
    )
    _add_benefits(actor, programme_id, policy)
    _review_all(programme_id, max(valid_from, today))
    record(actor, "programme.tiers_changed", subject=subject_of_programme(programme_id), details={"version": newest + 1}, now=now)
    return newest + 1


@transaction.atomic
def add_measure(*, actor: Actor, programme_id: UUID, code: str, name: Text) -> int:
    """Returns the id of a kind of points that qualifies for tiers beside TIER and NIGHTS, such as STAYS; every member gets an account. Made
    once, found again by its code; raises Conflict where the code counts something else."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = _locked(actor, programme_id)
    found = next((one for one in programme.kinds if one.code == code), None)
    if found and found.role is not PointRole.QUALIFYING:
        raise Conflict("measure_taken", f"{code} counts {found.role} already; take another code.", f"代码 {code} 已用于其他积分；请另选。")
    if found:
        return found.id
    row = PointKind.objects.create(
        programme_id=programme_id, code=code, role=PointRole.QUALIFYING.value, name_zh=name.zh, name_en=name.en, has_lots=False
    )
    open_company_accounts(actor=actor, point_kind_id=row.id)
    open_accounts(actor, [row.id], None, floor=-programme.policy.debt_max)
    return row.id


def order_review(*, actor: Actor) -> None:
    """Has a worker look at everybody who is due now instead of within the hour; a second order finds nobody."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    app.configure_task(REVIEW_TASK, queue="care", lock="loyalty.tiers").defer()


def recompute(*, actor: Actor, programme_id: UUID, member_ids: Sequence[UUID] | None, now: datetime) -> int:
    """Rule TI15: works out where these members stand today, or all who are due, and keeps it with their history, what became of their
    offers, and what their tier brings; returns how many tiers changed, each of which is told as news. Doing it again changes nothing.
    Members given are worked on in the caller's transaction, after the points that made it necessary; those due some at a time, each part
    on its own. A programme without tiers has nothing to work out."""
    actor.require(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    if not list_versions(actor, programme_id):
        return 0
    if member_ids is not None:
        wanted = sorted(set(member_ids))
        parts = (wanted[start : start + MEMBERS_AT_ONCE] for start in range(0, len(wanted), MEMBERS_AT_ONCE))
        return sum(_recompute(actor, programme, part, now) for part in parts)
    return sum(_recompute(actor, programme, part, now) for part in _due(actor, programme, day_of(now, programme.time_zone)))


def _due(actor: Actor, programme: Programme, today: date) -> Iterator[list[UUID]]:
    _open_missing(actor, programme, None, today)
    rows = models.Standing.objects.filter(programme_id=programme.id, review_on__lte=today, member__state=MemberState.ACTIVE.value)
    after: UUID | None = None
    while True:
        part = list(
            (rows.filter(member_id__gt=after) if after else rows).order_by("member_id")[:MEMBERS_AT_ONCE].values_list("pk", flat=True)
        )
        if not part:
            return
        after = part[-1]
        yield part


def _open_missing(actor: Actor, programme: Programme, member_ids: Sequence[UUID] | None, today: date) -> None:
    base = policy_on(get_versions(actor, programme.id), today).tiers[0].code
    members = list(member_ids) if member_ids is not None else None
    with connection.cursor() as cursor:
        cursor.execute(OPEN_MISSING, {"tier": base, "today": today, "programme": programme.id, "members": members})


@transaction.atomic
def _recompute(actor: Actor, programme: Programme, member_ids: Sequence[UUID], now: datetime) -> int:
    """The rows are locked in the order of their members before the ledger is read: of two at once the later one sees what both wrote."""
    today, versions = day_of(now, programme.time_zone), get_versions(actor, programme.id)
    _open_missing(actor, programme, member_ids, today)
    locked = models.Standing.objects.select_for_update(no_key=True, of=("self",)).filter(member_id__in=member_ids)
    rows = list(locked.filter(programme_id=programme.id, member__state=MemberState.ACTIVE.value).order_by("member_id"))
    holders = read_holders(actor, programme.id, [one.member_id for one in rows])
    computed = [_computed(row, holders[row.member_id], versions, today) for row in rows]
    _keep_states(read_given(actor, [one.member_id for one in rows]), holders, versions, today)
    _keep_changes(programme.id, computed)
    grant_benefits(actor, programme.id, _entitled(computed, versions, today), today=today, now=now)
    return _keep_standings(programme.id, computed, now)


def _computed(row: models.Standing, holder: Holder, versions: Sequence[TierVersion], today: date) -> _Computed:
    found = runs(holder, versions, today)
    return _Computed(row, holder, standing_in(found, holder, versions, today), changes_in(found, holder, versions, today))


def _keep_standings(programme_id: UUID, computed: Sequence[_Computed], now: datetime) -> int:
    """Returns how many tiers changed."""
    stale, news = [], []
    for one in computed:
        fresh, row = as_cached(one.standing), one.row
        if row.tier != one.standing.tier:
            told = {"before": row.tier, "tier": one.standing.tier, "since": one.standing.since.isoformat()}
            news.append({"member_id": str(row.member_id), **told, "reason": _reason(one)})
        if any(getattr(row, name) != value for name, value in fresh.items()):
            for name, value in fresh.items():
                setattr(row, name, value)
            stale.append(row)
    models.Standing.objects.bulk_create(stale, update_conflicts=True, unique_fields=["member"], update_fields=_KEPT, batch_size=1_000)
    for start in range(0, len(news), NEWS_AT_ONCE):
        publish(TIER_CHANGED, {"programme_id": str(programme_id), "changes": news[start : start + NEWS_AT_ONCE]}, now=now)
    return len(news)


def _reason(one: _Computed) -> str:
    return (one.changes[-1].reason if one.changes else one.standing.reason).value


def _keep_changes(programme_id: UUID, computed: Sequence[_Computed]) -> None:
    """What is kept of a member's past is what the ledger says. Days gone do not change (rule TI10), so as a rule only the last is new."""
    before: defaultdict[UUID, set[TierChange]] = defaultdict(set)
    ids = {}
    for row in models.TierChange.objects.filter(member_id__in=[one.row.member_id for one in computed]):
        kept = TierChange(row.on, row.before, row.tier, TierReason(row.reason))
        before[row.member_id].add(kept)
        ids[row.member_id, kept] = row.id
    gone = [ids[one.row.member_id, kept] for one in computed for kept in before[one.row.member_id] - set(one.changes)]
    models.TierChange.objects.filter(id__in=gone).delete()
    models.TierChange.objects.bulk_create(
        (
            models.TierChange(
                member_id=one.row.member_id,
                programme_id=programme_id,
                on=change.on,
                before=change.before,
                tier=change.tier,
                reason=change.reason.value,
            )
            for one in computed
            for change in one.changes
            if change not in before[one.row.member_id]
        ),
        batch_size=1_000,
    )


def _keep_states(given: dict[UUID, list[GivenTier]], holders: dict[UUID, Holder], versions: Sequence[TierVersion], today: date) -> None:
    for member_id, all_given in given.items():
        for one in all_given:
            state = state_on(one, holders[member_id], versions, today)
            if state is not one.state:
                models.TierGrant.objects.filter(id=one.id).update(state=state.value)


def _entitled(computed: Sequence[_Computed], versions: Sequence[TierVersion], today: date) -> list[Entitled]:
    """Rule TI13: who has a tier with benefits that are counted, in which tier year."""
    policy = policy_on(versions, today)
    found = []
    for one in computed:
        counted = tuple(benefit for benefit in policy.tiers[rank_of(policy, one.standing.tier)].benefits if benefit.uses)
        if counted:
            year = benefit_year(policy, one.holder.enrolled_on, today)
            found.append(Entitled(one.row.member_id, counted, year.start, year.ends()))
    return found


def _add_benefits(actor: Actor, programme_id: UUID, policy: TierPolicy) -> None:
    for code, name in {one.code: one.name for tier in policy.tiers for one in tier.benefits if one.uses}.items():
        found = PointKind.objects.filter(programme_id=programme_id, code=code).exclude(role=PointRole.BENEFIT.value).first()
        if found:
            raise Conflict(
                "benefit_taken", f"{code} counts {found.role} already; take another code.", f"代码 {code} 已用于其他积分；请另选。"
            )
        add_benefit_kind(actor=actor, programme_id=programme_id, code=code, name=name)


def _review_all(programme_id: UUID, day: date) -> None:
    """Lets the next nightly run look at every member from the day on which the new tiers hold."""
    rows = models.Standing.objects.filter(programme_id=programme_id)
    rows.update(review_on=Least(Coalesce("review_on", day), day))


def _locked(actor: Actor, programme_id: UUID) -> Programme:
    ProgrammeRow.objects.select_for_update(no_key=True).filter(id=programme_id).first()
    return get_programme(actor, programme_id)
