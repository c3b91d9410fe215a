"""Two families who stay away and look for Japan, one of them with an open complaint: `python -m tests.e2e.families FOLDER`.

Runs in the environment of the product that is under test. Safe to repeat.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e import company

if TYPE_CHECKING:
    from uuid import UUID

    from xenia.kernel.actor import Actor

MARKETER, WANTED, COMPLAINS, COMPLAINT = "ye.lan@example.com", "郑家和", "冯雨桐", "投诉未结"
FILE = f"member_id,name,mobile,email\nM888001,{WANTED},13700000101,zheng@example.com\nM888002,{COMPLAINS},13700000102,feng@example.com\n"
RHYTHM_DAYS, SILENT_DAYS, BOOKINGS, PAID_MINOR, SEARCHED_DAYS = 40, 210, 6, 2_000_000, 10


def main(folder: Path) -> None:
    company.main(folder)
    from xenia.kernel.actor import product_actor
    from xenia.trust.actions.people import create_person
    from xenia.trust.queries.people import find_user_id, list_units
    from xenia.trust.types.access import NewPerson, Permission

    actor = product_actor("tests", *Permission, "link_records")
    if find_user_id(MARKETER) is not None:
        return
    root = next(unit.code for unit in list_units(actor) if unit.parent_id is None)
    records = load_families(actor, folder)
    travel(records)
    guests = make_guests(actor, records)
    say_yes(actor, guests)
    complain(actor, guests[1])
    take_snapshot()
    create_person(actor=actor, person=NewPerson(MARKETER, "叶岚", company.PASSWORD, ("marketer",), (root,)))


def load_families(actor: "Actor", folder: Path) -> "list[UUID]":
    """The records in the order of the file."""
    from xenia.connect.actions.loading import LoadOrder, load_file
    from xenia.connect.models import GuestRecord
    from xenia.connect.queries.sources import find_source_by_code

    path = folder / "families.csv"
    path.write_text(FILE, encoding="utf-8")
    source = find_source_by_code(actor, "members")
    assert source is not None
    load_file(actor=actor, order=LoadOrder(path, source.id, document=company.MAPPING), clock=lambda: datetime.now(UTC))
    keys = dict(GuestRecord.objects.filter(source_key__startswith="M888").values_list("source_key", "record_id"))
    return [keys[key] for key in sorted(keys)]


def travel(records: "list[UUID]") -> None:
    """Each booked dearly with a child every forty days, not once since, and looked for Tokyo lately."""
    from tests.insight.planted import add, booking, event
    from xenia.lake.engine import default_lake

    now = datetime.now(UTC)
    days = [now - timedelta(days=SILENT_DAYS + number * RHYTHM_DAYS) for number in range(BOOKINGS)]
    for record in map(str, records):
        made = [
            booking(f"family {record} {at:%F}", 0, booker_id=record, booked_at=at, said=at, came=at, starts_on=at.date(), adults=2, children=1, total_minor=PAID_MINOR)
            for at in days
        ]  # fmt: skip
        add(default_lake(), "booking_versions", *made)
        at = now - timedelta(days=SEARCHED_DAYS)
        add(
            default_lake(),
            "behaviour_events",
            event("Trip Searched", 0, record_id=record, at=at, key=f"family {record}", destination="东京"),
        )


def make_guests(actor: "Actor", records: "list[UUID]") -> "list[UUID]":
    from xenia.identity.actions.links import link_records
    from xenia.identity.queries.links import list_links

    link_records(actor=actor, record_ids=records, now=datetime.now(UTC))
    found = {one.record_id: one.guest_id for one in list_links(actor, records)}
    return [found[record] for record in records]


def say_yes(actor: "Actor", guests: "list[UUID]") -> None:
    from xenia.trust.actions.consent import record_decision
    from xenia.trust.types.consent import Channel, NewDecision, Said, Way

    now = datetime.now(UTC)
    for guest in guests:
        said = NewDecision(
            guest_id=guest, purpose="marketing", channel=Channel.WECHAT, said=Said.GIVEN, decided_at=now, notice_version=1, way=Way.WECHAT
        )
        record_decision(actor=actor, decision=said, now=now)


def complain(actor: "Actor", guest: "UUID") -> None:
    from xenia.kernel.texts import Text
    from xenia.profile.actions.tags import create_tag, put_tag
    from xenia.profile.types.tags import TagDraft, TagWay

    now = datetime.now(UTC)
    draft = TagDraft(
        Text(COMPLAINT, "Open complaint"), Text("有一件投诉还没有结案。", "A complaint that is not settled yet."), TagWay.MANUAL, "", None
    )
    put_tag(actor=actor, guest_id=guest, tag_id=create_tag(actor=actor, draft=draft, now=now), now=now)


def take_snapshot() -> None:
    from django.db import transaction

    from xenia.insight.actions.snapshots import order_snapshot, perform_snapshot
    from xenia.insight.jobs import ACTOR

    now = datetime.now(UTC)
    with transaction.atomic():
        perform_snapshot(actor=ACTOR, snapshot_id=order_snapshot(actor=ACTOR, is_full=True, now=now), clock=lambda: datetime.now(UTC))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    main(Path(sys.argv[1]))
