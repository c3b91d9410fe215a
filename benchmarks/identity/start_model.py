"""Writes the model that a company starts from: `python -m benchmarks.identity.start_model`. Learnt from made people only."""

import csv
import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.identity.records import write_set
from xenia.identity.matching import START_FILE, train
from xenia.identity.rules.reading import read_record
from xenia.identity.rules.sharing import shared_contacts, without_shared
from xenia.identity.rules.weighing import Names, to_document

PEOPLE, SEED, SEEN_MIN = 60_000, 99, 4
DIGITS = 5


def main() -> None:
    """Trains on a fresh set; names that few people have are left out, whole names altogether."""
    with tempfile.TemporaryDirectory() as folder:
        records, _ = write_set(Path(folder), PEOPLE, seed=SEED)
        with records.open(encoding="utf-8") as lines:
            readings = [read_record(row, today=date(2026, 11, 1)) for row in csv.DictReader(lines)]
    shared = shared_contacts(readings)
    model = train([without_shared(reading, shared.keys()) for reading in readings], seed=SEED)
    model = replace(model, local=_common(model.local), latin=_common(model.latin), cities={}, companies={})
    document = to_document(model)
    document["chances"] = {code: [[_short(m), _short(u)] for m, u in pairs] for code, pairs in document["chances"].items()}
    START_FILE.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _common(names: Names) -> Names:
    surnames = {name: count for name, count in names.surnames.items() if count >= SEEN_MIN}
    givens = {name: count for name, count in names.givens.items() if count >= SEEN_MIN}
    return Names(surnames, givens, {}, names.total)


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


if __name__ == "__main__":
    main()
