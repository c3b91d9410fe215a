"""Who stands on the same bookings, and who shares a contact, counted for pairs of people: for the product itself, over all units."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.rows import guests_in_units
from xenia.connect.types.together import PairCounts, Side
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission

PARTY_MAX = 9
"""More people than this on one booking are a group: beside each other, not with each other."""
SHARING_MAX = 8
"""More people than this with one phone or mailbox are an office."""
AROUND_MAX = 2_000
READ_AT_ONCE, STAGED_AT_ONCE = 10_000, 50_000
STAGED = """
DROP TABLE IF EXISTS together_person, together_party, together_pair, together_side, together_contact, together_word;
CREATE TEMP TABLE together_person (record_id uuid, person_id uuid, is_asked bool) ON COMMIT DROP
"""
COPY = "COPY together_person (record_id, person_id, is_asked) FROM STDIN (FORMAT binary)"
INDEXED = "CREATE UNIQUE INDEX ON together_person (record_id); ANALYZE together_person"
PARTY = """
CREATE TEMP TABLE together_party ON COMMIT DROP AS
SELECT member.booking_id, coalesce(known.person_id, member.record_id) AS person_id, bool_or(member.travels) AS travels,
    bool_or(member.books) AS books, bool_or(member.pays) AS pays, bool_or(member.with_children) AS with_children
FROM (
    SELECT b.booking_id, t.record_id, true AS travels, false AS books, false AS pays, coalesce(b.children, 0) > 0 AS with_children
    FROM connect_booking b CROSS JOIN LATERAL unnest(b.traveller_ids) AS t(record_id) WHERE b.status <> 'cancelled' AND {among}
    UNION ALL
    SELECT b.booking_id, b.booker_id, false, true, false, coalesce(b.children, 0) > 0
    FROM connect_booking b WHERE b.booker_id IS NOT NULL AND b.status <> 'cancelled' AND {among}
    UNION ALL
    SELECT b.booking_id, b.payer_id, false, false, true, coalesce(b.children, 0) > 0
    FROM connect_booking b WHERE b.payer_id IS NOT NULL AND b.status <> 'cancelled' AND {among}
) member LEFT JOIN together_person known USING (record_id) GROUP BY 1, 2
"""
ALL_BOOKINGS = "true"
SOME_BOOKINGS = """b.booking_id IN (
    SELECT o.booking_id FROM connect_booking o WHERE o.traveller_ids && (SELECT array_agg(record_id) FROM together_person)
    UNION SELECT o.booking_id FROM together_person p JOIN connect_booking o ON o.booker_id = p.record_id
    UNION SELECT o.booking_id FROM together_person p JOIN connect_booking o ON o.payer_id = p.record_id)"""
PAIR = """
CREATE TEMP TABLE together_pair ON COMMIT DROP AS
SELECT one.person_id AS left_id, other.person_id AS right_id,
    count(*) FILTER (WHERE one.travels AND other.travels) AS together,
    count(*) FILTER (WHERE one.travels AND other.travels AND one.with_children) AS with_children,
    count(*) FILTER (WHERE one.books AND other.travels AND NOT one.travels) AS left_books,
    count(*) FILTER (WHERE one.pays AND other.travels) AS left_pays,
    count(*) FILTER (WHERE other.books AND one.travels AND NOT other.travels) AS right_books,
    count(*) FILTER (WHERE other.pays AND one.travels) AS right_pays,
    count(*) FILTER (WHERE one.pays AND other.travels AND NOT one.travels) AS left_trade,
    count(*) FILTER (WHERE other.pays AND one.travels AND NOT other.travels) AS right_trade
FROM together_party one JOIN together_party other ON other.booking_id = one.booking_id AND one.person_id < other.person_id
WHERE one.booking_id IN (SELECT booking_id FROM together_party GROUP BY 1 HAVING count(*) BETWEEN 2 AND %(party)s)
GROUP BY 1, 2
"""
SIDE = """
CREATE TEMP TABLE together_side ON COMMIT DROP AS
SELECT person_id, sum(travels) AS travels, sum(booked) AS booked_for, sum(paid) AS paid_for FROM (
    SELECT person_id, count(*) FILTER (WHERE travels) AS travels, 0 AS booked, 0 AS paid FROM together_party GROUP BY 1
    UNION ALL SELECT left_id, 0, count(*) FILTER (WHERE left_books > 0), count(*) FILTER (WHERE left_trade > 0)
    FROM together_pair GROUP BY 1
    UNION ALL SELECT right_id, 0, count(*) FILTER (WHERE right_books > 0), count(*) FILTER (WHERE right_trade > 0)
    FROM together_pair GROUP BY 1
) told GROUP BY 1
"""
CONTACT = """
CREATE TEMP TABLE together_contact ON COMMIT DROP AS
WITH carried AS (
    SELECT DISTINCT contact.way, contact.value, known.person_id FROM together_person known
    JOIN connect_guestrecord r USING (record_id)
    CROSS JOIN LATERAL (VALUES ('phone', r.phone_index), ('email', r.email_index)) AS contact(way, value) WHERE contact.value IS NOT NULL
), few AS (SELECT way, value FROM carried GROUP BY 1, 2 HAVING count(*) BETWEEN 2 AND %(sharing)s)
SELECT one.person_id AS left_id, other.person_id AS right_id, bool_or(one.way = 'phone') AS phone, bool_or(one.way = 'email') AS email
FROM few JOIN carried one USING (way, value) JOIN carried other USING (way, value) WHERE one.person_id < other.person_id GROUP BY 1, 2
"""
WORD = """
CREATE TEMP TABLE together_word ON COMMIT DROP AS
SELECT known.person_id, bool_or(known.is_asked) AS is_asked,
    array_agg(DISTINCT said.surname) FILTER (WHERE said.surname <> '') AS surnames,
    array_agg(DISTINCT lower(btrim(r.company))) FILTER (WHERE btrim(r.company) <> '') AS companies
FROM together_person known JOIN connect_guestrecord r USING (record_id)
CROSS JOIN LATERAL (SELECT CASE
    WHEN r.name ~ '^[\\u3400-\\u9fff]' THEN split_part(r.name_pinyin, ' ', 1)
    WHEN r.name_latin LIKE '%/%' THEN lower(split_part(r.name_latin, '/', 1))
    ELSE lower(r.surname) END AS surname) said
GROUP BY 1
"""
READY = "CREATE INDEX ON together_side (person_id); ANALYZE together_pair, together_side, together_contact, together_word"
COUNTED = """
SELECT left_id, right_id, pair.together, pair.with_children, left_books, left_pays, right_books, right_pays,
    coalesce(shared.phone, false), coalesce(shared.email, false),
    coalesce(one.surnames && other.surnames, false), coalesce(one.companies && other.companies, false),
    ls.travels, ls.booked_for, ls.paid_for, rs.travels, rs.booked_for, rs.paid_for
FROM together_pair pair FULL JOIN together_contact shared USING (left_id, right_id)
JOIN together_word one ON one.person_id = left_id JOIN together_word other ON other.person_id = right_id
LEFT JOIN together_side ls ON ls.person_id = left_id LEFT JOIN together_side rs ON rs.person_id = right_id
WHERE one.is_asked OR other.is_asked
"""


def count_pairs(actor: Actor, person_of: Iterable[tuple[UUID, UUID, bool]], *, is_all: bool) -> Iterator[PairCounts]:
    """Yields what any two people who stand on one booking or share a contact have to do with each other (rule G1), in no order.

    `person_of`: a record, whom it means, and whether pairs of this person are asked for. `is_all` reads every booking; else only those of
    the records given, to which everybody around those asked for must belong (see `people_around`). Inside a transaction
    only: it counts in temporary tables.
    """
    actor.require("link_records")
    _stage(person_of)
    with connection.cursor() as cursor:
        cursor.execute(PARTY.format(among=ALL_BOOKINGS if is_all else SOME_BOOKINGS))
        cursor.execute("CREATE INDEX ON together_party (booking_id); ANALYZE together_party")
        cursor.execute(PAIR, {"party": PARTY_MAX})
        cursor.execute(SIDE)
        cursor.execute(CONTACT, {"sharing": SHARING_MAX})
        cursor.execute(WORD)
        cursor.execute(READY)
    with connection.chunked_cursor() as cursor:
        cursor.execute(COUNTED)
        while rows := cursor.fetchmany(READ_AT_ONCE):
            yield from map(_pair, rows)


def _stage(person_of: Iterable[tuple[UUID, UUID, bool]]) -> None:
    """Puts who is who where the counting finds it."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        rest = iter(person_of)
        while batch := list(islice(rest, STAGED_AT_ONCE)):  # read before copying: both may use the one connection
            with cursor.copy(COPY) as copy:
                copy.set_types(["uuid", "uuid", "bool"])
                for row in batch:
                    copy.write_row(row)
        cursor.execute(INDEXED)


def _pair(row: tuple) -> PairCounts:  # type: ignore[type-arg] # eighteen columns, named here
    left, right, together, children, books, pays, other_books, other_pays, phone, email, surname, company, *sides = row
    travels, booked_for, paid_for, other_travels, other_booked_for, other_paid_for = (int(one or 0) for one in sides)
    return PairCounts(
        left=Side(left, travels, booked_for, paid_for, books or 0, pays or 0),
        right=Side(right, other_travels, other_booked_for, other_paid_for, other_books or 0, other_pays or 0),
        together=together or 0,
        with_children=children or 0,
        shares_phone=phone,
        shares_email=email,
        same_surname=surname,
        same_company=company,
    )


AROUND = """
SELECT person FROM connect_booking b CROSS JOIN LATERAL unnest(b.traveller_ids || b.booker_id || b.payer_id) AS person
WHERE b.traveller_ids && %(records)s
UNION
SELECT person FROM connect_booking b CROSS JOIN LATERAL unnest(b.traveller_ids || b.payer_id) AS person
WHERE b.booker_id = ANY(%(records)s)
UNION
SELECT person FROM connect_booking b CROSS JOIN LATERAL unnest(b.traveller_ids || b.booker_id) AS person
WHERE b.payer_id = ANY(%(records)s)
UNION
SELECT beside.record_id FROM connect_guestrecord r JOIN connect_guestrecord beside ON beside.phone_index = r.phone_index
WHERE r.record_id = ANY(%(records)s)
UNION
SELECT beside.record_id FROM connect_guestrecord r JOIN connect_guestrecord beside ON beside.email_index = r.email_index
WHERE r.record_id = ANY(%(records)s)
LIMIT %(most)s
"""


def people_around(actor: Actor, record_ids: Collection[UUID]) -> list[UUID]:
    """Returns the records on the bookings of these, and those with their phone or mailbox; at most `AROUND_MAX` for each of them."""
    actor.require("link_records")
    with connection.cursor() as cursor:
        cursor.execute(AROUND, {"records": list(record_ids), "most": AROUND_MAX * max(len(record_ids), 1)})
        return [person for (person,) in cursor.fetchall() if person is not None]


def companies_of(actor: Actor, record_ids: Collection[UUID]) -> dict[UUID, str]:
    """Returns the company that each record tells, of those the actor sees."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids)).exclude(company="")
    return {record_id: company.strip() for record_id, company in rows.values_list("record_id", "company") if company.strip()}
