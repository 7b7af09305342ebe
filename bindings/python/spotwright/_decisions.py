"""One function for each decision.

Generated from the field tables: run `make generate`, do not edit.
"""

from collections.abc import Callable, Mapping
from typing import Any

from spotwright import _core
from spotwright._types import (
    AssessPricesRequest,
    AssessPricesResponse,
    BalanceZonesRequest,
    BalanceZonesResponse,
    ConsolidateRequest,
    ConsolidateResponse,
    DecideMixRequest,
    DecideMixResponse,
    EstimateRiskRequest,
    EstimateRiskResponse,
    ForecastRequest,
    ForecastResponse,
    GradeRegionsRequest,
    GradeRegionsResponse,
    ImportRequest,
    ImportResponse,
    MeetDeadlineRequest,
    MeetDeadlineResponse,
    PackRequest,
    PackResponse,
    PlanRequest,
    PlanResponse,
    RenderRequest,
    RenderResponse,
    ReturnToSpotRequest,
    ReturnToSpotResponse,
    ScaleRequest,
    ScaleResponse,
)

__all__ = [
    "assess_prices",
    "balance_zones",
    "consolidate",
    "decide_mix",
    "estimate_risk",
    "forecast",
    "grade_regions",
    "import_",
    "meet_deadline",
    "pack",
    "plan",
    "render",
    "return_to_spot",
    "scale",
]

Progress = Callable[[float], object]
Cancelled = Callable[[], object]


def assess_prices(
    request: AssessPricesRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> AssessPricesResponse:
    """Judges which offers may be used at today's prices.

    Parameters
    ----------
    request : AssessPricesRequest or mapping
        Which offers may be used at today's prices.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    AssessPricesResponse
        What may be used, and why not.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: AssessPricesResponse = _core.call("assess_prices", request, progress, cancelled)
    return response


def estimate_risk(
    request: EstimateRiskRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> EstimateRiskResponse:
    """Estimates how likely spot capacity is lost, alone and together.

    Parameters
    ----------
    request : EstimateRiskRequest or mapping
        Asks how likely spot capacity is to be lost, alone and together.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    EstimateRiskResponse
        The risk of each pool, and what pools share.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: EstimateRiskResponse = _core.call("estimate_risk", request, progress, cancelled)
    return response


def grade_regions(
    request: GradeRegionsRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> GradeRegionsResponse:
    """Grades spot by region and type, with ranks and the regret of staying.

    Parameters
    ----------
    request : GradeRegionsRequest or mapping
        How good spot is in each region and for each type.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    GradeRegionsResponse
        The grades.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: GradeRegionsResponse = _core.call("grade_regions", request, progress, cancelled)
    return response


def forecast(
    request: ForecastRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ForecastResponse:
    """Forecasts demand as a mean and as quantiles, step by step.

    Parameters
    ----------
    request : ForecastRequest or mapping
        Asks how much demand to expect, step by step.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    ForecastResponse
        How much demand to expect, series by series.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: ForecastResponse = _core.call("forecast", request, progress, cancelled)
    return response


def scale(
    request: ScaleRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ScaleResponse:
    """Says how many nodes groups need now, what to launch ahead of demand, and which go.

    Parameters
    ----------
    request : ScaleRequest or mapping
        How many nodes each group needs now, what to launch ahead of demand, and which nodes go.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    ScaleResponse
        The node counts.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: ScaleResponse = _core.call("scale", request, progress, cancelled)
    return response


def decide_mix(
    request: DecideMixRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> DecideMixResponse:
    """Splits capacity into spot and on-demand, and both over pools.

    Parameters
    ----------
    request : DecideMixRequest or mapping
        How much spot, how much on-demand, and from which pools: by fixed shares, for an availability, for a budget.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    DecideMixResponse
        The split and the steps to it.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: DecideMixResponse = _core.call("decide_mix", request, progress, cancelled)
    return response


def balance_zones(
    request: BalanceZonesRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BalanceZonesResponse:
    """Says in which zones to add units and from which to remove them.

    Parameters
    ----------
    request : BalanceZonesRequest or mapping
        In which zones to add units, and from which to remove them.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    BalanceZonesResponse
        The changes by zone.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: BalanceZonesResponse = _core.call("balance_zones", request, progress, cancelled)
    return response


def pack(
    request: PackRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PackResponse:
    """Places pods onto existing and new nodes at the least cost.

    Parameters
    ----------
    request : PackRequest or mapping
        Which pod goes where, and which nodes to launch for it, at the least cost.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    PackResponse
        Nodes, placements and what they cost.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: PackResponse = _core.call("pack", request, progress, cancelled)
    return response


def consolidate(
    request: ConsolidateRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ConsolidateResponse:
    """Finds nodes that can give way to fewer or cheaper ones, in ordered steps.

    Parameters
    ----------
    request : ConsolidateRequest or mapping
        From a running cluster, in ordered steps, to fewer or cheaper nodes.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    ConsolidateResponse
        What to do, in order, and what it saves.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: ConsolidateResponse = _core.call("consolidate", request, progress, cancelled)
    return response


def return_to_spot(
    request: ReturnToSpotRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ReturnToSpotResponse:
    """Says which on-demand nodes go back to spot now that it is well again.

    Parameters
    ----------
    request : ReturnToSpotRequest or mapping
        On-demand nodes, and the spot pools that they may return to.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    ReturnToSpotResponse
        Which nodes return to spot now.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: ReturnToSpotResponse = _core.call("return_to_spot", request, progress, cancelled)
    return response


def meet_deadline(
    request: MeetDeadlineRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> MeetDeadlineResponse:
    """Says where a job with a deadline runs next: on spot, on on-demand, or nowhere.

    Parameters
    ----------
    request : MeetDeadlineRequest or mapping
        A job with work left and a deadline, and where it could run.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    MeetDeadlineResponse
        Where the job runs until the next call.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: MeetDeadlineResponse = _core.call("meet_deadline", request, progress, cancelled)
    return response


def plan(
    request: PlanRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PlanResponse:
    """Plans one cluster's whole next step: launches, drains, what it costs and saves.

    Parameters
    ----------
    request : PlanRequest or mapping
        One cluster's whole next step.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    PlanResponse
        The plan.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: PlanResponse = _core.call("plan", request, progress, cancelled)
    return response


def import_(
    request: ImportRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportResponse:
    """Turns what other tools print into a plan request, and into series to forecast.

    The verb is `import`, a word that Python keeps for itself: hence the underscore.

    Parameters
    ----------
    request : ImportRequest or mapping
        What other tools print, to be turned into a plan request, and into series to forecast.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    ImportResponse
        A plan request, and how it came about.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: ImportResponse = _core.call("import", request, progress, cancelled)
    return response


def render(
    request: RenderRequest | Mapping[str, Any],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RenderResponse:
    """Writes a response as text for people.

    Parameters
    ----------
    request : RenderRequest or mapping
        A response, to be written as text.
    progress : callable, optional
        Told the share done, rising within [0, 1], on the calling thread.
    cancelled : callable, optional
        Asked now and then, on the calling thread; a true answer ends the work.

    Returns
    -------
    RenderResponse
        The text.

    Raises
    ------
    InvalidArgumentError
        The request is malformed; `field` says where.
    CancelledError
        `cancelled` gave a true answer.
    ResourceExhaustedError
        Memory ran out, or the request is larger than the engine accepts.
    """
    response: RenderResponse = _core.call("render", request, progress, cancelled)
    return response
