"""Runs in a peer's own environment: one model fitted on guests of a file. Prints one line of JSON. Arguments: file, rows, peer's name."""

import json
import sys
import time
import warnings
from typing import Any

import numpy as np

warnings.simplefilter("ignore")


def main() -> None:
    with np.load(sys.argv[1]) as file:
        guests = {name: file[name][: int(sys.argv[2])] for name in ("repeats", "last", "age")}
    begun, parameters, seconds = time.perf_counter(), {}, 0.0
    if sys.argv[3].startswith("lifetimes"):
        parameters, seconds = _lifetimes(guests, sys.argv[3])
    else:
        parameters, seconds = _pymc(guests)
    told = {"rows": len(guests["age"]), "seconds": seconds, "with_import": time.perf_counter() - begun, "parameters": parameters}
    print(json.dumps(told))


def _lifetimes(guests: dict[str, Any], name: str) -> tuple[dict[str, float], float]:
    from lifetimes import BetaGeoFitter, ParetoNBDFitter

    fitter = ParetoNBDFitter() if name.endswith("pareto") else BetaGeoFitter()
    begun = time.perf_counter()
    fitter.fit(guests["repeats"], guests["last"], guests["age"])
    return {str(key): float(value) for key, value in fitter.params_.items()}, time.perf_counter() - begun


def _pymc(guests: dict[str, Any]) -> tuple[dict[str, float], float]:
    import pandas as pd
    from pymc_marketing.clv import BetaGeoModel

    rows = {"customer_id": range(len(guests["age"])), "frequency": guests["repeats"], "recency": guests["last"], "T": guests["age"]}
    begun = time.perf_counter()
    model = BetaGeoModel(data=pd.DataFrame(rows))
    model.fit(method="map", progressbar=False)
    seconds = time.perf_counter() - begun
    return {name: float(model.fit_result[name].mean()) for name in ("r", "alpha", "a", "b")}, seconds


if __name__ == "__main__":
    main()
