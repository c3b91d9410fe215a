"""Health tells the truth about each part."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from xenia.host import health
from xenia.settings import ENV

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def part(name: str) -> health.Part:
    return next(part for part in health.readiness(now=NOW).parts if part.name == name)


def heartbeat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW - timedelta(seconds=seconds_ago)])


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["database", "migrations", "lake", "keys"])
def test_a_part_that_works_is_well(name: str) -> None:
    assert part(name).is_well


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds_ago", "is_well"), [(5, True), (60, True), (61, False), (4000, False)])
def test_the_worker_is_well_while_its_last_heartbeat_is_at_most_a_minute_old(seconds_ago: int, is_well: bool) -> None:
    heartbeat(seconds_ago)
    assert part("worker").is_well is is_well


@pytest.mark.django_db
def test_without_any_worker_the_whole_is_not_well() -> None:
    found = health.readiness(now=NOW)
    assert not found.is_well
    assert [part.name for part in found.parts if not part.is_well] == ["worker"]
    assert part("worker").found == "no worker has reported; run xenia work"


@pytest.mark.django_db
def test_a_missing_key_file_is_not_well() -> None:
    aside = ENV.key_file.with_suffix(".aside")
    ENV.key_file.rename(aside)
    try:
        assert not part("keys").is_well
    finally:
        aside.rename(ENV.key_file)


@pytest.mark.django_db
def test_a_lake_that_cannot_be_written_is_not_well(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("a file where a folder should be")
    found = health._look("lake", lambda: health._lake(str(tmp_path / "lake")))
    assert not found.is_well


@pytest.mark.parametrize("name", ["数据 湖", "lake#2"])
def test_the_folder_that_is_looked_at_is_the_lakes_own_whatever_its_name(tmp_path: Path, name: str) -> None:
    assert health._look("lake", lambda: health._lake(str(tmp_path / name))).is_well
    assert [path.name for path in tmp_path.iterdir()] == [name]
