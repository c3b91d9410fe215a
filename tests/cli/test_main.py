"""The command line: its help reads well, and a fault is a sentence."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.product import ROOT, Product
from xenia.cli.main import VERBS, command_line


def test_the_help_lists_every_verb_with_a_sentence() -> None:
    text = CliRunner().invoke(command_line(), ["--help"]).output
    assert "docs/operating.md" in text
    assert [verb for verb in VERBS if f" {verb} " not in text] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_of_its_own(verb: str) -> None:
    answer = CliRunner().invoke(command_line(), [verb, "--help"])
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 4


def run_with(tmp_path: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = Product(tmp_path / "home").environment | variables
    return subprocess.run([sys.executable, "-m", "xenia", "run"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
def test_a_busy_port_is_a_sentence_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        answer = run_with(tmp_path, XENIA_PORT=str(holder.getsockname()[1]))
    assert answer.returncode == 1
    assert answer.stderr.strip().startswith("xenia: Port")


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_a_sentence_without_a_traceback(tmp_path: Path) -> None:
    answer = run_with(tmp_path, XENIA_DATABASE_URL="postgresql://me:secret@127.0.0.1:1/crm")
    assert answer.returncode == 1
    assert "xenia: The database of XENIA_DATABASE_URL (127.0.0.1:1/crm) cannot be reached" in answer.stderr
    assert "secret" not in answer.stderr + answer.stdout


@pytest.mark.slow
def test_a_command_that_needs_the_database_says_to_start_the_product(tmp_path: Path) -> None:
    answer = Product(tmp_path / "home").command("check")
    assert answer.returncode == 1
    assert "Start Xenia first (make run, in another terminal)" in answer.stderr
