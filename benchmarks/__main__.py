"""`python -m benchmarks [--only NAME]`: runs the benchmarks, prints their claims; all of them together write docs/benchmarks.md."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import import_bookings
from benchmarks.claim import Claim, table
from benchmarks.place import ROOT, Place, machine

BENCHMARKS = {"import": import_bookings.run}


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs the benchmarks; each claim is a ratio to a peer or limit in the same run.")
    parser.add_argument("--only", choices=sorted(BENCHMARKS), help="run this one")
    only = parser.parse_args().only
    claims: list[Claim] = []
    with tempfile.TemporaryDirectory(prefix="xenia-bench-") as folder:
        for name, run in BENCHMARKS.items():
            if only in (None, name):
                for claim in run(Place(Path(folder))):
                    print(claim.line(), flush=True)
                    claims.append(claim)
    print(f"\n{table(claims)}\n\n{machine()}")
    if only is None:
        page = f"# Benchmarks\n\nWritten by `make bench` on {machine()}.\n\n{table(claims)}\n"
        (ROOT / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")


main()
