"""The recommender as files without code: a document, arrays and the trees as text."""

from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from xenia.insight import boosting
from xenia.insight.boosting import Boosted
from xenia.recommend.next_city.catalogue import Catalogue
from xenia.recommend.next_city.features import Frame, Known
from xenia.recommend.next_city.model import Model
from xenia.recommend.next_city.newcomers import Newcomers

DENSE = ("usual", "beside", "two_steps", "km", "near", "moved_near")
SPARSE = ("data", "indices", "indptr", "shape")
ENSEMBLES = ("known_guests", "new_guests")


def save(model: Model, folder: Path) -> None:
    """Writes model.json, counts.npz and the trees as LightGBM's text."""
    known, frame = model.known, model.known.frame
    document = {
        "names": list(frame.catalogue.names), "origins": list(frame.origins), "weeks": list(frame.weeks), "tables": list(known.tables),
        "open_below": model.open_below, "newcomers": list(model.newcomers.origins),
        **{name: boosting.save(getattr(model, name), folder / name) for name in ENSEMBLES},
    }  # fmt: skip
    boosting.write_document(folder, document)
    arrays: dict[str, Any] = {name: getattr(known, name) for name in DENSE}
    for name, table in {**known.tables, "together": known.together}.items():
        arrays |= _parts(f"counts_{name}", table)
    arrays |= {f"newcomers_{name}": getattr(model.newcomers, name) for name in ("city", "weights", "start")}
    arrays |= {"country": frame.catalogue.country, "continent": frame.catalogue.continent}
    np.savez_compressed(folder / "counts.npz", **arrays)


def _parts(name: str, table: sparse.csr_matrix) -> dict[str, Any]:
    return {f"{name}_{part}": np.asarray(getattr(table, part)) for part in SPARSE}


def load(folder: Path) -> Model:
    """The model that `save` wrote; it ranks exactly as before."""
    said = boosting.read_document(folder)
    with np.load(folder / "counts.npz", allow_pickle=False) as held:
        catalogue = Catalogue(tuple(said["names"]), held["country"], held["continent"])
        frame = Frame(catalogue, tuple(said["origins"]), (int(said["weeks"][0]), int(said["weeks"][1])))
        tables = {name: _table(held, f"counts_{name}") for name in said["tables"]}
        known = Known(frame, tables, together=_table(held, "counts_together"), **{name: held[name] for name in DENSE})
        beside = Newcomers(tuple(said["newcomers"]), held["newcomers_city"], held["newcomers_weights"], held["newcomers_start"])
    ensembles: dict[str, Boosted] = {name: boosting.load(said[name], folder / name) for name in ENSEMBLES}
    return Model(known=known, newcomers=beside, open_below=float(said["open_below"]), **ensembles)


def _table(held: Any, name: str) -> sparse.csr_matrix:
    data, indices, indptr, shape = (held[f"{name}_{part}"] for part in SPARSE)
    return sparse.csr_matrix((data, indices, indptr), shape=tuple(int(one) for one in shape))
