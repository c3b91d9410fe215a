"""Reads of programmes."""

from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.models import programmes as models
from xenia.loyalty.rules.programmes import policy_of
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import PointKind, Programme, ProgrammeState
from xenia.trust.types.access import Permission

NOBODYS_POINTS = (PointRole.STOCK.value, PointRole.MONEY.value)
"""Pieces of rewards and coupons, and money on cards: no member has them, earns them or qualifies by them."""


def list_programmes(actor: Actor) -> list[Programme]:
    """Returns every programme, the oldest first."""
    actor.require(Permission.VIEW_LOYALTY)
    return [get_programme(actor, one) for one in models.Programme.objects.order_by("created_at", "id").values_list("id", flat=True)]


def get_programme(actor: Actor, programme_id: UUID) -> Programme:
    """Returns the programme; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    versions = models.PolicyVersion.objects.select_related("programme").filter(programme_id=programme_id)
    newest = versions.order_by("-number").first()  # every programme is made with its first
    if newest is None:
        raise _unknown(programme_id)
    return _programme(newest)


def time_zone_of(actor: Actor, programme_id: UUID) -> str:
    """Returns where the programme's days begin; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    found = models.Programme.objects.filter(id=programme_id).values_list("time_zone", flat=True).first()
    if found is None:
        raise _unknown(programme_id)
    return found


def get_by_code(actor: Actor, code: str) -> Programme:
    """Returns the programme of that code, in whatever case; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    found = models.Programme.objects.filter(code__iexact=code).values_list("id", flat=True).first()
    if found is None:
        known = ", ".join(models.Programme.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise NotFound("programme_unknown", f"There is no programme {code}; there are: {known}.", f"没有代码为 {code} 的会员计划。")
    return get_programme(actor, found)


def _programme(newest: models.PolicyVersion) -> Programme:
    row = newest.programme
    kinds = models.PointKind.objects.filter(programme_id=row.id).exclude(role__in=NOBODYS_POINTS).order_by("id")
    return Programme(
        row.id,
        row.code,
        Text(row.name_zh, row.name_en),
        row.currency,
        row.time_zone,
        ProgrammeState(row.state),
        row.open_from,
        row.version,
        tuple(PointKind(one.id, one.code, PointRole(one.role), Text(one.name_zh, one.name_en), one.has_lots) for one in kinds),
        policy_of(newest.value),
        newest.number,
    )


def _unknown(programme_id: UUID) -> NotFound:
    return NotFound("programme_unknown", f"There is no programme {programme_id}.", "没有这个会员计划。")
