"""Where guests stand, over HTTP: the map, the migration, the lifecycle, the guests behind each number, and one guest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOON, Company
from tests.identity.pairs import LINKER
from tests.insight.planted import NOW, TODAY, add, booking, on
from xenia.identity.actions.links import link_records
from xenia.identity.models import GuestLink
from xenia.insight.actions.snapshots import MAKING, order_snapshot, perform_snapshot
from xenia.kernel.actor import product_actor
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.models.requests import Restriction

BrowserOf = Callable[[str], Client]
INSIGHT = product_actor("insight", MAKING, "view_guests")


def post(browser: Client, address: str, body: dict[str, Any]) -> Any:
    return browser.post(address, body, "application/json")


@pytest.fixture
def analyst(company: Company, browser_of: BrowserOf, empty_home: Path) -> Client:
    ensure_tables(ENV.lake_url)
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    return browser_of("chen")


@pytest.fixture
def standing(company: Company, analyst: Client) -> str:
    """A snapshot as the product makes it, of facts in which 林薇 booked 300 and 40 days ago; returns her id."""
    record = str(company.guests["林薇"])
    add(default_lake(), "booking_versions", *(booking(f"S{ago}", ago, booker_id=record) for ago in (300, 40)))
    order = order_snapshot(actor=INSIGHT, is_full=True, now=NOW)
    perform_snapshot(actor=INSIGHT, snapshot_id=order, clock=lambda: NOW)
    return str(GuestLink.objects.get(record_id=record).guest_id)


def test_f7_the_map_has_every_cell_and_group_and_its_guests(analyst: Client, standing: str) -> None:
    found = analyst.get("/api/insight/rfm").json()
    assert (len(found["cells"]), len(found["groups"]), len(found["bands"]), found["guests"]) == (25, 11, 15, 1)
    (cell,) = [one for one in found["cells"] if one["guests"]]
    assert (cell["group"], cell["minor_mean"], cell["revenue_share"]) == ("attention", 100_000.0, 1.0)
    for kind, key in (("rfm_cell", "3-3"), ("rfm_group", "attention")):
        (line,) = analyst.get("/api/insight/guests", {"kind": kind, "key": key}).json()["items"]
        assert (line["guest_id"], line["name"], line["spend_minor"], line["stage"]) == (standing, "林薇", 100_000, "growing")


def test_bounds_of_the_business_are_another_scale(analyst: Client, standing: str) -> None:
    found = analyst.get("/api/insight/rfm", {"scale": "thresholds"}).json()
    assert [one["group"] for one in found["cells"] if one["guests"]] == ["potential"]


def test_f8_a_guest_moves_between_groups_from_day_to_day(analyst: Client, standing: str) -> None:
    days = {"before": str(on(-200)), "after": str(TODAY), "scale": "thresholds"}
    assert analyst.get("/api/insight/rfm/migration", days).json()["moves"] == [{"before": "drifting", "after": "potential", "guests": 1}]
    where = {"kind": "rfm_move", "key": f"{on(-200)}.{TODAY}.drifting.potential", "scale": "thresholds"}
    assert [one["guest_id"] for one in analyst.get("/api/insight/guests", where).json()["items"]] == [standing]
    for wrong in ({"before": str(TODAY), "after": str(on(-9))}, {"before": str(TODAY), "after": str(on(9))}):
        assert analyst.get("/api/insight/rfm/migration", wrong).status_code == 422


def test_stages_are_counted_by_month_with_their_guests(analyst: Client, standing: str) -> None:
    months = analyst.get("/api/insight/lifecycle", {"months": 12}).json()["months"]
    told = {one["ends_on"]: [(move["before"], move["after"]) for move in one["moves"]] for one in months if one["moves"]}
    assert told == {"2025-08-31": [("prospect", "new")], "2026-02-28": [("new", "at_risk")], "2026-05-31": [("at_risk", "growing")]}
    last = {one["stage"]: one["guests"] for one in months[-1]["counts"]}
    assert (len(months), last["growing"], last["new"], last["at_risk"]) == (12, 1, 0, 0)
    for kind, key in (("stage", "growing"), ("stage_at", "2026-03.at_risk"), ("stage_move", "2026-05.any.growing")):
        assert [one["guest_id"] for one in analyst.get("/api/insight/guests", {"kind": kind, "key": key}).json()["items"]] == [standing]


def test_lists_are_paged_and_a_key_of_nothing_is_refused(analyst: Client, standing: str) -> None:
    first = analyst.get("/api/insight/guests", {"kind": "stage", "key": "prospect", "size": 1}).json()
    second = analyst.get("/api/insight/guests", {"kind": "stage", "key": "prospect", "size": 1, "page": first["next"]}).json()
    assert first["items"][0]["guest_id"] < second["items"][0]["guest_id"]
    for kind, key in (("stage", "nothing"), ("rfm_cell", "9-9"), ("rfm_group", "x"), ("stage_move", "x"), ("rfm_move", "a.b")):
        assert analyst.get("/api/insight/guests", {"kind": kind, "key": key}).json()["code"] == "group_unknown"


def test_a_guest_page_tells_stage_reason_and_scores(analyst: Client, company: Company, standing: str) -> None:
    life = analyst.get(f"/api/insight/guests/{standing}/lifecycle").json()
    assert [one["stage"] for one in life["history"]][:3] == ["new", "at_risk", "growing"]
    assert ("上次预订在" in life["reason"]["zh"], life["booking_days"], life["rhythm_days"]) == (True, 2, 120)
    scores = analyst.get(f"/api/insight/guests/{standing}/rfm").json()
    assert (scores["group"]["code"], scores["by_thresholds"]["code"], scores["money"]) == ("attention", "potential", 3)
    other = analyst.get(f"/api/insight/guests/{company.guests['王秀英']}/lifecycle").json()
    assert (other["stage"], other["history"], other["last_booked_on"]) == ("prospect", [], None)
    nobody = analyst.get(f"/api/insight/guests/{company.guests['王秀英']}/rfm").json()
    assert (nobody["group"], nobody["recency"]) == (None, None)


@pytest.mark.parametrize("what", ["features", "lifecycle", "rfm", "tier"])
def test_mr9_of_who_objects_to_profiling_no_figure_is_shown(analyst: Client, standing: str, what: str) -> None:
    Restriction.objects.create(guest_id=standing, kind="profiling", since=NOON)
    refused = analyst.get(f"/api/insight/guests/{standing}/{what}")
    assert (refused.status_code, refused.json()["code"]) == (403, "guest_objects")


def test_tiers_say_by_what_and_list_their_guests(analyst: Client, company: Company, standing: str) -> None:
    found = analyst.get("/api/insight/tiers").json()
    assert ([one["guests"] for one in found["tiers"]], found["source"], found["stamp"]["version"]) == ([0, 0, 1], "spent", 0)
    (line,) = analyst.get("/api/insight/guests", {"kind": "tier", "key": "low"}).json()["items"]
    told = analyst.get(f"/api/insight/guests/{standing}/tier").json()
    assert (line["guest_id"], told["tier"], told["value_minor"]) == (standing, "low", 100_000)
    nobody = analyst.get(f"/api/insight/guests/{company.guests['王秀英']}/tier").json()
    assert (nobody["tier"], nobody["name"]["zh"], nobody["value_minor"]) == (None, "未分层", None)


def test_a_policy_is_previewed_changed_and_named_beside_its_numbers(analyst: Client, standing: str) -> None:
    policy = {"kind": "rfm", "recency_days_most": [9, 19, 29, 39], "frequency_least": [5, 6, 7, 8], "money_minor_least": [1, 2, 3, 4]}
    preview = post(analyst, "/api/insight/policies/preview", {"policy": policy}).json()
    assert (preview["guests"], preview["changed"], preview["moves"][0]["after"]["zh"]) == (1, 1, "久未光顾")
    assert post(analyst, "/api/insight/policies", {"policy": policy, "seen_version": 0}).json()["version"] == 1
    assert post(analyst, "/api/insight/policies", {"policy": policy, "seen_version": 0}).status_code == 409
    (state, *_) = analyst.get("/api/insight/policies").json()
    assert (state["kind"], state["snapshot_version"], state["history"][0]["policy"]["frequency_least"]) == ("rfm", 0, [5, 6, 7, 8])
    assert analyst.get("/api/insight/rfm").json()["policy"]["version"] == 0


def test_rates_are_shown_with_their_source_and_pasted_with_faults_by_line(analyst: Client) -> None:
    read = post(analyst, "/api/insight/rates/read", {"text": "USD,2026-01-01,7\nEUR,x,7"}).json()
    assert ([one["currency"] for one in read["rates"]], [one["line"] for one in read["faults"]]) == (["USD"], [2])
    assert post(analyst, "/api/insight/rates", {"text": "USD,2026-01-01,7\nEUR,x,7"}).json()["code"] == "rates_unreadable"
    assert post(analyst, "/api/insight/rates", {"text": "USD,2026-01-01,7"}).status_code == 201
    lines = {one["currency"]: one for one in analyst.get("/api/insight/rates", {"day": "2026-02-01"}).json()["lines"]}
    assert (round(lines["USD"]["rate"], 6), lines["USD"]["source"], lines["MOP"]["source"]) == (7.0, "own", "peg")
    assert [one["rate"] for one in analyst.get("/api/insight/rates/entered").json()] == ["7"]


def test_an_agency_is_set_apart_and_cancellations_alone_make_a_prospect(analyst: Client, company: Company) -> None:
    agency, canceller = str(company.guests["林薇"]), str(company.guests["张伟"])
    add(default_lake(), "booking_versions", *(booking(f"A{n}", n % 300, booker_id=agency) for n in range(501)))
    add(default_lake(), "booking_versions", *(booking(f"C{n}", n, booker_id=canceller, status="cancelled") for n in range(3)))
    order = order_snapshot(actor=INSIGHT, is_full=True, now=NOW)
    perform_snapshot(actor=INSIGHT, snapshot_id=order, clock=lambda: NOW)
    life, found = (analyst.get(f"/api/insight/guests/{agency}/{what}").json() for what in ("lifecycle", "rfm"))
    assert (life["stage"], life["history"], found["is_agency"], found["group"]) == (None, [], True, None)
    assert analyst.get(f"/api/insight/guests/{canceller}/lifecycle").json()["stage"] == "prospect"
    months, rfm = analyst.get("/api/insight/lifecycle").json(), analyst.get("/api/insight/rfm").json()
    assert (months["agencies"], rfm["agencies"], rfm["guests"], months["months"][-1]["moves"]) == (1, 1, 0, [])


def test_before_the_first_snapshot_and_for_people_of_a_unit_there_is_no_map(analyst: Client, browser_of: BrowserOf) -> None:
    addresses = ("/api/insight/rfm", "/api/insight/lifecycle", "/api/insight/guests?kind=stage&key=lost")
    assert [analyst.get(one).json()["code"] for one in addresses] == ["standing_missing"] * 3
    assert [browser_of("sun").get(one).status_code for one in addresses] == [403] * 3
