"""A client of its own that asks so many times a second, whether or not it was answered: `python -m benchmarks.open_loop`.

In: one line of JSON on its standard input (`address`, `visitors`, `requests`, `per_second`). Out: one line of JSON, the milliseconds of each
request from the moment it was due. What waits behind a slow answer has waited, so its time counts from when it should have begun.
"""

import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlsplit

CLIENTS = 64
"""As many requests may wait at once; at 50 a second that is more than a second's worth."""
Asked = tuple[str, str, dict[str, Any] | None]
"""Method, path and body."""


def measure(address: str, visitors: Sequence[dict[str, str]], requests: Sequence[Asked], per_second: float) -> list[float]:
    """Milliseconds of each request; ends where one is not answered with 200. `visitors` are the cookies of people signed in."""
    place = urlsplit(address).netloc
    began, numbers, taken = time.perf_counter() + 1, count(), [0.0] * len(requests)

    def work(_: int) -> None:
        connection = HTTPConnection(place, timeout=60)
        while (number := next(numbers)) < len(requests):
            due = began + number / per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            ask(connection, visitors[number % len(visitors)], requests[number])
            taken[number] = (time.perf_counter() - due) * 1000
        connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, range(CLIENTS)))
    return taken


def ask(connection: HTTPConnection, cookies: dict[str, str], asked: Asked) -> None:
    """Asks and reads the answer; raises SystemExit where it is not 200."""
    method, path, body = asked
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
        "Content-Type": "application/json",
    }
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{method} {path}: {answer.status} {content[:300]!r}")


if __name__ == "__main__":
    print(json.dumps(measure(**json.loads(sys.stdin.readline()))))
