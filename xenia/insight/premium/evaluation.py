"""Back-test of the premium model on files, as a company runs it on its own."""

from pathlib import Path
from typing import Any

from xenia.insight import judging
from xenia.insight.premium.model import back_test
from xenia.insight.reading.guides import read_guides


def evaluate(train: Path, test: Path) -> dict[str, Any]:
    """Fits on one folder of guests and judges on another (or on a file in it). Raises Unreadable, NoLabel, TooFewExamples,
    NothingToJudge."""
    found = back_test(read_guides(train), read_guides(test))
    return {"task": "premium", "train": str(train), "test": str(test)} | judging.as_document(found)
