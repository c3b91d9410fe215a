"""Whether records are resolved one by one, or all at once."""

from xenia.identity import models
from xenia.kernel.actor import Actor

FEW = 1_000
SHARE_OF_ALL = 0.1
"""Where more than a tenth of all records came, names are as common as they are only after counting anew."""


def is_worth_full_run(actor: Actor, arrived: int) -> bool:
    """Returns whether so many records that arrived are better matched in one run over all: the first ones, and whenever many come."""
    actor.require("link_records")
    if not arrived:
        return False
    if not models.MatchModel.objects.filter(is_current=True).exists():
        return True
    return arrived > FEW and arrived > SHARE_OF_ALL * models.Reading.objects.count()


def is_full_run_due(actor: Actor) -> bool:
    """Returns whether a full run waits or is under way: what it does for everybody need not be done for some."""
    actor.require("link_records")
    return models.MatchRun.objects.filter(state__in=("queued", "running")).exists()
