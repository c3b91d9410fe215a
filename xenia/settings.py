"""The environment, read once into one frozen object, and the Django settings that follow from it.

Every variable is listed in `docs/operating.md`. A bad value stops the start and lists every fault at once.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF


class SettingsFault(SystemExit):
    """Raised when the environment cannot be used; the text lists every fault."""


@dataclass(frozen=True)
class Environment:
    """What the operator decided. Paths are absolute; sizes are bytes."""

    home: Path
    database_url: str
    lake_url: str
    engine: str
    host: str
    port: int
    public_url: str
    key_file: Path
    debug: bool
    upload_bytes_max: int
    lake_memory: str
    pull_folders: tuple[Path, ...]

    @property
    def is_embedded_database(self) -> bool:
        return not os.environ.get("XENIA_DATABASE_URL")


def _whole_number(name: str, default: int, low: int, high: int, faults: list[str]) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdigit() or not low <= int(text) <= high:
        faults.append(f"{name} is {text!r}; give a whole number from {low} to {high}.")
        return default
    return int(text)


def _folders(name: str, default: Path, faults: list[str]) -> tuple[Path, ...]:
    """The folders of a list with colons between them; each must be an absolute path that is not the whole disk."""
    folders = tuple(Path(text) for text in os.environ.get(name, str(default)).split(":") if text)
    wrong = [folder for folder in folders if not folder.is_absolute() or folder == Path(folder.anchor)]
    faults += [f"{name} names {str(folder)!r}; give absolute folders with colons between them, never /." for folder in wrong]
    return folders


def read_environment() -> Environment:
    """Returns the settings; raises SettingsFault with one line for each variable that cannot be used."""
    faults: list[str] = []
    home = Path(os.environ.get("XENIA_HOME", "var")).absolute()
    port = _whole_number("XENIA_PORT", 8000, 1, 65535, faults)
    upload_mb = _whole_number("XENIA_UPLOAD_MB_MAX", 20_000, 1, 10_000_000, faults)
    database_url = os.environ.get("XENIA_DATABASE_URL", "")
    if database_url and urlsplit(database_url).scheme not in ("postgres", "postgresql"):
        faults.append(f"XENIA_DATABASE_URL starts with {urlsplit(database_url).scheme!r}; give postgresql://user:password@host:5432/name.")
    engine = os.environ.get("XENIA_ENGINE", "duckdb")
    if engine != "duckdb" and not engine.startswith("sc://"):
        faults.append(f"XENIA_ENGINE is {engine!r}; give 'duckdb' or a Spark Connect address such as sc://host:15002.")
    pull_folders = _folders("XENIA_PULL_FOLDERS", home / "inbox", faults)
    debug = os.environ.get("XENIA_DEBUG", "0")
    if debug not in ("0", "1"):
        faults.append(f"XENIA_DEBUG is {debug!r}; give 0 or 1.")
    if faults:
        raise SettingsFault("Xenia cannot start with these settings:\n  " + "\n  ".join(faults))
    host = os.environ.get("XENIA_HOST", "127.0.0.1")
    return Environment(
        home=home,
        database_url=database_url or embedded_database_url(home),
        lake_url=os.environ.get("XENIA_LAKE_URL", str(home / "lake")),
        engine=engine,
        host=host,
        port=port,
        public_url=os.environ.get("XENIA_PUBLIC_URL", f"http://{host}:{port}"),
        key_file=Path(os.environ.get("XENIA_KEY_FILE", home / "keys.json")).absolute(),
        debug=debug == "1",
        upload_bytes_max=upload_mb * 1_000_000,
        lake_memory=os.environ.get("XENIA_LAKE_MEMORY", "1GB"),
        pull_folders=pull_folders,
    )


def embedded_database_url(home: Path) -> str:
    """The address of the embedded PostgreSQL: a port of its own, kept in `postgres/port` once it is chosen."""
    port_file = home / "postgres" / "port"
    port = port_file.read_text().strip() if port_file.exists() else "54329"
    password_file = home / "postgres" / "password"
    password = password_file.read_text().strip() if password_file.exists() else ""
    return f"postgresql://xenia:{password}@127.0.0.1:{port}/xenia"


def _database(url: str) -> dict[str, object]:
    """Django's database settings; what follows `?` in the address (sslmode=require ...) goes to the driver."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "xenia",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**dict(parse_qsl(parts.query)), "pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }


def _session_secret(home: Path) -> str:
    """A secret for cookies, made on first start and kept readable by the owner only."""
    given = os.environ.get("XENIA_SECRET")
    if given:
        return given
    file = home / "session_secret"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(os.urandom(32).hex())
    return file.read_text().strip()


ENV = read_environment()
ROOT = Path(__file__).resolve().parent.parent

SECRET_KEY = _session_secret(ENV.home)
DEBUG = ENV.debug
_public = urlsplit(ENV.public_url)
ALLOWED_HOSTS = [h for h in {_public.hostname or "", ENV.host, "127.0.0.1", "localhost", "testserver"} if h and h != "0.0.0.0"]  # noqa: S104 - compared, not bound
if os.environ.get("XENIA_ALLOWED_HOSTS"):
    ALLOWED_HOSTS += os.environ["XENIA_ALLOWED_HOSTS"].split(",")
_is_https = _public.scheme == "https"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "xenia.news.apps.NewsConfig",
    "xenia.trust.apps.TrustConfig",
    "xenia.connect.apps.ConnectConfig",
    "xenia.identity.apps.IdentityConfig",
    "xenia.web.apps.WebConfig",
]
MIDDLEWARE = [
    "xenia.web.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "xenia.web.urls"
WSGI_APPLICATION = "xenia.web.wsgi.application"
TEMPLATES: list[dict[str, object]] = []
DATABASES = {"default": _database(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "trust.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "frontend" / "dist"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$"  # names of built files: browsers keep them
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-elem": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}

PROCRASTINATE_ON_APP_READY = "xenia.wiring.register_jobs"
LOGGING_CONFIG = None
