"""Records beside each other: what two of them say field by field, and what their bookings are worth."""

import re
from collections import defaultdict
from collections.abc import Collection
from itertools import permutations
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.queries.guests import get_guest
from xenia.connect.rows import IN_UNITS, SEALED_FIELDS, guests_in_units, opened, record_of, units_of
from xenia.connect.types.guests import GuestPage
from xenia.connect.types.pairs import Agreement, FieldPair
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission

IN_SUMMARY = ("name", "name_latin", "gender")
PLAIN = ("nationality", "language", "membership_number", "company")
FIELDS = (
    *IN_SUMMARY, "birth_date", "phone", "email", "document", "wechat", "province", "city", "address", *PLAIN, "membership_tier",
)  # fmt: skip
"""In the order in which people look at them."""
NAMES, WORDS_MAX = ("name", "name_latin"), 4
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mstr", "dr", "chd", "inf"})
VALUES = f"""
SELECT b.booker_id, b.currency, sum(b.total_minor) FROM connect_booking b
WHERE b.booker_id = ANY(%(records)s) AND b.total_minor IS NOT NULL AND b.status <> 'cancelled' AND {IN_UNITS} GROUP BY 1, 2
"""  # noqa: S608 - no outside text


def seen_among(actor: Actor, record_ids: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of the records that the actor sees."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids))
    return frozenset(rows.values_list("record_id", flat=True))


def booking_values(actor: Actor, record_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Returns what the bookings each record made are worth, in minor units by currency: those the actor sees, but not cancelled ones.

    Currencies are not converted into one another. Empty for those who may not see bookings.
    """
    if not actor.may(Permission.VIEW_BOOKINGS) or not record_ids:
        return {}
    worth: dict[UUID, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(VALUES, {"records": list(record_ids), "units": units_of(actor)})
        for record_id, currency, total in cursor.fetchall():
            worth[record_id][currency] = int(total)
    return dict(worth)


def compare_records(actor: Actor, left_id: UUID, right_id: UUID) -> tuple[FieldPair, ...]:
    """Returns what the two records say, field by field; raises NotFound where the actor does not see one of them."""
    left, right = (_shown(get_guest(actor, record_id)) for record_id in (left_id, right_id))
    rows = [record_of(actor, record_id) for record_id in (left_id, right_id)]
    one, other = (_whole(row) for row in rows)
    sounds_alike = bool(_sounds(rows[0]) & _sounds(rows[1]))
    pairs = []
    for field in FIELDS:
        if left[field] or right[field]:
            said = _agreement(one[field], other[field])
            is_name = said is Agreement.DIFFER and field in NAMES
            pairs.append(FieldPair(field, left[field], right[field], Agreement.ALIKE if is_name and sounds_alike else said))
    return tuple(pairs)


def _shown(page: GuestPage) -> dict[str, str]:
    own = {field: str(getattr(page.summary, field)) for field in (*IN_SUMMARY, "phone", "email", "province", "city", "membership_tier")}
    own |= {field: str(getattr(page, field)) for field in (*PLAIN, "document", "wechat", "address")}
    return own | {"birth_date": page.birthday}


def _whole(row: models.GuestRecord) -> dict[str, str]:
    """What is compared: sealed values opened, never handed on."""
    return {field: opened(row, field) if field in SEALED_FIELDS else getattr(row, field) for field in FIELDS}


def _agreement(left: str, right: str) -> Agreement:
    if not left or not right:
        return Agreement.LEFT if left else Agreement.RIGHT
    return Agreement.AGREE if _bare(left) == _bare(right) else Agreement.DIFFER


def _sounds(row: models.GuestRecord) -> set[str]:
    """Every way to say the record's names in one breath, in any order and without titles: `LIANG/XUE MS` is `xueliang` and `liangxue`."""
    said: set[str] = set()
    for name in (row.name, row.name_latin, row.name_pinyin):
        words = [word for word in re.findall(r"[a-z]+", name.casefold()) if word not in TITLES]
        said |= {"".join(order) for order in permutations(words)} if 0 < len(words) <= WORDS_MAX else set()
    return said


def _bare(value: str) -> str:
    return "".join(letter for letter in value.casefold() if letter.isalnum())
