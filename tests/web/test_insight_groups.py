"""Groups and associations over HTTP: the gallery and its guests, a name that people give, and ordering a search."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from django.test import Client

from tests.cast import NOON, Company
from tests.identity.pairs import LINKER
from tests.insight.planted import NOW, add, booking
from xenia.identity.actions.links import link_records
from xenia.identity.models import GuestLink
from xenia.insight.actions.groups import keep_group_sizes
from xenia.insight.actions.snapshots import MAKING, order_snapshot, perform_snapshot
from xenia.insight.models.register import ModelRun, ModelVersion
from xenia.kernel.actor import product_actor
from xenia.kernel.ids import new_id
from xenia.lake.engine import default_lake
from xenia.lake.snapshots import write_snapshot
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.models.audit import AuditEntry

BrowserOf = Callable[[str], Client]
INSIGHT = product_actor("insight", MAKING, "view_guests", "view_insight")
SCORES = pa.schema([("guest_id", pa.string()), ("group_no", pa.int64()), ("group_fit", pa.float64())])


@pytest.fixture
def analyst(company: Company, browser_of: BrowserOf, empty_home: Path) -> Client:
    ensure_tables(ENV.lake_url)
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    return browser_of("chen")


@pytest.fixture
def placed(company: Company, analyst: Client) -> str:
    """A scoring in which 林薇, who booked twice, is in group 7; returns her id."""
    record = company.guests["林薇"]
    add(default_lake(), "booking_versions", *(booking(f"S{ago}", ago, booker_id=str(record)) for ago in (300, 40)))
    snapshot = order_snapshot(actor=INSIGHT, is_full=True, now=NOW)
    perform_snapshot(actor=INSIGHT, snapshot_id=snapshot, clock=lambda: NOW)
    guest = str(GuestLink.objects.get(record_id=record).guest_id)
    version = ModelVersion.objects.create(id=new_id(), kind="groups", number=1, state="champion", judged={}, trained_at=NOW)
    run = ModelRun.objects.create(task="score", state="done", reason="ordered", as_of=NOW, snapshot_id=snapshot, versions={"groups": str(version.id)}, created_at=NOW)  # fmt: skip
    row = {"guest_id": guest, "group_no": 7, "group_fit": 0.8}
    write_snapshot("guest_scores", SCORES, [pa.RecordBatch.from_pylist([row], SCORES)], version=run.id)
    keep_group_sizes(actor=INSIGHT, now=NOW)
    return guest


def test_before_a_model_places_guests_it_says_what_to_do(analyst: Client) -> None:
    answer = analyst.get("/api/insight/groups")
    assert (answer.status_code, answer.json()["code"]) == (404, "scores_missing")


def test_the_gallery_shows_a_group_with_its_size_and_its_guests(analyst: Client, placed: str) -> None:
    found = analyst.get("/api/insight/groups").json()
    (group,) = found["groups"]
    assert (group["number"], group["guests"], group["revenue_share"], group["fit_mean"]) == (7, 1, 1.0, 0.8)
    assert [one["guests"] for one in group["sizes"]] == [1]
    (line,) = analyst.get("/api/insight/groups/7/guests").json()["items"]
    assert (line["guest_id"], line["name"], line["bookings"]) == (placed, "林薇", 2)


def name(client: Client, number: int, said: str) -> int:
    return client.put(f"/api/insight/groups/{number}/name", json.dumps({"name": said}), content_type="application/json").status_code


def test_gr4_a_person_names_a_group_for_everybody(analyst: Client, placed: str) -> None:
    assert name(analyst, 7, "  提前规划的 家庭 ") == 204
    (group,) = analyst.get("/api/insight/groups").json()["groups"]
    assert group["name"] == "提前规划的 家庭"
    assert AuditEntry.objects.filter(action="group.named").count() == 1
    assert name(analyst, 7, "") == 204
    assert analyst.get("/api/insight/groups").json()["groups"][0]["name"] == ""


def test_a_name_too_long_or_of_no_group_is_refused(analyst: Client, placed: str) -> None:
    assert name(analyst, 7, "长" * 41) == 422
    assert name(analyst, 8, "x") == 404
    assert not AuditEntry.objects.filter(action="group.named").exists()


def test_a_search_is_ordered_once_and_stopped(analyst: Client) -> None:
    posted = [analyst.post("/api/insight/associations") for _ in range(2)]
    assert [one.status_code for one in posted] == [201, 201]
    under_way = analyst.get("/api/insight/associations").json()["under_way"]
    assert (under_way["id"], under_way["state"]) == (posted[1].json()["id"], "queued")
    assert analyst.post(f"/api/insight/associations/{under_way['id']}/cancel").status_code == 204
    assert analyst.get("/api/insight/associations").json()["under_way"] is None
