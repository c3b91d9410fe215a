"""Runs the benchmarks whose name begins with ONLY (all without it), prints one line of JSON a claim and a table, and writes docs/benchmarks.md."""

import argparse
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks.claim import Claim, table
from benchmarks.place import ROOT, Place, machine

BENCHMARKS = (
    "import_lake",
    "import_dlt",
    "import_projection",
    "import_whole",
    "start_again",
    "trust_sealing",
    "trust_lookup",
    "trust_consent",
    "trust_audit",
    "identity_matching",
    "demonstration_matching",
    "profile_page",
    "insight_features",
    "insight_scoring",
    "audience_preview",
    "lifetime_value",
    "loyalty_index",
    "loyalty_ledger",
)
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("first", nargs="?", default="", metavar="ONLY")
    parser.add_argument("--only", default="", help="the same as ONLY")
    parser.add_argument("--no-page", action="store_true", help="leave docs/benchmarks.md as it is")
    options = parser.parse_args()
    chosen = [name for name in BENCHMARKS if name.startswith(options.only or options.first)]
    if not chosen:
        raise SystemExit(f"There is no benchmark {options.only or options.first!r}; there are {', '.join(BENCHMARKS)}.")
    with tempfile.TemporaryDirectory(prefix="xenia-benchmarks-") as folder:
        claims = [claim for name in chosen for claim in _told(name, Place(Path(folder)))]
    print("\n" + table(claims))
    if not options.no_page and len(chosen) == len(BENCHMARKS):
        PAGE.write_text(_page(claims), encoding="utf-8")


def _told(name: str, place: Place) -> list[Claim]:
    claims = []
    for claim in import_module(f"benchmarks.{name}").claims(place):
        print(claim.line(), flush=True)
        claims.append(claim)
    return claims


def _page(claims: list[Claim]) -> str:
    return (
        "# Benchmarks\n\n"
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine()}. Each claim is measured against its peer in the same run, in "
        "processes of their own; a ratio says more than a rate, because machines differ. What is measured stands at the top of each file in "
        "`benchmarks/`.\n\n" + table(claims) + "\n"
    )


if __name__ == "__main__":
    main()
