"""Which of the models to believe: fitted until a day, each is asked how likely what happened afterwards was.

Dawid (1984), Present Position and Potential Developments: the Prequential Approach. The likelihood of a guest's history until the end is
that until the cut times that of what followed, so the held-out log-likelihood is a difference of two that are known anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from xenia.insight.lifetime_value.counting import CountModel, fit
from xenia.insight.lifetime_value.estimating import Estimate
from xenia.insight.lifetime_value.histories import Floats, Histories
from xenia.insight.lifetime_value.pareto import PARETO_NBD
from xenia.insight.lifetime_value.purchases import BG_NBD, MBG_NBD
from xenia.kernel.errors import Invalid

MODELS: tuple[CountModel, ...] = (BG_NBD, MBG_NBD, PARETO_NBD)


@dataclass(frozen=True)
class Choice:
    """`model` is the likeliest on held-out time; `held_out` is each model's log-likelihood of what followed, by name; `error` the
    standard error of its lead over the next; `early` are the fits until the cut."""

    model: CountModel
    held_out: Mapping[str, float]
    lead: float
    error: float
    early: Mapping[str, Estimate]

    @property
    def is_clear(self) -> bool:
        """Whether the lead is more than chance: two standard errors."""
        return self.lead > 2 * self.error


def choose(before: Histories, after: Histories, models: Sequence[CountModel] = MODELS) -> Choice:
    """Returns the model of the highest held-out likelihood (Y14).

    before, after: the same guests in the same order, until the cut and until the end; raises Invalid where they are not.
    """
    if before.repeats.shape != after.repeats.shape or np.any(after.repeats < before.repeats) or np.any(after.age < before.age):
        raise Invalid(
            "choice_rows",
            f"The {len(before.repeats)} histories until the cut and the {len(after.repeats)} until the end are not of the "
            f"same guests in one order.",
            f"截止前 {len(before.repeats)} 条与截止后 {len(after.repeats)} 条历史不是同一批客人的同一顺序。",
        )
    early = {model.name: fit(model, before) for model in models}
    told: dict[str, Floats] = {
        model.name: model.log_likelihood(early[model.name].log_parameters, after)[0]
        - model.log_likelihood(early[model.name].log_parameters, before)[0]
        for model in models
    }
    scores = {name: float(values @ after.guests) for name, values in told.items()}
    ranked = sorted(models, key=lambda model: -scores[model.name])
    if len(ranked) == 1:
        return Choice(ranked[0], scores, 0.0, 0.0, early)
    apart = told[ranked[0].name] - told[ranked[1].name]
    mean = float(apart @ after.guests) / after.total
    error = float(np.sqrt(((apart - mean) ** 2) @ after.guests))
    return Choice(ranked[0], scores, mean * after.total, error, early)
