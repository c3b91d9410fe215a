"""A watched folder: each file once, when it has stopped growing, with the mapping that fits."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from tests.connect.pulls.conftest import ORDERS, counts
from xenia.connect import models
from xenia.connect.actions.sources import save_mapping
from xenia.connect.queries.pulls import get_pull

CSV = "order_no,status,amount\nA-1,confirmed,100\nA-2,confirmed,200\n"
FIRST, SECOND = 1_770_000_000, 1_770_003_600


def write(file: Path, text: str, modified: int = FIRST) -> None:
    file.write_text(text)
    os.utime(file, (modified, modified))


@pytest.fixture
def folder(new_source, inbox: Path) -> UUID:
    return new_source("pms", "folder", location=f'{{"url": "{inbox}", "pattern": "*.csv"}}', every_minutes=15)


@pytest.fixture
def look_twice(pull, clock):
    def look(source_id: UUID) -> None:
        pull(source_id)
        clock.pass_seconds(10)
        pull(source_id)

    return look


def test_a_file_is_taken_at_the_second_look_and_imported_as_of_its_modification(folder, inbox, look_twice, pull, import_waiting) -> None:
    write(inbox / "orders.csv", CSV)
    pull(folder)
    assert not models.Upload.objects.exists()
    look_twice(folder)
    assert import_waiting() == [counts(read=2, new=2)]
    assert models.Upload.objects.get().as_of.timestamp() == FIRST


def test_a_file_taken_once_is_not_taken_again_until_it_changes(folder, inbox, look_twice, import_waiting) -> None:
    write(inbox / "orders.csv", CSV)
    look_twice(folder)
    look_twice(folder)
    assert import_waiting() == [counts(read=2, new=2)]
    write(inbox / "orders.csv", CSV + "A-3,confirmed,300\n", SECOND)
    look_twice(folder)
    assert import_waiting() == [counts(read=3, new=1, unchanged=2)]


def test_a_growing_file_waits(folder, inbox, pull, clock) -> None:
    for rows in range(1, 4):
        write(inbox / "orders.csv", CSV + "A-9,confirmed,1\n" * rows, FIRST + rows)
        pull(folder)
        clock.pass_seconds(60)
    assert not models.Upload.objects.exists()
    pull(folder)
    assert models.Upload.objects.count() == 1


def test_files_are_imported_in_the_order_of_their_modification(folder, inbox, look_twice, import_waiting) -> None:
    write(inbox / "a.csv", CSV.replace("confirmed", "cancelled"), SECOND)
    write(inbox / "b.csv", CSV, FIRST)
    look_twice(folder)
    assert import_waiting() == [counts(read=2, new=2), counts(read=2, changed=2)]
    assert set(models.Booking.objects.values_list("status", flat=True)) == {"cancelled"}


def test_unfinished_hidden_and_other_files_are_left(folder, inbox, look_twice, loader) -> None:
    for name in (".hidden.csv", "orders.csv.part", "notes.txt"):
        write(inbox / name, CSV)
    (inbox / "folder.csv").mkdir()
    look_twice(folder)
    assert get_pull(loader, folder).files == ()


def test_a_file_without_a_fitting_mapping_waits_and_goes_on_when_one_is_made(
    new_source, inbox, look_twice, loader, clock, import_waiting
) -> None:
    source_id = new_source("pms", "folder", mapped=False, location=str(inbox))
    write(inbox / "orders.csv", CSV)
    look_twice(source_id)
    assert [upload.file_name for upload in get_pull(loader, source_id).waiting] == ["orders.csv"]
    save_mapping(actor=loader, source_id=source_id, document=ORDERS, now=clock())
    look_twice(source_id)
    assert import_waiting() == [counts(read=2, new=2)]
    assert get_pull(loader, source_id).waiting == ()


def test_a_file_that_cannot_be_read_is_named_with_its_reason_and_stops_no_other(folder, inbox, look_twice, loader, import_waiting) -> None:
    write(inbox / "a.csv", "")
    write(inbox / "b.csv", CSV, SECOND)
    look_twice(folder)
    assert import_waiting() == [counts(read=2, new=2)]
    said = {file.path: file.message.en if file.message else None for file in get_pull(loader, folder).files}
    assert "a.csv is empty" in str(said["a.csv"])
    assert said["b.csv"] is None


@pytest.mark.parametrize("location", ["/etc", "relative", "{tmp}/inbox/../../..", "file:///etc"])
def test_only_allowed_folders_are_read(new_source, inbox, tmp_path, pull, loader, location: str) -> None:
    source_id = new_source("pms", "folder", location=location.format(tmp=tmp_path))
    pull(source_id)
    assert "outside the folders that may be watched" in said(loader, source_id)


def test_a_link_that_leads_out_of_the_folder_is_never_read(folder, inbox, look_twice, loader) -> None:
    (inbox / "secret.csv").symlink_to("/etc/hostname")
    look_twice(folder)
    assert get_pull(loader, folder).files == ()


def test_a_pattern_reaches_folders_below(new_source, inbox, look_twice, loader) -> None:
    source_id = new_source("pms", "folder", location=f'{{"url": "{inbox}", "pattern": "**/*.csv"}}')
    (inbox / "2026" / "[03]").mkdir(parents=True)
    write(inbox / "2026" / "[03]" / "orders.csv", CSV)
    look_twice(source_id)
    assert [(file.path, file.taken_at is not None) for file in get_pull(loader, source_id).files] == [("2026/[03]/orders.csv", True)]


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("{tmp}/gone", "There is no folder"),
        ("memory://x", "cannot be watched"),
        ("https://example.com/a", "cannot be watched"),
        ('{{"pattern": "*"}}', "has no location"),
        ('{{"url": "{tmp}", "pasword": "x"}}', "no option 'pasword'"),
        ("{{broken", "is not JSON"),
    ],
)
def test_a_location_that_cannot_be_used_says_why(new_source, tmp_path, pull, loader, location: str, sentence: str) -> None:
    source_id = new_source("pms", "folder", location=location.format(tmp=tmp_path))
    pull(source_id)
    assert sentence in said(loader, source_id)


def test_the_sentence_goes_when_a_pull_succeeds(folder, inbox, pull, loader) -> None:
    inbox.rename(inbox.with_name("away"))
    pull(folder)
    assert "There is no folder" in said(loader, folder)
    inbox.with_name("away").rename(inbox)
    pull(folder)
    assert get_pull(loader, folder).message is None


def said(actor, source_id: UUID) -> str:
    message = get_pull(actor, source_id).message
    return message.en if message else ""
