"""Claim: the lake path is over ten times faster than dlt, which reads the file, infers types, and writes Parquet (and checks no contract)."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.booking_files import write_bookings_file
from benchmarks.claim import Claim, at_least
from benchmarks.place import ROOT, Place, clean_environment, run_for_answer

ROWS = 200_000
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
        yield at_least(f"import: against dlt, {ROWS:,} rows ({how})", "rows a second", ours["rate"], "rows/s", (said, peer["rate"]), 10)


def _environment() -> Path:
    """dlt in an environment of its own: it is a peer, not a dependency."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python
