"""What was shown and what was chosen of it: the log that recommendations are judged by (rule RS8)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.insight.queries.features import require_to_see_all
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.profile.queries.seen import kept_guest
from xenia.recommend.models import Click
from xenia.recommend.models import Impression as ImpressionRow
from xenia.recommend.rows import newest_run, row_of
from xenia.recommend.rules.recommending import likeliest_left
from xenia.recommend.types import Impression
from xenia.trust.types.access import Permission

SHOWN_MAX = 1000
"""So many lists are logged in one call."""


@transaction.atomic
def log_impressions(*, actor: Actor, shown: Sequence[Impression], now: datetime) -> int:
    """Keeps lists as they were shown, with the chance and the propensity that the product itself knows, and returns how many are new; one
    whose id is kept already is not written again. Raises Invalid for more than a thousand, for an empty list and for a city that is not on
    the guest's list, and keeps nothing then."""
    actor.require(Permission.VIEW_INSIGHT)
    if not 0 < len(shown) <= SHOWN_MAX:
        raise Invalid(
            "impressions_count",
            f"{len(shown)} lists were sent; send 1 to {SHOWN_MAX} at a time.",
            f"一次须发送 1 至 {SHOWN_MAX} 条，收到 {len(shown)} 条。",
        )
    known = set(ImpressionRow.objects.filter(id__in=[one.id for one in shown]).values_list("id", flat=True))
    rows = [_row(actor, one, now) for one in {one.id: one for one in shown}.values() if one.id not in known]
    ImpressionRow.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(actor: Actor, one: Impression, now: datetime) -> ImpressionRow:
    guest = kept_guest(actor, one.guest_id)
    require_to_see_all(actor, guest)
    run = newest_run()
    row = row_of(run.id, guest) if run else None
    kept: dict[str, Any] = {item[0]: item for item in json.loads(row.items)} if row else {}
    unknown = [city for city in one.cities if city not in kept]
    if run is None or unknown or not one.cities:
        raise Invalid(
            "city_not_listed",
            f"{', '.join(unknown) or 'No city'} is not on the list of this guest; fetch the list again, it may have been made anew.",
            f"“{'、'.join(unknown)}”不在这位客人的清单中；清单可能已更新，请重新获取。",
        )
    likeliest = likeliest_left([item[1] for item in kept.values()])
    items = [
        [place, city, kept[city][1], kept[city][2], kept[city][2] == 1 or kept[city][1] >= likeliest]
        for place, city in enumerate(one.cities, start=1)
    ]
    return ImpressionRow(
        id=one.id, guest_id=guest.guest_id, list_id=run.id, version_number=run.version_number or 0, surface=one.surface.value, items=items,
        shown_at=now,
    )  # fmt: skip


@transaction.atomic
def log_click(*, actor: Actor, impression_id: UUID, city: str, now: datetime) -> None:
    """Keeps that a city of a list was chosen, once. Raises NotFound for a list that was not logged or is of a guest the actor does not see,
    Invalid for a city that was not on it."""
    actor.require(Permission.VIEW_INSIGHT)
    row = ImpressionRow.objects.filter(id=impression_id).first()
    if row is None:
        raise NotFound("impression_unknown", f"No list {impression_id} was logged; log it first.", "没有这次展示记录；请先登记展示。")
    require_to_see_all(actor, kept_guest(actor, row.guest_id))
    if city not in {item[1] for item in row.items}:
        raise Invalid("city_not_listed", f"{city} was not on that list; send a city that was.", f"“{city}”不在那次展示的清单中。")
    Click.objects.get_or_create(impression=row, city=city, defaults={"clicked_at": now, "guest_id": row.guest_id})
