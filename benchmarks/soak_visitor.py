"""Who uses the product during a soak: the first administrator in a browser, and a machine with a push key."""

import http.client
import json
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

ADMINISTRATOR = {"name": "林薇", "email": "lin.wei@example.com", "password": "harbour-lantern-42", "language": "zh-CN"}
PATIENCE_SECONDS = 30


class Unanswered(Exception):
    """No answer, or one that says that the product is not well: nothing is known of what was asked. Ask again."""


class Turned(Exception):
    """The product said no to what is right: a fault of the product or of the soak."""


@dataclass
class Visitor:
    """`headers` are what a signed-in browser sends with every request."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        return self._ask(urllib.request.Request(self.url + path, headers=self.headers))

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        own = {"Content-Type": "application/json"} | (self.headers if headers is None else headers)
        return self._ask(urllib.request.Request(self.url + path, data=json.dumps(body).encode(), headers=own, method="POST"))

    def send_file(self, path: str, name: str, content: bytes) -> Any:
        """One file as a browser's form sends it."""
        mark = f"soak{time.time_ns()}"
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        own = self.headers | {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask(urllib.request.Request(self.url + path, data=body, headers=own, method="POST"))

    def _ask(self, request: urllib.request.Request) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                content = answer.read()
        except urllib.error.HTTPError as refused:
            said = refused.read().decode(errors="replace")
            if refused.code >= 500:
                raise Unanswered(f"{refused.code} {said[:200]}") from refused
            raise Turned(f"{request.get_method()} {request.full_url}: {refused.code} {said[:500]}") from refused
        except (OSError, http.client.HTTPException) as gone:
            raise Unanswered(str(gone)) from gone
        return json.loads(content) if content else None


def signed_in(url: str, setup_path: str) -> Visitor:
    """The first administrator, made through the printed link, in a browser of the product's own pages."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def send(path: str, body: dict[str, str]) -> None:
        own = {"Content-Type": "application/json", "Origin": url, "X-CSRFToken": cookie("csrftoken")}
        opener.open(urllib.request.Request(url + path, data=json.dumps(body).encode(), headers=own), timeout=PATIENCE_SECONDS).read()

    def cookie(name: str) -> str:
        return next((one.value or "" for one in jar if one.name == name), "")

    with suppress(urllib.error.HTTPError):  # a stranger gets 401, and the cookie
        opener.open(f"{url}/api/session").read()
    send(f"/api{setup_path}", ADMINISTRATOR)
    send("/_allauth/browser/v1/auth/login", {name: ADMINISTRATOR[name] for name in ("email", "password")})
    cookies = "; ".join(f"{one.name}={one.value}" for one in jar)
    return Visitor(url, {"Cookie": cookies, "X-CSRFToken": cookie("csrftoken"), "Origin": url})


def open_source(visitor: Visitor, code: str, kind: str) -> str:
    """The id of a new source."""
    settings = {"code": code, "name": code, "kind": kind, "unit_code": "group"}
    made: dict[str, str] = visitor.post("/api/sources", settings)
    return made["id"]
