"""Demand: series by day with forecasts, how the books fill, and what a change of price goes with."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from xenia.insight.queries import demand, elasticity
from xenia.insight.types.demand import Demand, DemandMeasure, DemandSeries, Elasticities, PickUp
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["insight"])


@router.get("/insight/demand/series", response=list_of(DemandSeries))
def list_demand_series(request: HttpRequest) -> list[DemandSeries]:
    """The company and its largest lines, markets and properties."""
    return demand.list_series(actor_of(request), timezone.now())


@router.get("/insight/demand", response=shape(Demand))
def get_demand(request: HttpRequest, series: str, measure: DemandMeasure = DemandMeasure.BOOKINGS, back_days: int = 91) -> Demand:
    """A series day by day: what came, what is on the books, and what the model in use expects, up to 90 days ahead."""
    return demand.get_demand(actor_of(request), series, measure, back_days=back_days, now=timezone.now())


@router.get("/insight/demand/pick-up", response=shape(PickUp))
def get_pick_up(
    request: HttpRequest, series: str, begins_on: date | None = None, measure: DemandMeasure = DemandMeasure.BOOKINGS
) -> PickUp:
    """How the books fill for seven days of arrival (the week after next unless named), beside the like days of last year."""
    return demand.get_pick_up(actor_of(request), series, measure, begins_on, now=timezone.now())


@router.get("/insight/demand/elasticity", response=shape(Elasticities))
def get_elasticities(request: HttpRequest, series: str) -> Elasticities:
    """How bookings went with price, whole, by season and by channel, or why that cannot be told."""
    return elasticity.get_elasticities(actor_of(request), series, now=timezone.now())
