"""Whatever is saved, said and rebuilt on whatever days: members are who fits, and every change adds up. Rules AU19 and AU20."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import DIRECTOR
from tests.segment.cast import TWICE_LATELY, did, is_so, of
from tests.segment.company import LATER, House, say
from tests.segment.company import house as house
from tests.segment.kept import draft, inside, made, moves, rebuild, row_of
from xenia.segment.actions.audiences import save_audience
from xenia.segment.queries.preview import preview_audience
from xenia.segment.types.operators import Op
from xenia.segment.types.tree import All, AnyOf, Everyone, HowOften, LastDays, Node, Not, Times
from xenia.trust.types.consent import Channel, Said

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LEAVES: list[Node] = [
    TWICE_LATELY,
    Everyone(),
    did("searched", during=LastDays(10)),
    did("booked", Times(HowOften.AT_LEAST, 2)),
    is_so("consent.marketing_wechat", Op.IS_TRUE),
    is_so("tag.codes", Op.HAS_ANY, ("family",)),
]
NODES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=5,
)
STEPS = st.lists(st.tuples(NODES, st.integers(0, 8), st.sampled_from(list(Said)[:2])), min_size=1, max_size=3)


def sees(node: Node, day: int) -> set[UUID]:
    """Who fits, as the evaluator says by itself."""
    found = preview_audience(DIRECTOR, of(node), now=LATER + timedelta(days=day)).counted
    assert found is not None
    return set(found.sample)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(NODES, STEPS)
def test_au20_members_are_who_fits_and_changes_add_up(house: House, first: Node, steps: list[tuple[Node, int, Said]]) -> None:
    with transaction.atomic():
        audience, day = made(first, LATER), 0
        assert inside(audience, LATER) == sees(first, 0)
        for node, days, said in steps:
            day += days
            say(house.wang, "marketing", Channel.WECHAT, said)
            revision = row_of(audience).revision
            save_audience(actor=DIRECTOR, audience_id=audience, draft=draft(node), seen_revision=revision, now=LATER)
            rebuild(LATER + timedelta(days=day))
            assert inside(audience, LATER) == sees(node, day)
        told = moves(audience)
        assert [before + entered - left for before, entered, left, _ in told] == [members for *_, members in told]
        assert [0, *(members for *_, members in told)][:-1] == [before for before, *_ in told]
        transaction.set_rollback(True)
