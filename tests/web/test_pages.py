"""The front end's page, its Content-Security-Policy and its files."""

from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from xenia.web import pages

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
HTML = '<meta name="csp-nonce" content="__CSP_NONCE__"><script type="module" src="/static/assets/main-CxA1b2c3.js"></script>'


@pytest.fixture
def built(settings, tmp_path: Path) -> Path:
    """A front end that is built: its page and one hashed script."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "index.html").write_text(HTML)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "main-CxA1b2c3.js").write_text("1")
    return tmp_path


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize("address", ["/", "/guests", "/guests/123/timeline?kind=booking", "/setup/token"])
def test_every_other_address_is_the_page_with_the_nonce_of_its_policy(db: None, built: Path, address: str) -> None:
    answer = Client().get(address)
    nonce = answer.content.decode().split('content="')[1].split('"')[0]
    assert len(nonce) >= 16
    assert directives(answer["Content-Security-Policy"]) == directives(POLICY.format(nonce=nonce))


def test_no_two_answers_share_a_nonce_and_none_is_kept(db: None, built: Path) -> None:
    first, second = Client().get("/"), Client().get("/")
    assert first.content != second.content
    assert (first["Cache-Control"], first.has_header("ETag")) == ("no-store", False)


def test_a_new_build_is_shown_without_a_restart(db: None, built: Path) -> None:
    Client().get("/")
    (built / "index.html").write_text("<p>new</p>")
    assert Client().get("/").content == b"<p>new</p>"


def test_without_a_build_the_page_says_what_to_do(db: None, settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert "make run" in Client().get("/").content.decode()


def test_the_page_cannot_be_framed_and_sends_no_referrer_away(db: None, built: Path) -> None:
    answer = Client().get("/")
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"], answer["X-Content-Type-Options"]) == ("DENY", "same-origin", "nosniff")


def test_hashed_files_are_kept_for_ever(db: None, built: Path) -> None:
    answer = Client().get("/static/assets/main-CxA1b2c3.js")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=315360000, public, immutable")


@pytest.mark.parametrize("path", ["/static/missing.js", "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml"])
def test_a_missing_file_is_not_the_page(db: None, built: Path, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, b"csp-nonce" in answer.content, b"[project]" in answer.content) == (404, False, False)


def test_the_page_is_only_read(built: Path) -> None:
    assert pages.page(RequestFactory().post("/guests")).status_code == 405
