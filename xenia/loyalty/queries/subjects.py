"""What a person is given of what loyalty keeps: memberships, and every movement of points on them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from xenia.identity.queries.links import guests_of, homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.models.programmes import Member
from xenia.trust.types.rights import Section

MEMBERSHIP = (
    ("programme", Text("计划", "Programme")),
    ("number", Text("会员号", "Number")),
    ("enrolled_on", Text("入会日", "Enrolled on")),
    ("state", Text("状态", "State")),
)
MOVEMENT = (
    ("at", Text("时间", "At")),
    ("kind", Text("种类", "Kind")),
    ("points", Text("积分", "Points")),
    ("phase", Text("阶段", "Phase")),
    ("cause", Text("缘由", "Cause")),
    ("source", Text("来源", "Source")),
    ("expires_on", Text("到期", "Ends on")),
)
MOVEMENTS = """
SELECT one.at, kind.code, CASE WHEN account.id = one.to_account_id THEN one.amount ELSE -one.amount END, one.phase, one.cause, one.source,
       one.expires_on
FROM loyalty_account AS account JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id
JOIN loyalty_transfer AS one ON account.id IN (one.from_account_id, one.to_account_id)
WHERE account.member_id = ANY (%s) ORDER BY one.id
"""


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns the memberships of the guests of these records and everything that moved on their accounts."""
    actor.require("handle_requests")
    guests = guests_of(actor, record_ids)
    members = list(
        Member.objects.filter(guest_id__in={*guests, *homes_of(actor, guests)}).select_related("programme").order_by("created_at", "id")
    )
    if not members:
        return []
    said = tuple(
        {"programme": one.programme.code, "number": one.number, "enrolled_on": one.enrolled_on.isoformat(), "state": one.state}
        for one in members
    )
    moved = tuple(
        dict(zip((name for name, _ in MOVEMENT), ("" if one is None else str(one) for one in row), strict=True))
        for row in _movements([one.id for one in members])
    )
    return [
        Section("memberships", "loyalty", Text("会员身份", "Memberships"), MEMBERSHIP, said),
        Section("points", "loyalty", Text("积分流水", "Movements of points"), MOVEMENT, moved),
    ]


def _movements(member_ids: Sequence[UUID]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(MOVEMENTS, [list(member_ids)])
        return list(cursor.fetchall())
