"""The environment, read once into one frozen object, and the Django settings that follow from it.

Every variable is listed in `docs/operating.md`. A bad value stops the start and lists every fault at once.
"""

import base64
import binascii
import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

MASTER_KEY_BYTES = 32
PRIVATE_HOST = re.compile(r"[A-Za-z0-9.:_-]+(/\d{1,3})?")


class SettingsFault(SystemExit):
    """Raised when the environment cannot be used; the text lists every fault."""


@dataclass(frozen=True)
class SingleSignOn:
    """The company's OpenID Connect provider; `name` stands on the button of the sign-in page."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str

    @property
    def origin(self) -> str:
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Environment:
    """What the operator decided. Paths are absolute; sizes are bytes."""

    home: Path
    database_url: str = field(repr=False)
    lake_url: str
    engine: str
    host: str
    port: int
    public_url: str
    key_file: Path
    master_key: bytes | None = field(repr=False)
    master_key_file: Path | None
    key_service: tuple[str, ...]
    debug: bool
    upload_bytes_max: int
    lake_memory: str
    pull_folders: tuple[Path, ...]
    private_hosts: tuple[str, ...]
    proxies: int
    single_sign_on: SingleSignOn | None
    idle_minutes: int

    @property
    def is_https(self) -> bool:
        """Whether people reach the product over TLS."""
        return urlsplit(self.public_url).scheme == "https"

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


def _private_hosts(faults: list[str]) -> tuple[str, ...]:
    """Hosts, addresses and networks of the company's own that sources may read from; "everything" is no answer."""
    entries = tuple(text.strip() for text in os.environ.get("XENIA_ALLOWED_PRIVATE_HOSTS", "").split(",") if text.strip())
    wrong = [entry for entry in entries if not PRIVATE_HOST.fullmatch(entry) or entry.endswith("/0")]
    faults += [f"XENIA_ALLOWED_PRIVATE_HOSTS names {entry!r}; give hosts, addresses or networks such as 10.1.0.0/16." for entry in wrong]
    return entries


def _master_key(faults: list[str]) -> tuple[bytes | None, tuple[str, ...]]:
    """The master key, or the command of a key service, where the environment gives one; a fault never repeats the key."""
    given, command = os.environ.get("XENIA_MASTER_KEY", "").strip(), os.environ.get("XENIA_KMS_COMMAND", "")
    if given and command:
        faults.append("XENIA_MASTER_KEY and XENIA_KMS_COMMAND are both set; give one of them.")
    try:
        key = base64.b64decode(given, validate=True) if given else None
        if key is not None and len(key) != MASTER_KEY_BYTES:
            raise ValueError
    except (binascii.Error, ValueError):
        faults.append(f"XENIA_MASTER_KEY is not {MASTER_KEY_BYTES} bytes in base64; openssl rand -base64 32 makes such a key.")
        key = None
    try:
        words = tuple(shlex.split(command))
    except ValueError:
        faults.append(f"XENIA_KMS_COMMAND is {command!r}; give a program and its arguments, quoted as in a shell.")
        words = ()
    return key, words


def _single_sign_on(faults: list[str]) -> SingleSignOn | None:
    """The provider of single sign-on where all of it is given; a part alone is a fault."""
    given = {name: os.environ.get(f"XENIA_OIDC_{name}", "") for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")}
    if not any(given.values()):
        return None
    faults += [
        f"XENIA_OIDC_{name} is missing; single sign-on needs issuer, client id and client secret." for name in given if not given[name]
    ]
    parts = urlsplit(given["ISSUER"])
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        faults.append(f"XENIA_OIDC_ISSUER is {given['ISSUER']!r}; give the https address of the provider, without /.well-known.")
    name = os.environ.get("XENIA_OIDC_NAME", "SSO")
    return SingleSignOn(given["ISSUER"].rstrip("/"), given["CLIENT_ID"], given["CLIENT_SECRET"], name)


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
    private_hosts = _private_hosts(faults)
    master_key, key_service = _master_key(faults)
    proxies = _whole_number("XENIA_PROXIES", 0, 0, 9, faults)
    idle_minutes = _whole_number("XENIA_IDLE_MINUTES", 30, 5, 720, faults)
    single_sign_on = _single_sign_on(faults)
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
        master_key=master_key,
        master_key_file=Path(os.environ["XENIA_MASTER_KEY_FILE"]).absolute() if os.environ.get("XENIA_MASTER_KEY_FILE") else None,
        key_service=key_service,
        debug=debug == "1",
        upload_bytes_max=upload_mb * 1_000_000,
        lake_memory=os.environ.get("XENIA_LAKE_MEMORY", "1GB"),
        pull_folders=pull_folders,
        private_hosts=private_hosts,
        proxies=proxies,
        single_sign_on=single_sign_on,
        idle_minutes=idle_minutes,
    )


def embedded_database_url(home: Path) -> str:
    """The address of the embedded PostgreSQL: a port of its own, kept in `postgres/port` once it is chosen."""
    port_file = home / "postgres" / "port"
    port = port_file.read_text().strip() if port_file.exists() else "54329"
    password_file = home / "postgres" / "password"
    password = password_file.read_text().strip() if password_file.exists() else ""
    return f"postgresql://xenia:{password}@127.0.0.1:{port}/xenia"


def database_settings(url: str) -> dict[str, object]:
    """Django's database settings; what follows `?` in the address (sslmode=require ...) goes to the driver."""
    parts = urlsplit(url)
    return {
        "ENGINE": "xenia.host.database",
        "NAME": parts.path.lstrip("/") or "xenia",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
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

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
    "xenia.news.apps.NewsConfig",
    "xenia.trust.apps.TrustConfig",
    "xenia.connect.apps.ConnectConfig",
    "xenia.identity.apps.IdentityConfig",
    "xenia.profile.apps.ProfileConfig",
    "xenia.insight.apps.InsightConfig",
    "xenia.loyalty.apps.LoyaltyConfig",
    "xenia.recommend.apps.RecommendConfig",
    "xenia.segment.apps.SegmentConfig",
    "xenia.web.apps.WebConfig",
]
MIDDLEWARE = [
    "xenia.web.middleware.request_id",
    "xenia.web.sign_in.bounds.small_bodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xenia.web.sign_in.activity.idle_sessions_end",
]
ROOT_URLCONF = "xenia.web.urls"
WSGI_APPLICATION = "xenia.web.wsgi.application"
TEMPLATES: list[dict[str, object]] = []
DATABASES = {"default": database_settings(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "trust.User"
SILENCED_SYSTEM_CHECKS = ["auth.E003"]  # e-mail addresses are unique in any case of letters, by a constraint this check does not know
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "xenia.web.sign_in.passwords.CompanyWords"},
]
CACHES = {
    "default": {  # what every web process must know: counts of tries, one-time codes that were used
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "trust_shortmemory",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Signing in: docs/signing-in.md. People are invited, so nothing here lets anyone sign up.
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
_OTHER_PAGES = ("account_confirm_email", "account_reset_password_from_key", "account_signup", "socialaccount_login_error")
HEADLESS_FRONTEND_URLS = dict.fromkeys(_OTHER_PAGES, "/login")
ACCOUNT_ADAPTER = "xenia.web.sign_in.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "xenia.web.sign_in.adapters.name_of"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "40/15m/ip,8/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
MFA_ADAPTER = "xenia.web.sign_in.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are an administrator's word, not verified by mail
MFA_TOTP_ISSUER = "Xenia"
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_ADAPTER = "xenia.web.sign_in.adapters.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ADAPTER = "xenia.web.sign_in.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": ENV.single_sign_on.name,
                "client_id": ENV.single_sign_on.client_id,
                "secret": ENV.single_sign_on.client_secret,
                "settings": {"server_url": ENV.single_sign_on.issuer},
            }
        ]
        if ENV.single_sign_on
        else [],
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "frontend" / "dist"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$"  # names of built files: browsers keep them
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-sessionid", "__Host-csrftoken") if ENV.is_https else ("sessionid", "csrftoken")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.is_https
SESSION_COOKIE_AGE = 12 * 3600
XENIA_IDLE_MINUTES = ENV.idle_minutes
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "xenia.web.problems.csrf_failed"
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENV.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
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
        "form-action": [SELF, *([ENV.single_sign_on.origin] if ENV.single_sign_on else [])],  # browsers check what a form is sent on to
        "object-src": [NONE],
    }
}

PROCRASTINATE_ON_APP_READY = "xenia.wiring.register_jobs"
LOGGING_CONFIG = None
