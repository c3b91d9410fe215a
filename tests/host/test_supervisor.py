"""The whole tree, started for real: it stops without a trace, and it survives the killing of any of its parts."""

import os
import shutil
import signal
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.product import Product

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """One home for the tests of this file, so that every start but the first is a second start."""
    folder = Path(tempfile.mkdtemp(prefix="xenia-run-"))
    made = Product(folder / "home")
    yield made
    if made.process is not None:
        made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def product(shared: Product) -> Product:
    """The product, running: started where a test before has ended it."""
    if shared.process is None:
        shared.start()
    elif shared.process.poll() is not None:
        assert shared.process.returncode == 0, f"The product ended by itself:\n{shared.output.read_text()}"
        shared.start()
    return shared


def processes_of(product: Product) -> list[psutil.Process]:
    """Everything that works in or for this home, by its environment or its folder."""
    mark = f"XENIA_HOME={product.home}".encode()
    found = []
    for process in psutil.process_iter():
        try:
            environment = Path(f"/proc/{process.pid}/environ").read_bytes()
            if mark in environment.split(b"\0") or process.cwd().startswith(str(product.home)):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def answers(product: Product, path: str = "/healthz") -> bool:
    try:
        return bool(urllib.request.urlopen(product.url + path, timeout=2).status == 200)
    except (urllib.error.URLError, OSError):
        return False


def eventually(is_true: "object", seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (found := is_true()) and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.1)
    return bool(found)


def test_every_part_says_it_is_well(product: Product) -> None:
    checked = product.command("check")
    assert [line.split()[:2] for line in checked.stdout.splitlines()] == [
        ["well", name] for name in ("database", "migrations", "worker", "lake", "keys", "books")
    ]
    assert checked.returncode == 0


@pytest.mark.parametrize("part", ["web", "work", "postgres"])
def test_a_part_that_was_killed_comes_back(product: Product, part: str) -> None:
    killed = product.part(part)
    assert killed is not None
    killed.kill()
    product.wait_for(rf"{part} was killed by signal 9; starting it again in 1 s")
    assert eventually(lambda: product.part(part) not in (None, killed), 30)
    assert eventually(lambda: answers(product, "/readyz"), 30)


def test_a_second_start_of_the_same_home_is_refused_and_the_first_goes_on(product: Product) -> None:
    refused = product.command("run")
    assert refused.returncode == 1
    assert f"process {product.process.pid if product.process else 0}, {product.url}" in refused.stderr
    assert answers(product)


def test_nobody_can_sign_in_yet_so_a_link_for_the_first_administrator_is_printed(product: Product) -> None:
    assert product.link.startswith("/setup/")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_every_process_within_seconds_and_the_next_start_makes_nothing_anew(product: Product, number: signal.Signals) -> None:
    keys = (product.home / "keys.json").read_bytes()
    assert len(processes_of(product)) >= 5
    assert product.stop(number, seconds=30) == 0
    assert processes_of(product) == []
    product.start()
    assert (product.home / "keys.json").read_bytes() == keys


def test_when_the_supervisor_is_killed_its_parts_end_and_the_next_start_is_clean(product: Product) -> None:
    assert product.process is not None
    os.kill(product.process.pid, signal.SIGKILL)
    product.process.wait()
    product.start()
    assert answers(product)
    assert product.stop() == 0
    assert processes_of(product) == []
