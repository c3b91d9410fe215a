"""Erasing a guest who stands everywhere: nothing is left, nobody else loses anything, and the verifier can be believed."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import DIRECTOR, LI_NA, NOON, PEOPLE, ZHANG_WEI, facts_of, load, people_file, stored_bytes
from tests.rights.planted import LATER, Planted, another_file, ask, ask_and_start
from xenia.connect import models
from xenia.connect.queries.uploads import upload_path
from xenia.kernel.errors import Conflict
from xenia.kernel.personal import Erasing, Whose
from xenia.lake.search import count_in_files
from xenia.loyalty.rules.personal import STORES as LOYALTY_STORES
from xenia.segment.rules.personal import STORES as SEGMENT_STORES
from xenia.settings import ENV
from xenia.trust.actions.request_work import ACTOR, perform_request
from xenia.trust.actions.requests import answer_request, start_work
from xenia.trust.models import requests as tables
from xenia.trust.models.audit import AuditEntry
from xenia.trust.queries.requests import get_request
from xenia.trust.queries.suppression import list_met_again
from xenia.trust.queries.verification import search_stores
from xenia.trust.types.requests import RequestState, StepState
from xenia.trust.types.rights import Rights, Trace, Worked
from xenia.wiring import RIGHTS

NOT_PLANTED = {
    "payments",
    "exports",
    "trust_export",
    "trust_exportedperson",
    "packages",
    "backups",
    "trust_suppressedindex",
    "trust_approval",
    "procrastinate_jobs",
    "trust_legalhold",
    "trust_requeststep",
    "erasure_ledger",
    "identity_matchmodel",
    *(store.name for store in SEGMENT_STORES if store.erasing is Erasing.KEEP),  # bits by number, which lead to nobody by themselves
    *(store.name for store in LOYALTY_STORES if store.erasing is Erasing.KEEP),  # books, which name the member and never the guest
}
"""Stores about guests that hold nothing of this guest before the erasure, or only what is kept by law and others write."""


def perform(request_id: Any, rights: Rights = RIGHTS) -> RequestState:
    perform_request(request_id=request_id, rights=rights, clock=lambda: LATER)
    return get_request(DIRECTOR, request_id, now=LATER).summary.state


def traces_of(planted: Planted) -> list[Trace]:
    return [*RIGHTS.learn(ACTOR, [planted.zhang]).traces, Trace("id", str(planted.guest))]


def left(planted: Planted, traces: list[Trace]) -> dict[str, int]:
    found = search_stores(ACTOR, RIGHTS, traces, [], now=NOON)
    return {one.store: one.left + one.kept for one in found.stores if one.left + one.kept}


def test_before_the_erasure_the_verifier_finds_the_guest_in_every_store_of_the_map(planted: Planted) -> None:
    another_file(planted)
    ask(planted)
    wanted = {store.name for store in RIGHTS.stores if store.whose is Whose.GUEST and store.erasing is not Erasing.NOTHING}
    assert wanted - set(left(planted, traces_of(planted))) - NOT_PLANTED - {"connect_upload"} == set()


def test_x6_what_leads_to_the_guest_is_learned_before_anything_goes(planted: Planted) -> None:
    learned = {trace.value for trace in traces_of(planted)}
    assert {str(planted.zhang), str(planted.guest), ZHANG_WEI.email} <= learned
    assert any("13900002222" in value for value in learned)


def test_x11_no_dead_row_of_the_guest_stays_in_the_table(planted: Planted) -> None:
    before = str(planted.zhang.hex).encode()
    assert planted.zhang.bytes in stored_bytes("connect_guestrecord")
    perform(ask_and_start(planted))
    assert planted.zhang.bytes not in stored_bytes("connect_guestrecord")
    assert before not in stored_bytes("connect_guestrecord")


def test_x12_after_the_erasure_the_verifier_finds_nothing_in_any_store(planted: Planted) -> None:
    another_file(planted)
    traces = traces_of(planted)
    assert perform(ask_and_start(planted)) is RequestState.READY
    kept = {store.name for store in RIGHTS.stores if store.erasing is Erasing.KEEP}
    assert set(left(planted, traces)) <= kept


def test_the_result_is_kept_with_the_request_and_what_the_work_knew_is_forgotten(planted: Planted) -> None:
    request_id = ask_and_start(planted)
    perform(request_id)
    request = get_request(DIRECTOR, request_id, now=LATER)
    assert request.verification is not None
    assert (request.verification.left, {step.state for step in request.steps}) == (0, {StepState.DONE})
    unsearched = {store.name for store in RIGHTS.stores} - {one.store for one in request.verification.stores}
    assert unsearched == {"backups", "packages", "spill", "models", "day_scores"}  # the last two hold nobody
    assert tables.SubjectRequest.objects.get(id=request_id).work_sealed is None


@pytest.mark.parametrize("where", ["row", "table", "log", "lake", "quarantine", "upload"])
def test_a_value_planted_back_is_found(planted: Planted, where: str) -> None:
    traces = traces_of(planted)
    perform(ask_and_start(planted))
    before = left(planted, traces)
    if where == "row":
        models.GuestRecord.objects.filter(record_id=planted.li).update(attributes={"friend": "ring 139-0000-2222"})
    elif where == "table":
        models.Place.objects.create(
            source_id=planted.house.source_id, place_key="p", name="Zhang.Wei@example.com", content_hash=b"c" * 16, order_at=NOON
        )
    elif where == "log":
        (ENV.home / "logs" / "web.log").write_text(f"seen {planted.zhang}\n")
    elif where == "lake":
        (ENV.home / "lake" / "places" / "_delta_log" / "note.json").write_text(json.dumps({"predicate": str(planted.zhang)}))
    else:
        text = people_file(ZHANG_WEI) if where == "upload" else people_file(replace(ZHANG_WEI, key="G99", birth_date="1979-02-31"), LI_NA)
        from tests.cast import store_file

        store_file(planted.house.source_id, text) if where == "upload" else load(planted.house.source_id, text, PEOPLE, name="again.csv")
    assert sum(left(planted, traces).values()) > sum(before.values())


def test_x9_bookings_keep_amounts_and_dates_with_a_pseudonym_that_leads_to_nobody(planted: Planted) -> None:
    perform(ask_and_start(planted))
    row = models.Booking.objects.get(booking_id=planted.booking)
    (fact,) = facts_of(planted.house.source_id)
    assert (row.total_minor, fact["total_minor"], fact["attributes"]) == (90_000, 90_000, None)
    assert (str(row.booker_id), row.booker_id) == (fact["booker_id"], row.payer_id)
    assert row.booker_id != planted.zhang
    assert (row.traveller_ids, fact["traveller_ids"]) == ([row.booker_id, planted.li], [fact["booker_id"], str(planted.li)])


def test_x8_no_file_of_the_lake_names_the_guest(planted: Planted) -> None:
    perform(ask_and_start(planted))
    assert sum(count_in_files(str(planted.zhang)).values()) == 0
    assert sum(count_in_files(str(planted.li)).values()) > 0


def test_the_companion_loses_nothing(planted: Planted) -> None:
    other = models.Upload.objects.exclude(file_name="people.csv").count()
    before = models.GuestRecord.objects.values().get(record_id=planted.li)
    perform(ask_and_start(planted))
    assert models.GuestRecord.objects.values().get(record_id=planted.li) == before
    assert models.Upload.objects.filter(erased_at__isnull=True).count() == other


def test_x7_an_upload_with_the_guest_ends_and_one_without_stays(planted: Planted) -> None:
    zhang = another_file(planted)
    li = models.Upload.objects.get(file_name="li.csv").id
    perform(ask_and_start(planted))
    assert (upload_path(zhang).exists(), upload_path(li).exists()) == (False, True)


def test_who_asked_is_erased_when_the_answer_is_given(planted: Planted) -> None:
    request_id = ask_and_start(planted)
    perform(request_id)
    assert get_request(DIRECTOR, request_id, now=LATER).asked["name"] == "张伟"
    answer_request(actor=DIRECTOR, request_id=request_id, outcome="已告知", now=LATER)
    assert get_request(DIRECTOR, request_id, now=LATER).asked == {}


def test_the_audit_log_tells_each_step_with_counts_and_pseudonyms_only(planted: Planted) -> None:
    perform(ask_and_start(planted))
    entries = AuditEntry.objects.filter(action="request.step_done").values_list("details", flat=True)
    assert {entry["step"] for entry in entries} == {step.code for _, step in RIGHTS.steps} | {"verify"}
    said = stored_bytes("trust_auditentry").decode("utf-8", "replace")
    assert ("张伟" in said, "13900002222" in said, "zhang.wei" in said) == (False, False, False)


class Crash(Exception):
    """The process ends here."""


def crashing(rights: Rights, code: str, after_calls: int) -> Rights:
    """The same rights, but one step ends the process after its work and before its position is kept."""
    calls = {"made": 0}

    def wrapped(step: Any) -> Any:
        def work(*given: Any) -> Worked:
            worked: Worked = step.work(*given)
            calls["made"] += 1
            if calls["made"] == after_calls:
                raise Crash(code)
            return worked

        return replace(step, work=work)

    return replace(rights, steps=tuple((module, wrapped(step) if step.code == code else step) for module, step in rights.steps))


@pytest.mark.parametrize(("code", "after_calls"), [*((step.code, 1) for _, step in RIGHTS.steps), ("facts", 3), ("facts", 8)])
def test_x10_work_that_ends_in_any_step_goes_on_and_ends_as_if_nothing_had_happened(planted: Planted, code: str, after_calls: int) -> None:
    traces, request_id = traces_of(planted), ask_and_start(planted)
    with pytest.raises(Crash):
        perform(request_id, crashing(RIGHTS, code, after_calls))
    failed = [step.code for step in get_request(DIRECTOR, request_id, now=LATER).steps if step.state is StepState.FAILED]
    assert failed == [code]
    assert perform(request_id) is RequestState.READY
    assert set(left(planted, traces)) <= {store.name for store in RIGHTS.stores if store.erasing is Erasing.KEEP}


def test_x13_a_legal_hold_keeps_everything(planted: Planted) -> None:
    from xenia.trust.actions.retention import lift_hold, place_hold
    from xenia.trust.types.retention import NewHold

    hold = place_hold(actor=DIRECTOR, hold=NewHold("法院来函 2026-1", (planted.zhang,)), rights=RIGHTS, now=NOON)
    request_id = ask(planted)
    with pytest.raises(Conflict, match="A legal hold keeps this data"):
        start_work(actor=DIRECTOR, request_id=request_id, rights=RIGHTS, now=NOON)
    assert models.GuestRecord.objects.filter(record_id=planted.zhang).exists()
    lift_hold(actor=DIRECTOR, hold_id=hold, now=NOON)
    assert start_work(actor=DIRECTOR, request_id=request_id, rights=RIGHTS, now=NOON) is RequestState.WORKING


def test_x14_the_same_person_does_not_come_back_by_an_import(planted: Planted) -> None:
    perform(ask_and_start(planted))
    run = load(planted.house.source_id, people_file(ZHANG_WEI, LI_NA), PEOPLE, name="next.csv")
    assert list(models.GuestRecord.objects.filter(source_id=planted.house.source_id).values_list("name", flat=True)) == ["李娜"]
    assert [fact["record_id"] for fact in facts_of(planted.house.source_id, "guest_facts")] == [str(planted.li)]
    met = list_met_again(DIRECTOR)
    assert {(one.run_id, one.way, one.deed, one.people) for one in met} == {
        (run.id, way, deed, 1) for way, deed in (("key", "block"), ("phone", "flag"), ("email", "flag"))
    }


def test_x15_who_comes_under_another_key_with_the_same_phone_is_flagged_and_kept(planted: Planted) -> None:
    perform(ask_and_start(planted))
    load(planted.house.source_id, people_file(replace(ZHANG_WEI, key="NEW-1")), PEOPLE, name="next.csv")
    assert models.GuestRecord.objects.filter(name="张伟").count() == 1
    assert {(one.way, one.deed) for one in list_met_again(DIRECTOR)} == {("phone", "flag"), ("email", "flag")}
