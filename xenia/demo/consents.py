"""What the demonstration's guests said: notices in their versions, decisions with plausible shares, some taken back, some run out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from xenia.connect.queries.records import list_attributes, list_record_places
from xenia.connect.queries.runs import list_record_ids
from xenia.connect.types.records import RecordPlace
from xenia.demo.notices import NOTICES
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor, product_actor
from xenia.trust.actions.consent import import_decisions
from xenia.trust.actions.purposes import publish_notice
from xenia.trust.queries.purposes import list_notices_shown
from xenia.trust.types.consent import CHILD_BELOW_YEARS, Channel, ImportResult, NewDecision, NewNotice, Said, Way

LINKER = product_actor("demonstration", "link_records")
MONTH = timedelta(days=30)
ROWS_AT_ONCE = 50_000
WAYS = (Way.WEBSITE, Way.APP, Way.DESK, Way.WECHAT, Way.CALL, Way.PAPER)
WAY_SHARES = (0.34, 0.27, 0.19, 0.12, 0.05, 0.03)


@dataclass(frozen=True)
class Asked:
    """How often guests were asked, and what they said: shares of all guests, then of those asked, then of those who agreed.

    `flag`: the field in which the website says it of its members, who are not drawn.
    """

    purpose: str
    channel: Channel
    asked: float
    agreed: float
    took_back: float
    flag: str = ""


ASKED = (
    Asked("marketing", Channel.SMS, 0.86, 0.68, 0.13, "sms_consent"),
    Asked("marketing", Channel.EMAIL, 0.71, 0.58, 0.11, "email_consent"),
    Asked("marketing", Channel.WECHAT, 0.64, 0.61, 0.07, "wechat_consent"),
    Asked("marketing", Channel.PHONE, 0.42, 0.21, 0.18),
    Asked("marketing", Channel.APP_PUSH, 0.48, 0.66, 0.15),
    Asked("marketing", Channel.POST, 0.17, 0.33, 0.05),
    Asked("profiling", Channel.ALL, 0.66, 0.57, 0.09),
    Asked("sharing", Channel.ALL, 0.31, 0.38, 0.06),
    Asked("sensitive_data", Channel.ALL, 0.14, 0.81, 0.03),
    Asked("cross_border", Channel.ALL, 0.12, 0.64, 0.04),
    Asked("research", Channel.ALL, 0.39, 0.47, 0.08),
)


def load_consents(actor: Actor, run_ids: Sequence[UUID], *, seed: int, now: datetime) -> ImportResult | None:
    """Publishes the notices and brings in what the people of the runs said, by the public bulk action; None where it was done before."""
    if list_notices_shown(actor):
        return None
    since = _publish(actor, now)
    taken, refused = 0, 0
    rng = np.random.default_rng([seed, 3107])
    rows = list(_decisions(actor, rng, _guests(actor, run_ids, now), since, now))
    for first in range(0, len(rows), ROWS_AT_ONCE):
        result = import_decisions(actor=actor, rows=rows[first : first + ROWS_AT_ONCE], now=now)
        taken, refused = taken + result.accepted, refused + len(result.refused)
    return ImportResult(taken, ()) if not refused else _unexpected(refused)


def some_guests(actor: Actor, run_id: UUID) -> list[UUID]:
    """The guests of sixty people of a run, always the same ones."""
    first = next(list_record_ids(LINKER, run_id, size=60), [])
    return sorted(link.guest_id for link in list_links(actor, first))


def _unexpected(refused: int) -> ImportResult:
    raise RuntimeError(f"{refused} of the demonstration's decisions broke a rule; its notices or dates are wrong.")


def _publish(actor: Actor, now: datetime) -> dict[str, list[datetime]]:
    """Publishes every version; returns since when each has been in use."""
    since: dict[str, list[datetime]] = {}
    for notice in NOTICES:
        start = (now - notice.months_ago * MONTH).replace(minute=0, second=0, microsecond=0)
        publish_notice(
            actor=actor, purpose=notice.purpose, notice=NewNotice(notice.text, notice.change, notice.asks_again, start), now=now
        )  # fmt: skip
        since.setdefault(notice.purpose, []).append(start)
    return since


def _guests(actor: Actor, run_ids: Sequence[UUID], now: datetime) -> dict[UUID, RecordPlace]:
    """The guests of the records that the runs brought, each with one of them."""
    places: dict[UUID, RecordPlace] = {}
    for run_id in run_ids:
        for record_ids in list_record_ids(LINKER, run_id):
            link_records(actor=LINKER, record_ids=record_ids, now=now)
            held = list_record_places(actor, record_ids, child_below_years=CHILD_BELOW_YEARS, today=now.date())
            places |= {link.guest_id: held[link.record_id] for link in list_links(actor, record_ids)}
    return places


def _flags(actor: Actor, asked: Asked, guests: dict[UUID, RecordPlace]) -> dict[UUID, bool]:
    """What the website says of its members."""
    said = list_attributes(actor, [place.record_id for place in guests.values()], asked.flag) if asked.flag else {}
    return {guest_id: said[place.record_id] == "Y" for guest_id, place in guests.items() if place.record_id in said}


def _decisions(
    actor: Actor, rng: np.random.Generator, guests: dict[UUID, RecordPlace], since: dict[str, list[datetime]], now: datetime
) -> Iterator[NewDecision]:
    ids = sorted(guests)
    for asked in ASKED:
        flags = _flags(actor, asked, guests)
        starts = since[asked.purpose]
        days = (now - starts[0]).days - 1
        draws = zip(
            ids, rng.random(len(ids)) < asked.asked, rng.random(len(ids)) < asked.agreed, rng.random(len(ids)) < asked.took_back,
            rng.random(len(ids)) ** 1.6 * days, rng.random(len(ids)), rng.choice(len(WAYS), len(ids), p=WAY_SHARES), strict=True,
        )  # fmt: skip
        for guest_id, is_asked, agrees, takes_back, age, share, way in draws:
            if is_asked or guest_id in flags:
                said = Said.GIVEN if flags.get(guest_id, agrees) else Said.REFUSED
                first = _said(asked, guests[guest_id], guest_id, now - timedelta(days=float(age)), WAYS[way])
                yield from _with_end(replace(first, said=said), starts, takes_back, share, now)


def _said(asked: Asked, place: RecordPlace, guest_id: UUID, at: datetime, way: Way) -> NewDecision:
    return NewDecision(
        guest_id=guest_id, purpose=asked.purpose, channel=asked.channel, said=Said.GIVEN, decided_at=at, way=way, unit_id=place.unit_id,
        is_child=place.is_child, by_guardian=place.is_child,
    )  # fmt: skip


def _with_end(first: NewDecision, starts: list[datetime], takes_back: bool, share: float, now: datetime) -> Iterator[NewDecision]:
    """The decision under the notice of its day, and, for those who take it back, a withdrawal some time later."""
    if first.said is not Said.GIVEN:
        yield first
        return
    version = sum(start <= first.decided_at for start in starts)
    yield replace(first, notice_version=version)
    if takes_back:
        later = first.decided_at + (now - first.decided_at) * share
        yield replace(first, said=Said.WITHDRAWN, notice_version=0, decided_at=later, by_guardian=False)
