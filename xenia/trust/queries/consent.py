"""May we? Reads of consent: one guest in one look-up, a million in one pass, and where everybody stands."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from pyarrow import csv

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.trust.models import consent as models
from xenia.trust.models.people import Unit, User
from xenia.trust.queries.purposes import get_purpose, list_purposes
from xenia.trust.queries.restrictions import IN_FORCE, kinds_against, restrictions_of
from xenia.trust.rows.guest_groups import COUNTING, IDS, ids_of
from xenia.trust.rules import consent as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import (
    Allowed,
    AllowedMany,
    Channel,
    ConsentDecision,
    ConsentReason,
    Contactable,
    GdprBasis,
    GuestCount,
    Mark,
    PiplBasis,
    Purpose,
    Said,
    Standing,
    StandingFilter,
    StandingGuest,
    Terms,
    Way,
)

FLAGS = "c.said, c.notice_version < %(counts_from)s AS is_outdated, coalesce(c.expires_at <= %(now)s, false) AS is_expired"
"""What of a guest's current decision the rules look at; there are only some ten different ones among any number of guests."""
MAY = f"""
SELECT p.pipl_basis, p.gdpr_basis, p.is_open, p.counts_from, p.channels,
       c.said, c.notice_version, c.decided_at, c.expires_at, c.decision_id,
       EXISTS (SELECT 1 FROM trust_restriction r WHERE r.guest_id = i.guest_id AND {IN_FORCE}), i.since
FROM trust_purpose p CROSS JOIN {IDS} AS i
LEFT JOIN trust_currentconsent c ON c.purpose_id = %(purpose)s AND c.channel = %(channel)s AND c.guest_id = i.guest_id
WHERE p.code = %(purpose)s
"""  # noqa: S608 - our own words
MARKS = f"""
SELECT c.purpose_id, c.channel, i.since, c.said, c.notice_version, c.decided_at, c.expires_at, c.decision_id
FROM {IDS} AS i JOIN trust_currentconsent c USING (guest_id)
"""  # noqa: S608 - our own words
ASKED = "CREATE TEMP TABLE asked_guest (guest_id uuid NOT NULL) ON COMMIT DROP"
JUDGED = f"""
COPY (
    SELECT a.guest_id,
        CASE WHEN coalesce(g.current_id, a.guest_id) IN (
            SELECT coalesce(w.current_id, r.guest_id) FROM trust_restriction r LEFT JOIN trust_guestgroup w USING (guest_id)
            WHERE {IN_FORCE})
        THEN 'restricted' ELSE concat_ws('|',
        coalesce(c.said, ''), coalesce(c.notice_version < %(counts_from)s, false), coalesce(c.expires_at <= %(now)s, false)) END
    FROM asked_guest a
    LEFT JOIN trust_guestgroup g USING (guest_id)
    LEFT JOIN ({COUNTING}) c ON c.guest_id = coalesce(g.current_id, a.guest_id)
) TO STDOUT (FORMAT csv)
"""  # noqa: S608 - our own words
SAID = f"""
COPY (
    SELECT coalesce(w.guest_id, c.guest_id),
        concat_ws('|', c.said, c.notice_version < %(counts_from)s, coalesce(c.expires_at <= %(now)s, false))
    FROM ({COUNTING}) c LEFT JOIN trust_guestgroup w ON w.current_id = c.guest_id
) TO STDOUT (FORMAT csv)
"""  # noqa: S608 - our own words
RESTING = f"""
SELECT DISTINCT coalesce(m.guest_id, r.guest_id)::text FROM trust_restriction r
LEFT JOIN trust_guestgroup w USING (guest_id) LEFT JOIN trust_guestgroup m ON m.current_id = w.current_id WHERE {IN_FORCE}
"""  # noqa: S608 - our own words
REACHED = f"""
WITH asked AS MATERIALIZED (
    SELECT coalesce(g.current_id, a.guest_id) AS guest_id FROM asked_guest a LEFT JOIN trust_guestgroup g USING (guest_id)
), resting AS MATERIALIZED (
    SELECT coalesce(w.current_id, r.guest_id) AS guest_id FROM trust_restriction r LEFT JOIN trust_guestgroup w USING (guest_id)
    WHERE {IN_FORCE}
), active AS MATERIALIZED (
    SELECT guest_id FROM asked WHERE guest_id NOT IN (SELECT guest_id FROM resting)
)
SELECT c.channel, {FLAGS}, count(*) FROM active JOIN ({COUNTING}) c USING (guest_id) GROUP BY 1, 2, 3, 4
UNION ALL SELECT NULL, NULL, NULL, NULL, count(*) FROM active
"""  # noqa: S608 - our own words
NUMBERS = f"SELECT c.channel, {FLAGS}, count(*) FROM ({COUNTING}) c GROUP BY 1, 2, 3, 4"  # noqa: S608


Kind = tuple[str | None, bool, bool]
"""What guests said, whether it is outdated, and whether it has expired."""


def may(actor: Actor, guest_id: UUID, purpose: str, channel: Channel, *, now: datetime) -> Allowed:
    """Whether the guest's data may be used for the purpose on the channel at `now`, why, and under which notice.

    One look-up by keys, over every id of the guest (N14). Raises NotFound for a purpose there is not, or a channel that it does not have.
    """
    actor.require(Permission.VIEW_GUESTS)
    with connection.cursor() as cursor:
        place = {"channel": channel.value, "guest": guest_id, "purpose": purpose, "now": now, "restrictions": kinds_against(purpose)}
        cursor.execute(MAY, place)
        rows = cursor.fetchall()
    if not rows or channel.value not in rows[0][4]:
        raise _no_channel(purpose, channel)
    pipl, gdpr, is_open, counts_from = rows[0][:4]
    terms = Terms(is_open, pipl == PiplBasis.CONSENT, gdpr == GdprBasis.LEGITIMATE_INTERESTS, counts_from)
    mark = rules.of_one_guest((Mark(Said(row[5]), *row[6:10]), row[11]) for row in rows if row[5])
    reason = rules.judge(terms, mark, now, is_restricted=any(row[10] for row in rows))
    return Allowed(reason.is_allowed, reason, rules.REASONS[reason], mark.notice_version if mark else 0)


@transaction.atomic
def may_many(actor: Actor, guest_ids: pa.Array, purpose: str, channel: Channel, *, now: datetime) -> AllowedMany:
    """Which of the guests may be used for the purpose on the channel at `now`, in one pass over any number of them.

    `guest_ids`: an Arrow array of ids as text, as facts hold them; an id that stands twice is counted twice. Raises as `may` does.
    """
    actor.require(Permission.VIEW_GUESTS)
    held = get_purpose(actor, purpose)
    if channel not in held.channels:
        raise _no_channel(purpose, channel)
    against = kinds_against(purpose)
    place = {"purpose": purpose, "channels": [channel.value], "counts_from": held.counts_from, "now": now, "restrictions": against}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS asked_guest; " + ASKED)
        with cursor.copy("COPY asked_guest FROM STDIN") as copy:
            copy.write(_lines(guest_ids))
        with cursor.copy(JUDGED, place) as copy:
            judged = _judged(b"".join(bytes(block) for block in copy))
    counts: dict[ConsentReason, int] = {}
    allowed = []
    for group in judged.group_by("kind").aggregate([("kind", "count")]).to_pylist():
        word = group["kind"]
        reason = ConsentReason.RESTRICTED if word == ConsentReason.RESTRICTED.value else _reason(held, _kind_of(word))
        counts[reason] = counts.get(reason, 0) + group["kind_count"]
        allowed += [group["kind"]] if reason.is_allowed else []
    chosen = judged.filter(pc.is_in(judged["kind"], pa.array(allowed, pa.string())))
    return AllowedMany(chosen["guest_id"].combine_chunks(), counts)


def contactable(actor: Actor, purpose: str, channel: Channel, *, now: datetime) -> Contactable:
    """Who may be worked with for the purpose on the channel at `now`, as `may_many` says it of each, for whoever joins it to all guests:
    only those of whom something is written are read. Raises as `may` does."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    held = get_purpose(actor, purpose)
    if channel not in held.channels:
        raise _no_channel(purpose, channel)
    with connection.cursor() as cursor:
        with cursor.copy(SAID, _place(held, [channel], now)) as copy:
            said = _judged(b"".join(bytes(block) for block in copy))
        cursor.execute(RESTING, {"now": now, "restrictions": kinds_against(purpose)})
        resting = pa.array([one for (one,) in cursor.fetchall()], pa.string())
    usual = _reason(held, (None, False, False)).is_allowed
    others = [kind for kind in pc.unique(said["kind"]).to_pylist() if _reason(held, _kind_of(kind)).is_allowed is not usual]
    found = said.filter(pc.is_in(said["kind"], pa.array(others, pa.string())))["guest_id"].combine_chunks()
    awake = found.filter(pc.invert(pc.is_in(found, resting)))
    return Contactable(usual, pc.unique(pa.concat_arrays([awake, resting] if usual else [awake])))


@transaction.atomic
def count_reach(actor: Actor, guest_ids: pa.Array, *, now: datetime) -> list[GuestCount]:
    """Returns how many of the guests stand how at `now`, on every channel on which guests are written to, of every open purpose: what
    `may_many` counts for each, in one pass a purpose. `guest_ids` as there."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    counts: list[GuestCount] = []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS asked_guest; " + ASKED)
        with cursor.copy("COPY asked_guest FROM STDIN") as copy:
            copy.write(_lines(guest_ids))
        for held in list_purposes(actor):
            channels = [one for one in held.channels if one is not Channel.ALL]
            if held.is_open and channels:
                cursor.execute(REACHED, _place(held, channels, now))
                counts += _reached(held, channels, cursor.fetchall(), len(guest_ids))
    return counts


def _reached(purpose: Purpose, channels: Sequence[Channel], rows: list[Any], guests: int) -> list[GuestCount]:
    """Who said nothing is whoever is left."""
    active = sum(row[-1] for row in rows if row[0] is None)
    counts: dict[tuple[Channel, ConsentReason], int] = {}
    for channel in channels:
        mine = [
            (_reason(purpose, (said, outdated, expired)), count) for one, said, outdated, expired, count in rows if one == channel.value
        ]
        silent = (_reason(purpose, (None, False, False)), active - sum(count for _, count in mine))
        for reason, count in (*mine, silent, (ConsentReason.RESTRICTED, guests - active)):
            counts[channel, reason] = counts.get((channel, reason), 0) + count
    return [GuestCount(purpose.code, *place, count) for place, count in counts.items() if count]


def _place(purpose: Purpose, channels: Sequence[Channel], now: datetime) -> dict[str, Any]:
    place = {"purpose": purpose.code, "channels": [one.value for one in channels], "counts_from": purpose.counts_from, "now": now}
    return place | {"restrictions": kinds_against(purpose.code)}


def list_standings(actor: Actor, guest_id: UUID, *, now: datetime) -> list[Standing]:
    """Returns where the guest stands on every open purpose and channel, also on those never asked about."""
    actor.require(Permission.VIEW_GUESTS)
    marks = _marks(guest_id)
    against = set(restrictions_of(actor, guest_id, now=now))
    purposes = [(purpose, bool(against & set(kinds_against(purpose.code)))) for purpose in list_purposes(actor) if purpose.is_open]
    return [
        _standing(purpose, channel, marks.get((purpose.code, channel.value)), now, is_restricted=is_restricted)
        for purpose, is_restricted in purposes
        for channel in purpose.channels
    ]


def list_decisions(actor: Actor, guest_id: UUID, *, purpose: str | None = None) -> list[ConsentDecision]:
    """Returns everything the guest ever said about a purpose, or about all, newest first, with its proof."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.ConsentDecision.objects.filter(guest_id__in=ids_of(guest_id)).order_by("-decided_at", "-id")
    held = list(rows.filter(purpose_id=purpose) if purpose else rows)
    people = dict(User.objects.filter(id__in={row.actor_id for row in held}).values_list("id", "name"))
    units = {unit.id: Text(unit.name_zh, unit.name_en) for unit in Unit.objects.filter(id__in={row.unit_id for row in held})}
    return [_decision(row, people, units) for row in held]


def list_numbers(actor: Actor, *, now: datetime) -> list[GuestCount]:
    """Returns how many guests stand how on each purpose and channel, of those who ever said something about it."""
    actor.require(Permission.MANAGE_CONSENT)
    counts: dict[tuple[str, Channel, ConsentReason], int] = {}
    with connection.cursor() as cursor:
        for held in list_purposes(actor):
            channels = [channel.value for channel in held.channels]
            cursor.execute(NUMBERS, {"purpose": held.code, "channels": channels, "counts_from": held.counts_from, "now": now})
            for channel, said, is_outdated, is_expired, guests in cursor.fetchall():
                place = (held.code, Channel(channel), _reason(held, (said, is_outdated, is_expired)))
                counts[place] = counts.get(place, 0) + guests
    return [GuestCount(*place, guests) for place, guests in sorted(counts.items())]


def list_guests_standing(
    actor: Actor, *, where: StandingFilter, now: datetime, page: str | None = None, size: int = 50
) -> Page[StandingGuest]:
    """Returns the guests behind a number of `list_numbers`, key by key."""
    actor.require(Permission.MANAGE_CONSENT)
    held, size = get_purpose(actor, where.purpose), page_size(size)
    after = keys_of(page, UUID)[0] if page else UUID(int=0)
    kinds = [kind for kind in _every_kind() if _reason(held, kind) is where.reason]
    query = (
        f"SELECT guest_id, decided_at, expires_at FROM (SELECT c.guest_id, c.decided_at, c.expires_at, {FLAGS} FROM ({COUNTING}) c "  # noqa: S608 - our own words
        "WHERE c.guest_id > %(after)s) AS standing "
        f"WHERE (said, is_outdated, is_expired) IN ({_literals(kinds)}) ORDER BY guest_id LIMIT %(limit)s"
    )
    if not kinds:
        return Page([], None)
    place: dict[str, Any] = {"purpose": where.purpose, "channels": [where.channel.value], "after": after, "limit": size + 1}
    values: dict[str, Any] = place | {"counts_from": held.counts_from, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found = [StandingGuest(*row) for row in cursor.fetchall()]
    return Page(found[:size], page_token(str(found[size - 1].guest_id)) if len(found) > size else None)


def _no_channel(purpose: str, channel: Channel) -> NotFound:
    return NotFound(
        "purpose_not_found",
        f"There is no purpose {purpose!r} with the channel {channel.value!r}; the purposes are listed under Consent.",
        f"没有用途“{purpose}”及其渠道“{channel.value}”；请在“同意管理”中查看。",
    )


def _every_kind() -> list[Kind]:
    return [(said.value, outdated, expired) for said in Said for outdated in (False, True) for expired in (False, True)]


def _reason(purpose: Purpose, kind: Kind) -> ConsentReason:
    said, is_outdated, is_expired = kind
    return rules.reason_of(purpose, Said(said) if said else None, is_outdated=is_outdated, is_expired=is_expired)


def _literals(kinds: list[Kind]) -> str:
    """The kinds as SQL; each is one of our own words and two truths."""
    return ", ".join(f"('{said}', {is_outdated}, {is_expired})" for said, is_outdated, is_expired in kinds)


def _lines(guest_ids: pa.Array) -> bytes:
    """One id a line, as COPY reads it; written by Arrow, for a million ids take Python a second."""
    out = io.BytesIO()
    csv.write_csv(pa.table({"guest_id": guest_ids}), out, csv.WriteOptions(include_header=False, quoting_style="none"))
    return out.getvalue()


def _judged(lines: bytes) -> pa.Table:
    """The guests with what the rules look at of each, as one short word: `given|f|t`."""
    columns = ["guest_id", "kind"]
    if not lines:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    types = csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()))
    return csv.read_csv(io.BytesIO(lines), csv.ReadOptions(column_names=columns), convert_options=types)


def _kind_of(word: str) -> Kind:
    said, outdated, expired = word.split("|")
    return said or None, outdated == "t", expired == "t"


def _marks(guest_id: UUID) -> dict[tuple[str, str], Mark | None]:
    """What counts for the guest of every id, by purpose and channel."""
    held: dict[tuple[str, str], list[tuple[Mark, datetime]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"guest": guest_id})
        for purpose, channel, since, said, *rest in cursor.fetchall():
            held.setdefault((purpose, channel), []).append((Mark(Said(said), *rest), since))
    return {place: rules.of_one_guest(marks) for place, marks in held.items()}


def _standing(purpose: Purpose, channel: Channel, mark: Mark | None, now: datetime, *, is_restricted: bool) -> Standing:
    reason = rules.judge(purpose, mark, now, is_restricted=is_restricted)
    version, since, ends = (mark.notice_version, mark.decided_at, mark.expires_at) if mark else (0, None, None)
    return Standing(purpose.code, channel, reason, rules.REASONS[reason], version, since, ends)


def _decision(row: models.ConsentDecision, people: dict[UUID, str], units: dict[UUID, Text]) -> ConsentDecision:
    return ConsentDecision(
        id=row.id,
        purpose=row.purpose_id,
        channel=Channel(row.channel),
        said=Said(row.said),
        notice_version=row.notice_version,
        language=row.language,
        decided_at=row.decided_at,
        recorded_at=row.recorded_at,
        recorded_by=people.get(row.actor_id, "") if row.actor_id else "",
        way=Way(row.way),
        unit=units.get(row.unit_id) if row.unit_id else None,
        by_guardian=row.by_guardian,
        reference=row.reference,
        expires_at=row.expires_at,
    )
