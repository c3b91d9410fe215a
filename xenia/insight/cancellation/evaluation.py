"""Back-test of the cancellation model on files, as a company runs it on its own."""

from pathlib import Path
from typing import Any

from xenia.insight import judging
from xenia.insight.cancellation.model import back_test
from xenia.insight.reading.hotels import read_hotels


def evaluate(train: Path, test: Path) -> dict[str, Any]:
    """Fits on one file of bookings and judges on another (or on the folder that holds it). `deduplicated` leaves out exact repeats of
    a row.

    Raises Unreadable, NoOutcome, TooFewExamples, NothingToJudge.
    """
    every, once = back_test(read_hotels(train), read_hotels(test))
    said = {"task": "cancellation", "train": str(train), "test": str(test)}
    return said | judging.as_document(every) | {"deduplicated": judging.as_document(once)}
