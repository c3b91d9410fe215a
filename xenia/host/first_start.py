"""What a new home is greeted with, run by the supervisor once the product answers: the demonstration company, or a link to set up.

`python -m xenia.host.first_start [--demo]`. Does nothing where someone can sign in already.
"""

import subprocess
import sys
from datetime import UTC, datetime

import django

from xenia.settings import ENV


def greet(*, may_load_demo: bool) -> int:
    """Returns the exit code. The demonstration makes its people last, so one that was interrupted is loaded again, which is safe."""
    from xenia.trust.queries import people

    if people.has_people():
        return 0
    if may_load_demo:
        return _load_demo()
    _print_link()
    return 0


def _load_demo() -> int:
    print("  Loading the demonstration company; sign-ins follow. The product can be used meanwhile.", flush=True)
    return subprocess.run([sys.executable, "-m", "xenia", "demo"], stdin=subprocess.DEVNULL).returncode


def _print_link() -> None:
    from xenia.trust.actions import people

    link = people.create_first_administrator_link(now=datetime.now(UTC))
    print(f"  Nobody can sign in yet. The first administrator opens this link, once, before {link.valid_until:%Y-%m-%d %H:%M} UTC:")
    print(f"  {ENV.public_url}{link.path}\n", flush=True)


if __name__ == "__main__":
    django.setup()
    sys.exit(greet(may_load_demo="--demo" in sys.argv[1:]))
