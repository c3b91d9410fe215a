"""The words in which it is said where guests stand: stages, groups, value tiers, each as people call it."""

from collections.abc import Sequence

from xenia.insight.queries.policies import policies_in_force
from xenia.insight.rules.lifecycle import stages_of
from xenia.insight.rules.rfm import GROUPS
from xenia.insight.rules.value import NAMES, WORDS
from xenia.insight.types.policies import ValueSource
from xenia.insight.types.standing import Named
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission


def list_stages(actor: Actor) -> Sequence[Named]:
    """Returns the stages of the relation in their order, with what each means by the policy in force."""
    return stages_of(policies_in_force(actor).lifecycle)


def list_groups(actor: Actor) -> Sequence[Named]:
    """Returns the named groups of RFM, in the order of the map."""
    actor.require(Permission.VIEW_INSIGHT)
    return GROUPS


def list_tiers(actor: Actor) -> Sequence[Named]:
    """Returns the value tiers, the highest first."""
    actor.require(Permission.VIEW_INSIGHT)
    return tuple(Named(tier.value, name, WORDS[ValueSource.EXPECTED]) for tier, name in NAMES.items())
