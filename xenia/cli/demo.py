"""`xenia demo`: the demonstration company."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer


def demo(
    guests: Annotated[int, typer.Option(help="How many people travel; 20,000 makes the usual company.", min=100, max=10_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same company.")] = 20_260_101,
    folder: Annotated[Path | None, typer.Option(help="Write the export files here and load nothing.")] = None,
    until: Annotated[datetime | None, typer.Option(help="The last day of the three years that are written; today if not given.")] = None,
) -> None:
    """Load the demonstration company 云行旅业 / Yunxing Travel, or only write its export files."""
    last_day = until.date() if until else datetime.now(UTC).date()
    if folder is not None:
        _write(folder, guests, seed, last_day)
        return
    from xenia.cli.setup import prepare

    prepare()
    from xenia.demo.company import create_people, let_club_run, let_people_write, load_company

    runs = load_company(guests=guests, seed=seed, clock=lambda: datetime.now(UTC), progress=lambda line: print(f"  {line}", flush=True))
    password, people = create_people()
    let_people_write(runs, now=datetime.now(UTC), progress=lambda line: print(f"  {line}", flush=True))
    for person in people:
        print(f"  {person.email:<36} {person.name} · {person.title}")
    if people:
        print(f"  password for all of them: {password}", flush=True)
    let_club_run(runs, clock=lambda: datetime.now(UTC), progress=lambda line: print(f"  {line}", flush=True))


def _write(folder: Path, guests: int, seed: int, until: date) -> None:
    from xenia.demo.writer import write_company

    company = write_company(folder, guests=guests, seed=seed, until=until, progress=print)
    print(f"{len(company.files)} files, {sum(file.rows for file in company.files):,} rows in {folder}")
