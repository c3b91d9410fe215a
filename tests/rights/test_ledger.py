"""The erasure ledger: what a restored database does not know is erased again. Rule X18."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import DIRECTOR, NOON
from tests.rights.planted import LATER, RIGHTS, Planted, ask_and_start
from xenia.connect.models import GuestRecord
from xenia.kernel.errors import Refused
from xenia.kernel.ids import new_id
from xenia.settings import ENV
from xenia.trust.actions.erasure_ledger import keep_ledgers, ledger_path, note_erasure, read_ledgers
from xenia.trust.actions.redoing_erasures import redo_erasures
from xenia.trust.actions.request_work import perform_request
from xenia.trust.actions.retention import place_hold
from xenia.trust.models.requests import SubjectRequest, SuppressedIndex
from xenia.trust.queries.requests import get_request
from xenia.trust.queries.verification import search_stores
from xenia.trust.types.retention import NewHold
from xenia.trust.types.rights import Erased, Suppressed, Trace


@pytest.fixture(autouse=True)
def _no_ledger() -> None:
    ledger_path(ENV.key_file).unlink(missing_ok=True)


def line(*record_ids: object, **changed: object) -> Erased:
    known = (Suppressed("document", b"\x01" * 16), Suppressed("key", b"\x02" * 16, new_id()))
    return replace(Erased(LATER, new_id(), "pipl", "desk", tuple(record_ids), known), **changed)  # type: ignore[arg-type]


def redo(*erased: Erased) -> tuple[int, int]:
    return redo_erasures(actor=DIRECTOR, erased=erased, since=NOON, rights=RIGHTS, clock=lambda: LATER)


def test_x18_an_erasure_stands_in_the_ledger_without_any_value_of_the_person(planted: Planted) -> None:
    request_id = ask_and_start(planted)
    perform_request(request_id=request_id, rights=RIGHTS, clock=lambda: LATER)
    (noted,) = read_ledgers([ledger_path(ENV.key_file)])
    assert (noted.request_id, noted.record_ids, noted.at, noted.law) == (request_id, (planted.zhang,), LATER, "pipl")
    assert {one.index for one in noted.suppressed} == {bytes(row.index) for row in SuppressedIndex.objects.all()}
    held = ledger_path(ENV.key_file)
    assert ("张伟" in held.read_text(), "13900002222" in held.read_text(), held.stat().st_mode & 0o077) == (False, False, 0)


def test_x18_the_verifier_counts_the_line_as_kept(planted: Planted) -> None:
    note_erasure(ENV.key_file, line(planted.zhang))
    found = search_stores(DIRECTOR, RIGHTS, [Trace("id", str(planted.zhang))], [], now=LATER)
    assert [(one.left, one.kept) for one in found.stores if one.store == "erasure_ledger"] == [(0, 1)]


def test_x18_what_was_erased_after_the_backup_is_erased_again_under_its_own_number(planted: Planted) -> None:
    erased = line(planted.zhang)
    assert redo(erased) == (1, 0)
    request = get_request(DIRECTOR, erased.request_id, now=LATER)
    assert (request.summary.state, request.verification.left if request.verification else None) == ("answered", 0)
    assert (GuestRecord.objects.filter(record_id=planted.zhang).exists(), GuestRecord.objects.filter(record_id=planted.li).exists()) == (
        False,
        True,
    )


def test_x18_what_was_erased_before_the_backup_is_left_alone(planted: Planted) -> None:
    assert redo(line(planted.zhang, at=NOON)) == (0, 0)
    assert (GuestRecord.objects.filter(record_id=planted.zhang).exists(), SubjectRequest.objects.count()) == (True, 0)


def test_x18_who_came_after_the_backup_is_kept_out_all_the_same(planted: Planted) -> None:
    erased = line(new_id())
    assert redo(erased) == (1, 0)
    assert {(row.way, bytes(row.index)) for row in SuppressedIndex.objects.filter(request=erased.request_id)} == {
        (one.way, one.index) for one in erased.suppressed
    }


def test_x18_a_request_that_the_backup_knows_goes_on_and_is_not_opened_twice(planted: Planted) -> None:
    request_id = ask_and_start(planted)
    assert redo(line(planted.zhang, request_id=request_id)) == (1, 0)
    assert SubjectRequest.objects.get().state == "answered"


def test_x18_what_a_legal_hold_keeps_waits_on_the_list_of_requests(planted: Planted) -> None:
    place_hold(actor=DIRECTOR, hold=NewHold("法院来函", (planted.zhang,)), rights=RIGHTS, now=NOON)
    erased = line(planted.zhang)
    assert redo(erased) == (0, 1)
    assert (SubjectRequest.objects.get(id=erased.request_id).state, GuestRecord.objects.filter(record_id=planted.zhang).exists()) == (
        "working",
        True,
    )


def test_only_who_handles_requests_does_erasures_again(planted: Planted) -> None:
    with pytest.raises(Refused):
        redo_erasures(actor=replace(DIRECTOR, permissions=frozenset()), erased=[], since=NOON, rights=RIGHTS, clock=lambda: LATER)


def test_a_line_cut_short_by_a_crash_hides_no_other(tmp_path: Path) -> None:
    keys, first, second = tmp_path / "keys.json", line(new_id()), line(new_id(), at=LATER + timedelta(hours=1))
    note_erasure(keys, first)
    with ledger_path(keys).open("ab") as out:
        out.write(b'{"at":"2026-')
    note_erasure(keys, second)
    assert read_ledgers([ledger_path(keys), tmp_path / "missing"]) == [first, second]


def test_ledgers_are_joined_each_erasure_once_with_its_last_time(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "keys.json", tmp_path / "b" / "keys.json"
    first = line(new_id())
    again = replace(first, at=LATER + timedelta(days=1))
    note_erasure(one, first)
    note_erasure(other, again)
    keep_ledgers(one, [ledger_path(other)])
    assert read_ledgers([ledger_path(one)]) == [again]
    assert [json.loads(text)["request"] for text in ledger_path(one).read_text().split()] == [str(first.request_id)] * 2
