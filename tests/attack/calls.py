"""Calls made up from the OpenAPI document, so that a route nobody thought of is attacked too."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from tests.cast import Company
from xenia.kernel.ids import new_id
from xenia.web.api.main import document

DOCUMENT = document()
SAFE = ("get", "head")
UNSENT = frozenset({"sign_out"})
"""Ends the session the others need."""


@dataclass(frozen=True)
class Call:
    """One operation of the API: its method, its path with names in braces, and what the document says of it."""

    method: str
    path: str
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.said["operationId"])

    @property
    def body(self) -> dict[str, Any] | None:
        content = self.said.get("requestBody", {}).get("content", {})
        found: dict[str, Any] | None = content.get("application/json", {}).get("schema")
        return found

    @property
    def is_open(self) -> bool:
        """True where strangers may call: the document asks for no session."""
        return {"{token}"} & set(self.path.split("/")) != set()


def calls() -> list[Call]:
    """Every operation, the ones that end the session left out."""
    found = [Call(method, path, said) for path, operations in DOCUMENT["paths"].items() for method, said in operations.items()]
    return [call for call in found if call.name not in UNSENT]


def writes() -> list[Call]:
    return [call for call in calls() if call.method not in SAFE and "/push/" not in call.path]


def shared_out(found: list[Call], way: int, ways: int, each: int = 2) -> list[Call]:
    """The calls that meet one of the `ways` of attacking: every call meets `each` of them, and every way meets many calls. All meet all of them
    where XENIA_TEST_WHOLE=1 says so: that takes minutes."""
    whole = os.environ.get("XENIA_TEST_WHOLE") == "1"
    return [call for number, call in enumerate(found) if whole or (number + way) % ways < each]


def address(call: Call, text: str, known: dict[str, str]) -> str:
    """The path with known ids where there are some and the text where a text is taken; the text in every query parameter too."""
    path = call.path
    for parameter in call.said.get("parameters", ()):
        if parameter["in"] == "path":
            name, is_text = parameter["name"], parameter["schema"].get("format") != "uuid"
            value = known.get(name) or ("1" if parameter["schema"].get("type") == "integer" else text if is_text else str(new_id()))
            path = path.replace(f"{{{name}}}", quoted(value))
    query = [
        f"{one['name']}={quoted(str(example(one['schema'], text)))}" for one in call.said.get("parameters", ()) if one["in"] == "query"
    ]
    return path + ("?" + "&".join(query) if query else "")


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def example(schema: dict[str, Any], text: str) -> Any:
    """A value of the right shape, with the text wherever a text may stand."""
    if "$ref" in schema:
        return example(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], text)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(next(one for one in schema[choice] if one.get("type") != "null"), text)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: example(one, text) for name, one in schema.get("properties", {}).items()} or {text: text}
    if "prefixItems" in schema:
        return [example(one, text) for one in schema["prefixItems"]]
    return [example(schema["items"], text)] if kind == "array" else _plain(kind, schema, text)


def _plain(kind: str, schema: dict[str, Any], text: str) -> Any:
    if kind == "string":
        formats = {"uuid": str(new_id()), "date-time": "2026-03-01T00:00:00Z", "date": "2026-03-01"}
        return formats.get(schema.get("format", ""), "CNY" if "pattern" in schema else text[: schema.get("maxLength", len(text))])
    return {"integer": max(1, schema.get("minimum", 1)), "number": 0.1, "boolean": False}[kind]


def send(browser: Client, call: Call, text: str, known: dict[str, str]):
    """Sends the call with the text in every place that takes one."""
    body = json.dumps(example(call.body, text)).encode() if call.body else b""
    return browser.generic(call.method.upper(), address(call, text, known), body, content_type="application/json")


def known_ids(company: Company) -> dict[str, str]:
    """Ids that exist, by the names that paths give them."""
    house = company.shanghai
    ids: dict[str, UUID] = {
        "record_id": company.guests["林薇"], "guest_id": company.guests["林薇"], "booking_id": company.bookings["S-1"], "source_id": house.source_id, "run_id": house.run_id,
        "unit_id": house.unit_id,
    }  # fmt: skip
    return {name: str(value) for name, value in ids.items()}


def places(answer: Any) -> Iterator[str]:
    """Everything of an answer that an attacker could have written into: status line, headers, cookies."""
    yield str(answer.status_code)
    for name, value in answer.headers.items():
        yield f"{name}: {value}"
    yield from (morsel.OutputString() for morsel in answer.cookies.values())
