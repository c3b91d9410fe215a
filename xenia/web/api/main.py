"""The API: every route refuses strangers unless it says otherwise."""

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer

from xenia.kernel.errors import XeniaError
from xenia.web import problems
from xenia.web.api import (
    approvals,
    audiences,
    audit,
    bookings,
    consents,
    decisions,
    desk,
    encryption,
    exports,
    guests,
    home,
    incidents,
    insight,
    insight_associations,
    insight_demand,
    insight_groups,
    insight_leaving,
    insight_models,
    insight_policies,
    insight_risks,
    keys,
    loyalty,
    loyalty_accounting,
    loyalty_adjustments,
    loyalty_benefits,
    loyalty_claims,
    loyalty_clubs,
    loyalty_companies,
    loyalty_coupons,
    loyalty_earning,
    loyalty_families,
    loyalty_gifts,
    loyalty_index,
    loyalty_member_prices,
    loyalty_members,
    loyalty_partner_files,
    loyalty_partners,
    loyalty_passing,
    loyalty_referral,
    loyalty_rewards,
    loyalty_take_over,
    loyalty_tiers,
    people,
    push,
    quarantine,
    recommend,
    records,
    reference,
    relations,
    requests,
    retention,
    roles,
    runs,
    search,
    session,
    sources,
    staff,
    tags,
    traits,
    units,
    uploads,
    views,
)
from xenia.web.bodies import JsonBodies
from xenia.web.problems import Problem
from xenia.web.session import MachineKey, Session
from xenia.web.shapes import shape

PREFIX = "api/"


class JsonAnswers(BaseRenderer):
    """JSON by orjson: instants with a Z, no NaN (which is not JSON), and no rounding of microseconds."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class Api(NinjaAPI):
    """Ninja with operations called what their functions are called: `list_runs`."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Xenia 宾至",
    version="1",
    description="Guests and bookings of a travel company. Writes of people need the header X-CSRFToken; machines come with a bearer key.",
    auth=[MachineKey(), Session()],
    parser=JsonBodies(),
    renderer=JsonAnswers(),
    openapi_url=None,
    docs_url=None,
)
ROUTERS = (
    session,
    home,
    sources,
    reference,
    uploads,
    runs,
    quarantine,
    guests,
    desk,
    records,
    recommend,
    relations,
    bookings,
    search,
    push,
    keys,
    people,
    roles,
    units,
    approvals,
    encryption,
    consents,
    decisions,
    audit,
    exports,
    requests,
    retention,
    incidents,
    insight,
    insight_associations,
    insight_demand,
    insight_groups,
    insight_leaving,
    insight_models,
    insight_policies,
    insight_risks,
    loyalty,
    loyalty_accounting,
    loyalty_adjustments,
    loyalty_benefits,
    loyalty_claims,
    loyalty_clubs,
    loyalty_coupons,
    loyalty_earning,
    loyalty_companies,
    loyalty_families,
    loyalty_gifts,
    loyalty_index,
    loyalty_member_prices,
    loyalty_members,
    loyalty_partner_files,
    loyalty_partners,
    loyalty_passing,
    loyalty_referral,
    loyalty_rewards,
    loyalty_take_over,
    loyalty_tiers,
    audiences,
    views,
    staff,
    traits,
    tags,
)
for module in ROUTERS:
    api.add_router("", module.router)

HANDLERS: dict[type[Exception], Any] = {
    XeniaError: problems.of_error,
    ValidationError: problems.of_validation,
    HttpError: problems.of_http_error,
    RequestDataTooBig: lambda request, _: problems.of_status(request, 413),
    Http404: lambda request, _: problems.of_status(request, 404),
    Exception: problems.of_fault,
}
for kind, handler in HANDLERS.items():
    api.add_exception_handler(kind, handler)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, each operation with the problem it may answer instead."""
    made: dict[str, Any] = OpenAPISchema(api, PREFIX)
    made["components"]["schemas"] |= _schemas_of_problem()
    problem = {"description": "Problem", "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for operations in made["paths"].values():
        for operation in operations.values():
            operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()} | {"default": problem}
    return made


def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document for front end and machines; open to strangers, for it says only what the source code says."""
    return HttpResponse(orjson.dumps(document()), content_type="application/json")


def _schemas_of_problem() -> dict[str, Any]:
    made: dict[str, Any] = shape(Problem).model_json_schema(ref_template="#/components/schemas/{model}")
    return {"Problem": made, **made.pop("$defs", {})}
