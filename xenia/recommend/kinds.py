"""Every question of the register, with those of recommend: what its page lists."""

from xenia.insight import kinds
from xenia.insight.modelling import ModelKind
from xenia.recommend.next_city.product import KIND as NEXT_CITY

KINDS: tuple[ModelKind, ...] = (*kinds.KINDS, NEXT_CITY)
NAMES = tuple(one.name for one in KINDS)
