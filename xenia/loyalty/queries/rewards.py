"""Reads of rewards: the catalogue, what an order would cost, and what members ordered."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.loyalty.models import rewards as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.families import sharing_with, usable_with
from xenia.loyalty.queries.ledger import list_balances
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import tiers_on
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.rewards import cancel_until, price_of, require_tier, terms_of
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.rewards import Reward, RewardAsk, RewardKind, RewardOrder, RewardOrderLine, RewardQuote, RewardState, RewardVersion
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission

POINTS = "POINTS"


def list_rewards(actor: Actor, programme_id: UUID, *, now: datetime) -> list[Reward]:
    """Returns the catalogue of a programme by code, with the terms of today; those that cannot be ordered today too."""
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    return _rewards(list(models.Reward.objects.filter(programme_id=programme_id).order_by("code")), today)


def get_reward(actor: Actor, reward_id: UUID, *, now: datetime) -> Reward:
    """Returns the reward with the terms of today; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Reward.objects.filter(id=reward_id).first()
    if row is None:
        raise _unknown(reward_id)
    return _rewards([row], day_of(now, get_programme(actor, row.programme_id).time_zone))[0]


def list_reward_versions(actor: Actor, reward_id: UUID) -> list[RewardVersion]:
    """Returns every version of the reward's terms, the oldest first; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    found = _versions([reward_id])[reward_id]
    if not found:
        raise _unknown(reward_id)
    return found


def quote_reward(actor: Actor, ask: RewardAsk, *, now: datetime) -> RewardQuote:
    """Returns what an order would cost the member today; nothing is held. Raises Conflict where the reward cannot be ordered today or is
    for other tiers, Invalid for a count or a number of points that it does not take."""
    actor.require(Permission.SERVE_MEMBERS)
    version = orderable(actor, ask, now=now)
    points, money = price_of(version.terms, ask)
    if ask.with_family:
        programme = get_programme(actor, get_member(actor, ask.member_id).programme_id)
        usable = usable_with(actor, programme, sharing_with(actor, ask.member_id, now=now))
    else:
        usable = next(one.usable for one in list_balances(actor, ask.member_id) if one.kind == POINTS)
    return RewardQuote(points, money, version.terms.worth_minor * ask.count, max(0, usable))


def orderable(actor: Actor, ask: RewardAsk, *, now: datetime) -> RewardVersion:
    """The version at whose price the member may order today; raises Conflict where none is. For this module."""
    member, reward = get_member(actor, ask.member_id), get_reward(actor, ask.reward_id, now=now)
    if reward.programme_id != member.programme_id:
        raise NotFound("reward_unknown", f"The member's programme has no reward {reward.code}.", "该会员的计划没有这项奖励。")
    if reward.version is None:
        told = f"The reward {reward.code} cannot be ordered today; choose another."
        raise Conflict("reward_not_offered", told, f"奖励 {reward.code} 今日不可兑换；请另选。")
    today = day_of(now, get_programme(actor, member.programme_id).time_zone)
    tier = tiers_on(actor, member.programme_id, [(member.id, today)]).get((member.id, today), "")
    require_tier(reward.code, reward.version.terms, tier)
    return reward.version


def list_member_orders(actor: Actor, member_id: UUID) -> list[RewardOrder]:
    """Returns what a member ordered, the newest first."""
    get_member(actor, member_id)
    return _orders(list(models.RewardOrder.objects.filter(member_id=member_id).select_related("reward").order_by("-id")))


def list_order_lines(
    actor: Actor, programme_id: UUID, *, state: RewardState | None = None, page: str | None = None, size: int = 50
) -> Page[RewardOrderLine]:
    """Returns what members of a programme ordered, the newest first, with whose each order is."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    rows = models.RewardOrder.objects.filter(reward__programme_id=programme_id, **({"state": state.value} if state else {})).order_by("-id")
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows.select_related("reward")[: count + 1])
    return Page(_lines(actor, _orders(found[:count])), page_token(str(found[count - 1].id)) if len(found) > count else None)


def _lines(actor: Actor, orders: Sequence[RewardOrder]) -> list[RewardOrderLine]:
    members = {one.id: one for one in Member.objects.filter(id__in={order.member_id for order in orders})}
    guests = guest_names(actor, [one.guest_id for one in members.values() if one.guest_id])
    nobody = GuestName(None, "")
    seen = [(one, members[one.member_id]) for one in orders]
    named = [(one, member, guests.get(member.guest_id, nobody) if member.guest_id else nobody) for one, member in seen]
    return [RewardOrderLine(one, member.number, guest.guest_id, guest.name) for one, member, guest in named]


def get_reward_order(actor: Actor, order_id: UUID) -> RewardOrder:
    """Returns the order; raises NotFound where the actor does not see the guest."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.RewardOrder.objects.filter(id=order_id).select_related("reward").first()
    if row is None:
        raise NotFound("reward_order_unknown", f"There is no order {order_id} of a reward.", "没有这次兑换。")
    get_member(actor, row.member_id)
    return _orders([row])[0]


def _orders(rows: Sequence[models.RewardOrder]) -> list[RewardOrder]:
    versions = {(reward, one.number): one.terms for reward, found in _versions({one.reward_id for one in rows}).items() for one in found}
    return [
        RewardOrder(
            row.id,
            row.member_id,
            row.reward_id,
            row.reward.code,
            Text(row.reward.name_zh, row.reward.name_en),
            RewardState(row.state),
            row.count,
            row.points,
            row.money_minor,
            row.source,
            row.held_until,
            row.confirmed_on,
            cancel_until(versions[row.reward_id, row.version_number], row.confirmed_on),
            row.ordered_at,
            row.ended_at,
        )
        for row in rows
    ]


def _rewards(rows: Sequence[models.Reward], today: date) -> list[Reward]:
    versions = _versions([one.id for one in rows])
    stocks = Account.objects.filter(id__in=[one.account_id for one in rows if one.account_id is not None])
    left = {account: posted - reserved for account, posted, reserved in stocks.values_list("id", "posted", "reserved")}
    return [
        Reward(
            row.id,
            row.programme_id,
            row.code,
            Text(row.name_zh, row.name_en),
            RewardKind(row.kind),
            version_on(versions[row.id], today),
            None if row.account_id is None else left[row.account_id],
        )
        for row in rows
    ]


def _versions(reward_ids: Sequence[UUID] | set[UUID]) -> defaultdict[UUID, list[RewardVersion]]:
    found: defaultdict[UUID, list[RewardVersion]] = defaultdict(list)
    for one in models.RewardVersion.objects.filter(reward_id__in=reward_ids).order_by("number"):
        found[one.reward_id].append(RewardVersion(one.number, one.valid_from, one.valid_until, terms_of(one.value)))
    return found


def _unknown(reward_id: UUID) -> NotFound:
    return NotFound("reward_unknown", f"There is no reward {reward_id}.", "没有这项奖励。")
