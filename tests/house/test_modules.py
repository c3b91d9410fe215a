"""Modules keep to their rooms: the contract lists each of them, tables point downwards, public functions speak types."""

import tomllib
import typing
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE_THE_ROOMS = {"kernel", "lake", "news", "web", "demo", "host", "cli"}
MODULES = sorted(path.name for path in (ROOT / "xenia").iterdir() if (path / "__init__.py").exists() and path.name not in OUTSIDE_THE_ROOMS)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
STORY = [name.strip().strip("()") for layer in CONTRACTS[0]["layers"] for name in layer.split("|")][::-1]
ACTORLESS = {
    "xenia.trust.queries.people.has_people", "xenia.trust.queries.people.get_actor", "xenia.trust.queries.people.get_person", "xenia.trust.queries.people.find_user_id", "xenia.trust.queries.people.unit_codes_below",
    "xenia.trust.actions.people.create_foundations", "xenia.trust.actions.people.create_first_administrator_link", "xenia.trust.actions.people.create_first_administrator",
    "xenia.trust.actions.people.has_setup_link",
}  # fmt: skip
"""Public functions of trust that answer before there is an actor: signing in and the first start."""


def test_every_module_stands_in_the_contract_of_rooms() -> None:
    listed = {name.removeprefix("xenia.") for name in CONTRACTS[1]["containers"]}

    assert listed == set(MODULES)


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("xenia.")]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_foreign_keys_point_downwards_and_protect(model: type[models.Model]) -> None:
    own = STORY.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert STORY.index(field.related_model._meta.app_label) <= own
            assert field.remote_field.on_delete is models.PROTECT
            assert field.remote_field.related_name == "+"


def public_functions() -> list[tuple[str, object]]:
    found = []
    for module in MODULES:
        for path in sorted((ROOT / "xenia" / module).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if ".queries" in name or ".actions" in name:
                found += functions_of(import_module(name.removesuffix(".__init__")))
    return found


def functions_of(module: ModuleType) -> list[tuple[str, object]]:
    return [
        (f"{module.__name__}.{name}", member)
        for name, member in getmembers(module, isfunction)
        if member.__module__ == module.__name__ and name[0] != "_"
    ]


PUBLIC = public_functions()


@pytest.mark.parametrize(("name", "function"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_public_functions_say_what_they_do_and_name_no_table(name: str, function: typing.Any) -> None:
    annotations = str(signature(function))

    assert function.__doc__
    assert "QuerySet" not in annotations
    assert ".models." not in annotations
    assert "django" not in annotations
