"""`xenia evaluate`: how good the product is on data whose truth is known."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Measure the product on data whose truth is known.", no_args_is_help=True)


@app.callback()
def evaluate() -> None:
    """Measure the product on data whose truth is known."""


@app.command("identity")
def identity(
    records: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="record_id, source, name, name_latin, gender, ...")],
    truth: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="record_id, person_id")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
) -> None:
    """Match the records of a file and compare with the truth: precision, recall and F1 of pairs, with 95 % intervals."""
    from xenia.identity.queries.evaluation import as_document
    from xenia.identity.queries.evaluation import evaluate as measure

    found = as_document(measure(records, truth, today=datetime.now(UTC).date()))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        print(f"{name:22} {value}")
