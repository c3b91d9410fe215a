"""What loyalty does by itself."""

from datetime import UTC, datetime
from uuid import UUID

from xenia.kernel.actor import product_actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.actions.closings import perform_closing, resume_left_closings
from xenia.loyalty.actions.comparisons import perform_comparison, resume_left_comparisons
from xenia.loyalty.actions.coupon_orders import lapse_orders
from xenia.loyalty.actions.earning import earn_everywhere, order_earning
from xenia.loyalty.actions.expiry import expire_points
from xenia.loyalty.actions.families import lapse_invitations
from xenia.loyalty.actions.gift_cards import end_cards
from xenia.loyalty.actions.gift_uses import lapse_gifts
from xenia.loyalty.actions.loyalty_index import order_index, perform_index, resume_left_index
from xenia.loyalty.actions.partner_files import perform_partner_file, resume_left_partner_files
from xenia.loyalty.actions.partner_lines import lapse_lines
from xenia.loyalty.actions.passing import lapse_passings
from xenia.loyalty.actions.referral_following import follow_everywhere
from xenia.loyalty.actions.reward_orders import lapse_rewards
from xenia.loyalty.actions.simulations import perform_simulation, resume_left_simulations
from xenia.loyalty.actions.take_overs import perform_take_over, resume_left_take_overs
from xenia.loyalty.actions.tiers import recompute
from xenia.loyalty.queries.programmes import list_programmes
from xenia.loyalty.types.programmes import ProgrammeState
from xenia.trust.types.access import Permission

EARNING = product_actor("earning", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)
TIERS = product_actor("tiers", Permission.VIEW_LOYALTY)
HOLDS = product_actor("holds", Permission.VIEW_LOYALTY, Permission.SERVE_MEMBERS)
CLOSING = product_actor("closing", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY)
INDEX = product_actor("loyalty_index", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY)


def review_tiers() -> None:
    """Works out where members stand whose day to be looked at has come, in every open programme, each by its own days."""
    for programme in list_programmes(TIERS):
        if programme.state is ProgrammeState.OPEN:
            recompute(actor=TIERS, programme_id=programme.id, member_ids=None, now=datetime.now(UTC))


def expire_ended() -> None:
    """Takes points whose last day is over, in every programme that has begun, each by its own midnight (rules EX1 and EX4)."""
    for programme in list_programmes(CLOSING):
        if programme.state is not ProgrammeState.DRAFT:
            expire_points(actor=CLOSING, programme_id=programme.id, now=datetime.now(UTC))


def order_points() -> None:
    """Has the points follow the bookings once their guests are matched."""
    order_earning(actor=EARNING)


def earn_points() -> None:
    """Makes the points follow what was told of bookings since the last time, and then the rewards of referrals."""
    now = datetime.now(UTC)
    earn_everywhere(actor=EARNING, now=now)
    follow_everywhere(actor=EARNING, now=now)


def close_month(closing_id: str) -> None:
    """Does what is left of the closing of a month."""
    perform_closing(closing_id=UUID(closing_id), clock=lambda: datetime.now(UTC))


def resume_left() -> None:
    """Lets closings, comparisons, simulations, take-overs and files of partners go on whose worker died."""
    now = datetime.now(UTC)
    resume_left_closings(actor=CLOSING, now=now)
    resume_left_comparisons(actor=CLOSING, now=now)
    resume_left_simulations(actor=CLOSING, now=now)
    resume_left_index(actor=CLOSING, now=now)
    resume_left_take_overs(actor=CLOSING, now=now)
    resume_left_partner_files(actor=CLOSING, now=now)


def simulate_earning(simulation_id: str) -> None:
    """Tries earning rules over the last months."""
    perform_simulation(simulation_id=UUID(simulation_id), clock=lambda: datetime.now(UTC))


def take_over(take_over_id: str) -> None:
    """Does what is left of taking a programme over."""
    perform_take_over(take_over_id=UUID(take_over_id), clock=lambda: datetime.now(UTC))


def partner_file(file_id: str) -> None:
    """Does what is left of a partner's file."""
    perform_partner_file(file_id=UUID(file_id), clock=lambda: datetime.now(UTC))


def compare_bookings(comparison_id: str) -> None:
    """Compares the points of purchases with the bookings."""
    perform_comparison(comparison_id=UUID(comparison_id), clock=lambda: datetime.now(UTC))


def lapse_holds() -> None:
    """Frees what was held for rewards, bookings and partners that nobody confirmed in time, returns gifts of points that nobody accepted,
    and ends gift cards as their rules say."""
    now = datetime.now(UTC)
    lapse_rewards(actor=HOLDS, now=now)
    lapse_orders(actor=HOLDS, now=now)
    lapse_gifts(actor=HOLDS, now=now)
    lapse_lines(actor=HOLDS, now=now)
    lapse_passings(actor=HOLDS, now=now)
    lapse_invitations(actor=HOLDS, now=now)
    for programme in list_programmes(CLOSING):
        end_cards(actor=CLOSING, programme_id=programme.id, now=now)


def order_loyalty_index() -> None:
    """Has the loyalty index computed from the newest snapshot; does nothing before the first."""
    try:
        order_index(actor=INDEX, with_past=False, now=datetime.now(UTC))
    except NotFound:
        return


def compute_loyalty_index(run_id: str) -> None:
    """Computes the evidence of the loyalty index."""
    perform_index(run_id=UUID(run_id), clock=lambda: datetime.now(UTC))
