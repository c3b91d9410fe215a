"""Claim: the lake path is over ten times faster than dlt, which reads the file, infers types, and writes Parquet (and checks no contract).

Its path that lets DuckDB read and Arrow carry the rows, where dlt itself sees none of them, is reported beside it.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.booking_files import write_bookings_file
from benchmarks.claim import Claim, at_least, reported
from benchmarks.place import ROOT, Place, clean_environment, run_for_answer

ROWS = 500_000
ENVIRONMENT = ROOT / "benchmarks" / ".environments" / "dlt"
PACKAGES = ("dlt[duckdb,filesystem]", "pandas", "pyarrow")


def claims(place: Place) -> Iterator[Claim]:
    python = _environment()
    path = write_bookings_file(place.folder, ROWS)
    ours = place.measured("lake", str(path))
    for how, said in (("rows", "dlt, read_csv"), ("arrow", "dlt, read_csv_duckdb as Arrow")):
        folder = Path(tempfile.mkdtemp(prefix="dlt-", dir=place.folder))
        command = [str(python), str(ROOT / "benchmarks" / "dlt_peer.py"), str(path), str(folder), how]
        peer = run_for_answer(command, clean_environment() | {"RUNTIME__DLTHUB_TELEMETRY": "false", "HOME": str(folder)})
        shutil.rmtree(folder, ignore_errors=True)
        name, measured = f"import: against dlt, {ROWS:,} rows", (ours["rate"], "rows/s", (said, peer["rate"]))
        if how == "rows":
            yield at_least(name, "rows a second", *measured, 10)
        else:
            yield reported(f"{name}, its Arrow path", "rows a second", *measured)


def _environment() -> Path:
    """dlt in an environment of its own: it is a peer, not a dependency."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python
