"""The ids of one guest, and what counts for guests of several ids, as SQL for reads of many. Private."""

from uuid import UUID

from xenia.trust.models.consent import GuestGroup
from xenia.trust.rules.consent import STRICTNESS

ORDER = "array_position(ARRAY[{}], {{}}.said::text)".format(", ".join(f"'{said}'" for said in STRICTNESS))
"""How strict the word of a row is, as a number."""
IDS = """
(SELECT coalesce(m.guest_id, asked.guest_id) AS guest_id, coalesce(m.since, now()) AS since
 FROM (SELECT %(guest)s::uuid AS guest_id) asked
 LEFT JOIN trust_guestgroup g ON g.guest_id = asked.guest_id LEFT JOIN trust_guestgroup m ON m.current_id = g.current_id)
"""
"""Every id of one guest, and since when it is the guest's; for a guest of one id the instant says nothing."""
TOGETHER = """
SELECT g.current_id, g.since, c.* FROM trust_guestgroup g JOIN trust_currentconsent c USING (guest_id)
WHERE c.purpose_id = %(purpose)s AND c.channel = ANY(%(channels)s)
"""
COUNTING = f"""
WITH together AS ({TOGETHER})
SELECT c.channel, c.guest_id, c.said, c.notice_version, c.decided_at, c.expires_at FROM trust_currentconsent c
WHERE c.purpose_id = %(purpose)s AND c.channel = ANY(%(channels)s)
  AND NOT EXISTS (SELECT 1 FROM trust_guestgroup g WHERE g.guest_id = c.guest_id)
UNION ALL
SELECT * FROM (
    SELECT DISTINCT ON (x.channel, x.current_id)
        x.channel, x.current_id AS guest_id, x.said, x.notice_version, x.decided_at, x.expires_at
    FROM together x
    WHERE NOT EXISTS (
        SELECT 1 FROM together y
        WHERE y.current_id = x.current_id AND y.channel = x.channel AND y.guest_id <> x.guest_id
          AND y.decided_at >= greatest(x.since, y.since)
          AND (y.decided_at, {ORDER.format("y")}, y.decision_id) > (x.decided_at, {ORDER.format("x")}, x.decision_id))
    ORDER BY x.channel, x.current_id, {ORDER.format("x")} DESC, x.notice_version, x.expires_at NULLS LAST, x.decided_at DESC
) AS several
"""  # noqa: S608 - our own words
"""`rules.consent.of_one_guest` for everybody: what counts of each guest, under the id it goes by, on channels of one purpose (N14)."""


def ids_of(guest_id: UUID) -> list[UUID]:
    """Every id of the guest, the given one among them."""
    current = GuestGroup.objects.filter(guest_id=guest_id).values("current_id")
    return list(GuestGroup.objects.filter(current_id__in=current).values_list("guest_id", flat=True)) or [guest_id]
