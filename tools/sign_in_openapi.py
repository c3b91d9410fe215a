"""Prints the part of allauth's OpenAPI document that we offer, for the front end's second client: `python -m tools.sign_in_openapi`."""

import json
import os
import sys
from importlib.resources import files
from typing import Any

import yaml

CLIENT = "browser"
APP_PARAMETERS = ("Client", "SessionToken")


def document() -> dict[str, Any]:
    """allauth's document with our addresses only, and only what these refer to."""
    from xenia.web.sign_in.routes import OFFERED, PREFIX

    whole = yaml.safe_load(files("allauth.headless.spec").joinpath("doc/openapi.yaml").read_text(encoding="utf-8"))
    offered = {f"/{PREFIX}{route}" for route in OFFERED}
    named = {path.replace("{client}", CLIENT): operations for path, operations in whole["paths"].items()}
    paths = {path: _without_client(operations) for path, operations in named.items() if path in offered}
    made = {"openapi": whole["openapi"], "info": {"title": "Signing in", "version": "1"}, "paths": paths}
    made["components"] = _referred(made, whole)
    return made


def _without_client(operations: dict[str, Any]) -> dict[str, Any]:
    """The operations without the parameters that only an app needs."""
    made: dict[str, Any] = {}
    for name, part in operations.items():
        if name == "parameters":
            made[name] = [one for one in part if one.get("$ref", "").rpartition("/")[2] not in APP_PARAMETERS]
        else:
            made[name] = _without_client(part) if isinstance(part, dict) and "responses" in part else part
    return made


def _referred(made: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    components: dict[str, Any] = {}
    waiting = _references(made)
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        if name not in components.get(kind, {}):
            components.setdefault(kind, {})[name] = whole["components"][kind][name]
            waiting |= _references(components[kind][name])
    return components


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(_references(inner) for inner in part.values()))
    return set().union(*(_references(inner) for inner in part)) if isinstance(part, list) else set()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    import django

    django.setup()
    json.dump(document(), sys.stdout, indent=2, sort_keys=True, ensure_ascii=False)
    sys.stdout.write("\n")
