"""A disk that is really full: a small file system of its own, which only root may make."""

import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from deltalake.exceptions import DeltaError
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import DIRECTOR, NOON, ORDERS, PASSWORD, facts_of, perform, start, store_file, with_fields
from xenia.connect import models
from xenia.connect.actions import runs
from xenia.connect.queries import uploads as stored_files
from xenia.connect.queries.runs import get_run
from xenia.connect.types.runs import Counts, RunState
from xenia.kernel.errors import NoSpace
from xenia.lake import engine
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV
from xenia.trust.actions.people import create_person
from xenia.trust.types.access import NewPerson
from xenia.web import incoming

NOTED = with_fields(ORDERS, starts_on=None, ends_on=None, **{"attributes.note": {"from": "note"}})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    disk = tmp_path / "small"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True) if os.geteuid() == 0 else None
    if made is None or made.returncode:
        pytest.skip("only root may make a small file system, and not in every container")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def noise(rows: int) -> str:
    """Orders that no compression makes small."""
    chance = random.Random(7)
    return "order,status,total,note\n" + "".join(f"S-{n},reserved,1,{chance.randbytes(200).hex()}\n" for n in range(rows))


def test_an_upload_larger_than_what_is_left_is_refused_with_a_sentence_and_nothing_is_kept(
    source_id: UUID, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_files, "ENV", replace(ENV, home=small_disk))
    with pytest.raises(NoSpace, match=r"disk of the server is full, so nothing of orders.csv was kept; ask an administrator") as refused:
        store_file(source_id, noise(40_000))
    assert (refused.value.code, list((small_disk / "uploads").iterdir()), models.Upload.objects.count()) == ("disk_full", [], 0)
    assert "磁盘已满" in refused.value.message_zh


def test_a_browser_is_told_that_the_disk_is_full(source_id: UUID, small_disk: Path, monkeypatch: pytest.MonkeyPatch, chen: Client) -> None:
    monkeypatch.setattr(stored_files, "ENV", replace(ENV, home=small_disk))
    monkeypatch.setattr(incoming, "SPARE_BYTES", 0)
    file = SimpleUploadedFile("orders.csv", noise(40_000).encode())
    answer = chen.post(f"/api/sources/{source_id}/uploads", {"file": file})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")


@pytest.fixture
def chen(source_id: UUID, settings) -> Client:
    """An administrator's browser."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = create_person(actor=DIRECTOR, person=NewPerson("chen@yunxing.example", "陈静", PASSWORD, ("administrator",), ("group",)))
    browser = Client()
    browser.force_login(get_user_model().objects.get(id=made), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_a_lake_that_fills_up_ends_the_run_with_a_sentence_and_it_goes_on_once_there_is_room(
    source_id: UUID, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "ENV", replace(ENV, lake_url=str(small_disk / "lake")))
    ensure_tables(str(small_disk / "lake"))
    run_id = start(source_id, store_file(source_id, noise(40_000)), NOTED)
    with pytest.raises(DeltaError, match="No space left"):
        perform(run_id)
    full = get_run(DIRECTOR, run_id)
    assert (full.state, full.message.en if full.message else "") == (
        RunState.FAILED, "The disk is full. What is in stays; free some space, then let the run go on.",
    )  # fmt: skip
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    runs.resume_run(actor=DIRECTOR, run_id=run_id, now=NOON)
    done = perform(run_id)
    assert (done.state, done.counts, len(facts_of(source_id))) == (RunState.DONE, Counts(new=40_000), 40_000)
