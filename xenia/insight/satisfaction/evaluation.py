"""Back-test of the satisfaction model on files, as a company runs it on its own survey."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from xenia.insight import judging
from xenia.insight.reading.ratings import read_ratings
from xenia.insight.satisfaction.drivers import drivers_of
from xenia.insight.satisfaction.model import judge, train


def evaluate(train_path: Path, test_path: Path) -> dict[str, Any]:
    """Fits on one file of ratings and judges on another (or on the folder that holds it); drivers are measured on the rows judged.

    Raises Unreadable, NoVerdict, TooFewExamples, NothingToJudge.
    """
    known, judged = read_ratings(train_path), read_ratings(test_path)
    model = train(known)
    found = judge(model, judged)
    accuracy = {name: asdict(getattr(found, name)) for name in ("accuracy", "baseline_accuracy", "accuracy_gain")}
    drivers = {one.purpose: asdict(one) for one in drivers_of(model, known, judged)}
    said = {"task": "satisfaction", "train": str(train_path), "test": str(test_path)}
    return said | accuracy | judging.as_document(found.back_test) | {"drivers": drivers}
