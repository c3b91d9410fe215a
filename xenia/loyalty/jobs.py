"""What loyalty does by itself."""

from datetime import UTC, datetime

from xenia.kernel.actor import product_actor
from xenia.loyalty.actions.earning import earn_everywhere, order_earning
from xenia.loyalty.actions.tiers import recompute
from xenia.loyalty.queries.programmes import list_programmes
from xenia.loyalty.types.programmes import ProgrammeState
from xenia.trust.types.access import Permission

EARNING = product_actor("earning", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)
TIERS = product_actor("tiers", Permission.VIEW_LOYALTY)


def review_tiers() -> None:
    """Works out where members stand whose day to be looked at has come, in every open programme, each by its own days."""
    for programme in list_programmes(TIERS):
        if programme.state is ProgrammeState.OPEN:
            recompute(actor=TIERS, programme_id=programme.id, member_ids=None, now=datetime.now(UTC))


def order_points() -> None:
    """Has the points follow the bookings once their guests are matched."""
    order_earning(actor=EARNING)


def earn_points() -> None:
    """Makes the points follow what was told of bookings since the last time."""
    earn_everywhere(actor=EARNING, now=datetime.now(UTC))
