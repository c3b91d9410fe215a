"""Reads of tiers: what is asked, what members did and were given, and where each stands (docs/algorithms/tiers.md)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.models import tiers as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.ledger import balances_of
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme, time_zone_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.tier_grants import as_grant, state_on
from xenia.loyalty.rules.tier_policy import policy_of
from xenia.loyalty.rules.tier_standing import as_cached, standing_on
from xenia.loyalty.rules.tiers import policy_on, rank_of, tier_on
from xenia.loyalty.types.ledger import Balance, PointRole
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.tiers import (
    Benefit,
    BenefitState,
    EvidenceKind,
    GivenTier,
    GrantKind,
    GrantState,
    HandReason,
    Holder,
    MemberTier,
    Qualifying,
    Threshold,
    TierChange,
    TierEvidence,
    TierFault,
    TierReason,
    TierStanding,
    TierVersion,
)
from xenia.trust.types.access import Permission

QUALIFYING = (Path(__file__).resolve().parent.parent / "sql" / "qualifying.sql").read_text(encoding="utf-8")
AT_ONCE = 2_000
FAULTS_MOST = 100


def list_versions(actor: Actor, programme_id: UUID) -> list[TierVersion]:
    """Returns what was decided about the programme's tiers, by the day from which it holds; none where nothing was. A version that begins
    no later than one before it has replaced it; the first holds for all days before it too."""
    actor.require(Permission.VIEW_LOYALTY)
    found: list[TierVersion] = []
    for row in models.TierVersion.objects.filter(programme_id=programme_id).order_by("number"):
        while found and found[-1].valid_from >= row.valid_from:
            found.pop()
        found.append(TierVersion(row.number, row.valid_from, policy_of(row.value)))
    return found


def get_versions(actor: Actor, programme_id: UUID) -> list[TierVersion]:
    """The same; raises NotFound where the programme has no tiers."""
    found = list_versions(actor, programme_id)
    if not found:
        raise NotFound(
            "tiers_unset", "The programme has no tiers yet; set them under its tiers first.", "该计划尚未设置等级；请先在“等级”中设置。"
        )
    return found


def read_holders(actor: Actor, programme_id: UUID, member_ids: Sequence[UUID]) -> dict[UUID, Holder]:
    """Returns what decides on the tier of each member, read for all of them at once. For this module and for jobs over many members."""
    actor.require(Permission.VIEW_LOYALTY)
    entries: defaultdict[UUID, list[Qualifying]] = defaultdict(list)
    qualifying = Account.objects.filter(point_kind__programme_id=programme_id, point_kind__role=PointRole.QUALIFYING.value)
    accounts = qualifying.filter(member_id__in=member_ids).values_list("id", "member_id", "point_kind__code")
    owners = {account_id: member_id for account_id, member_id, _ in accounts if member_id}
    for account_id, entry in _qualifying({account_id: measure for account_id, _, measure in accounts}):
        entries[owners[account_id]].append(entry)
    grants = {member_id: tuple(filter(None, map(as_grant, given))) for member_id, given in read_given(actor, member_ids).items()}
    rows = Member.objects.filter(id__in=member_ids, programme_id=programme_id).values_list("id", "enrolled_on")
    return {one: Holder(enrolled_on, tuple(entries[one]), grants.get(one, ())) for one, enrolled_on in rows}


def _qualifying(measures: Mapping[int, str]) -> Iterator[tuple[int, Qualifying]]:
    """In: what each account counts. Out: what was booked on them, the oldest first, each with its account."""
    if not measures:
        return
    with connection.cursor() as cursor:
        cursor.execute(QUALIFYING, {"accounts": list(measures)})
        for account_id, amount, value_on, known_on in cursor.fetchall():
            yield account_id, Qualifying(measures[account_id], amount, value_on, known_on)


def tiers_on(actor: Actor, programme_id: UUID, days: Collection[tuple[UUID, date]]) -> dict[tuple[UUID, date], str]:
    """Returns the tier of each member on the day said beside it, as known on that day; empty where the programme has no tiers. For this
    module and for jobs over many members."""
    versions = list_versions(actor, programme_id)
    if not versions:
        return {}
    holders = read_holders(actor, programme_id, sorted({member_id for member_id, _ in days}))
    return {(one, day): tier_on(holders[one], versions, day) for one, day in days if one in holders}


def read_given(actor: Actor, member_ids: Sequence[UUID]) -> dict[UUID, list[GivenTier]]:
    """Returns what each member was given or offered, the oldest first, as it was last kept. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    found: defaultdict[UUID, list[GivenTier]] = defaultdict(list)
    for row in models.TierGrant.objects.filter(member_id__in=member_ids).order_by("id"):
        found[row.member_id].append(_given(row))
    return dict(found)


def get_tier(actor: Actor, member_id: UUID, *, now: datetime) -> MemberTier:
    """Returns where the member stands today, worked out from the ledger: tier, since, until, why, what is missing to the next tier and to
    keep this one, and its benefits. Raises NotFound where the actor does not see the guest or the programme has no tiers."""
    member = get_member(actor, member_id)
    today, versions = day_of(now, time_zone_of(actor, member.programme_id)), get_versions(actor, member.programme_id)
    balances = balances_of(actor, member_id)
    measures = {one.account_id: one.kind for one in balances if one.role is PointRole.QUALIFYING}
    given = read_given(actor, [member_id]).get(member_id, [])
    entries = tuple(entry for _, entry in _qualifying(measures))
    holder = Holder(member.enrolled_on, entries, tuple(filter(None, map(as_grant, given))))
    standing = standing_on(holder, versions, today)
    policy = policy_on(versions, today)
    tier = policy.tiers[rank_of(policy, standing.tier)]
    return MemberTier(member_id, standing, tier, tuple(_benefits(tier.benefits, balances, today)), tuple(balances))


def list_changes(actor: Actor, member_id: UUID) -> list[TierChange]:
    """Returns how the member's tier changed, the oldest change first."""
    get_member(actor, member_id)
    return [_change(row) for row in models.TierChange.objects.filter(member_id=member_id).order_by("on")]


def list_given(actor: Actor, member_id: UUID, *, now: datetime) -> list[GivenTier]:
    """Returns matches, challenges and tiers by hand of the member, as they stand today."""
    member = get_member(actor, member_id)
    today, versions = day_of(now, get_programme(actor, member.programme_id).time_zone), get_versions(actor, member.programme_id)
    holder = read_holders(actor, member.programme_id, [member_id])[member_id]
    rows = models.TierGrant.objects.filter(member_id=member_id).order_by("id")
    return [_given(row, state_on(_given(row), holder, versions, today)) for row in rows]


def check_standings(actor: Actor, programme_id: UUID, *, now: datetime) -> list[TierFault]:
    """Rule TI15: returns every cached standing and history that is not what the ledger says, of members who are not due to be looked at
    anyway; at most FAULTS_MOST."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    today, versions = day_of(now, get_programme(actor, programme_id).time_zone), get_versions(actor, programme_id)
    rows = models.Standing.objects.filter(programme_id=programme_id, member__state=MemberState.ACTIVE.value).order_by("member_id")
    found: list[TierFault] = []
    after: UUID | None = None
    while len(found) < FAULTS_MOST:
        part = list((rows.filter(member_id__gt=after) if after else rows)[:AT_ONCE])
        if not part:
            break
        after = part[-1].member_id
        holders = read_holders(actor, programme_id, [one.member_id for one in part])
        for row in part:
            if row.review_on is None or row.review_on > today:
                found += _faults(row, standing_on(holders[row.member_id], versions, today))
    return found[:FAULTS_MOST]


def _faults(row: models.Standing, standing: TierStanding) -> list[TierFault]:
    return [
        TierFault(row.member_id, name, str(value), str(getattr(row, name)))
        for name, value in as_cached(standing).items()
        if getattr(row, name) != value
    ]


def _benefits(wanted: Sequence[Benefit], balances: Sequence[Balance], today: date) -> list[BenefitState]:
    """Those of the tier, and those of a former tier that are not used up."""
    counted = {one.kind: one for one in balances if one.role is PointRole.BENEFIT}
    found = [BenefitState(one.code, one.name, False) for one in wanted if one.uses is None]
    for code, one in counted.items():
        is_over = one.next_expiry is not None and one.next_expiry <= today
        usable = one.usable - (one.next_expiring if is_over else 0)
        name = next((benefit.name for benefit in wanted if benefit.code == code), None)
        if name or usable or one.reserved:
            found.append(BenefitState(code, name or _named(one), True, usable, one.reserved, None if is_over else one.next_expiry))
    return found


def _named(balance: Balance) -> Text:
    return Text(balance.name_zh, balance.name_en)


def _change(row: models.TierChange) -> TierChange:
    return TierChange(row.on, row.before, row.tier, TierReason(row.reason))


def _given(row: models.TierGrant, state: GrantState | None = None) -> GivenTier:
    return GivenTier(
        row.id,
        GrantKind(row.kind),
        row.tier,
        state or GrantState(row.state),
        row.offered_on,
        row.answer_until,
        row.since,
        row.deadline,
        row.until,
        tuple(Threshold(**one) for one in row.asks),
        TierEvidence(EvidenceKind(row.evidence), row.reference) if row.evidence else None,
        HandReason(row.reason) if row.reason else None,
    )
