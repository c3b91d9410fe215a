"""Insight over HTTP: the catalogue, ordering a snapshot, what it says of a guest, and who may not see it."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from django.test import Client

from tests.cast import NOON, Company, join_guests
from tests.identity.pairs import LINKER
from xenia.identity.actions.links import link_records
from xenia.identity.models import GuestLink
from xenia.insight.facts.snapshot import NAME, SCHEMA
from xenia.insight.models.snapshots import Snapshot
from xenia.lake.snapshots import write_snapshot
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV

BrowserOf = Callable[[str], Client]


@pytest.fixture
def analyst(company: Company, browser_of: BrowserOf, empty_home: Path) -> Client:
    ensure_tables(ENV.lake_url)
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    return browser_of("chen")


def snapshot(company: Company, name: str) -> str:
    """A finished snapshot in which the guest has three bookings; returns the guest's id."""
    guest = str(GuestLink.objects.get(record_id=company.guests[name]).guest_id)
    made = Snapshot.objects.create(as_of=NOON, state="done", is_full=True, created_at=NOON, rows=1)
    row = {"guest_id": guest, "bookings": 3, "first_booked_on": NOON.date(), "is_agency": False}
    write_snapshot(NAME, SCHEMA, [pa.RecordBatch.from_pylist([row], SCHEMA)], version=made.id)
    return guest


def test_the_catalogue_says_of_each_feature_what_it_means(analyst: Client) -> None:
    first = analyst.get("/api/insight/features").json()[0]
    assert (first["name"], first["label"], first["sources"]) == ("records", {"zh": "记录数", "en": "Records"}, ["identity_guestlink"])


def test_a_snapshot_is_ordered_once_seen_and_stopped(analyst: Client) -> None:
    posted = [analyst.post("/api/insight/snapshots", json.dumps({"is_full": True}), content_type="application/json") for _ in range(2)]
    assert [one.status_code for one in posted] == [201, 201]
    (listed,) = analyst.get("/api/insight/snapshots").json()
    assert (listed["id"], listed["state"], listed["is_full"], listed["is_over"]) == (posted[1].json()["id"], "queued", True, False)
    assert analyst.post(f"/api/insight/snapshots/{listed['id']}/cancel").status_code == 204
    assert analyst.get(f"/api/insight/snapshots/{listed['id']}").json()["state"] == "cancelled"


def test_a_guest_has_the_values_of_the_newest_snapshot(analyst: Client, company: Company) -> None:
    guest = snapshot(company, "林薇")
    found = analyst.get(f"/api/insight/guests/{company.guests['林薇']}/features").json()
    assert (found["guest_id"], found["as_of"]) == (guest, NOON.isoformat().replace("+00:00", "Z"))
    assert [found["values"][name] for name in ("bookings", "first_booked_on", "is_agency", "city_top")] == [
        3,
        NOON.date().isoformat(),
        False,
        None,
    ]


def test_a_guest_of_no_snapshot_is_told_so(analyst: Client, company: Company) -> None:
    answer = analyst.get(f"/api/insight/guests/{company.guests['林薇']}/features")
    assert (answer.status_code, answer.json()["code"]) == (404, "features_missing")
    snapshot(company, "张伟")
    assert analyst.get(f"/api/insight/guests/{company.guests['林薇']}/features").status_code == 404


def test_a_feature_is_summarised(analyst: Client, company: Company) -> None:
    snapshot(company, "林薇")
    assert analyst.get("/api/insight/features/bookings/summary").json()["middle"] == 3
    assert analyst.get("/api/insight/features/nothing/summary").status_code == 404


def test_sums_of_other_units_are_not_shown_to_who_does_not_see_those(analyst: Client, company: Company, browser_of: BrowserOf) -> None:
    join_guests(company.guests["林薇"], company.guests["张伟"])
    snapshot(company, "林薇")
    of_shanghai = browser_of("sun")
    assert of_shanghai.get(f"/api/insight/guests/{company.guests['王秀英']}/features").status_code == 404
    answer = of_shanghai.get(f"/api/insight/guests/{company.guests['林薇']}/features")
    assert (answer.status_code, answer.json()["code"]) == (403, "features_beyond_units")
