"""`xenia evaluate goals`: every quality goal of insight measured on public data, in one table."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from xenia.insight.types.register import GoalLine

HEAD = ("task", "measure", "plain", "goal", "value", "met")
WIDTHS = (26, 20, 7, 7, 28, 4)


def goals(
    data: Annotated[Path, typer.Option("--data", exists=True, file_okay=False, help="The folder with cdnow/, hi_guides/, ...")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
) -> None:
    """Measure every quality goal: fitted on one part of a set, judged on the other. A running product shows the results in its register."""
    from xenia.insight.queries.goals import measure_goals

    lines = list(measure_goals(data))
    if as_json:
        print(json.dumps({"goals": [_document(one) for one in lines], "kept": _keep(lines)}, ensure_ascii=False))
        return
    print(_row(HEAD))
    for one in lines:
        found = f"{one.value.value:.4f} [{one.value.low:.4f}, {one.value.high:.4f}]" if one.value else "-"
        print(_row((one.task, one.measure.en, f"{one.plain:g}", f"{one.goal:g}", found, {True: "yes", False: "no", None: "-"}[one.is_met])))
        print(f"    {one.note.en}\n" if one.note else "", end="")
    print("\nKept in the register." if _keep(lines) else "\nThe product does not run here, so nothing was kept.")


def _row(cells: Sequence[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def _document(line: "GoalLine") -> dict[str, Any]:
    return {name: value for name, value in asdict(line).items() if name != "measured_at"}


def _keep(lines: "list[GoalLine]") -> bool:
    """Whether there is a product to keep them in: a home with its keys, and a database that answers."""
    from xenia.host import postgres
    from xenia.settings import ENV

    if not ENV.key_file.exists() or not postgres.answers(ENV.database_url):
        return False
    from xenia.cli.setup import prepare

    prepare()
    from xenia.insight.actions.goals import store_goals
    from xenia.insight.actions.model_runs import KEEPING
    from xenia.kernel.actor import product_actor

    store_goals(actor=product_actor("evaluation", KEEPING), lines=lines, now=datetime.now(UTC))
    return True
