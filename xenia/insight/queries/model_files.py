"""Trained models as sealed files of the home, `models/<version>.sealed`: written whole or not at all, opened while one is loaded."""

import shutil
import tarfile
import time
from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from xenia.insight.modelling import ModelKind
from xenia.kernel.errors import NotFound
from xenia.settings import ENV
from xenia.trust.vault import remove_file, vault_of

LEFT_SECONDS = 3600
"""An opened model older than this belongs to nobody who still works: it is opened for as long as it is loaded."""


def model_path(version_id: UUID) -> Path:
    """Where the sealed bytes of a version lie. A path and no more, so it takes no actor."""
    return ENV.home / "models" / f"{version_id}.sealed"


def write_model(version_id: UUID, save: Callable[[Path], None]) -> None:
    """Writes what `save` puts into a folder as one sealed file, durable on return (MR10); for the run that trained it. A run that is killed
    here has no row of the register, and begun anew it writes the file again."""
    path = model_path(version_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".work-") as folder:
        save(Path(folder))
        writer = vault_of(ENV.key_file).writer(path)
        with tarfile.open(fileobj=writer, mode="w|") as packed:  # type: ignore[call-overload] # tarfile asks for no more than write()
            packed.add(folder, arcname=".")
        writer.close()


def load_model(version_id: UUID, kind: ModelKind) -> Any:
    """Returns the model as its kind loads it; raises NotFound where its file is gone. Whoever calls has checked its actor."""
    path = model_path(version_id)
    if not path.exists():
        raise NotFound(
            "model_file_missing",
            f"The file of model {version_id} is not under {path.parent}; restore it from a backup, or train {kind.name} anew.",
            f"{path.parent} 中没有模型 {version_id} 的文件；请从备份恢复，或重新训练。",
        )
    with TemporaryDirectory(dir=path.parent, prefix=".work-") as folder:
        with vault_of(ENV.key_file).reader(path) as clear, tarfile.open(fileobj=clear, mode="r|") as packed:
            packed.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11 has it from 3.11.4 on
            packed.extractall(folder)  # noqa: S202 - who could write it has our key
        return kind.load(Path(folder))


def sweep_models(kept: Collection[UUID]) -> int:
    """Removes every model that no version of the register has, and the folder of a run that was killed; returns how many models went. Runs
    of the register wait for each other, so nobody is writing meanwhile; who explains a score reads for a moment only."""
    folder, names = ENV.home / "models", {f"{one}.sealed" for one in kept}
    gone = [path for path in folder.glob("*.sealed") if path.name not in names]
    for path in gone:
        remove_file(path)
    for left in folder.glob(".work-*"):
        if left.stat().st_mtime < time.time() - LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return len(gone)
