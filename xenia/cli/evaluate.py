"""`xenia evaluate`: how good the product is on data whose truth is known."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from xenia.cli.evaluate_goals import goals

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

    _print(as_document(measure(records, truth, today=datetime.now(UTC).date())), as_json)


@app.command("guests")
def guests(
    truth: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="system (a source's code), record_key, person_id")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
) -> None:
    """Compare the guests, as they are now, with the truth: what the matcher and people's decisions made of the records together."""
    from xenia.cli.setup import prepare

    prepare()
    from xenia.identity.queries.evaluation import as_document, evaluate_guests
    from xenia.kernel.actor import product_actor
    from xenia.trust.types.access import Permission

    actor = product_actor("evaluation", Permission.RESOLVE_GUESTS, Permission.VIEW_GUESTS)
    _print(as_document(evaluate_guests(actor, truth)), as_json)


TRAIN = typer.Option("--train", exists=True, help="What is fitted on: the folder or file.")
TEST = typer.Option("--test", exists=True, help="What is judged on, of the same format.")
AS_JSON = typer.Option("--json", help="One JSON object instead of lines.")


@app.command("premium")
def premium(train: Annotated[Path, TRAIN], test: Annotated[Path, TEST], as_json: Annotated[bool, AS_JSON] = False) -> None:
    """Back-test who buys the premium product next, on a folder like hi_guides: AUC, calibration and fairness beside plain counts."""
    from xenia.insight.premium.evaluation import evaluate as measure

    _print(measure(train, test), as_json)


@app.command("cancellation")
def cancellation(train: Annotated[Path, TRAIN], test: Annotated[Path, TEST], as_json: Annotated[bool, AS_JSON] = False) -> None:
    """Back-test which bookings are cancelled, on a file like hotel_bookings.csv.gz: AUC on all rows and without repeats, beside plain
    trees."""
    from xenia.insight.cancellation.evaluation import evaluate as measure

    _print(measure(train, test), as_json)


@app.command("lifetime-value")
def lifetime_value(train: Annotated[Path, TRAIN], test: Annotated[Path, TEST], as_json: Annotated[bool, AS_JSON] = False) -> None:
    """Back-test how many bookings each guest makes, on the bookings of a period and those of the next: RMSE, total and ranking beside plain
    BG/NBD."""
    from xenia.insight.lifetime_value.back_test import evaluate as measure

    _print(measure(train, test), as_json)


@app.command("satisfaction")
def satisfaction(train: Annotated[Path, TRAIN], test: Annotated[Path, TEST], as_json: Annotated[bool, AS_JSON] = False) -> None:
    """Back-test who is satisfied, on a file like airline_satisfaction: accuracy beside plain trees, and the drivers by two methods."""
    from xenia.insight.satisfaction.evaluation import evaluate as measure

    _print(measure(train, test), as_json)


@app.command("demand")
def demand(train: Annotated[Path, TRAIN], test: Annotated[Path, TEST], as_json: Annotated[bool, AS_JSON] = False) -> None:
    """Back-test daily arrivals 28 days ahead by rolling origin, on a file like hotel_bookings.csv.gz: MASE beside the seasonal naive."""
    from xenia.insight.demand.evaluation import evaluate as measure

    _print(measure(train, test), as_json)


@app.command("next-city")
def next_city(train: Annotated[Path, TRAIN], test: Annotated[Path, TEST], as_json: Annotated[bool, AS_JSON] = False) -> None:
    """Back-test which city a guest orders next, on folders like hi_guides: hit@4 for all, for changes of city and for new guests, and the
    share of the catalogue that is shown, beside popularity and a Markov chain."""
    from xenia.recommend.next_city.evaluation import evaluate as measure

    _print(measure(train, test), as_json)


app.command("goals")(goals)


def _print(found: Mapping[str, object], as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        print(f"{name:22} {value}")
