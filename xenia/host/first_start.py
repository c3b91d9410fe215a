"""What a new home is greeted with, run by the supervisor once the product answers: the demonstration company, or a link to set up.

`python -m xenia.host.first_start [--demo]`. Does nothing where someone can sign in already.
"""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from xenia.settings import ENV

DEMO_BEGUN = "demo-begun"


def greet(*, may_load_demo: bool) -> int:
    """Returns the exit code. A demonstration that was interrupted is loaded again; loading is safe to repeat."""
    from xenia.trust import queries

    begun = ENV.home / DEMO_BEGUN
    if queries.has_people() and not begun.exists():
        return 0
    if may_load_demo:
        return _load_demo(begun)
    _print_link()
    return 0


def _load_demo(begun: Path) -> int:
    print("  Loading the demonstration company; sign-ins follow. The product can be used meanwhile.", flush=True)
    begun.touch()
    code = subprocess.run([sys.executable, "-m", "xenia", "demo"], stdin=subprocess.DEVNULL).returncode
    if code == 0:
        begun.unlink()
    return code


def _print_link() -> None:
    from xenia.trust import actions

    link = actions.create_first_administrator_link(now=datetime.now(UTC))
    print(f"  Nobody can sign in yet. The first administrator opens this link, once, before {link.valid_until:%Y-%m-%d %H:%M} UTC:")
    print(f"  {ENV.public_url}{link.path}\n", flush=True)


if __name__ == "__main__":
    django.setup()
    sys.exit(greet(may_load_demo="--demo" in sys.argv[1:]))
