"""`xenia load`: a file, or a folder of files, into a source."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def load(
    path: Annotated[Path, typer.Argument(help="A file, or a folder whose files are loaded in the order of their names.", exists=True)],
    source: Annotated[str, typer.Option(help="The code of the source; it is registered if it does not exist yet.")],
    preset: Annotated[
        str | None, typer.Option(help="A mapping that ships, or the beginning of several names (hi_guides). Without it the best fit.")
    ] = None,
    as_of: Annotated[datetime | None, typer.Option(help="When the file was true; decides between two versions of a booking.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON a file: its counts.")] = False,
) -> None:
    """Load exports into a source: every row is new, changed, unchanged, duplicate, late or quarantined."""
    from xenia.cli.progress import load_path

    results = load_path(path, source=source, preset=preset, as_of=as_of, is_dry=dry_run, is_quiet=as_json)
    failed = False
    for result in results:
        failed |= result["state"] not in ("done",)
        print(json.dumps(result, ensure_ascii=False) if as_json else _line(result))
    sys.exit(1 if failed else 0)


def _line(result: dict[str, object]) -> str:
    counts = "  ".join(f"{name} {result[name]:,}" for name in ("read", "new", "changed", "unchanged", "duplicate", "late", "quarantined"))
    return f"{result['file']}: {result['state']}  {counts}" + (f"\n  {result['message']}" if result["message"] else "")
