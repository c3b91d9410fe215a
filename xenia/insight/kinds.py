"""Every question that a model of the register answers."""

from xenia.insight.modelling import ModelKind

KINDS: tuple[ModelKind, ...] = ()
"""In the order of the register page; each line is the KIND of a package."""
BY_NAME = {one.name: one for one in KINDS}
