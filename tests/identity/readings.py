"""Records as a system writes them, read."""

from datetime import date

from xenia.identity.matching import start
from xenia.identity.rules.reading import Reading, read_record
from xenia.identity.rules.weighing import Model

TODAY = date(2026, 11, 22)


def read(**cells: str) -> Reading:
    return read_record(cells, today=TODAY)


def start_model() -> Model:
    """The model a company starts from, as for two thousand records."""
    return start([])
