"""Modules keep to their rooms: the contract lists each of them, tables point downwards, public functions speak types."""

import ast
import tomllib
import typing
from importlib import import_module
from inspect import getmembers, getsource, isfunction, signature, unwrap
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from django.apps import apps
from django.db import models

from tests.house.actorless import ACTORLESS, BEFORE_ANYONE, INSIDE

ROOT = Path(__file__).resolve().parents[2]
ACTOR_NAMES = {"actor", "asker"}
OUTSIDE_THE_ROOMS = {"kernel", "lake", "news", "web", "demo", "host", "cli"}
MODULES = sorted(path.name for path in (ROOT / "xenia").iterdir() if (path / "__init__.py").exists() and path.name not in OUTSIDE_THE_ROOMS)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
STORY = [name.strip().strip("()") for layer in CONTRACTS[0]["layers"] for name in layer.split("|")][::-1]


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


def without_actor() -> set[str]:
    """The functions without a parameter for the actor, and those that take one and never look at it."""
    return {
        name
        for name, function in PUBLIC
        if not (ACTOR_NAMES & names_read(function)) or not ACTOR_NAMES & set(signature(function).parameters)
    }


def names_read(function: typing.Any) -> set[str]:
    tree = ast.parse(dedent(getsource(unwrap(function))))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def test_every_public_function_asks_who_acts_or_is_listed_with_a_reason() -> None:
    assert (without_actor() - ACTORLESS, ACTORLESS - without_actor()) == (set(), set())


def test_the_web_calls_nothing_that_leaves_the_actor_to_others() -> None:
    called = {name for path in sorted((ROOT / "xenia" / "web").rglob("*.py")) for name in names_called(path)}
    assert called & INSIDE == set()
    assert called & BEFORE_ANYONE  # the way of looking finds something


def names_called(path: Path) -> set[str]:
    """The full names of what a file imports, and of what it takes from the modules it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    taken = {
        f"{known[node.value.id]}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known
    }
    return taken | set(known.values())
