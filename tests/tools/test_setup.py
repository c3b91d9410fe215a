"""What `make` makes: the launcher works wherever this copy lies."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup


@pytest.mark.parametrize("name", ["xenia", "我的 项目", "O'Brien's \"copy\" $HOME"])
def test_the_launcher_works_from_any_folder_whatever_the_copys_path(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, python = tmp_path / name, tmp_path / name / ".venv" / "bin" / "python"
    (root / "xenia" / "cli").mkdir(parents=True)
    (root / "xenia" / "cli" / "main.py").write_text("def main():\n    import sys\n    print(sys.argv[1:])\n")
    python.parent.mkdir(parents=True)
    python.symlink_to(Path(sys.executable).resolve())
    for constant, value in (("ROOT", root), ("VENV", root / ".venv"), ("VENV_PYTHON", python)):
        monkeypatch.setattr(setup, constant, str(value))
    setup.write_launcher()
    ran = subprocess.run([python.with_name("xenia"), "load", "a b"], cwd="/", capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("['load', 'a b']\n", "")
