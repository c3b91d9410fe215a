"""A source to push to or to pull, and the clock that the tests set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from xenia.kernel.actor import Actor

ORDERS = {
    "name": "orders",
    "records": [
        {
            "kind": "booking",
            "fields": {
                "booking_key": {"from": "order_no"},
                "line": {"const": "hotel"},
                "status": {"from": "status"},
                "total": {"from": "amount", "currency": "CNY"},
            },
        }
    ],
}


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loader(db: None, empty_home: Path) -> "Actor":
    """The product with every permission, in an empty company with an empty lake."""
    from xenia.kernel.actor import product_actor
    from xenia.kernel.texts import Text
    from xenia.lake.tables import ensure_tables
    from xenia.settings import ENV
    from xenia.trust.actions.people import create_foundations
    from xenia.trust.types.access import Permission

    create_foundations(company=Text("云行旅业", "Yunxing Travel"))
    ensure_tables(ENV.lake_url)
    return product_actor("tests", *Permission)


@pytest.fixture
def new_source(loader: "Actor", clock: Clock) -> Callable[..., UUID]:
    """Registers a source; `mapped=False` leaves it without a mapping."""
    from xenia.connect.actions.sources import create_source, save_mapping
    from xenia.connect.types.sources import SourceKind, SourceSettings

    def register(code: str, kind: str, *, mapped: bool = True, **settings: object) -> UUID:
        given = SourceSettings(code=code, name=code, kind=SourceKind(kind), unit_code="group", **settings)  # type: ignore[arg-type]
        source_id = create_source(actor=loader, settings=given, now=clock())
        if mapped:
            save_mapping(actor=loader, source_id=source_id, document=ORDERS, now=clock())
        return source_id

    return register


@pytest.fixture
def pull(tmp_path: Path, clock: Clock) -> Callable[[UUID], None]:
    """Pulls a source with the real adapters; the test's own folder is the one that may be read."""
    from xenia.connect.actions.pulls import perform_pull
    from xenia.connect.adapters.folder.client import open_folder
    from xenia.connect.adapters.sql_database.client import open_database
    from xenia.connect.ports import Openers

    within = {"allowed": (tmp_path,), "private_hosts": ("127.0.0.1", "localhost")}
    openers = Openers(partial(open_folder, **within), partial(open_database, **within))
    return lambda source_id: perform_pull(source_id=source_id, openers=openers, clock=clock)


@pytest.fixture
def import_waiting(clock: Clock) -> Callable[[], list[dict[str, int]]]:
    """Performs the runs that wait, oldest first, as the worker would; returns what each counted."""
    from xenia.connect import models
    from xenia.connect.actions.runs import perform_run

    def perform() -> list[dict[str, int]]:
        waiting = list(models.Run.objects.filter(state="waiting").order_by("id").values_list("id", flat=True))
        for run_id in waiting:
            perform_run(run_id=run_id, clock=clock)
        return list(
            models.Run.objects.filter(id__in=waiting).order_by("id").values("state", "read", "new", "changed", "unchanged", "quarantined")
        )

    return perform


def counts(**given: int) -> dict[str, object]:
    """What a finished run counted; what is not given is 0."""
    return {"state": "done", "read": 0, "new": 0, "changed": 0, "unchanged": 0, "quarantined": 0} | given


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder that may be watched."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder
