"""Claims: posting one transfer reaches over 40 % of pgbench's TPC-B on the same server in the same run, by the statement that the product
uses; batches post over 20,000 transfers a second; balance and tier of one member take under 5 ms (p95); what has ended of a million
lots expires in under 60 s; a month is closed in under 120 s. The books: BENCHMARK_MEMBERS (1,000,000) with BENCHMARK_TRANSFERS_EACH (10)."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator

from benchmarks.claim import Claim, at_least, at_most, reported
from benchmarks.place import Place, clean_environment

MEMBERS = int(os.environ.get("BENCHMARK_MEMBERS", "1000000"))
CLIENTS, SECONDS = "8", "20"
POST = """\\set member random(1, {members})
\\set points random(1, 500)
{statement};
"""


def claims(place: Place) -> Iterator[Claim]:
    with place.database() as url:
        here = {"XENIA_DATABASE_URL": url}
        books = place.measured("ledger_books", str(MEMBERS), environment=here)
        _bench(url, "-i", "-s", "50")
        peer = _rate(url, "-M", "prepared")
        single = _rate(url, "-M", "prepared", script=POST.format(members=MEMBERS, statement=books["statement"]))
        told = place.measured("ledger_use", str(MEMBERS), environment=here)
    yield at_least("ledger: one transfer at a time, 8 clients", "transfers a second", single, "/s", ("pgbench TPC-B", peer), 0.4)
    yield reported("ledger: one transfer through Python, one thread", "transfers a second", told["single"], "/s", ("pgbench TPC-B", peer))
    yield at_least("ledger: in batches of 5,000, one writer", "transfers a second", told["batch"], "/s", ("goal", 20_000), 1)
    yield at_most(f"ledger: balance among {MEMBERS:,} members", "milliseconds, p95", told["balance"], "ms", ("goal", 5.0), 1)
    yield at_most(f"ledger: balance and tier among {MEMBERS:,} members", "milliseconds, p95", told["tier"], "ms", ("goal", 5.0), 1)
    lots = told["expired"]
    yield at_most(f"ledger: expiry of {lots:,} lots", "seconds", told["expiry"], "s", ("goal", 60 * lots / 1_000_000), 1)
    written = books["rows"]
    yield at_most(f"ledger: closing a month of {written:,} transfers", "seconds, the slowest", told["closing"], "s", ("goal", 120.0), 1)
    yield reported(f"ledger: counting {written:,} transfers again", "seconds", told["check"], "s", ("expiry", told["expiry"]))


def _rate(url: str, *options: str, script: str = "") -> float:
    """Transactions a second of pgbench: TPC-B, or those of a script."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        own = ["-n", "-f", file.name] if script else ["-n"]
        said = _bench(url, *options, *own, "-c", CLIENTS, "-j", "2", "-T", SECONDS)
    found = re.search(r"tps = ([0-9.]+)", said)
    if found is None:
        raise SystemExit(f"pgbench told no rate:\n{said}")
    return float(found[1])


def _bench(url: str, *options: str) -> str:
    from xenia.host.postgres import PROGRAMS

    command = [str(PROGRAMS / "pgbench"), *options, url]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"pgbench failed:\n{done.stderr[-2000:]}")
    return done.stdout
