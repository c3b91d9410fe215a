"""Loading files with a progress bar on the terminal."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from xenia.cli.setup import prepare

prepare()

from xenia.connect.actions.loading import LoadOrder, load_file  # noqa: E402 - models need Django set up
from xenia.connect.actions.sources import create_source  # noqa: E402
from xenia.connect.queries.runs import get_run, list_runs  # noqa: E402
from xenia.connect.queries.sources import find_source_by_code  # noqa: E402
from xenia.connect.types.sources import SourceKind, SourceSettings  # noqa: E402
from xenia.kernel.actor import Actor, product_actor  # noqa: E402
from xenia.trust.types.access import Permission  # noqa: E402

ACTOR = product_actor("xenia load", *Permission)
SKIPPED = (".md", ".json.md", ".txt.md")


def load_path(
    path: Path, *, source: str, preset: str | None, as_of: datetime | None, is_dry: bool, is_quiet: bool
) -> Iterator[dict[str, Any]]:
    """Yields the result of each file: its counts, state and message."""
    source_id = _source_id(ACTOR, source)
    as_of = as_of.replace(tzinfo=as_of.tzinfo or UTC) if as_of else None
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.is_file() and not file.name.endswith(SKIPPED):
            order = LoadOrder(file, source_id, preset, None, as_of, is_dry)
            yield _result(_load(order, is_quiet))


def _source_id(actor: Actor, code: str) -> UUID:
    held = find_source_by_code(actor, code)
    settings = SourceSettings(code=code, name=code, kind=SourceKind.FILE, unit_code="group")
    return held.id if held else create_source(actor=actor, settings=settings, now=datetime.now(UTC))


def _load(order: LoadOrder, is_quiet: bool) -> UUID:
    over = threading.Event()
    watcher = threading.Thread(target=_show, args=(order, over), daemon=True)
    if not is_quiet and sys.stderr.isatty():
        watcher.start()
    try:
        return load_file(actor=ACTOR, order=order, clock=lambda: datetime.now(UTC))
    finally:
        over.set()


def _show(order: LoadOrder, over: threading.Event) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]:,} rows"), TimeRemainingColumn())
    with Progress(*columns, transient=True) as bar:
        shown = bar.add_task(order.path.name, total=order.path.stat().st_size, rows=0)
        while not over.wait(0.5):
            running = [run for run in list_runs(ACTOR, source_id=order.source_id, size=1).items if run.ended_at is None]
            for run in running:
                bar.update(shown, completed=run.bytes_read, rows=run.rows_seen)


def _result(run_id: UUID) -> dict[str, Any]:
    run = get_run(ACTOR, run_id)
    message = run.message.en if run.message else None
    return {
        "file": run.file_name,
        "run": str(run.id),
        "state": run.state.value,
        "read": run.counts.read,
        **asdict(run.counts),
        "records": run.records,
        "message": message,
    }
