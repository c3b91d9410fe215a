"""PostgreSQL refuses to run as root, so under root it runs as a system user of its own. Nothing here happens for an ordinary user."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from xenia.host.faults import StartFault

NAME = "xenia-postgres"
PASS_THROUGH = stat.S_IXOTH


def user_for_postgres() -> str | None:
    """Returns None for an ordinary user; under root the name of the system user, created where it is missing.

    Raises StartFault where the machine has no program that creates users.
    """
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        _create_user()
    return NAME


def _create_user() -> None:
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", NAME]
    elif shutil.which("adduser"):  # BusyBox
        command = ["adduser", "-S", "-D", "-H", "-s", "/bin/false", NAME]
    else:
        raise StartFault(
            f"PostgreSQL does not run as root and this machine has no useradd to create its user {NAME!r}. "
            "Run Xenia as an ordinary user, or set XENIA_DATABASE_URL to a PostgreSQL of your own."
        )
    made = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        pwd.getpwnam(NAME)  # another start may have made it meanwhile
    except KeyError as missing:
        raise StartFault(f"The system user {NAME!r} for PostgreSQL could not be created: {made.stderr.strip()}") from missing


def give_to(user: str | None, folder: Path) -> None:
    """Hands one folder to the system user; nothing for an ordinary user, who owns it already."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def let_through(user: str | None, folder: Path) -> list[Path]:
    """Lets the system user walk through (never list or read) `folder` and its parents; returns the folders that were opened."""
    if user is None:
        return []
    opened = []
    for step in [folder, *folder.parents]:
        mode = step.stat().st_mode
        if not mode & PASS_THROUGH:
            step.chmod(stat.S_IMODE(mode) | PASS_THROUGH)
            opened.append(step)
    return opened


def make_readable(user: str | None, tree: Path) -> None:
    """Programs installed under a strict umask are opened for reading, because the system user runs them."""
    if user is None:
        return
    for path in [tree, *tree.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
