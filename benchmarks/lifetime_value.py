"""Claims: how long a fit of lifetime value takes at a million guests, against lifetimes and pymc-marketing (MAP), with the same estimates."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.lifetime_value_child import write_guests
from benchmarks.place import ROOT, Place, clean_environment, run_for_answer

ROWS = int(os.environ.get("BENCHMARK_GUESTS", "1000000"))
PARETO_ROWS = min(ROWS, 20_000)
"""lifetimes takes minutes for a Pareto/NBD of so many; both are measured on them."""
PYMC_ROWS = (min(ROWS, 2_000), min(ROWS, 20_000))
"""Of a number of guests that it can do; its time grows with them, which the two show."""
SECONDS_MAX = 10.0
SAME = 0.01
ENVIRONMENTS = Path(tempfile.gettempdir()) / "xenia-benchmarks-lifetime-value"
PACKAGES = {"lifetimes": ("lifetimes==0.11.3", "setuptools<81"), "pymc": ("pymc-marketing",)}


def claims(place: Place) -> Iterator[Claim]:
    guests = place.folder / "guests.npz"
    write_guests(guests, ROWS, seed=7)
    name, ours = f"lifetime value: {ROWS:,} guests", {}
    for model in ("BG/NBD", "MBG/NBD", "Pareto/NBD"):
        ours[model] = place.measured("lifetime_value", str(guests), model)
        yield at_most(name, f"seconds of {model}", ours[model]["seconds"], "s", ("limit", SECONDS_MAX), 1)
    peer = _peer("lifetimes", guests, ROWS, "lifetimes")
    yield at_least(name, "BG/NBD, guests a second", _rate(ours["BG/NBD"]), "guests/s", ("lifetimes", _rate(peer)), 50)
    yield at_most(name, "BG/NBD, largest difference of an estimate", _apart(ours["BG/NBD"], peer), "share", ("limit", SAME), 1)
    yield from _pareto(place, guests)
    yield from _pymc(place, guests)


def _pareto(place: Place, guests: Path) -> Iterator[Claim]:
    few = _first(guests, PARETO_ROWS)
    ours, peer = place.measured("lifetime_value", str(few), "Pareto/NBD"), _peer("lifetimes", few, PARETO_ROWS, "lifetimes-pareto")
    name = f"lifetime value: {PARETO_ROWS:,} guests"
    yield at_least(name, "Pareto/NBD, guests a second", _rate(ours), "guests/s", ("lifetimes", _rate(peer)), 50)


def _pymc(place: Place, guests: Path) -> Iterator[Claim]:
    for rows in dict.fromkeys(PYMC_ROWS):
        few = _first(guests, rows)
        ours = place.measured("lifetime_value", str(few), "BG/NBD")
        try:
            peer = _peer("pymc", few, rows, "pymc")
        except (SystemExit, subprocess.CalledProcessError) as fault:
            yield reported(f"lifetime value: pymc-marketing could not be run ({type(fault).__name__})", "-", 0, "-", ("-", 1))
            return
        yield at_least(
            f"lifetime value: {rows:,} guests", "BG/NBD, guests a second", _rate(ours), "guests/s", ("pymc-marketing MAP", _rate(peer)), 20
        )


def _peer(environment: str, guests: Path, rows: int, name: str) -> dict[str, Any]:
    script = ROOT / "benchmarks" / "lifetime_value_peer.py"
    return run_for_answer([str(_python(environment)), str(script), str(guests), str(rows), name], clean_environment())


def _python(name: str) -> Path:
    """An environment of the peer's own: it is a peer, not a dependency."""
    python = ENVIRONMENTS / name / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENTS / name)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES[name]], check=True)
    return python


def _first(guests: Path, rows: int) -> Path:
    import numpy as np

    few = guests.with_name(f"guests-{rows}.npz")
    with np.load(guests) as file:
        np.savez(few, **{name: file[name][:rows] for name in file.files})
    return few


def _rate(told: dict[str, Any]) -> float:
    return float(told["rows"] / told["seconds"])


def _apart(ours: dict[str, Any], peer: dict[str, Any]) -> float:
    return max(abs(ours["parameters"][name] / peer["parameters"][name] - 1) for name in ("r", "alpha", "a", "b"))
