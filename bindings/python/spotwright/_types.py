"""The structs that decisions take and give.

Generated from the field tables: run `make generate`, do not edit.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spotwright._base import Message
from spotwright._enums import (
    Architecture,
    BetterPlaceKind,
    BoundProof,
    CapacityType,
    CasePhase,
    CloudProvider,
    ConsolidationAction,
    ConsolidationKind,
    CoolDownFrom,
    DeadlineAction,
    DrillKind,
    EvidenceSubject,
    ForecastLevel,
    ForecastModel,
    Grade,
    InclusionPolicy,
    InstanceStage,
    InstanceState,
    InterruptionKind,
    InterruptionOutcome,
    LaunchActionKind,
    LaunchEventKind,
    LaunchFailure,
    LaunchOrderPhase,
    MaxBreach,
    MetricDirection,
    MetricKind,
    MissingMetric,
    MixAction,
    MixAllocation,
    MixPreset,
    MixRounding,
    NodeActionKind,
    NodeState,
    PackQuality,
    PlanAction,
    PredictiveMethod,
    PriceAlertKind,
    PurchaseOption,
    RateSelect,
    RebalanceMode,
    RenderOutput,
    ReplacementOutcome,
    ReplacementSource,
    RequirementOperator,
    RiskSignalKind,
    RuleFinding,
    ScaleAction,
    ScalePreset,
    ScheduledEventType,
    SeriesKind,
    ShareOf,
    ShareUnit,
    ShortfallKind,
    SourceFormat,
    StepValue,
    TaintEffect,
    TolerationOperator,
    WhenUnsatisfiable,
    WindowValue,
    WorkloadKind,
)

__all__ = [
    "AgeHazard",
    "AssessPricesRequest",
    "AssessPricesResponse",
    "AzureSpotMaxPrice",
    "AzureSpotPool",
    "BalanceZonesRequest",
    "BalanceZonesResponse",
    "BetterPlace",
    "BlastRadius",
    "CapacityChange",
    "CapacityTick",
    "CapacityWeight",
    "CommitmentPrice",
    "CommonLossCounts",
    "CommonLossReport",
    "ConsideredPool",
    "ConsolidatePolicy",
    "ConsolidateRequest",
    "ConsolidateResponse",
    "Consolidation",
    "ConsolidationStep",
    "CoolingPolicy",
    "DailyHours",
    "DeadlineOnDemand",
    "DeadlineOption",
    "DeadlineRun",
    "DeadlineState",
    "DeadlineZone",
    "DeadlineZoneState",
    "DecideMixRequest",
    "DecideMixResponse",
    "DemandEvent",
    "DemandPolicy",
    "DemandRule",
    "DisruptionBudget",
    "DisruptionPolicy",
    "EffectivePricePolicy",
    "EstimateRiskRequest",
    "EstimateRiskResponse",
    "EventUplift",
    "FailureCount",
    "FittedModel",
    "ForecastRequest",
    "ForecastResponse",
    "ForecastSeries",
    "ForecastSettings",
    "ForecastState",
    "GradeBasis",
    "GradeEvidence",
    "GradePolicy",
    "GradeRegionsRequest",
    "GradeRegionsResponse",
    "GradedRegion",
    "GroupScale",
    "HazardAtAge",
    "HostPort",
    "ImportRequest",
    "ImportResponse",
    "ImportSource",
    "ImportedSource",
    "InFlight",
    "InterruptionEvent",
    "KeptNode",
    "KnownPool",
    "LabelSelector",
    "LaterLaunch",
    "LaunchAction",
    "LaunchAttempt",
    "LaunchCandidate",
    "LaunchCounters",
    "LaunchEvent",
    "LaunchGroup",
    "LaunchInstance",
    "LaunchOrder",
    "LaunchOrderState",
    "LaunchOrderStatus",
    "LaunchPolicy",
    "LaunchRequest",
    "LaunchResponse",
    "LaunchState",
    "LaunchThrottle",
    "Leaving",
    "MeetDeadlineRequest",
    "MeetDeadlineResponse",
    "MetricReadings",
    "MetricRule",
    "MinValues",
    "MixDrill",
    "MixPolicy",
    "MixStep",
    "ModelUse",
    "Namespace",
    "Node",
    "NodeAction",
    "NodeBudget",
    "NodeCase",
    "NodeCountAt",
    "NodeGroup",
    "NodeLifetime",
    "NodeLimits",
    "Offer",
    "OpenIncident",
    "OpenNotice",
    "OpenStep",
    "PackLimits",
    "PackPolicy",
    "PackRequest",
    "PackResponse",
    "PackedNode",
    "Placement",
    "PlanRequest",
    "PlanResponse",
    "PlanStep",
    "PlanSummary",
    "PlannedDemand",
    "PlannedLaunch",
    "PlannedScale",
    "PlannedZone",
    "PodAffinityTerm",
    "PodsToEvict",
    "Policy",
    "Pool",
    "PoolCooling",
    "PoolEvidence",
    "PoolInUse",
    "PoolPriceState",
    "PoolRisk",
    "PoolRiskReport",
    "PoolRiskState",
    "PoolUnits",
    "PredictivePolicy",
    "PreferredTerm",
    "PriceAlert",
    "PriceAlertPolicy",
    "PriceChange",
    "PriceHistory",
    "PriceHysteresis",
    "PricePolicy",
    "PriceState",
    "PriceVerdict",
    "QuantilePath",
    "RateLimit",
    "Reason",
    "RebalancePolicy",
    "RecentLoss",
    "RefusedPool",
    "RegionPriceState",
    "RegionPrices",
    "Removal",
    "RenderRequest",
    "RenderResponse",
    "ReplacedNode",
    "ReplacedNodeAdvice",
    "ReplacementReport",
    "Requirement",
    "RequirementTerm",
    "Resources",
    "RespondPolicy",
    "RespondRequest",
    "RespondResponse",
    "RespondState",
    "ReturnMove",
    "ReturnNode",
    "ReturnPool",
    "ReturnPoolReport",
    "ReturnPoolState",
    "ReturnSettings",
    "ReturnState",
    "ReturnToSpotRequest",
    "ReturnToSpotResponse",
    "RiskEstimate",
    "RiskModel",
    "RiskSettings",
    "RiskSignal",
    "RiskState",
    "RuleResult",
    "RunCounts",
    "RunningPods",
    "Sample",
    "ScaleBehavior",
    "ScaleGroup",
    "ScaleGroupState",
    "ScaleInPolicy",
    "ScalePolicy",
    "ScaleRequest",
    "ScaleResponse",
    "ScaleState",
    "ScaleStep",
    "ScheduledBounds",
    "SeenEvent",
    "SeenLaunchEvent",
    "Series",
    "SeriesFit",
    "SeriesForecast",
    "SeriesGap",
    "SeriesState",
    "ShockRisk",
    "Shortfall",
    "SignalEstimate",
    "SignalRecord",
    "SkippedRows",
    "SpendCommitment",
    "SpotShare",
    "StayingNode",
    "StayingRegret",
    "SubnetAddresses",
    "Taint",
    "TimeSpan",
    "TimeToService",
    "Toleration",
    "TopologySpread",
    "TypeAdvice",
    "TypeAdvicePolicy",
    "TypeFilter",
    "TypeInRegion",
    "Unplaced",
    "UtcOffset",
    "VcpuQuota",
    "VolumeUse",
    "Workload",
    "Zone",
    "ZoneChange",
]


@dataclass(slots=True, kw_only=True)
class PricePolicy(Message):
    """Caps on spot prices. An offer must pass every rule that is set; none applies to on-demand.

    Attributes
    ----------
    max_spot_price_usd_per_hour : float | None
        Cap for any type, USD per hour. (0 to 1000000)
    max_spot_price_usd_per_hour_by_type : dict[str, float]
        Cap by instance type, USD per hour. (0 to 1000000)
    max_share_of_on_demand_price : float | None
        0.6: at most 60 % of the on-demand price. (0 to 10)
    min_savings_share : float | None
        0.4: at least 40 % below the on-demand price. (0 to 1)
    max_spot_price_usd_per_vcpu_hour : float | None
        Cap for each vCPU as sold, USD per hour. (0 to 1000000)
    """

    max_spot_price_usd_per_hour: float | None = None
    max_spot_price_usd_per_hour_by_type: dict[str, float] = field(default_factory=dict)
    max_share_of_on_demand_price: float | None = None
    min_savings_share: float | None = None
    max_spot_price_usd_per_vcpu_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class PriceAlertPolicy(Message):
    """When a price is worth a word, and when a spike is a reason to stay away.

    Attributes
    ----------
    min_savings_share : float
        Alert when a pool or region saves less than this share ... (0 to 1)
    min_savings_days : float
        ... for so many days on end. (0 to 1000)
    spike_window_days : float
        Days before now that say what a pool's price is like. (0.01 to 1000)
    spike_min_known_hours : float
        With fewer hours of the window known, nothing is called a spike. (0 to 24000)
    spike_deviations : float
        A spike is above the median by so many times 1.4826 x MAD ... (0 to 1000000)
    spike_min_ratio : float
        ... and above so many times the median. (1 to 1000000)
    refuse_spikes : bool
        true: the bound of a spike is a cap like the others.
    """

    min_savings_share: float = 0.4
    min_savings_days: float = 7.0
    spike_window_days: float = 7.0
    spike_min_known_hours: float = 24.0
    spike_deviations: float = 3.5
    spike_min_ratio: float = 1.25
    refuse_spikes: bool = False


@dataclass(slots=True, kw_only=True)
class TypeAdvicePolicy(Message):
    """When another type of the same shape is recommended.

    Attributes
    ----------
    max_share_of_current_price : float
        When it costs less than this share of what is paid. (0 to 1)
    memory_tolerance_share : float
        Allocatable memory may differ by so much, as limits on pods do. (0 to 1)
    """

    max_share_of_current_price: float = 0.7
    memory_tolerance_share: float = 0.05


@dataclass(slots=True, kw_only=True)
class AssessPricesRequest(Message):
    """Which offers may be used at today's prices.

    Attributes
    ----------
    offers : list[Offer]
        What to judge; at most one offer of each pool.
    policy : PricePolicy
        The rules.
    now_unix_ms : int | None
        The moment of the decision, in ms since 1970 UTC; required with price_histories, hysteresis and state. (0 to
        1000000000000000)
    price_histories : list[PriceHistory]
        Of spot pools; at most one of each.
    hysteresis : PriceHysteresis | None
        Absent: a plain threshold.
    alerts : PriceAlertPolicy
        Looked at when now_unix_ms is stated.
    effective_price : EffectivePricePolicy | None
        Absent: prices as they are.
    pools_in_use : list[PoolInUse]
        Of any clusters: what the advisor looks at.
    advice : TypeAdvicePolicy
        When another type is recommended.
    azure_spot_pools : list[AzureSpotPool]
        Whose spot_max_price is to be written.
    state : PriceState | None
        The last response's.
    """

    offers: list[Offer] = field(default_factory=list)
    policy: PricePolicy = field(default_factory=PricePolicy)
    now_unix_ms: int | None = None
    price_histories: list[PriceHistory] = field(default_factory=list)
    hysteresis: PriceHysteresis | None = None
    alerts: PriceAlertPolicy = field(default_factory=PriceAlertPolicy)
    effective_price: EffectivePricePolicy | None = None
    pools_in_use: list[PoolInUse] = field(default_factory=list)
    advice: TypeAdvicePolicy = field(default_factory=TypeAdvicePolicy)
    azure_spot_pools: list[AzureSpotPool] = field(default_factory=list)
    state: PriceState | None = None


@dataclass(slots=True, kw_only=True)
class Resources(Message):
    """Amounts of each resource.

    Attributes
    ----------
    cpu_millicores : int
        1000 = one vCPU. (0 to 1000000000)
    memory_bytes : int
        Memory in bytes. (0 to 1000000000000000)
    pods : int
        Pod slots. A replica always takes one, whatever stands here. (0 to 1000000000)
    ephemeral_storage_bytes : int
        Local disk in bytes. 0 in a node's allocatable: not stated, no limit. (0 to 1000000000000000)
    gpus : int
        Whole GPUs. (0 to 1000000000)
    extended : dict[str, int]
        Other countable resources by their Kubernetes name. (0 to 1000000000000000)
    """

    cpu_millicores: int = 0
    memory_bytes: int = 0
    pods: int = 0
    ephemeral_storage_bytes: int = 0
    gpus: int = 0
    extended: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Offer(Message):
    """A pool with its price and what a node from it brings. A request holds at most one offer of each pool.

    Attributes
    ----------
    instance_type : str
        The provider's name of the type, such as `m6i.large`.
    region : str
        The provider's name of the region.
    zone : str
        The provider's name of the zone.
    capacity_type : CapacityType
        Spot or on-demand.
    price_usd_per_hour : float
        Price of one node, USD per hour. (0 to 1000000)
    on_demand_price_usd_per_hour : float | None
        Reference price of a spot offer, USD per hour. When absent: that of the cheapest on-demand offer of the type
        in the region. (0 to 1000000)
    architecture : Architecture
        Instruction set.
    vcpus : int
        vCPUs as sold. 0: taken from allocatable, rounded up. (0 to 1000000)
    allocatable : Resources
        What pods may use: capacity less what the kubelet and the system reserve.
    labels : dict[str, str]
        Labels of a node from this offer, beside the well-known ones.
    taints : list[Taint]
        Taints of a node from this offer.
    burstable : bool
        CPU credits (AWS t, Azure B): used only when allowed.
    bare_metal : bool
        A whole machine: used only when allowed.
    interruptions_per_instance_hour : float | None
        Hazard: expected interruptions of one node in an hour. (0 to 10000)
    interruption_band : int | None
        Spot Advisor's monthly band: 0 below 5 %, 1 5-10 %, 2 10-15 %, 3 15-20 %, 4 above 20 %. (0 to 4)
    available : bool
        false: known to be out of stock.
    cooling_until_unix_ms : int | None
        After a failed launch or a loss: not before this moment, in ms since 1970 UTC. (0 to 1000000000000000)
    available_count : int | None
        How many more nodes can be had; absent: no known limit. (0 to 1000000000)
    volume_limits : dict[str, int]
        Volumes one node can attach, by driver; a driver that is not named has no limit. (0 to 1000000)
    under_notice : bool
        Interruption notices or rebalance recommendations are out in this pool: nothing new goes there.
    reserved_count : int
        Nodes of it that are paid for and not in use: launching them costs nothing more. (0 to 1000000000)
    placement_score : int | None
        The provider's word on whether a spot request would be met now: 10 very likely, 1 not. (1 to 10)
    """

    instance_type: str
    region: str = ""
    zone: str
    capacity_type: CapacityType
    price_usd_per_hour: float
    on_demand_price_usd_per_hour: float | None = None
    architecture: Architecture = Architecture.AMD64
    vcpus: int = 0
    allocatable: Resources = field(default_factory=Resources)
    labels: dict[str, str] = field(default_factory=dict)
    taints: list[Taint] = field(default_factory=list)
    burstable: bool = False
    bare_metal: bool = False
    interruptions_per_instance_hour: float | None = None
    interruption_band: int | None = None
    available: bool = True
    cooling_until_unix_ms: int | None = None
    available_count: int | None = None
    volume_limits: dict[str, int] = field(default_factory=dict)
    under_notice: bool = False
    reserved_count: int = 0
    placement_score: int | None = None


@dataclass(slots=True, kw_only=True)
class Taint(Message):
    """Keeps pods off a node unless they tolerate it.

    Attributes
    ----------
    key : str
        Name of the taint.
    value : str
        Value; may be empty.
    effect : TaintEffect
        What it does to a pod that does not tolerate it.
    """

    key: str
    value: str = ""
    effect: TaintEffect = TaintEffect.NO_SCHEDULE


@dataclass(slots=True, kw_only=True)
class Pool(Message):
    """Names a pool: what stands and falls together.

    Attributes
    ----------
    instance_type : str
        The provider's name of the type, such as `m6i.large`.
    region : str
        The provider's name of the region.
    zone : str
        The provider's name of the zone.
    capacity_type : CapacityType
        Spot or on-demand.
    """

    instance_type: str = ""
    region: str = ""
    zone: str = ""
    capacity_type: CapacityType


@dataclass(slots=True, kw_only=True)
class PriceHistory(Message):
    """What a pool has cost, as its provider tells it.

    Attributes
    ----------
    pool : Pool
        Whose prices.
    changes : list[PriceChange]
        Change points in any order; a point may come twice.
    """

    pool: Pool
    changes: list[PriceChange] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PriceChange(Message):
    """From this moment on, until the next point, the pool costs so much.

    Attributes
    ----------
    unix_ms : int
        When, in ms since 1970 UTC. (0 to 1000000000000000)
    price_usd_per_hour : float | None
        USD per hour; absent: a gap, the price is not known until the next point. (0 to 1000000)
    """

    unix_ms: int
    price_usd_per_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class PriceHysteresis(Message):
    """Keeps verdicts from flapping. The limit of a pool is the lowest of its caps.

    Attributes
    ----------
    enter_share_of_limit : float
        A refused pool comes back at or below this share of its limit, 0 to 1 ... (0 to 1)
    leave_share_of_limit : float
        An allowed pool leaves at once above this share of its limit, 1 to 2. (1 to 2)
    min_dwell_seconds : float
        ... once its price has been there for so long without a break, in seconds. (0 to 100000000)
    """

    enter_share_of_limit: float = 0.9
    leave_share_of_limit: float = 1.0
    min_dwell_seconds: float = 1800.0


@dataclass(slots=True, kw_only=True)
class EffectivePricePolicy(Message):
    """What spot costs in truth: price + interruptions per hour x cost of a restart.

    Attributes
    ----------
    restart_cost_usd : float
        Of one interrupted node: lost work, the replacement's start. USD. (0 to 1000000)
    commitments : list[CommitmentPrice]
        What else could run the same.
    refuse_dearer : bool
        true: refuse spot whose effective price is above on-demand's or a commitment's.
    """

    restart_cost_usd: float = 0.0
    commitments: list[CommitmentPrice] = field(default_factory=list)
    refuse_dearer: bool = False


@dataclass(slots=True, kw_only=True)
class CommitmentPrice(Message):
    """An hour of a type under a Savings Plan, a reservation, a committed-use discount.

    Attributes
    ----------
    name : str
        Such as "compute savings plan, 1 year".
    instance_type : str
        The provider's name of the type.
    region : str
        The provider's name of the region; empty: any.
    price_usd_per_hour : float
        Price of one node, USD per hour. (0 to 1000000)
    """

    name: str = ""
    instance_type: str
    region: str = ""
    price_usd_per_hour: float


@dataclass(slots=True, kw_only=True)
class PoolInUse(Message):
    """Nodes of one pool in one cluster, for the advisor.

    Attributes
    ----------
    cluster : str
        Name of the cluster.
    pool : Pool
        What runs there.
    nodes : int
        How many. (0 to 1000000)
    price_usd_per_hour : float | None
        Of one node, USD per hour; absent: the offer's of the same pool. (0 to 1000000)
    """

    cluster: str = ""
    pool: Pool
    nodes: int = 1
    price_usd_per_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class AzureSpotPool(Message):
    """A spot node pool or scale set on Azure, whose spot_max_price is to be written.

    Attributes
    ----------
    name : str
        Name of the pool.
    instance_type : str
        Its VM size.
    region : str
        Its region.
    spot_max_price : float | None
        As it is set, USD per VM-hour: at most 5 decimals, or -1: up to the regular price. Absent: a new pool. (-1
        to 1000000)
    """

    name: str
    instance_type: str
    region: str = ""
    spot_max_price: float | None = None


@dataclass(slots=True, kw_only=True)
class PriceState(Message):
    """What is remembered from one call to the next.

    Attributes
    ----------
    version : int
        Of this struct's meaning; accepted: 1.
    as_of_unix_ms : int
        When it was written. (0 to 1000000000000000)
    pools : list[PoolPriceState]
        By pool.
    regions : list[RegionPriceState]
        By name; those that save too little.
    """

    version: int = 1
    as_of_unix_ms: int = 0
    pools: list[PoolPriceState] = field(default_factory=list)
    regions: list[RegionPriceState] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PoolPriceState(Message):
    """What is remembered of a pool.

    Attributes
    ----------
    pool : Pool
        A spot pool.
    allowed : bool
        The verdict.
    since_unix_ms : int
        The verdict has stood since. (0 to 1000000000000000)
    settling_since_unix_ms : int | None
        Refused, and at or below the enter level since. (0 to 1000000000000000)
    low_savings_since_unix_ms : int | None
        Has saved too little since. (0 to 1000000000000000)
    """

    pool: Pool
    allowed: bool = True
    since_unix_ms: int = 0
    settling_since_unix_ms: int | None = None
    low_savings_since_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class RegionPriceState(Message):
    """What is remembered of a region.

    Attributes
    ----------
    region : str
        Name; may be empty.
    low_savings_since_unix_ms : int
        Has saved too little since. (0 to 1000000000000000)
    """

    region: str = ""
    low_savings_since_unix_ms: int = 0


@dataclass(slots=True, kw_only=True)
class AssessPricesResponse(Message):
    """What may be used, and why not.

    Attributes
    ----------
    feasible : bool
        false: not one offer is allowed.
    allowed_count : int
        Offers that may be used.
    refused_count : int
        Offers that may not.
    verdicts : list[PriceVerdict]
        One for each offer, in the order of the request.
    reasons : list[Reason]
        What is to be said of the whole.
    regions : list[RegionPrices]
        The spot pools of each region, by name; with now_unix_ms.
    alerts : list[PriceAlert]
        Regions first, by name; then pools in the order of the offers.
    advice : list[TypeAdvice]
        In the order of pools_in_use.
    azure_spot_max_prices : list[AzureSpotMaxPrice]
        One for each Azure pool, in the request's order.
    findings : list[Reason]
        What in the request is likely not what was meant.
    state : PriceState | None
        With now_unix_ms: to be passed to the next call.
    call_again_at_unix_ms : int | None
        The first moment at which time alone changes the answer.
    """

    feasible: bool = True
    allowed_count: int = 0
    refused_count: int = 0
    verdicts: list[PriceVerdict] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    regions: list[RegionPrices] = field(default_factory=list)
    alerts: list[PriceAlert] = field(default_factory=list)
    advice: list[TypeAdvice] = field(default_factory=list)
    azure_spot_max_prices: list[AzureSpotMaxPrice] = field(default_factory=list)
    findings: list[Reason] = field(default_factory=list)
    state: PriceState | None = None
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class PriceVerdict(Message):
    """The judgement on one offer.

    Attributes
    ----------
    pool : Pool
        Which offer.
    allowed : bool
        Whether it may be used.
    price_usd_per_hour : float
        Its price, USD per hour.
    on_demand_price_usd_per_hour : float | None
        The reference of a spot offer; absent where none is known.
    savings_share : float | None
        1 - price / on-demand price, where that is known and above 0.
    reasons : list[Reason]
        One for each rule broken; empty when allowed.
    limit_usd_per_hour : float | None
        Of spot: the lowest of its caps, USD per hour.
    since_unix_ms : int | None
        The verdict has stood since, as far as is known.
    allowed_again_unix_ms : int | None
        Refused, but settling: allowed then, if the price stays.
    typical_price_usd_per_hour : float | None
        The median of its own history, where enough of it is known.
    effective_price_usd_per_hour : float | None
        Price + interruptions per hour x cost of a restart, with effective_price in the request.
    commitment_price_usd_per_hour : float | None
        The cheapest commitment for its type, if any.
    cheapest : PurchaseOption | None
        By effective price; on a tie the commitment, then on-demand.
    """

    pool: Pool
    allowed: bool = True
    price_usd_per_hour: float = 0.0
    on_demand_price_usd_per_hour: float | None = None
    savings_share: float | None = None
    reasons: list[Reason] = field(default_factory=list)
    limit_usd_per_hour: float | None = None
    since_unix_ms: int | None = None
    allowed_again_unix_ms: int | None = None
    typical_price_usd_per_hour: float | None = None
    effective_price_usd_per_hour: float | None = None
    commitment_price_usd_per_hour: float | None = None
    cheapest: PurchaseOption | None = None


@dataclass(slots=True, kw_only=True)
class Reason(Message):
    """Why a decision is what it is.

    Attributes
    ----------
    code : str
        snake_case and stable, such as `price_above_cap`.
    sentence : str
        The same in English.
    numbers : dict[str, float]
        The numbers behind it, with units in their names.
    paths : list[str]
        What it speaks of: request paths, or names.
    """

    code: str
    sentence: str = ""
    numbers: dict[str, float] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RegionPrices(Message):
    """The spot pools of a region taken together.

    Attributes
    ----------
    region : str
        Its name.
    allowed : bool
        false: not one of its spot pools is.
    allowed_count : int
        Spot pools that may be used.
    refused_count : int
        Spot pools that may not.
    savings_share : float | None
        1 - sum of spot prices / sum of on-demand prices, over pools where both are known.
    reasons : list[Reason]
        Why it is refused; empty when allowed.
    """

    region: str = ""
    allowed: bool = True
    allowed_count: int = 0
    refused_count: int = 0
    savings_share: float | None = None
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PriceAlert(Message):
    """Comes again with each call as long as it is true.

    Attributes
    ----------
    kind : PriceAlertKind
        What for.
    region : str
        Where.
    pool : Pool | None
        Of which pool; absent: the whole region.
    since_unix_ms : int
        It has been so since.
    reasons : list[Reason]
        Its numbers, and a sentence.
    """

    kind: PriceAlertKind
    region: str = ""
    pool: Pool | None = None
    since_unix_ms: int = 0
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class TypeAdvice(Message):
    """Another type of the same shape costs much less.

    Attributes
    ----------
    cluster : str
        Name of the cluster.
    pool : Pool
        What runs there.
    nodes : int
        How many.
    price_usd_per_hour : float
        Of one node, USD per hour; effective, as the prices below, with effective_price in the request.
    recommended : Pool
        What would cost less.
    recommended_price_usd_per_hour : float
        Of one node of it, USD per hour.
    saving_share : float
        1 - recommended price / price.
    saving_usd_per_hour : float
        Of all nodes, USD per hour.
    """

    cluster: str = ""
    pool: Pool
    nodes: int = 0
    price_usd_per_hour: float = 0.0
    recommended: Pool
    recommended_price_usd_per_hour: float = 0.0
    saving_share: float = 0.0
    saving_usd_per_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class AzureSpotMaxPrice(Message):
    """What to set on an Azure spot pool.

    Attributes
    ----------
    name : str
        Name of the pool.
    spot_max_price : float | None
        To be set, USD per VM-hour; -1: up to the regular price. Absent: none can be stated.
    changed : bool
        An existing pool would have to be recreated.
    reasons : list[Reason]
        Why it is set, kept or changed.
    """

    name: str = ""
    spot_max_price: float | None = None
    changed: bool = False
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RiskSettings(Message):
    """How evidence is weighed and what is asked for.

    Attributes
    ----------
    lead_time_seconds : float
        From a loss to its replacement being ready, in seconds. (1 to 2592000)
    half_life_hours : float
        After this time evidence counts half. (1 to 1000000)
    incident_window_seconds : float | None
        Losses so near to the first belong to one incident. Absent: the lead time. (1 to 86400)
    credible_level : float
        Of the intervals. (0.01 to 0.999)
    conservative_quantile : float
        Of the conservative model. (0.5 to 0.9999)
    max_tick_gap_seconds : float
        Between two ticks farther apart nothing is known, in seconds. (1 to 1000000000)
    lifetime_cap_seconds : float | None
        The provider ends every node at this age, in seconds; absent: it does not. (1 to 1000000000)
    rebalance_loss_equivalent : float
        What part of a loss a recommendation counts as. (0 to 1)
    launch_failure_loss_equivalent : float
        What part of a loss a failed launch counts as; at most one of a pool in an incident window. (0 to 1)
    intervals : bool
        false: only what is expected, which then stands for the rest too; many times faster.
    """

    lead_time_seconds: float = 300.0
    half_life_hours: float = 168.0
    incident_window_seconds: float | None = None
    credible_level: float = 0.9
    conservative_quantile: float = 0.9
    max_tick_gap_seconds: float = 3600.0
    lifetime_cap_seconds: float | None = None
    rebalance_loss_equivalent: float = 0.25
    launch_failure_loss_equivalent: float = 0.25
    intervals: bool = True


@dataclass(slots=True, kw_only=True)
class EstimateRiskRequest(Message):
    """Asks how likely spot capacity is to be lost, alone and together.

    Attributes
    ----------
    now_unix_ms : int
        The moment of the question. (0 to 100000000000000)
    pools : list[PoolEvidence]
        The pools and what was seen of them; each pool once.
    settings : RiskSettings
        How evidence is weighed and what is asked for.
    state : RiskState | None
        Of the previous response; what it has counted is not counted again.
    """

    now_unix_ms: int
    pools: list[PoolEvidence] = field(default_factory=list)
    settings: RiskSettings = field(default_factory=RiskSettings)
    state: RiskState | None = None


@dataclass(slots=True, kw_only=True)
class PoolEvidence(Message):
    """One pool and what was seen of it. Without evidence it keeps its prior.

    Attributes
    ----------
    pool : Pool
        Which pool; its capacity type is spot.
    interruption_band : int | None
        Spot Advisor's monthly band: the prior. (0 to 4)
    band_as_of_unix_ms : int | None
        When the band was read; absent: now. (0 to 100000000000000)
    node_age_seconds : float | None
        For nodes of which age to answer; absent: those that run now, else new ones. (0 to 1000000000)
    lifetimes : list[NodeLifetime]
        Its nodes. A pool has lifetimes or ticks, not both.
    ticks : list[CapacityTick]
        What could be had, moment by moment.
    signals : list[RiskSignal]
        Notices, recommendations, launches that failed.
    """

    pool: Pool
    interruption_band: int | None = None
    band_as_of_unix_ms: int | None = None
    node_age_seconds: float | None = None
    lifetimes: list[NodeLifetime] = field(default_factory=list)
    ticks: list[CapacityTick] = field(default_factory=list)
    signals: list[RiskSignal] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class NodeLifetime(Message):
    """A node from its launch to its end.

    Attributes
    ----------
    launched_unix_ms : int
        When it was launched. (0 to 100000000000000)
    ended_unix_ms : int | None
        When it ended; absent: it still runs. (0 to 100000000000000)
    lost : bool
        true: taken by the provider; false: ended by its owner, or still running.
    """

    launched_unix_ms: int
    ended_unix_ms: int | None = None
    lost: bool = False


@dataclass(slots=True, kw_only=True)
class CapacityTick(Message):
    """What could be had at a moment.

    Attributes
    ----------
    at_unix_ms : int
        The moment. (0 to 100000000000000)
    up_count : int
        Nodes of the pool that were up, or 1 for available and 0 for not. (0 to 1000000)
    """

    at_unix_ms: int
    up_count: int = 0


@dataclass(slots=True, kw_only=True)
class RiskSignal(Message):
    """A sign of scarce capacity.

    Attributes
    ----------
    kind : RiskSignalKind
        What was said.
    at_unix_ms : int
        When. (0 to 100000000000000)
    launched_unix_ms : int | None
        When the node that it speaks of was launched; none for a launch failure. (0 to 100000000000000)
    """

    kind: RiskSignalKind
    at_unix_ms: int
    launched_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class CommonLossCounts(Message):
    """Counts of losses in common, decayed.

    Attributes
    ----------
    asked : float
        Losses of one for which it was seen whether others fell with it. (0 or more)
    asked_squared : float
        Sum over incidents of the square of what each added to asked. (0 or more)
    shared : float
        Of asked, the part that fell with it. (0 or more)
    by_chance : float
        Of asked, the part that independent losses would have shared. (0 or more)
    """

    asked: float = 0.0
    asked_squared: float = 0.0
    shared: float = 0.0
    by_chance: float = 0.0


@dataclass(slots=True, kw_only=True)
class RiskState(Message):
    """All evidence up to a moment, summarised. Opaque to callers: pass it back as it came.

    Attributes
    ----------
    version : int
        Of this struct's meaning; accepted: 1.
    counted_until_unix_ms : int
        Evidence up to and including this moment is in the sums. (0 to 100000000000000)
    pools : list[PoolRiskState]
        Ascending.
    same_type_in_region : CommonLossCounts
        Zones of a region, for one type.
    same_region : CommonLossCounts
        Types of a region.
    everywhere : CommonLossCounts
        Regions.
    """

    version: int = 1
    counted_until_unix_ms: int = 0
    pools: list[PoolRiskState] = field(default_factory=list)
    same_type_in_region: CommonLossCounts = field(default_factory=CommonLossCounts)
    same_region: CommonLossCounts = field(default_factory=CommonLossCounts)
    everywhere: CommonLossCounts = field(default_factory=CommonLossCounts)


@dataclass(slots=True, kw_only=True)
class PoolRiskState(Message):
    """What has been counted of one pool.

    Attributes
    ----------
    pool : Pool
        Which pool.
    pool_hours : list[float]
        By age band: time in which nodes of that age ran; nodes side by side share it. (0 to 1000000000000)
    losses : list[float]
        By age band: shares of the pool that were lost. (0 to 1000000000000)
    within_pool : CommonLossCounts
        Losses in common of its nodes.
    falls : float
        Incidents that took at least half of the pool. (0 to 1000000000000)
    up_since_unix_ms : list[int]
        Of the nodes that the last tick showed, ascending. (0 to 100000000000000)
    last_tick_unix_ms : int | None
        The last tick. (0 to 100000000000000)
    incident : OpenIncident | None
        The last one, to which more may belong.
    last_launch_failure_unix_ms : int | None
        The last that was counted. (0 to 100000000000000)
    last_evidence_unix_ms : int | None
        When anything was last seen of it. (0 to 100000000000000)
    notices : list[OpenNotice]
        Of the last 15 minutes, ascending. Older ones are in losses.
    """

    pool: Pool
    pool_hours: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    within_pool: CommonLossCounts = field(default_factory=CommonLossCounts)
    falls: float = 0.0
    up_since_unix_ms: list[int] = field(default_factory=list)
    last_tick_unix_ms: int | None = None
    incident: OpenIncident | None = None
    last_launch_failure_unix_ms: int | None = None
    last_evidence_unix_ms: int | None = None
    notices: list[OpenNotice] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class OpenIncident(Message):
    """The losses of one pool that belong together, while more may come.

    Attributes
    ----------
    started_unix_ms : int
        When the first was lost. (0 to 100000000000000)
    lost_count : int
        Nodes lost so far. (0 to 1000000000000000)
    pool_count : int
        Nodes that could have been lost. (0 to 1000000000000000)
    fell : bool
        At least half of the pool is gone.
    fell_unix_ms : int
        Since when. (0 to 100000000000000)
    """

    started_unix_ms: int = 0
    lost_count: int = 0
    pool_count: int = 0
    fell: bool = False
    fell_unix_ms: int = 0


@dataclass(slots=True, kw_only=True)
class OpenNotice(Message):
    """An interruption notice whose loss was not seen yet.

    Attributes
    ----------
    at_unix_ms : int
        When it came. (0 to 100000000000000)
    launched_unix_ms : int
        When the node that it speaks of was launched. (0 to 100000000000000)
    pool_share : float
        What part of the pool the node was. (0 to 1)
    """

    at_unix_ms: int = 0
    launched_unix_ms: int = 0
    pool_share: float = 0.0


@dataclass(slots=True, kw_only=True)
class RiskModel(Message):
    """The distribution of what survives the time that a replacement takes.

    Attributes
    ----------
    lead_time_seconds : float
        From a loss to its replacement being ready, in seconds. (1 to 2592000)
    pools : list[PoolRisk]
        One entry for each pool. Pools that are not named lose everything.
    shocks : list[ShockRisk]
        What pools share. One entry for each scope.
    """

    lead_time_seconds: float = 300.0
    pools: list[PoolRisk] = field(default_factory=list)
    shocks: list[ShockRisk] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RiskEstimate(Message):
    """A quantity that is not known exactly.

    Attributes
    ----------
    expected : float
        Its mean.
    low : float
        Lower end of the credible interval.
    high : float
        Upper end of the credible interval.
    conservative : float
        The quantile that the settings ask for; never below expected.
    """

    expected: float = 0.0
    low: float = 0.0
    high: float = 0.0
    conservative: float = 0.0


@dataclass(slots=True, kw_only=True)
class CommonLossReport(Message):
    """How often pools fall together beyond chance.

    Attributes
    ----------
    shared : RiskEstimate
        Of one pool's falls, the share that another pool suffers with it.
    falls : float
        Falls that it rests on, decayed.
    """

    shared: RiskEstimate = field(default_factory=RiskEstimate)
    falls: float = 0.0


@dataclass(slots=True, kw_only=True)
class EstimateRiskResponse(Message):
    """The risk of each pool, and what pools share.

    Attributes
    ----------
    expected : RiskModel
        For decide_mix: from the means.
    conservative : RiskModel
        And from the conservative quantiles.
    pools : list[PoolRiskReport]
        In the order of the request.
    same_type_in_region : CommonLossReport
        Zones of a region, for one type.
    same_region : CommonLossReport
        Types of a region.
    everywhere : CommonLossReport
        Regions.
    state : RiskState
        For the next request.
    reasons : list[Reason]
        What is to be said of the whole.
    call_again_at_unix_ms : int
        One incident window from now: evidence fades and nodes age all the time.
    feasible : bool
        Whether there was a pool to estimate.
    """

    expected: RiskModel = field(default_factory=RiskModel)
    conservative: RiskModel = field(default_factory=RiskModel)
    pools: list[PoolRiskReport] = field(default_factory=list)
    same_type_in_region: CommonLossReport = field(default_factory=CommonLossReport)
    same_region: CommonLossReport = field(default_factory=CommonLossReport)
    everywhere: CommonLossReport = field(default_factory=CommonLossReport)
    state: RiskState = field(default_factory=RiskState)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int = 0
    feasible: bool = True


@dataclass(slots=True, kw_only=True)
class PoolRisk(Message):
    """A pool's own losses within the lead time, those of shocks it shares with others left aside.

    Attributes
    ----------
    pool : Pool
        Which pool; its capacity type is spot.
    loss_probability : float
        Of each unit, 0 to 1. (0 to 1)
    loss_correlation : float
        0: units are lost independently; 1: the pool dies as a block or not at all. Between them the number lost is
        beta-binomial. (0 to 1)
    interruptions_per_instance_hour : float
        Of all causes together, per hour: what expected interruptions are counted with. (0 to 3600)
    """

    pool: Pool
    loss_probability: float = 0.0
    loss_correlation: float = 1.0
    interruptions_per_instance_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class ShockRisk(Message):
    """A shock that takes every spot unit in its scope at once: everything (region and instance_type empty), a region,
    or a type in a region. Shocks are independent of each other and of the pools' own losses.

    Attributes
    ----------
    region : str
        Empty: everything.
    instance_type : str
        Only this type. Stated only with a region.
    probability : float
        Within the lead time, 0 to 1. (0 to 1)
    """

    region: str = ""
    instance_type: str = ""
    probability: float = 0.0


@dataclass(slots=True, kw_only=True)
class PoolRiskReport(Message):
    """What is known of one pool.

    Attributes
    ----------
    pool : Pool
        Which pool.
    loss_probability : RiskEstimate
        Within the lead time, of all causes, for a node of node_age_seconds.
    loss_correlation : RiskEstimate
        Of one node's loss, the share of the pool that falls with it.
    running_count : int
        Nodes that run now, by lifetimes or by the last tick.
    node_age_seconds : float
        The age asked for, else the mean of those that run, else 0.
    pool_hours : float
        Hours seen, over all ages, decayed.
    losses : float
        Losses seen, as shares of the pool, decayed.
    evidence_age_seconds : float | None
        Since the last thing that was seen; absent: nothing was.
    hazards : list[AgeHazard]
        By age, ascending.
    reasons : list[Reason]
        What the estimate rests on.
    """

    pool: Pool
    loss_probability: RiskEstimate = field(default_factory=RiskEstimate)
    loss_correlation: RiskEstimate = field(default_factory=RiskEstimate)
    running_count: int = 0
    node_age_seconds: float = 0.0
    pool_hours: float = 0.0
    losses: float = 0.0
    evidence_age_seconds: float | None = None
    hazards: list[AgeHazard] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class AgeHazard(Message):
    """The hazard of nodes of one age.

    Attributes
    ----------
    from_age_seconds : float
        From this age on.
    until_age_seconds : float | None
        Below this age; absent: no end.
    interruptions_per_instance_hour : RiskEstimate
        By capacity, per hour; a lifetime cap is not in it.
    prior_interruptions_per_instance_hour : float
        What it would be without evidence.
    pool_hours : float
        What it rests on, decayed: hours seen.
    losses : float
        And losses, as shares of the pool.
    """

    from_age_seconds: float = 0.0
    until_age_seconds: float | None = None
    interruptions_per_instance_hour: RiskEstimate = field(default_factory=RiskEstimate)
    prior_interruptions_per_instance_hour: float = 0.0
    pool_hours: float = 0.0
    losses: float = 0.0


@dataclass(slots=True, kw_only=True)
class GradePolicy(Message):
    """Thresholds of the grades, how evidence ages, and what an interruption costs.

    Attributes
    ----------
    green_above_savings_share : float
        Savings of more than this share are green. (0 to 1)
    red_below_savings_share : float
        Savings of less than this share are red; what lies between is yellow. (0 to 1)
    green_max_band : int
        Interruption bands up to this one are low. (0 to 3)
    red_min_band : int
        Interruption bands from this one on are high. (1 to 5)
    yellow_max_placement_score : int
        A placement score up to this one is yellow at best; 0: scores do not count. (0 to 10)
    fresh_days : float
        Evidence up to this age counts in full. (0 to 36500)
    price_half_life_days : float
        Age beyond that at which prices count half. (1 to 36500)
    band_half_life_days : float
        The same of interruption bands below red_min_band. (1 to 36500)
    red_band_half_life_days : float
        The same of bands from red_min_band on, which last longer. (1 to 36500)
    savings_drift_share : float
        How far a discount is thought to drift in the end. (0 to 1)
    restart_hours : float
        Hours of the node's price that one interruption wastes. (0 to 72)
    restart_cost_usd : float
        What one interruption costs beside that, in USD. (0 to 1000000)
    """

    green_above_savings_share: float = 0.8
    red_below_savings_share: float = 0.6
    green_max_band: int = 1
    red_min_band: int = 4
    yellow_max_placement_score: int = 3
    fresh_days: float = 7.0
    price_half_life_days: float = 365.0
    band_half_life_days: float = 180.0
    red_band_half_life_days: float = 1460.0
    savings_drift_share: float = 0.15
    restart_hours: float = 1.0
    restart_cost_usd: float = 0.0


@dataclass(slots=True, kw_only=True)
class GradeRegionsRequest(Message):
    """How good spot is in each region and for each type.

    Attributes
    ----------
    offers : list[Offer]
        Spot offers are graded; on-demand offers give the prices that they are held against. At most one offer of
        each pool, each with a region.
    evidence : list[GradeEvidence]
        When it was observed; at most one of each subject and region.
    current : list[TypeInRegion]
        Where the asker runs now; each once.
    policy : GradePolicy
        The rules.
    now_unix_ms : int | None
        Required where there is evidence. ms since 1970 UTC. (0 to 1000000000000000)
    """

    offers: list[Offer] = field(default_factory=list)
    evidence: list[GradeEvidence] = field(default_factory=list)
    current: list[TypeInRegion] = field(default_factory=list)
    policy: GradePolicy = field(default_factory=GradePolicy)
    now_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class GradeEvidence(Message):
    """When what the offers state was observed.

    Attributes
    ----------
    subject : EvidenceSubject
        What it speaks of.
    region : str
        Empty: all regions that have no evidence of their own.
    source : str
        For the reader, such as `Spot Advisor`.
    observed_at_unix_ms : int
        Not later than now. ms since 1970 UTC. (0 to 1000000000000000)
    """

    subject: EvidenceSubject
    region: str = ""
    source: str = ""
    observed_at_unix_ms: int


@dataclass(slots=True, kw_only=True)
class TypeInRegion(Message):
    """An instance type in a region.

    Attributes
    ----------
    region : str
        The region; it must be stated.
    instance_type : str
        The type; it must be stated.
    """

    region: str = ""
    instance_type: str = ""


@dataclass(slots=True, kw_only=True)
class GradeRegionsResponse(Message):
    """The grades.

    Attributes
    ----------
    feasible : bool
        false: nothing could be graded.
    green_count : int
        Places that are green.
    yellow_count : int
        Places that are yellow.
    red_count : int
        Places that are red.
    places : list[GradedRegion]
        By type, then by rank.
    regrets : list[StayingRegret]
        One for each current place that was graded, in the order of the request.
    reasons : list[Reason]
        What else the reader should know.
    call_again_at_unix_ms : int | None
        When the first piece of evidence is a day older. ms since 1970 UTC.
    """

    feasible: bool = True
    green_count: int = 0
    yellow_count: int = 0
    red_count: int = 0
    places: list[GradedRegion] = field(default_factory=list)
    regrets: list[StayingRegret] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class GradedRegion(Message):
    """The grade of one type in one region.

    Attributes
    ----------
    place : TypeInRegion
        What is graded.
    grade : Grade
        The worse of the next two.
    savings_grade : Grade
        By the discount.
    interruption_grade : Grade
        By how often nodes are interrupted.
    rank : int
        Among the regions of the type, 1 = least effective price.
    price_usd_per_hour : float
        Spot price, USD per hour: the mean over the zones.
    cheapest_zone_price_usd_per_hour : float
        Spot price in the cheapest zone.
    on_demand_price_usd_per_hour : float | None
        What it is held against; absent where it is not known.
    savings_share : float | None
        1 - price / on-demand price, where that is known and above 0.
    savings_margin_share : float
        By how much age may have changed it; the grade counts the lower end.
    interruption_band : int | None
        The worst of the zones', as stated or as the hazard has it.
    low_interruption_probability : float
        That interruption is low, age considered.
    high_interruption_probability : float
        That interruption is high, age considered.
    interruptions_per_instance_hour : float
        Expected hazard, age considered.
    placement_score : int | None
        The least of the zones'.
    effective_price_usd_per_hour : float
        What an hour is expected to cost, interruptions included.
    confidence : float
        The lesser weight of the evidence, 0 to 1.
    basis : list[GradeBasis]
        Of the discount, then of interruption.
    better : BetterPlace | None
        Of red places, where there is a better one.
    reasons : list[Reason]
        Why the grade is no better.
    """

    place: TypeInRegion = field(default_factory=TypeInRegion)
    grade: Grade
    savings_grade: Grade
    interruption_grade: Grade
    rank: int = 0
    price_usd_per_hour: float = 0.0
    cheapest_zone_price_usd_per_hour: float = 0.0
    on_demand_price_usd_per_hour: float | None = None
    savings_share: float | None = None
    savings_margin_share: float = 0.0
    interruption_band: int | None = None
    low_interruption_probability: float = 0.0
    high_interruption_probability: float = 0.0
    interruptions_per_instance_hour: float = 0.0
    placement_score: int | None = None
    effective_price_usd_per_hour: float = 0.0
    confidence: float = 0.0
    basis: list[GradeBasis] = field(default_factory=list)
    better: BetterPlace | None = None
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class GradeBasis(Message):
    """What a part of a grade rests on.

    Attributes
    ----------
    subject : EvidenceSubject
        Which part.
    known : bool
        false: the offers say nothing, and the grade rests on what is usual.
    source : str
        As in the request.
    observed_at_unix_ms : int | None
        As in the request.
    age_days : int | None
        Whole days; absent: not dated.
    weight : float
        1 counts in full, 0 not at all.
    """

    subject: EvidenceSubject
    known: bool = True
    source: str = ""
    observed_at_unix_ms: int | None = None
    age_days: int | None = None
    weight: float = 0.0


@dataclass(slots=True, kw_only=True)
class BetterPlace(Message):
    """Where to go instead of a red place.

    Attributes
    ----------
    kind : BetterPlaceKind
        What would change.
    place : TypeInRegion
        Where.
    grade : Grade
        Green or yellow.
    effective_price_usd_per_hour : float
        What an hour is expected to cost there, interruptions included.
    vcpus : int
        Of the type; 0: not known.
    """

    kind: BetterPlaceKind
    place: TypeInRegion = field(default_factory=TypeInRegion)
    grade: Grade
    effective_price_usd_per_hour: float = 0.0
    vcpus: int = 0


@dataclass(slots=True, kw_only=True)
class StayingRegret(Message):
    """What it costs to stay where one is.

    Attributes
    ----------
    place : TypeInRegion
        As in the request.
    best_region : TypeInRegion
        The best place of the type; the place itself, where none is better.
    regret_usd_per_hour : float
        Effective price of one node against that place; 0 where none is better.
    regret_share : float
        The same, of that place's effective price.
    best : TypeInRegion
        The best place of any type that is at least as large.
    best_regret_usd_per_hour : float
        Effective price of one node against that place.
    best_regret_share : float
        The same, of that place's effective price.
    """

    place: TypeInRegion = field(default_factory=TypeInRegion)
    best_region: TypeInRegion = field(default_factory=TypeInRegion)
    regret_usd_per_hour: float = 0.0
    regret_share: float = 0.0
    best: TypeInRegion = field(default_factory=TypeInRegion)
    best_regret_usd_per_hour: float = 0.0
    best_regret_share: float = 0.0


@dataclass(slots=True, kw_only=True)
class ForecastSettings(Message):
    """What is to be forecast of each series, and how.

    Attributes
    ----------
    step_seconds : int
        Of the forecast. (1 to 604800)
    horizon_steps : int
        How many steps, the present one the first. (1 to 10000)
    step_value : StepValue
        What of the readings within a step.
    quantiles : list[float]
        Which paths, ascending; empty: 0.5, 0.8, 0.9, 0.95, 0.99. (0.001 to 0.999)
    service_quantile : float
        On which the forecast must beat the reactive rule. (0.5 to 0.999)
    season_seconds : list[int]
        One or two seasons, ascending, multiples of step_seconds; empty: found. (2 to 31536000)
    refit_hours : float
        So old a fit is made anew. (0 to 100000)
    zeros_are_outages : bool
        A fall from ordinary demand to exactly 0 is a lost reading.
    """

    step_seconds: int = 3600
    horizon_steps: int = 24
    step_value: StepValue = StepValue.MEAN
    quantiles: list[float] = field(default_factory=list)
    service_quantile: float = 0.95
    season_seconds: list[int] = field(default_factory=list)
    refit_hours: float = 24.0
    zeros_are_outages: bool = True


@dataclass(slots=True, kw_only=True)
class ForecastRequest(Message):
    """Asks how much demand to expect, step by step.

    Attributes
    ----------
    now_unix_ms : int
        The moment of the question. (0 to 100000000000000)
    series : list[ForecastSeries]
        What to forecast; each name once.
    events : list[DemandEvent]
        Past ones, to learn from, and coming ones.
    utc_offsets : list[UtcOffset]
        Ascending; the first reaches back for ever. Empty: UTC.
    settings : ForecastSettings
        What is to be forecast, and how.
    state : ForecastState | None
        Of the previous response; the histories then need only what is new.
    """

    now_unix_ms: int
    series: list[ForecastSeries] = field(default_factory=list)
    events: list[DemandEvent] = field(default_factory=list)
    utc_offsets: list[UtcOffset] = field(default_factory=list)
    settings: ForecastSettings = field(default_factory=ForecastSettings)
    state: ForecastState | None = None


@dataclass(slots=True, kw_only=True)
class Series(Message):
    """A history: values on a fixed step, or samples with a time each.

    Attributes
    ----------
    start_unix_ms : int
        Time of the first value, in ms since 1970 UTC. (0 to 100000000000000)
    step_seconds : int
        From one value to the next. (1 to 604800)
    values : list[float]
        One each step. What stands where a gap is never counts. (-1e+18 to 1e+18)
    gaps : list[SeriesGap]
        Values that were not measured.
    samples : list[Sample]
        Instead of values: readings in any order; of one time the greatest counts.
    """

    start_unix_ms: int = 0
    step_seconds: int = 300
    values: list[float] = field(default_factory=list)
    gaps: list[SeriesGap] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ForecastSeries(Message):
    """What is to be forecast, and what was measured of it.

    Attributes
    ----------
    name : str
        Unique in the request.
    kind : SeriesKind
        What the values are.
    history : Series
        Readings; those after now_unix_ms are never looked at.
    capacity : list[CapacityChange]
        For utilisation_percent only: ascending; the first reaches back for ever.
    """

    name: str
    kind: SeriesKind = SeriesKind.DEMAND
    history: Series = field(default_factory=Series)
    capacity: list[CapacityChange] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class SeriesGap(Message):
    """Some values in a row that were not measured.

    Attributes
    ----------
    first_index : int
        Index of the first of them in the values. (0 to 1000000000000)
    count : int
        How many. (1 to 1000000000000)
    """

    first_index: int = 0
    count: int = 1


@dataclass(slots=True, kw_only=True)
class Sample(Message):
    """One reading with its own time.

    Attributes
    ----------
    unix_ms : int
        When, in ms since 1970 UTC. (0 to 100000000000000)
    value : float | None
        What was read; absent: the reading failed. (-1e+18 to 1e+18)
    """

    unix_ms: int
    value: float | None = None


@dataclass(slots=True, kw_only=True)
class CapacityChange(Message):
    """From this moment on there was so much capacity.

    Attributes
    ----------
    unix_ms : int
        When, in ms since 1970 UTC. (0 to 100000000000000)
    capacity : float
        How much, in any unit: the forecast's. (0 to 1000000000000)
    """

    unix_ms: int
    capacity: float = 0.0


@dataclass(slots=True, kw_only=True)
class DemandEvent(Message):
    """A holiday, a sale, a load test: an interval in which demand differs.

    Attributes
    ----------
    name : str
        All events of one name are alike.
    start_unix_ms : int
        Its beginning. (0 to 100000000000000)
    end_unix_ms : int
        Its end, not included. (0 to 100000000000000)
    uplift : float | None
        Demand is multiplied by it; absent: learned from past events of the name. (0 to 1000)
    series : list[str]
        Names of the series that it concerns; empty: all.
    """

    name: str
    start_unix_ms: int
    end_unix_ms: int
    uplift: float | None = None
    series: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class UtcOffset(Message):
    """From this moment on local time is so far ahead of UTC.

    Attributes
    ----------
    from_unix_ms : int
        When, in ms since 1970 UTC. (0 to 100000000000000)
    offset_seconds : int
        How far; negative west of Greenwich. (-86400 to 86400)
    """

    from_unix_ms: int = 0
    offset_seconds: int = 0


@dataclass(slots=True, kw_only=True)
class ForecastState(Message):
    """What is remembered from one call to the next. Opaque to callers: pass it back as it came.

    Attributes
    ----------
    version : int
        Of this struct's meaning; accepted: 1.
    step_seconds : int
        Of the settings. (1 to 604800)
    step_value : StepValue
        Of the settings.
    series : list[SeriesState]
        By name, ascending.
    """

    version: int = 1
    step_seconds: int = 3600
    step_value: StepValue = StepValue.MEAN
    series: list[SeriesState] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class SeriesState(Message):
    """What is remembered of one series.

    Attributes
    ----------
    name : str
        Which one.
    read_until_unix_ms : int | None
        The last reading; older ones are not read again. (0 to 100000000000000)
    last_reading : float
        Of a counter. (-1e+30 to 1e+30)
    first_step : int
        Of history[0]; steps are counted since 1970 in local time. (-1000000000000 to 1000000000000)
    history : list[float]
        One value each step. (-1e+30 to 1e+30)
    gaps : list[SeriesGap]
        Steps of it without a reading.
    open : OpenStep | None
        The step that is not over.
    usual : float
        Mean of what was above 0, recent values counted more. (0 to 1e+30)
    zero_run_steps : int
        How long 0 has been read for an outage. (0 to 1000000000000)
    zero_run_count : int
        How often it has come and gone. (0 to 1000000000000)
    outage_steps : int
        Steps taken for outages so far. (0 to 1000000000000)
    ignored_readings : int
        Twice the same time, or of a step that was over. (0 to 1000000000000000)
    counter_resets : int
        How often a counter began anew. (0 to 1000000000000000)
    fit : SeriesFit | None
        The last one.
    """

    name: str
    read_until_unix_ms: int | None = None
    last_reading: float = 0.0
    first_step: int = 0
    history: list[float] = field(default_factory=list)
    gaps: list[SeriesGap] = field(default_factory=list)
    open: OpenStep | None = None
    usual: float = 0.0
    zero_run_steps: int = 0
    zero_run_count: int = 0
    outage_steps: int = 0
    ignored_readings: int = 0
    counter_resets: int = 0
    fit: SeriesFit | None = None


@dataclass(slots=True, kw_only=True)
class OpenStep(Message):
    """The readings of the step that is not over.

    Attributes
    ----------
    step : int
        Which one. (-1000000000000 to 1000000000000)
    count : int
        Readings. (1 to 1000000000000000)
    sum : float
        Of them. (-1e+30 to 1e+30)
    max : float
        The greatest. (-1e+30 to 1e+30)
    """

    step: int = 0
    count: int = 1
    sum: float = 0.0
    max: float = 0.0


@dataclass(slots=True, kw_only=True)
class SeriesFit(Message):
    """What a fit has learned of one series. Errors are in units of scale.

    Attributes
    ----------
    until_step : int
        The first step that it has not seen. (-1000000000000 to 1000000000000)
    history_steps : int
        That it has seen. (0 to 1000000000000)
    horizon_steps : int
        That it was made for. (1 to 10000)
    scale : float
        Mean of the history. (1e-30 to 1e+30)
    season_steps : int
        The season; 0: none. (0 to 100000000)
    long_season_steps : int
        The long season; 0: none. (0 to 100000000)
    models : list[FittedModel]
        All that competed.
    horizons : list[int]
        In steps: where errors were measured. (1 to 10000)
    horizon_errors : list[float]
        Usual error at each of them. (0 to 1e+30)
    phase_errors : list[float]
        At each step of the season, relative. (0 to 1e+30)
    quantiles : list[float]
        Those asked for, and the service quantile. (0.001 to 0.999)
    quantile_offsets : list[float]
        In usual errors, one for each quantile. (-1e+30 to 1e+30)
    quantile_levels : list[float]
        What is aimed at so that the quantile is met. (0 to 1)
    mean_offset : float
        In usual errors. (-1e+30 to 1e+30)
    highest_supported_quantile : float
        By the errors that were seen. (0 to 1)
    service_loss : float
        In the backtest. (0 to 1e+30)
    reactive_service_loss : float
        In the backtest. (0 to 1e+30)
    service_quantile : float
        That it was made for. (0.5 to 0.999)
    abstained : bool
        It does not beat the reactive rule.
    """

    until_step: int = 0
    history_steps: int = 0
    horizon_steps: int = 24
    scale: float = 1.0
    season_steps: int = 0
    long_season_steps: int = 0
    models: list[FittedModel] = field(default_factory=list)
    horizons: list[int] = field(default_factory=list)
    horizon_errors: list[float] = field(default_factory=list)
    phase_errors: list[float] = field(default_factory=list)
    quantiles: list[float] = field(default_factory=list)
    quantile_offsets: list[float] = field(default_factory=list)
    quantile_levels: list[float] = field(default_factory=list)
    mean_offset: float = 0.0
    highest_supported_quantile: float = 0.0
    service_loss: float = 0.0
    reactive_service_loss: float = 0.0
    service_quantile: float = 0.95
    abstained: bool = False


@dataclass(slots=True, kw_only=True)
class FittedModel(Message):
    """A model as it was fitted.

    Attributes
    ----------
    model : ForecastModel
        Which one.
    gains : list[float]
        Of a smoothing: level, season, long season, carried error. (0 to 1)
    mean_absolute_error : float
        In the backtest. (0 to 1e+30)
    service_loss : float
        In the backtest. (0 to 1e+30)
    weight : float
        In the median path. (0 to 1)
    quantile_weights : list[float]
        One for each quantile. (0 to 1)
    """

    model: ForecastModel
    gains: list[float] = field(default_factory=list)
    mean_absolute_error: float = 0.0
    service_loss: float = 0.0
    weight: float = 0.0
    quantile_weights: list[float] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ForecastResponse(Message):
    """How much demand to expect, series by series.

    Attributes
    ----------
    feasible : bool
        Whether any series has something to forecast from.
    series : list[SeriesForecast]
        In the order of the request.
    state : ForecastState
        For the next request.
    reasons : list[Reason]
        What is to be said of the whole.
    call_again_at_unix_ms : int
        The end of the present step.
    """

    feasible: bool = True
    series: list[SeriesForecast] = field(default_factory=list)
    state: ForecastState = field(default_factory=ForecastState)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int = 0


@dataclass(slots=True, kw_only=True)
class SeriesForecast(Message):
    """What to expect of one series.

    Attributes
    ----------
    name : str
        Which series.
    level : ForecastLevel
        How much of the past it rests on.
    abstained : bool
        History does not beat the reactive rule: all paths are that rule's.
    start_unix_ms : int
        Of the first step: the one that now_unix_ms lies in.
    step_seconds : int
        From one value to the next.
    mean : list[float]
        Expected demand, one each step.
    quantiles : list[QuantilePath]
        As asked for; never crossing.
    highest_supported_quantile : float
        Higher ones rest on the shape of a tail, not on errors that were seen.
    service_loss : float
        Mean pinball loss at the service quantile in the backtest.
    reactive_service_loss : float
        The reactive rule's.
    season_seconds : list[int]
        Seasons, given or found.
    history_steps : int
        Steps of the past that it rests on.
    missing_steps : int
        Of them without a reading.
    models : list[ModelUse]
        All that could compete; the greatest service weight first.
    events : list[EventUplift]
        What was learned of events.
    reasons : list[Reason]
        What is to be said of it.
    """

    name: str = ""
    level: ForecastLevel = ForecastLevel.NONE
    abstained: bool = False
    start_unix_ms: int = 0
    step_seconds: int = 3600
    mean: list[float] = field(default_factory=list)
    quantiles: list[QuantilePath] = field(default_factory=list)
    highest_supported_quantile: float = 0.0
    service_loss: float = 0.0
    reactive_service_loss: float = 0.0
    season_seconds: list[int] = field(default_factory=list)
    history_steps: int = 0
    missing_steps: int = 0
    models: list[ModelUse] = field(default_factory=list)
    events: list[EventUplift] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class QuantilePath(Message):
    """One quantile, step by step.

    Attributes
    ----------
    quantile : float
        Which one.
    values : list[float]
        One each step.
    """

    quantile: float = 0.0
    values: list[float] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ModelUse(Message):
    """How a model fared in the backtest, and how much of the forecast is its.

    Attributes
    ----------
    model : ForecastModel
        Which one.
    mean_absolute_error : float
        In the series' unit.
    service_loss : float
        Mean pinball loss at the service quantile, calibrated.
    weight : float
        In the median path.
    service_weight : float
        In the path of the service quantile.
    """

    model: ForecastModel
    mean_absolute_error: float = 0.0
    service_loss: float = 0.0
    weight: float = 0.0
    service_weight: float = 0.0


@dataclass(slots=True, kw_only=True)
class EventUplift(Message):
    """What was learned of events of one name.

    Attributes
    ----------
    name : str
        Which events.
    uplift : float
        Median of those that were seen; 1 if none was.
    high : float
        The greatest of them.
    seen_count : int
        How many were seen.
    """

    name: str = ""
    uplift: float = 1.0
    high: float = 1.0
    seen_count: int = 0


@dataclass(slots=True, kw_only=True)
class ScaleRequest(Message):
    """How many nodes each group needs now, what to launch ahead of demand, and which nodes go.

    Attributes
    ----------
    now_unix_ms : int
        The present; ms since 1970 UTC. (0 to 100000000000000)
    groups : list[ScaleGroup]
        Each name once.
    nodes : list[Node]
        Of all groups, by Node::group.
    workloads : list[Workload]
        Of what runs on the nodes: says what may be moved, and at what cost.
    budgets : list[DisruptionBudget]
        At most how much of a workload may be down at once.
    forecasts : list[SeriesForecast]
        As Forecast returned them.
    series : list[ForecastSeries]
        Histories; of kSameHour20Days only.
    utc_offsets : list[UtcOffset]
        For hours of the day. Ascending; the first reaches back for ever. Empty: UTC.
    state : ScaleState | None
        Of the last response.
    """

    now_unix_ms: int
    groups: list[ScaleGroup] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    workloads: list[Workload] = field(default_factory=list)
    budgets: list[DisruptionBudget] = field(default_factory=list)
    forecasts: list[SeriesForecast] = field(default_factory=list)
    series: list[ForecastSeries] = field(default_factory=list)
    utc_offsets: list[UtcOffset] = field(default_factory=list)
    state: ScaleState | None = None


@dataclass(slots=True, kw_only=True)
class ScaleBehavior(Message):
    """As the Horizontal Pod Autoscaler's behavior.

    Attributes
    ----------
    stabilization_seconds : int
        Up: the least that was asked for within that time; down: the most. (0 to 86400)
    limits : list[RateLimit]
        None: no limit.
    select : RateSelect
        Which of several limits holds.
    """

    stabilization_seconds: int = 0
    limits: list[RateLimit] = field(default_factory=list)
    select: RateSelect = RateSelect.MOST


@dataclass(slots=True, kw_only=True)
class ScaleInPolicy(Message):
    """When nodes may go, and which.

    Attributes
    ----------
    enabled : bool
        false: nothing is removed.
    max_nodes : int
        At once. (0 to 1000000)
    max_share : float
        Of the nodes at once, rounded down, at least 1. (0 to 1)
    on_demand_base_nodes : int
        No fewer on-demand nodes than these stay. (0 to 1000000)
    min_node_age_seconds : int
        Younger nodes stay. (0 to 1000000000)
    move_stateful : bool
        false: nodes with any pod of a StatefulSet stay.
    one_in_each_zone : bool
        Where min_nodes is no less than the zones that have nodes.
    first : CapacityType | None
        Which goes first; absent: the dearer.
    restart_cost_usd : float
        Of a node that must be launched again, beside its boot and the pods' restarts. (0 to 1000000)
    drain_seconds : int
        From cordon to the end of the machine. (0 to 86400)
    node_budgets : list[NodeBudget]
        At most how many nodes may be disrupted at once.
    quiet_windows : list[TimeSpan]
        Nothing is removed in them.
    """

    enabled: bool = True
    max_nodes: int = 1000000
    max_share: float = 0.25
    on_demand_base_nodes: int = 0
    min_node_age_seconds: int = 0
    move_stateful: bool = True
    one_in_each_zone: bool = True
    first: CapacityType | None = None
    restart_cost_usd: float = 0.0
    drain_seconds: int = 300
    node_budgets: list[NodeBudget] = field(default_factory=list)
    quiet_windows: list[TimeSpan] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ScalePolicy(Message):
    """The rules of one group.

    Attributes
    ----------
    presets : list[ScalePreset]
        Rules that are built in.
    rules : list[MetricRule]
        Rules of one's own.
    min_nodes : int | None
        Absent: a preset's, else 0. (0 to 1000000)
    max_nodes : int | None
        Absent: a preset's, else 1000. (0 to 1000000)
    cool_down_up_seconds : int
        Time from the last action to adding. (0 to 1000000000)
    cool_down_down_seconds : int
        Time from the last action to removing. (0 to 1000000000)
    cool_down_from : CoolDownFrom
        Which actions count.
    up : ScaleBehavior
        How fast nodes may be added.
    down : ScaleBehavior
        How fast nodes may be removed.
    predictive : PredictivePolicy | None
        Capacity ahead of demand; absent: none.
    schedule : list[ScheduledBounds]
        Bounds that hold in intervals.
    scale_in : ScaleInPolicy
        When nodes may go, and which.
    boot_seconds : int
        Until 20 boots have been seen; and never less than what was seen. (0 to 86400)
    node_price_usd_per_hour : float
        For what an idle node costs. (0 to 1000000)
    interruptions_per_spot_node_hour : float
        Expected over the lead time, and added. (0 to 1000)
    """

    presets: list[ScalePreset] = field(default_factory=list)
    rules: list[MetricRule] = field(default_factory=list)
    min_nodes: int | None = None
    max_nodes: int | None = None
    cool_down_up_seconds: int = 300
    cool_down_down_seconds: int = 600
    cool_down_from: CoolDownFrom = CoolDownFrom.ANY_ACTION
    up: ScaleBehavior = field(default_factory=ScaleBehavior)
    down: ScaleBehavior = field(default_factory=ScaleBehavior)
    predictive: PredictivePolicy | None = None
    schedule: list[ScheduledBounds] = field(default_factory=list)
    scale_in: ScaleInPolicy = field(default_factory=ScaleInPolicy)
    boot_seconds: int = 300
    node_price_usd_per_hour: float = 0.0
    interruptions_per_spot_node_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class ScaleGroup(Message):
    """A group of nodes that is scaled as one, and what was measured of it.

    Attributes
    ----------
    name : str
        Name of the node group, as in Node; unique in the request.
    metrics : list[MetricReadings]
        What was measured since the last call.
    ready_nodes : Sample | None
        Where `nodes` of the request lists none of the group: how many serve now.
    capacity_type : CapacityType
        Of nodes that are not listed.
    boot_seconds : list[float]
        From launch to ready, seen since the last call. (0 to 86400)
    policy : ScalePolicy
        The rules of the group.
    """

    name: str
    metrics: list[MetricReadings] = field(default_factory=list)
    ready_nodes: Sample | None = None
    capacity_type: CapacityType = CapacityType.ON_DEMAND
    boot_seconds: list[float] = field(default_factory=list)
    policy: ScalePolicy = field(default_factory=ScalePolicy)


@dataclass(slots=True, kw_only=True)
class MetricReadings(Message):
    """What was measured of one metric.

    Attributes
    ----------
    name : str
        Unique in its group.
    readings : list[Sample]
        In any order. Without a value: the reading failed.
    """

    name: str
    readings: list[Sample] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class MetricRule(Message):
    """One rule over one metric: a target to track, or steps.

    Attributes
    ----------
    metric : str
        Name of the metric that it looks at.
    direction : MetricDirection
        Which values ask for more nodes.
    kind : MetricKind
        Of a target.
    target : float | None
        What the metric is kept at; absent: there are steps. (1e-09 to 1e+18)
    tolerance_up : float
        No action while value / target is within 1 - tolerance_down to 1 + tolerance_up. (0 to 10)
    tolerance_down : float
        Below 1. (0 to 0.99)
    up : list[ScaleStep]
        The mildest first.
    down : list[ScaleStep]
        The mildest first. Empty: the rule only adds, and has no say about removing unless it is beyond its first
        step up.
    window_seconds : int
        Length of a window. (1 to 86400)
    window_value : WindowValue
        What of the readings within a window counts.
    up_windows : int
        So many windows in a row must be beyond before nodes are added. (1 to 1000)
    down_windows : int
        So many windows in a row must be beyond before nodes are removed. (1 to 1000)
    missing : MissingMetric
        What happens without a reading.
    max_age_seconds : int
        An older newest reading counts as missing. (1 to 1000000000)
    hours : list[DailyHours]
        When the rule holds, in local time; empty: always.
    """

    metric: str
    direction: MetricDirection = MetricDirection.HIGH_IS_BUSY
    kind: MetricKind = MetricKind.PER_NODE
    target: float | None = None
    tolerance_up: float = 0.1
    tolerance_down: float = 0.1
    up: list[ScaleStep] = field(default_factory=list)
    down: list[ScaleStep] = field(default_factory=list)
    window_seconds: int = 60
    window_value: WindowValue = WindowValue.MEAN
    up_windows: int = 3
    down_windows: int = 10
    missing: MissingMetric = MissingMetric.NO_SCALE_IN
    max_age_seconds: int = 600
    hours: list[DailyHours] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ScaleStep(Message):
    """What to do when a metric is beyond a value. Exactly one of nodes, share and exact_nodes.

    Attributes
    ----------
    beyond : float
        Up: above it; down: below it (the other way round if low is busy). (-1e+18 to 1e+18)
    nodes : int | None
        So many more, or fewer. (1 to 1000000)
    share : float | None
        Of the nodes, rounded down, at least 1. (0 to 100)
    exact_nodes : int | None
        To so many. (0 to 1000000)
    """

    beyond: float = 0.0
    nodes: int | None = None
    share: float | None = None
    exact_nodes: int | None = None


@dataclass(slots=True, kw_only=True)
class DailyHours(Message):
    """Hours of the local day, [from, to): 22 to 6 goes over midnight.

    Attributes
    ----------
    from_hour : int
        The hour at which it begins. (0 to 23)
    to_hour : int
        The hour at which it ends, not included. (1 to 24)
    """

    from_hour: int = 0
    to_hour: int = 24


@dataclass(slots=True, kw_only=True)
class RateLimit(Message):
    """At most so many nodes, or such a share of them, within a period.

    Attributes
    ----------
    nodes : int | None
        Exactly one of the two. (0 to 1000000)
    share : float | None
        Of the nodes at the period's start, rounded up. (0 to 100)
    period_seconds : int
        Over which time the limit holds. (1 to 1800)
    """

    nodes: int | None = None
    share: float | None = None
    period_seconds: int = 60


@dataclass(slots=True, kw_only=True)
class PredictivePolicy(Message):
    """Capacity ahead of demand. It only adds.

    Attributes
    ----------
    series : str
        Name of a forecast (of kSameHour20Days: of a series) of the request.
    units_per_node : float
        Demand that one node takes, in the unit of the series. (1e-09 to 1e+18)
    method : PredictiveMethod
        How the number of nodes is found.
    quantile : float | None
        Absent: from the two costs, else 0.95. (0.01 to 0.9999)
    shortage_cost_usd_per_node_hour : float | None
        Quantile = shortage / (shortage + idle): the newsvendor's. (0 to 1000000)
    idle_cost_usd_per_node_hour : float | None
        Absent: node_price_usd_per_hour. (0 to 1000000)
    lead_seconds : int | None
        Absent: the boot time; 300 of kHourlyMean, 3600 of kSameHour20Days. (0 to 86400)
    decision_seconds : int
        Time between calls: added to the lead. (0 to 86400)
    forecast_only : bool
        Say what would be done, and do not do it.
    max_breach : MaxBreach
        What happens when more than max_nodes are asked for.
    max_breach_buffer_share : float
        How far beyond the forecast max_nodes may be exceeded, as a share of the forecast. (0 to 1)
    """

    series: str
    units_per_node: float = 1.0
    method: PredictiveMethod = PredictiveMethod.QUANTILE
    quantile: float | None = None
    shortage_cost_usd_per_node_hour: float | None = None
    idle_cost_usd_per_node_hour: float | None = None
    lead_seconds: int | None = None
    decision_seconds: int = 60
    forecast_only: bool = False
    max_breach: MaxBreach = MaxBreach.HONOR
    max_breach_buffer_share: float = 0.0


@dataclass(slots=True, kw_only=True)
class TimeSpan(Message):
    """A span of time, half open: [start, end).

    Attributes
    ----------
    start_unix_ms : int
        First moment, ms since 1970 UTC. (0 to 1000000000000000)
    end_unix_ms : int
        First moment after it. (0 to 1000000000000000)
    why : str
        For messages, such as `certificate rotation`.
    """

    start_unix_ms: int = 0
    end_unix_ms: int = 0
    why: str = ""


@dataclass(slots=True, kw_only=True)
class ScheduledBounds(Message):
    """Bounds that hold in an interval; nodes are launched a boot time before it.

    Attributes
    ----------
    span : TimeSpan
        When the bounds hold.
    min_nodes : int | None
        Absent: the policy's. (0 to 1000000)
    max_nodes : int | None
        Absent: the policy's. (0 to 1000000)
    """

    span: TimeSpan = field(default_factory=TimeSpan)
    min_nodes: int | None = None
    max_nodes: int | None = None


@dataclass(slots=True, kw_only=True)
class NodeBudget(Message):
    """At most how many nodes may be disrupted at once. Of several that are active the least holds.

    Attributes
    ----------
    group : str
        Name of the group it is about; empty: all nodes together.
    max_nodes : int | None
        Number of nodes; 0: none. (0 to 1000000)
    max_share : float | None
        Share of the nodes it is about, rounded up. (0 to 1)
    active : list[TimeSpan]
        When it holds; empty: always.
    """

    group: str = ""
    max_nodes: int | None = None
    max_share: float | None = None
    active: list[TimeSpan] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Node(Message):
    """A machine that runs, or is on its way.

    Attributes
    ----------
    name : str
        Unique name.
    instance_type : str
        The provider's name of the type.
    region : str
        The provider's name of the region.
    zone : str
        The provider's name of the zone.
    capacity_type : CapacityType
        Spot or on-demand.
    price_usd_per_hour : float | None
        USD per hour. Absent: the offer's of the same pool; unknown there: counted as 0. (0 to 1000000)
    group : str
        Name of its node group; empty: none.
    state : NodeState
        Where it is in its life.
    architecture : Architecture
        Instruction set.
    allocatable : Resources
        What pods may use.
    labels : dict[str, str]
        Its labels, beside the well-known ones.
    taints : list[Taint]
        Its taints.
    created_unix_ms : int | None
        When it was launched, in ms since 1970 UTC. (0 to 1000000000000000)
    control_plane : bool
        Never counted, drained, replaced or filled.
    do_not_disrupt : bool
        Stays, whatever it costs.
    running : list[RunningPods]
        What runs on it.
    under_notice : bool
        An interruption notice or rebalance recommendation is out: takes nothing new.
    volume_limits : dict[str, int]
        Volumes it can attach, by driver; one that is not named has no limit. (0 to 1000000)
    instance_id : str
        The provider's id of the machine, such as i-0123456789abcdef0.
    """

    name: str
    instance_type: str = ""
    region: str = ""
    zone: str
    capacity_type: CapacityType
    price_usd_per_hour: float | None = None
    group: str = ""
    state: NodeState = NodeState.READY
    architecture: Architecture = Architecture.AMD64
    allocatable: Resources = field(default_factory=Resources)
    labels: dict[str, str] = field(default_factory=dict)
    taints: list[Taint] = field(default_factory=list)
    created_unix_ms: int | None = None
    control_plane: bool = False
    do_not_disrupt: bool = False
    running: list[RunningPods] = field(default_factory=list)
    under_notice: bool = False
    volume_limits: dict[str, int] = field(default_factory=dict)
    instance_id: str = ""


@dataclass(slots=True, kw_only=True)
class RunningPods(Message):
    """Pods of one workload that run on a node.

    Attributes
    ----------
    workload : str
        Name of the workload.
    namespace : str
        Its namespace.
    replicas : int
        How many. (0 to 1000000)
    """

    workload: str
    namespace: str = "default"
    replicas: int = 1


@dataclass(slots=True, kw_only=True)
class BlastRadius(Message):
    """At most this share of a workload's replicas stands and falls with one pool, zone or node; never less than one
    replica. Absent: any share.

    Attributes
    ----------
    max_share_per_pool : float | None
        Of one pool. (1e-06 to 1)
    max_share_per_zone : float | None
        Of one zone. (1e-06 to 1)
    max_share_per_node : float | None
        Of one node. (1e-06 to 1)
    """

    max_share_per_pool: float | None = None
    max_share_per_zone: float | None = None
    max_share_per_node: float | None = None


@dataclass(slots=True, kw_only=True)
class Workload(Message):
    """Replicas of one pod shape. Namespace and name together are unique in a request.

    Attributes
    ----------
    name : str
        Name, unique within the namespace.
    namespace : str
        Kubernetes namespace.
    kind : WorkloadKind
        What owns the pods.
    replicas : int
        Wanted in all, those already running included. (0 to 1000000)
    requests : Resources
        What one replica asks for.
    labels : dict[str, str]
        Labels of the pods.
    node_selector : dict[str, str]
        Labels the node must have.
    required_node_affinity : list[RequirementTerm]
        Any one term suffices; empty: no condition.
    preferred_node_affinity : list[PreferredTerm]
        Wishes about the node.
    zones : list[str]
        Zones its volumes or its owner allow; empty: all.
    tolerations : list[Toleration]
        Taints it bears.
    architecture : Architecture | None
        What its images run on, when known.
    topology_spread : list[TopologySpread]
        Spread over the domains of labels.
    pod_affinity : list[PodAffinityTerm]
        Pods it wants near.
    pod_anti_affinity : list[PodAffinityTerm]
        Pods it wants apart.
    host_ports : list[HostPort]
        Ports of the node it takes.
    unknown_constraints : list[str]
        Constraints this vocabulary cannot say. Such a workload is never placed.
    spot_tolerant : bool
        May run on spot.
    min_on_demand_replicas : int
        Of a spot-tolerant workload: this many stay on on-demand all the same. (0 to 1000000)
    priority : int
        Higher goes first when a limit leaves something out. (-2147483648 to 2147483647)
    system_critical : bool
        Keeps its node from being drained and itself from spot.
    volumes : list[VolumeUse]
        Volumes that one replica attaches.
    all_or_nothing_group : str
        Of all workloads that name the same group, every replica is placed or none.
    max_spot_share : float | None
        Of a spot-tolerant workload: at most this share of its replicas on spot. (0 to 1)
    restart_cost_usd : float
        What the interruption of one replica costs: lost work, slow answers. USD. (0 to 1000000)
    blast_radius : BlastRadius
        Where a limit is absent, the policy's holds.
    do_not_disrupt : bool
        Its pods are never moved of one's own accord.
    termination_grace_seconds : int | None
        How long a pod may take to stop when it is told to. (0 to 1000000)
    """

    name: str
    namespace: str = "default"
    kind: WorkloadKind = WorkloadKind.DEPLOYMENT
    replicas: int = 1
    requests: Resources = field(default_factory=Resources)
    labels: dict[str, str] = field(default_factory=dict)
    node_selector: dict[str, str] = field(default_factory=dict)
    required_node_affinity: list[RequirementTerm] = field(default_factory=list)
    preferred_node_affinity: list[PreferredTerm] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    tolerations: list[Toleration] = field(default_factory=list)
    architecture: Architecture | None = None
    topology_spread: list[TopologySpread] = field(default_factory=list)
    pod_affinity: list[PodAffinityTerm] = field(default_factory=list)
    pod_anti_affinity: list[PodAffinityTerm] = field(default_factory=list)
    host_ports: list[HostPort] = field(default_factory=list)
    unknown_constraints: list[str] = field(default_factory=list)
    spot_tolerant: bool = False
    min_on_demand_replicas: int = 0
    priority: int = 0
    system_critical: bool = False
    volumes: list[VolumeUse] = field(default_factory=list)
    all_or_nothing_group: str = ""
    max_spot_share: float | None = None
    restart_cost_usd: float = 0.0
    blast_radius: BlastRadius = field(default_factory=BlastRadius)
    do_not_disrupt: bool = False
    termination_grace_seconds: int | None = None


@dataclass(slots=True, kw_only=True)
class RequirementTerm(Message):
    """All requirements must hold. Without requirements it matches nothing.

    Attributes
    ----------
    requirements : list[Requirement]
        Conditions, all of which must hold.
    """

    requirements: list[Requirement] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Requirement(Message):
    """A condition on one label.

    Attributes
    ----------
    key : str
        Name of the label.
    operator : RequirementOperator
        How the label is held against the values.
    values : list[str]
        None, one or several, as the operator asks.
    """

    key: str
    operator: RequirementOperator = RequirementOperator.IN
    values: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PreferredTerm(Message):
    """A wish with a weight.

    Attributes
    ----------
    weight : int
        1 to 100; the heavier wish is kept first. (1 to 100)
    term : RequirementTerm
        What is wished.
    """

    weight: int = 1
    term: RequirementTerm = field(default_factory=RequirementTerm)


@dataclass(slots=True, kw_only=True)
class Toleration(Message):
    """Lets a pod onto tainted nodes.

    Attributes
    ----------
    key : str
        Name of the taint; empty with `exists`: every taint.
    operator : TolerationOperator
        How it matches.
    value : str
        Value of the taint, for `equal`.
    effect : TaintEffect | None
        Effect of the taint; absent: every effect.
    """

    key: str = ""
    operator: TolerationOperator = TolerationOperator.EQUAL
    value: str = ""
    effect: TaintEffect | None = None


@dataclass(slots=True, kw_only=True)
class LabelSelector(Message):
    """Selects pods by their labels; all conditions must hold. Empty selects every pod.

    Attributes
    ----------
    match_labels : dict[str, str]
        Labels the pod must have.
    match_expressions : list[Requirement]
        Further conditions.
    """

    match_labels: dict[str, str] = field(default_factory=dict)
    match_expressions: list[Requirement] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class TopologySpread(Message):
    """Keeps the counts of the selected pods in any two domains of a label within max_skew.

    Attributes
    ----------
    topology_key : str
        Label whose values are the domains.
    max_skew : int
        Greatest difference between two domains. (1 to 1000000)
    when_unsatisfiable : WhenUnsatisfiable
        What to do when it cannot be kept.
    selector : LabelSelector
        Which pods are counted.
    min_domains : int
        With fewer domains the least count is taken as 0. (1 to 1000000)
    match_label_keys : list[str]
        Only pods that share these labels' values with the workload count.
    node_affinity_policy : InclusionPolicy
        Honor: nodes the pods may not use by selector and affinity are no domains.
    node_taints_policy : InclusionPolicy
        Honor: nodes whose taints the pods do not tolerate are no domains.
    """

    topology_key: str
    max_skew: int = 1
    when_unsatisfiable: WhenUnsatisfiable = WhenUnsatisfiable.DO_NOT_SCHEDULE
    selector: LabelSelector = field(default_factory=LabelSelector)
    min_domains: int = 1
    match_label_keys: list[str] = field(default_factory=list)
    node_affinity_policy: InclusionPolicy = InclusionPolicy.HONOR
    node_taints_policy: InclusionPolicy = InclusionPolicy.IGNORE


@dataclass(slots=True, kw_only=True)
class PodAffinityTerm(Message):
    """Near (affinity) or apart from (anti-affinity) the selected pods, over the domains of a label.

    Attributes
    ----------
    topology_key : str
        Label whose values are the domains.
    selector : LabelSelector
        Which pods are meant.
    namespaces : list[str]
        Where they are; empty, and no selector: the workload's own namespace.
    weight : int
        0: required; 1 to 100: preferred. (0 to 100)
    namespace_selector : LabelSelector | None
        Namespaces with such labels too; an empty selector: all.
    match_label_keys : list[str]
        Only pods with the workload's values of these labels are meant.
    mismatch_label_keys : list[str]
        Only pods with other values of these labels are meant.
    """

    topology_key: str
    selector: LabelSelector = field(default_factory=LabelSelector)
    namespaces: list[str] = field(default_factory=list)
    weight: int = 0
    namespace_selector: LabelSelector | None = None
    match_label_keys: list[str] = field(default_factory=list)
    mismatch_label_keys: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class HostPort(Message):
    """A port of the node that the pod takes for itself.

    Attributes
    ----------
    port : int
        Port number. (1 to 65535)
    protocol : str
        TCP, UDP or SCTP.
    host_ip : str
        Address; empty: all.
    """

    port: int
    protocol: str = "TCP"
    host_ip: str = ""


@dataclass(slots=True, kw_only=True)
class VolumeUse(Message):
    """Volumes that a pod attaches to its node.

    Attributes
    ----------
    driver : str
        Whose limit per node counts.
    claim : str
        One volume that all its users share; empty: every replica brings its own.
    count : int
        Of own volumes; a claim is always one. (1 to 10000)
    """

    driver: str
    claim: str = ""
    count: int = 1


@dataclass(slots=True, kw_only=True)
class DisruptionBudget(Message):
    """At most how much of a workload may be down at once, as a PodDisruptionBudget says it.

    Attributes
    ----------
    workload : str
        Name of the workload.
    namespace : str
        Its namespace.
    disruptions_allowed : int
        Replicas that may be down now. (0 to 1000000)
    """

    workload: str
    namespace: str = "default"
    disruptions_allowed: int = 0


@dataclass(slots=True, kw_only=True)
class ScaleState(Message):
    """What is remembered from one call to the next. Opaque to callers.

    Attributes
    ----------
    version : int
        Of the form of the state.
    groups : list[ScaleGroupState]
        By name, ascending.
    """

    version: int = 1
    groups: list[ScaleGroupState] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ScaleGroupState(Message):
    """What is remembered of one group.

    Attributes
    ----------
    name : str
        Name of the group.
    last_up_unix_ms : int | None
        When nodes were last added; ms since 1970 UTC. (0 to 100000000000000)
    last_down_unix_ms : int | None
        When nodes were last removed; ms since 1970 UTC. (0 to 100000000000000)
    metrics : list[MetricReadings]
        As far back as rules look.
    wanted : list[NodeCountAt]
        What metrics asked for, as far back as stabilisation looks.
    changes : list[NodeCountAt]
        What was done, as far back as limits look: + added, - removed.
    in_flight : list[InFlight]
        Asked for, and neither seen ready nor listed.
    ready : list[NodeCountAt]
        Counts of ready nodes that were read: of a run of equal ones the first and the last.
    boot_seconds : list[float]
        The last 200. (0 to 86400)
    known_nodes : list[str]
        Those listed at the last call, ascending.
    leaving : list[Leaving]
        Told to go, and not seen gone.
    """

    name: str
    last_up_unix_ms: int | None = None
    last_down_unix_ms: int | None = None
    metrics: list[MetricReadings] = field(default_factory=list)
    wanted: list[NodeCountAt] = field(default_factory=list)
    changes: list[NodeCountAt] = field(default_factory=list)
    in_flight: list[InFlight] = field(default_factory=list)
    ready: list[NodeCountAt] = field(default_factory=list)
    boot_seconds: list[float] = field(default_factory=list)
    known_nodes: list[str] = field(default_factory=list)
    leaving: list[Leaving] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class NodeCountAt(Message):
    """A number of nodes at a moment.

    Attributes
    ----------
    unix_ms : int
        When; ms since 1970 UTC. (0 to 100000000000000)
    nodes : int
        How many. (-1000000 to 1000000)
    """

    unix_ms: int = 0
    nodes: int = 0


@dataclass(slots=True, kw_only=True)
class InFlight(Message):
    """Nodes that were asked for and have not been seen ready.

    Attributes
    ----------
    asked_unix_ms : int
        When they were asked for; ms since 1970 UTC. (0 to 100000000000000)
    nodes : int
        How many. (0 to 1000000)
    """

    asked_unix_ms: int = 0
    nodes: int = 0


@dataclass(slots=True, kw_only=True)
class Leaving(Message):
    """Nodes that were told to go and have not been seen gone.

    Attributes
    ----------
    asked_unix_ms : int
        When that was; ms since 1970 UTC. (0 to 100000000000000)
    nodes : int
        How many. (0 to 1000000)
    names : list[str]
        Where they are listed; ascending.
    """

    asked_unix_ms: int = 0
    nodes: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ScaleResponse(Message):
    """The node counts.

    Attributes
    ----------
    feasible : bool
        false: a group needs more nodes than its max_nodes allows, or its count is unknown.
    groups : list[GroupScale]
        In the order of the request.
    state : ScaleState
        Groups that the request does not name are kept.
    reasons : list[Reason]
        What concerns the whole request.
    call_again_at_unix_ms : int | None
        When time alone may change the answer; ms since 1970 UTC.
    """

    feasible: bool = True
    groups: list[GroupScale] = field(default_factory=list)
    state: ScaleState = field(default_factory=ScaleState)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class GroupScale(Message):
    """The answer for one group.

    Attributes
    ----------
    name : str
        Name of the group.
    action : ScaleAction
        What happens.
    desired_nodes : int
        Those on their way included. Unknown count: the last that was known.
    change : int
        From those that are ready or on their way.
    ready_nodes : int
        That serve now.
    in_flight_nodes : int
        Asked for and not overdue.
    overdue_nodes : int
        Asked for more than twice the boot time ago: not counted any more.
    reactive_nodes : int | None
        What the metrics ask for, before limits.
    predictive_nodes : int | None
        What the forecast asks for, before limits.
    scheduled_nodes : int | None
        What a schedule asks for.
    expected_interruptions : float
        Over the lead time; in predictive_nodes and reactive_nodes.
    quantile : float | None
        That was used.
    boot_seconds : int
        The 95th percentile that was used.
    rules : list[RuleResult]
        Presets' first.
    removals : list[Removal]
        Where nodes are listed: which go, the first first.
    kept : list[KeptNode]
        Nodes that may not go, when some are to.
    planned : list[PlannedScale]
        Ascending.
    reasons : list[Reason]
        Why.
    """

    name: str = ""
    action: ScaleAction = ScaleAction.HOLD
    desired_nodes: int = 0
    change: int = 0
    ready_nodes: int = 0
    in_flight_nodes: int = 0
    overdue_nodes: int = 0
    reactive_nodes: int | None = None
    predictive_nodes: int | None = None
    scheduled_nodes: int | None = None
    expected_interruptions: float = 0.0
    quantile: float | None = None
    boot_seconds: int = 0
    rules: list[RuleResult] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    kept: list[KeptNode] = field(default_factory=list)
    planned: list[PlannedScale] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RuleResult(Message):
    """What one rule saw and asked for.

    Attributes
    ----------
    metric : str
        Name of the metric.
    finding : RuleFinding
        What was found.
    value : float | None
        Of the newest window.
    wanted_nodes : int | None
        Absent: no say.
    """

    metric: str = ""
    finding: RuleFinding = RuleFinding.FINE
    value: float | None = None
    wanted_nodes: int | None = None


@dataclass(slots=True, kw_only=True)
class Removal(Message):
    """A node that goes.

    Attributes
    ----------
    node : str
        Name of the node.
    zone : str
        Its zone.
    capacity_type : CapacityType
        Its capacity type.
    pods : int
        That run there.
    move_cost_usd : float
        Restarts of its pods.
    sentence : str
        Why this one.
    """

    node: str = ""
    zone: str = ""
    capacity_type: CapacityType
    pods: int = 0
    move_cost_usd: float = 0.0
    sentence: str = ""


@dataclass(slots=True, kw_only=True)
class KeptNode(Message):
    """A node that must stay, and why.

    Attributes
    ----------
    name : str
        Of the node.
    reasons : list[Reason]
        Why it stays.
    """

    name: str = ""
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PlannedScale(Message):
    """What a forecast or a schedule will ask for, if nothing changes.

    Attributes
    ----------
    launch_at_unix_ms : int
        When to launch; ms since 1970 UTC.
    ready_by_unix_ms : int
        When the nodes are needed; ms since 1970 UTC.
    nodes : int
        In all.
    """

    launch_at_unix_ms: int = 0
    ready_by_unix_ms: int = 0
    nodes: int = 0


@dataclass(slots=True, kw_only=True)
class MixPolicy(Message):
    """How much on-demand, how much spot.

    Attributes
    ----------
    preset : MixPreset
        Replaces base, percentage, share_of and rounding unless `custom`.
    on_demand_base_units : int
        The first units, always on-demand. (0 to 1000000000)
    on_demand_percentage : float
        0 to 100, to a millionth of a percent. (0 to 100)
    share_of : ShareOf
        Of what the percentage is taken.
    rounding : MixRounding
        How a share becomes units.
    spot_enabled : bool
        false: spot goes to zero, replaced by on-demand first.
    allocation : MixAllocation
        How units are spread over pools.
    lowest_price_pools : int
        Over how many pools `lowest_price` spreads evenly. (1 to 1000000)
    preferred_instance_types : list[str]
        Best first; for `capacity_optimized_prioritized`.
    max_pool_share : float | None
        No spot pool holds more than this share of total_units, 0 to 1. (0 to 1)
    max_zone_share : float | None
        No zone holds more spot than this share of total_units, 0 to 1. (0 to 1)
    max_region_share : float | None
        No region holds more spot than this share of total_units, 0 to 1. (0 to 1)
    min_spot_pools : int
        No pool holds more than an even part of the spot units over so many pools. (1 to 1000000)
    availability_target : float | None
        The cheapest mix of which total_units or more are ready throughout the lead time with at least this
        probability, 0 to 1; in place of fixed shares. (0 to 1)
    budget_usd_per_hour : float | None
        Alone: the most available mix for at most this. With a target: a limit to its cost. USD per hour. (0 to
        1000000000000)
    interruption_cost_usd_per_unit : float
        What the loss of one unit costs, USD: work lost, a replacement started. (0 to 1000000)
    switching_cost_usd_per_unit : float
        What it costs to launch one unit in place of another, USD; keeps the mix from churning. (0 to 1000000)
    payback_hours : float
        The time in which a switch must earn its cost. (0.01 to 100000)
    max_iterations : int
        Work limit: mixes looked at. (0 to 1000000)
    """

    preset: MixPreset = MixPreset.CUSTOM
    on_demand_base_units: int = 0
    on_demand_percentage: float = 0.0
    share_of: ShareOf = ShareOf.ABOVE_BASE
    rounding: MixRounding = MixRounding.ON_DEMAND_UP
    spot_enabled: bool = True
    allocation: MixAllocation = MixAllocation.RISK_ADJUSTED
    lowest_price_pools: int = 1
    preferred_instance_types: list[str] = field(default_factory=list)
    max_pool_share: float | None = None
    max_zone_share: float | None = None
    max_region_share: float | None = None
    min_spot_pools: int = 1
    availability_target: float | None = None
    budget_usd_per_hour: float | None = None
    interruption_cost_usd_per_unit: float = 0.0
    switching_cost_usd_per_unit: float = 0.0
    payback_hours: float = 1.0
    max_iterations: int = 4000


@dataclass(slots=True, kw_only=True)
class DecideMixRequest(Message):
    """How much spot, how much on-demand, and from which pools: by fixed shares, for an availability, for a budget.

    Attributes
    ----------
    total_units : int
        Nodes, vCPUs, weighted capacity: whatever the caller counts in. (0 to 1000000000)
    policy : MixPolicy
        The shares.
    offers : list[Offer]
        Pools to choose from. Prices and available_count are per instance, which is one unit unless capacity_weights
        says otherwise. Empty: only the split is decided.
    running : list[PoolUnits]
        What runs already; only capacity_type and units of an entry must be stated.
    mend_ratio : bool
        true: also end and launch units merely to bring the running ratio to the target.
    now_unix_ms : int | None
        Needed only where an offer is cooling; ms since 1970 UTC. (0 to 1000000000000000)
    risk : RiskModel | None
        How pools lose capacity, as estimate_risk finds it. Absent: from the offers' interruption data, as
        estimate_risk makes of it without any evidence.
    capacity_weights : list[CapacityWeight]
        Types that are not named: 1.
    commitments : list[SpendCommitment]
        They pay for on-demand that is then free.
    quotas : list[VcpuQuota]
        Of vCPUs.
    subnets : list[SubnetAddresses]
        Zones that are not named have addresses enough.
    max_units : int | None
        The group's maximum, spot and on-demand together. (0 to 1000000000)
    drill : bool
        true: also say what losing spot, a pool, a region would take.
    """

    total_units: int
    policy: MixPolicy = field(default_factory=MixPolicy)
    offers: list[Offer] = field(default_factory=list)
    running: list[PoolUnits] = field(default_factory=list)
    mend_ratio: bool = False
    now_unix_ms: int | None = None
    risk: RiskModel | None = None
    capacity_weights: list[CapacityWeight] = field(default_factory=list)
    commitments: list[SpendCommitment] = field(default_factory=list)
    quotas: list[VcpuQuota] = field(default_factory=list)
    subnets: list[SubnetAddresses] = field(default_factory=list)
    max_units: int | None = None
    drill: bool = False


@dataclass(slots=True, kw_only=True)
class PoolUnits(Message):
    """Units of one pool.

    Attributes
    ----------
    pool : Pool
        Which pool.
    units : int
        How many. (0 to 1000000000)
    """

    pool: Pool
    units: int = 0


@dataclass(slots=True, kw_only=True)
class CapacityWeight(Message):
    """Capacity in units: what one instance of a type counts as (EC2: WeightedCapacity).

    Attributes
    ----------
    instance_type : str
        The provider's name of the type.
    units_per_instance : int
        Units. (1 to 1000000)
    """

    instance_type: str
    units_per_instance: int


@dataclass(slots=True, kw_only=True)
class SpendCommitment(Message):
    """A Savings Plan or a spend-based committed-use discount: it pays for on-demand instances at its own prices for as
    long as its hourly commitment lasts, which is due whether it is used or not.

    Attributes
    ----------
    name : str
        Such as "compute savings plan, 1 year".
    commitment_usd_per_hour : float
        What is left of it for this request, USD per hour. (0 to 1000000000)
    prices : list[CommitmentPrice]
        The types that it covers; each type once in a region.
    """

    name: str = ""
    commitment_usd_per_hour: float
    prices: list[CommitmentPrice] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class TypeFilter(Message):
    """Which types may be used, by name and by size. Every condition that is stated must hold.

    Attributes
    ----------
    allow : list[str]
        Patterns of names, with `*` and `?`, such as `Standard_D2*`; empty: all.
    deny : list[str]
        Patterns of names that are denied although allowed.
    families : list[str]
        Such as `m6i`, `Ds_v5`, or the letters they begin with: `m`, `D`; empty: all.
    vcpus : list[int]
        Sizes in vCPUs as sold; empty: all. (1 to 1000000)
    """

    allow: list[str] = field(default_factory=list)
    deny: list[str] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    vcpus: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class VcpuQuota(Message):
    """vCPUs that an account may run. What runs counts, what it shares with others does not.

    Attributes
    ----------
    capacity_type : CapacityType
        Spot and on-demand have quotas of their own.
    region : str
        Empty: any.
    types : TypeFilter
        The types that it is for; empty: all.
    max_vcpus : int
        What is left of it for this request. (0 to 1000000000000)
    """

    capacity_type: CapacityType
    region: str = ""
    types: TypeFilter = field(default_factory=TypeFilter)
    max_vcpus: int


@dataclass(slots=True, kw_only=True)
class SubnetAddresses(Message):
    """Free addresses of a zone's subnets; each new instance takes some.

    Attributes
    ----------
    zone : str
        The provider's name of the zone.
    free_addresses : int
        Of all its subnets together. (0 to 1000000000)
    addresses_per_instance : int
        That a new instance takes. (1 to 1000000)
    """

    zone: str
    free_addresses: int
    addresses_per_instance: int = 1


@dataclass(slots=True, kw_only=True)
class DecideMixResponse(Message):
    """The split and the steps to it.

    Attributes
    ----------
    feasible : bool
        false: the pools cannot hold what the policy asks.
    target_on_demand_units : int
        What the policy asks for.
    target_spot_units : int
        What the policy asks for.
    on_demand_units : int
        After the steps.
    spot_units : int
        After the steps.
    steps : list[MixStep]
        In order.
    launch_cost_usd_per_hour : float
        Of the units launched, at the offers' prices, USD per hour.
    reasons : list[Reason]
        Why.
    call_again_at_unix_ms : int | None
        When a pool that was wanted stops cooling, in ms since 1970 UTC; absent: never by time alone.
    pools : list[PoolUnits]
        Those with units after the steps, by name.
    cost_usd_per_hour : float
        After the steps, of units in pools with a known price; what is paid for is free.
    achieved_probability : float | None
        P(total_units or more are ready throughout the lead time), after the steps; absent without offers.
    expected_interruptions_per_month : float
        Of 730 hours, after the steps.
    expected_cost_usd_per_hour : float
        With the expected cost of interruptions, USD per hour.
    binding_paths : list[str]
        Rules of the request that kept the mix from being cheaper or, where the target is missed or there is a
        budget, more available.
    drills : list[MixDrill]
        Where the request asks for them.
    on_demand_ceiling_units : int
        On-demand in all after the worst drill.
    """

    feasible: bool = True
    target_on_demand_units: int = 0
    target_spot_units: int = 0
    on_demand_units: int = 0
    spot_units: int = 0
    steps: list[MixStep] = field(default_factory=list)
    launch_cost_usd_per_hour: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None
    pools: list[PoolUnits] = field(default_factory=list)
    cost_usd_per_hour: float = 0.0
    achieved_probability: float | None = None
    expected_interruptions_per_month: float = 0.0
    expected_cost_usd_per_hour: float = 0.0
    binding_paths: list[str] = field(default_factory=list)
    drills: list[MixDrill] = field(default_factory=list)
    on_demand_ceiling_units: int = 0


@dataclass(slots=True, kw_only=True)
class MixStep(Message):
    """One step; steps are carried out in order, and a launch is ready before the next end begins.

    Attributes
    ----------
    action : MixAction
        Launch or end.
    pool : Pool
        Where. Without offers only its capacity type is stated.
    units : int
        How many.
    """

    action: MixAction = MixAction.LAUNCH
    pool: Pool
    units: int = 0


@dataclass(slots=True, kw_only=True)
class MixDrill(Message):
    """What it would take to hold total_units after a loss, with on-demand alone in its place.

    Attributes
    ----------
    kind : DrillKind
        What is lost.
    region : str
        Under region_off.
    pools : list[Pool]
        With units that are lost, by name.
    lost_units : int
        Of the mix after the steps.
    left_units : int
        Of the mix after the steps.
    launch_units : int
        On-demand to launch.
    on_demand_units : int
        On-demand in all then.
    missing_units : int
        Of launch_units, what the on-demand pools and the limits cannot give.
    launch_cost_usd_per_hour : float
        Of those that can be had, USD per hour.
    """

    kind: DrillKind
    region: str = ""
    pools: list[Pool] = field(default_factory=list)
    lost_units: int = 0
    left_units: int = 0
    launch_units: int = 0
    on_demand_units: int = 0
    missing_units: int = 0
    launch_cost_usd_per_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class BalanceZonesRequest(Message):
    """In which zones to add units, and from which to remove them.

    Attributes
    ----------
    zones : list[Zone]
        The zones, each once.
    units_to_add : int
        Only this or units_to_remove may be above 0. (0 to 1000000)
    units_to_remove : int
        Only this or units_to_add may be above 0. (0 to 1000000)
    one_in_each_zone : bool
        Adding: empty zones first. Removing: the last unit of a zone stays.
    now_unix_ms : int | None
        Needed only where a zone is cooling; ms since 1970 UTC. (0 to 1000000000000000)
    """

    zones: list[Zone] = field(default_factory=list)
    units_to_add: int = 0
    units_to_remove: int = 0
    one_in_each_zone: bool = False
    now_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class Zone(Message):
    """A zone and what runs there.

    Attributes
    ----------
    name : str
        The provider's name of the zone.
    units : int
        Running now. (0 to 1000000000)
    max_units : int | None
        Absent: no limit. (0 to 1000000000)
    weight : float
        A zone of weight 2 is to carry twice as much. To a millionth. (0.001 to 1000)
    available : bool
        false: takes nothing new; may still lose units.
    cooling_until_unix_ms : int | None
        Takes nothing new before this moment, in ms since 1970 UTC. (0 to 1000000000000000)
    """

    name: str
    units: int = 0
    max_units: int | None = None
    weight: float = 1.0
    available: bool = True
    cooling_until_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class BalanceZonesResponse(Message):
    """The changes by zone.

    Attributes
    ----------
    feasible : bool
        false: not everything could be added or removed.
    zones : list[ZoneChange]
        Every zone of the request, in its order.
    changed_units : int
        Added or removed in all.
    spread_units : float
        Greatest less least load (units / weight) over the zones.
    reasons : list[Reason]
        Why something could not be done.
    call_again_at_unix_ms : int | None
        Adding: when a zone stops cooling, in ms since 1970 UTC; absent: never by time alone.
    """

    feasible: bool = True
    zones: list[ZoneChange] = field(default_factory=list)
    changed_units: int = 0
    spread_units: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class ZoneChange(Message):
    """What happens in one zone.

    Attributes
    ----------
    zone : str
        Name of the zone.
    change : int
        Above 0: to add; below 0: to remove.
    units : int
        After the change.
    """

    zone: str = ""
    change: int = 0
    units: int = 0


@dataclass(slots=True, kw_only=True)
class PackLimits(Message):
    """What the new nodes may come to in all. Absent: no limit.

    Attributes
    ----------
    max_new_nodes : int | None
        Number of new nodes. (0 to 1000000000)
    max_cpu_millicores : int | None
        Allocatable CPU of the new nodes. (0 to 1000000000000000)
    max_memory_bytes : int | None
        Allocatable memory of the new nodes. (0 to 1e+18)
    max_cost_usd_per_hour : float | None
        Price of the new nodes. (0 to 1000000000)
    """

    max_new_nodes: int | None = None
    max_cpu_millicores: int | None = None
    max_memory_bytes: int | None = None
    max_cost_usd_per_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class SpotShare(Message):
    """Of the spot-tolerant workloads at most this share runs on spot.

    Attributes
    ----------
    unit : ShareUnit
        What is counted.
    max_share : float
        0: none on spot; 1: all may. (0 to 1)
    """

    unit: ShareUnit = ShareUnit.CPU
    max_share: float = 1.0


@dataclass(slots=True, kw_only=True)
class PackPolicy(Message):
    """What packing may do.

    Attributes
    ----------
    limits : PackLimits
        What the new nodes may come to in all.
    spot_share : SpotShare
        How much of the spot-tolerant work may be on spot.
    allow_burstable : bool
        Use types with CPU credits.
    allow_bare_metal : bool
        Use whole machines.
    default_architectures : list[Architecture]
        Of workloads that state none. Empty: those of the nodes in the request; without nodes, amd64.
    honour_preferences : bool
        Wishes of a workload are kept while that leaves none of its pods out.
    max_iterations : int
        Work limit of the improvement phase; 0: construction alone. (0 to 1000000)
    quality : PackQuality
        How hard to look.
    types : TypeFilter
        Types of new nodes.
    blast_radius : BlastRadius
        Of workloads with two replicas or more that state none.
    node_startup_seconds : float
        Paid again for a node that is interrupted. (0 to 86400)
    """

    limits: PackLimits = field(default_factory=PackLimits)
    spot_share: SpotShare = field(default_factory=SpotShare)
    allow_burstable: bool = False
    allow_bare_metal: bool = False
    default_architectures: list[Architecture] = field(default_factory=list)
    honour_preferences: bool = True
    max_iterations: int = 2000
    quality: PackQuality = PackQuality.BALANCED
    types: TypeFilter = field(default_factory=TypeFilter)
    blast_radius: BlastRadius = field(default_factory=BlastRadius)
    node_startup_seconds: float = 120.0


@dataclass(slots=True, kw_only=True)
class PackRequest(Message):
    """Which pod goes where, and which nodes to launch for it, at the least cost.

    Attributes
    ----------
    workloads : list[Workload]
        What is to run.
    offers : list[Offer]
        What can be launched; at most one offer of each pool.
    nodes : list[Node]
        What runs. Pods there stay (except on draining nodes); free room is filled first.
    groups : list[NodeGroup]
        If any: launches happen only through them. Otherwise freely.
    policy : PackPolicy
        What packing may do.
    now_unix_ms : int | None
        Needed only where an offer is cooling; ms since 1970 UTC. (0 to 1000000000000000)
    namespaces : list[Namespace]
        Those whose labels matter to a namespace_selector.
    """

    workloads: list[Workload] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    groups: list[NodeGroup] = field(default_factory=list)
    policy: PackPolicy = field(default_factory=PackPolicy)
    now_unix_ms: int | None = None
    namespaces: list[Namespace] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class NodeLimits(Message):
    """What all nodes of something may come to. Absent: no limit.

    Attributes
    ----------
    max_cpu_millicores : int | None
        Allocatable CPU. (0 to 1000000000000000)
    max_memory_bytes : int | None
        Allocatable memory. (0 to 1e+18)
    max_cost_usd_per_hour : float | None
        Price. (0 to 1000000000)
    """

    max_cpu_millicores: int | None = None
    max_memory_bytes: int | None = None
    max_cost_usd_per_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class NodeGroup(Message):
    """A set of like machines that is scaled as one: an ASG, a scale set, a node pool.

    Attributes
    ----------
    name : str
        Unique name.
    instance_types : list[str]
        Types it may launch; empty: any.
    zones : list[str]
        Zones it may launch in; empty: any.
    capacity_type : CapacityType
        Spot or on-demand.
    min_nodes : int
        Least number of nodes. (0 to 1000000)
    max_nodes : int
        Greatest number of nodes, those running included. (0 to 1000000)
    labels : dict[str, str]
        Added to those of the offer.
    taints : list[Taint]
        Added to those of the offer.
    types : TypeFilter
        Types it may launch, beside instance_types.
    requirements : list[Requirement]
        On the labels of its offers; all must hold.
    min_values : list[MinValues]
        Flexibility, by label of its offers.
    weight : int
        Pods go to the heaviest group that takes them, whatever it costs. (0 to 1000000)
    limits : NodeLimits
        Of its nodes in all, those running included.
    """

    name: str
    instance_types: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    capacity_type: CapacityType
    min_nodes: int = 0
    max_nodes: int = 1000
    labels: dict[str, str] = field(default_factory=dict)
    taints: list[Taint] = field(default_factory=list)
    types: TypeFilter = field(default_factory=TypeFilter)
    requirements: list[Requirement] = field(default_factory=list)
    min_values: list[MinValues] = field(default_factory=list)
    weight: int = 0
    limits: NodeLimits = field(default_factory=NodeLimits)


@dataclass(slots=True, kw_only=True)
class MinValues(Message):
    """A node is launched only if so many different values of a label could have held the same pods.

    Attributes
    ----------
    key : str
        Name of the label.
    count : int
        Least number of different values. (1 to 10000)
    """

    key: str
    count: int = 1


@dataclass(slots=True, kw_only=True)
class Namespace(Message):
    """A namespace and its labels.

    Attributes
    ----------
    name : str
        Unique name.
    labels : dict[str, str]
        Labels of the namespace itself.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PackResponse(Message):
    """Nodes, placements and what they cost.

    Attributes
    ----------
    feasible : bool
        Every replica has a place.
    cost_usd_per_hour : float
        Of the new nodes.
    lower_bound_usd_per_hour : float
        No packing of the pods placed costs less, interruptions included.
    gap : float
        (cost + interruptions) / lower bound - 1; 0 when both are 0.
    new_nodes : int
        Number of new nodes.
    placed_replicas : int
        Placed by this packing.
    unplaced_replicas : int
        Without a place.
    spot_cpu_share : float
        Of the CPU that spot-tolerant workloads request: the part placed on spot, what ran already included.
    nodes : list[PackedNode]
        New nodes, and existing ones that got something.
    unplaced : list[Unplaced]
        What found no place.
    reasons : list[Reason]
        What is to be said of the whole.
    expected_interruption_cost_usd_per_hour : float
        Of the new nodes and of all pods placed.
    bound_proof : BoundProof
        How the lower bound was proven.
    """

    feasible: bool = True
    cost_usd_per_hour: float = 0.0
    lower_bound_usd_per_hour: float = 0.0
    gap: float = 0.0
    new_nodes: int = 0
    placed_replicas: int = 0
    unplaced_replicas: int = 0
    spot_cpu_share: float = 0.0
    nodes: list[PackedNode] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    expected_interruption_cost_usd_per_hour: float = 0.0
    bound_proof: BoundProof = BoundProof.NONE


@dataclass(slots=True, kw_only=True)
class PackedNode(Message):
    """A node and what is placed on it.

    Attributes
    ----------
    name : str
        Of the existing node; of a new one `new-1`, `new-2`...
    existing : bool
        Whether it runs already.
    pool : Pool
        Its pool.
    group : str
        Its node group; empty: none.
    price_usd_per_hour : float
        USD per hour.
    architecture : Architecture
        Instruction set.
    allocatable : Resources
        What pods may use.
    used : Resources
        By all that is then on it, daemonsets included.
    placements : list[Placement]
        By namespace and name.
    """

    name: str = ""
    existing: bool = False
    pool: Pool
    group: str = ""
    price_usd_per_hour: float = 0.0
    architecture: Architecture = Architecture.AMD64
    allocatable: Resources = field(default_factory=Resources)
    used: Resources = field(default_factory=Resources)
    placements: list[Placement] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Placement(Message):
    """Replicas of one workload on one node.

    Attributes
    ----------
    workload : str
        Name of the workload.
    namespace : str
        Its namespace.
    replicas : int
        How many.
    """

    workload: str = ""
    namespace: str = "default"
    replicas: int = 0


@dataclass(slots=True, kw_only=True)
class Unplaced(Message):
    """Replicas that found no place, and why.

    Attributes
    ----------
    workload : str
        Name of the workload.
    namespace : str
        Its namespace.
    replicas : int
        How many.
    reasons : list[Reason]
        What stopped them, nearest miss first.
    """

    workload: str = ""
    namespace: str = "default"
    replicas: int = 0
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ConsolidatePolicy(Message):
    """When consolidation pays, and what may be touched.

    Attributes
    ----------
    pack : PackPolicy
        What packing may do.
    horizon_hours : float
        Savings count for this long. (0 to 100000)
    move_cost_usd : float
        Of moving one pod, beside the workload's own restart cost. USD. (0 to 1000000)
    min_savings_share : float
        Of the cost of the nodes that go: less is not worth the stir. (0 to 1)
    stop_at_gap : float
        Nothing is done once the cluster costs at most this share more than the bound. (0 to 10)
    min_node_age_seconds : int
        Younger nodes stay. (0 to 1000000000)
    move_stateful : bool
        Whether nodes with pods of a StatefulSet may go.
    node_budgets : list[NodeBudget]
        None: 10 % of all nodes at once.
    quiet_windows : list[TimeSpan]
        Nothing is moved in them.
    move_sole_replicas : bool
        Whether nodes with the only pod of a workload may go.
    max_trials : int
        Work limit: sets of nodes that are tried, each time that something was found too. (0 to 1000000)
    """

    pack: PackPolicy = field(default_factory=PackPolicy)
    horizon_hours: float = 24.0
    move_cost_usd: float = 0.001
    min_savings_share: float = 0.1
    stop_at_gap: float = 0.01
    min_node_age_seconds: int = 600
    move_stateful: bool = False
    node_budgets: list[NodeBudget] = field(default_factory=list)
    quiet_windows: list[TimeSpan] = field(default_factory=list)
    move_sole_replicas: bool = False
    max_trials: int = 200


@dataclass(slots=True, kw_only=True)
class ConsolidateRequest(Message):
    """From a running cluster, in ordered steps, to fewer or cheaper nodes.

    Attributes
    ----------
    workloads : list[Workload]
        What is to run.
    nodes : list[Node]
        What runs.
    offers : list[Offer]
        What can be launched instead; at most one of each pool.
    groups : list[NodeGroup]
        If any: launches happen only through them.
    namespaces : list[Namespace]
        Those whose labels matter to a namespace_selector.
    budgets : list[DisruptionBudget]
        Disruption budgets of workloads.
    policy : ConsolidatePolicy
        When it pays, and what may be touched.
    now_unix_ms : int | None
        Needed where ages, windows, schedules or cooling offers are stated; ms since 1970 UTC. (0 to
        1000000000000000)
    """

    workloads: list[Workload] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    groups: list[NodeGroup] = field(default_factory=list)
    namespaces: list[Namespace] = field(default_factory=list)
    budgets: list[DisruptionBudget] = field(default_factory=list)
    policy: ConsolidatePolicy = field(default_factory=ConsolidatePolicy)
    now_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class ConsolidateResponse(Message):
    """What to do, in order, and what it saves.

    Attributes
    ----------
    feasible : bool
        Always: doing nothing is possible.
    cost_now_usd_per_hour : float
        Prices of all nodes but those draining and those of the control plane.
    cost_after_usd_per_hour : float
        Of all nodes after the last step.
    lower_bound_usd_per_hour : float
        No cluster that keeps the untouchable nodes costs less.
    gap_now : float
        (cost + interruptions) / bound - 1.
    gap_after : float
        The same after the last step.
    pods_moved : int
        Pods that move.
    consolidations : list[Consolidation]
        What is to be done, the best first.
    launches : list[PackedNode]
        New nodes, with the pods they will get.
    steps : list[ConsolidationStep]
        In order.
    kept : list[KeptNode]
        Nodes that a rule keeps.
    reasons : list[Reason]
        What is to be said of the whole.
    call_again_at_unix_ms : int | None
        When a window, a budget or a node's age next lets more happen; ms since 1970 UTC.
    risk_now_usd_per_hour : float
        What interruptions of these nodes are expected to cost beside that.
    risk_after_usd_per_hour : float
        The same after the last step.
    """

    feasible: bool = True
    cost_now_usd_per_hour: float = 0.0
    cost_after_usd_per_hour: float = 0.0
    lower_bound_usd_per_hour: float = 0.0
    gap_now: float = 0.0
    gap_after: float = 0.0
    pods_moved: int = 0
    consolidations: list[Consolidation] = field(default_factory=list)
    launches: list[PackedNode] = field(default_factory=list)
    steps: list[ConsolidationStep] = field(default_factory=list)
    kept: list[KeptNode] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None
    risk_now_usd_per_hour: float = 0.0
    risk_after_usd_per_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class Consolidation(Message):
    """One thing to do that stands on its own: it pays and leaves every pod with a place.

    Attributes
    ----------
    kind : ConsolidationKind
        What becomes of the nodes that go.
    removed_nodes : list[str]
        Names of the nodes that go.
    launched_nodes : list[str]
        Names of the nodes that come.
    savings_usd_per_hour : float
        Prices and expected interruptions together.
    disruption_cost_usd : float
        Once: of the pods that move.
    risk_usd_per_hour : float
        Change of what interruptions are expected to cost.
    pods_moved : int
        Pods that move.
    sentence : str
        The same for people.
    """

    kind: ConsolidationKind = ConsolidationKind.DELETE
    removed_nodes: list[str] = field(default_factory=list)
    launched_nodes: list[str] = field(default_factory=list)
    savings_usd_per_hour: float = 0.0
    disruption_cost_usd: float = 0.0
    risk_usd_per_hour: float = 0.0
    pods_moved: int = 0
    sentence: str = ""


@dataclass(slots=True, kw_only=True)
class ConsolidationStep(Message):
    """Steps are carried out in order.

    Attributes
    ----------
    action : ConsolidationAction
        What to do.
    node : str
        What is launched, waited for, drained, removed; of a move: where the pods come from.
    target_node : str
        Of a move.
    pods : list[Placement]
        Of a move.
    consolidation : int
        Index into `consolidations`.
    """

    action: ConsolidationAction = ConsolidationAction.LAUNCH
    node: str = ""
    target_node: str = ""
    pods: list[Placement] = field(default_factory=list)
    consolidation: int = 0


@dataclass(slots=True, kw_only=True)
class CoolingPolicy(Message):
    """How long pools cool.

    Attributes
    ----------
    first_seconds : float
        After the first failure. (0 to 1000000000)
    growth : float
        Times as long after each further one. (1 to 100)
    max_seconds : float
        At most. (0 to 1000000000)
    forget_seconds : float
        A pool that has not failed for so long since it stopped cooling begins anew. (0 to 1000000000)
    """

    first_seconds: float = 180.0
    growth: float = 2.0
    max_seconds: float = 3600.0
    forget_seconds: float = 3600.0


@dataclass(slots=True, kw_only=True)
class LaunchPolicy(Message):
    """Timeouts, backoffs, cool-downs, limits.

    Attributes
    ----------
    scale_timeout_seconds : float
        For the whole spot phase of an order; what is not granted by then is cancelled and asked for on-demand. (1
        to 86400)
    capacity_check_timeout_seconds : float
        From an attempt's start to its nodes being in service. Above scale_timeout_seconds. (1 to 86400)
    join_timeout_seconds : float
        From in service to Ready. (1 to 86400)
    max_failed_joins : int
        So many attempts in a row with nodes that do not join, and none that does: the order stops. (1 to 1000)
    retry_first_seconds : float
        After every candidate failed: until the next round, growing each time. (1 to 86400)
    retry_growth : float
        Times as long each time; of throttling too. (1 to 100)
    retry_max_seconds : float
        At most. (1 to 86400)
    retry_jitter : float
        Less a random share of it, up to this; of throttling too. (0 to 0.99)
    throttle_first_seconds : float
        After throttling: no call in the region for so long, growing each time. (0.001 to 86400)
    throttle_max_seconds : float
        At most. (0.001 to 86400)
    spot_cooling : CoolingPolicy
        Of spot pools.
    on_demand_cooling : CoolingPolicy | None
        Of on-demand pools; absent: 30 s at first, 600 s at most.
    max_nodes_in_flight : int
        Asked for and not in service, over all orders. (1 to 1000000)
    terminate_repeat_seconds : float
        An instance that was to end and is not seen gone: asked again after so long. (1 to 86400)
    event_memory_seconds : float
        So long an event is known when it comes again, and an attempt that ended when its nodes come late. (60 to
        86400)
    """

    scale_timeout_seconds: float = 60.0
    capacity_check_timeout_seconds: float = 180.0
    join_timeout_seconds: float = 300.0
    max_failed_joins: int = 3
    retry_first_seconds: float = 30.0
    retry_growth: float = 2.0
    retry_max_seconds: float = 600.0
    retry_jitter: float = 0.5
    throttle_first_seconds: float = 1.0
    throttle_max_seconds: float = 60.0
    spot_cooling: CoolingPolicy = field(default_factory=CoolingPolicy)
    on_demand_cooling: CoolingPolicy | None = None
    max_nodes_in_flight: int = 10000
    terminate_repeat_seconds: float = 300.0
    event_memory_seconds: float = 3600.0


@dataclass(slots=True, kw_only=True)
class LaunchRequest(Message):
    """Orders for capacity, what happened, and what is remembered.

    Attributes
    ----------
    now_unix_ms : int
        In ms since 1970 UTC; never before that of the state. (0 to 100000000000000)
    orders : list[LaunchOrder]
        All that stand.
    groups : list[LaunchGroup]
        That candidates name; each once.
    events : list[LaunchEvent]
        Since the last call, in any order; one that was told before does no harm.
    coolings : list[PoolCooling]
        As whichever decision last returned them.
    policy : LaunchPolicy
        Timeouts, backoffs, cool-downs, limits.
    state : LaunchState | None
        Of the last response.
    seed : int
        Of the jitter. Different in each of several callers of one cloud account.
    """

    now_unix_ms: int
    orders: list[LaunchOrder] = field(default_factory=list)
    groups: list[LaunchGroup] = field(default_factory=list)
    events: list[LaunchEvent] = field(default_factory=list)
    coolings: list[PoolCooling] = field(default_factory=list)
    policy: LaunchPolicy = field(default_factory=LaunchPolicy)
    state: LaunchState | None = None
    seed: int = 0


@dataclass(slots=True, kw_only=True)
class LaunchOrder(Message):
    """What is wanted, for as long as a request names it.

    Attributes
    ----------
    name : str
        Unique, and the same from call to call.
    nodes : int
        In all, those included that are there already. (0 to 1000000)
    candidates : list[LaunchCandidate]
        In the order in which to try them, as the mix gives it. Each pool and group once.
    priority : int
        The higher goes first where not all can be launched. (-1000000000 to 1000000000)
    replaces : list[ReplacedNode]
        Nodes that give way, in the order in which they may go.
    generation : int
        Raise it after mending what stopped the order: it begins anew. (1 to 1000000000000000)
    """

    name: str
    nodes: int = 1
    candidates: list[LaunchCandidate] = field(default_factory=list)
    priority: int = 0
    replaces: list[ReplacedNode] = field(default_factory=list)
    generation: int = 1


@dataclass(slots=True, kw_only=True)
class LaunchCandidate(Message):
    """A pool that an order may be launched from.

    Attributes
    ----------
    pool : Pool
        Type and capacity type must be stated.
    group : str
        The group through which it is launched; empty: directly.
    max_nodes : int | None
        Of the order's nodes at most so many from here; the next take the rest at the same time. Absent: all. (0 to
        1000000)
    """

    pool: Pool
    group: str = ""
    max_nodes: int | None = None


@dataclass(slots=True, kw_only=True)
class ReplacedNode(Message):
    """A node that gives way to the order's nodes.

    Attributes
    ----------
    name : str
        Unique in its order.
    end_is_certain : bool
        Under an interruption notice, say: it goes whatever comes.
    """

    name: str
    end_is_certain: bool = False


@dataclass(slots=True, kw_only=True)
class LaunchGroup(Message):
    """An Auto Scaling group, scale set or managed instance group.

    Attributes
    ----------
    name : str
        Unique.
    desired_nodes : int
        As it stands now; what earlier answers asked for is in it. (0 to 1000000)
    max_nodes : int
        What it can be raised to. (0 to 1000000)
    """

    name: str
    desired_nodes: int = 0
    max_nodes: int = 0


@dataclass(slots=True, kw_only=True)
class LaunchEvent(Message):
    """Something that happened. It counts once, by its id.

    Attributes
    ----------
    id : str
        The provider's, or one that is made of what happened.
    kind : LaunchEventKind
        What happened.
    at_unix_ms : int
        When, in ms since 1970 UTC; later than now counts as now. (0 to 100000000000000)
    attempt : str
        As the action named it, where known.
    group : str
        Where the attempt is not known, as in scaling activities.
    zone : str
        Where the attempt is not known.
    instances : list[str]
        The provider's ids. Of a failure: none.
    nodes : int | None
        Of a failure: how many came to nothing; absent: all still waited for. (1 to 1000000)
    provider : CloudProvider | None
        Of a failure: whose code it is; required with a code or a message.
    code : str
        As the provider spells it, such as InsufficientInstanceCapacity.
    message : str
        Read only where a code is shared or absent, and only for phrases known to be the provider's.
    """

    id: str
    kind: LaunchEventKind
    at_unix_ms: int
    attempt: str = ""
    group: str = ""
    zone: str = ""
    instances: list[str] = field(default_factory=list)
    nodes: int | None = None
    provider: CloudProvider | None = None
    code: str = ""
    message: str = ""


@dataclass(slots=True, kw_only=True)
class PoolCooling(Message):
    """What cools, until when, and how often in a row it has failed.

    Attributes
    ----------
    pool : Pool
        An empty instance type, region or zone stands for all of them.
    family : str
        Types of this family alone; the pool then names no type. Empty: no matter which.
    until_unix_ms : int
        From this moment on the pool may be tried again; ms since 1970 UTC. (0 to 100000000000000)
    last_failure_unix_ms : int
        The latest failure or loss that was told; ms since 1970 UTC. (0 to 100000000000000)
    consecutive_failures : int
        Incidents without a success between them. (1 to 1000)
    """

    pool: Pool
    family: str = ""
    until_unix_ms: int = 0
    last_failure_unix_ms: int = 0
    consecutive_failures: int = 1


@dataclass(slots=True, kw_only=True)
class TimeToService(Message):
    """How long launches took from the attempt's start to being in service.

    Attributes
    ----------
    count : int
        Nodes. (0 to 1000000000000000)
    total_ms : int
        In all. (0 to 1000000000000000)
    max_ms : int
        The longest. (0 to 1000000000000000)
    """

    count: int = 0
    total_ms: int = 0
    max_ms: int = 0


@dataclass(slots=True, kw_only=True)
class LaunchCounters(Message):
    """Everything that has happened since the state began.

    Attributes
    ----------
    attempts : int
        Launches asked for. (0 to 1000000000000000)
    nodes_requested : int
        By them. (0 to 1000000000000000)
    nodes_launched : int
        Granted, late ones included. (0 to 1000000000000000)
    nodes_not_launched : int
        Failed, or not granted in time. (0 to 1000000000000000)
    nodes_in_service : int
        That came into service. (0 to 1000000000000000)
    nodes_ready : int
        That became Ready. (0 to 1000000000000000)
    nodes_cancelled : int
        No longer wanted before they came. (0 to 1000000000000000)
    nodes_lost : int
        Ended by others than these answers. (0 to 1000000000000000)
    nodes_to_terminate : int
        Told to end, each once. (0 to 1000000000000000)
    failures : list[FailureCount]
        By class, ascending: nodes_not_launched, and nodes that came to nothing before they were Ready.
    fallbacks_to_on_demand : int
        Nodes asked for on-demand with spot passed over. (0 to 1000000000000000)
    rounds_failed : int
        Every candidate refused. (0 to 1000000000000000)
    retries : int
        Rounds begun after that. (0 to 1000000000000000)
    orders_placed : int
        Orders whose nodes were all Ready, each time that came about. (0 to 1000000000000000)
    orders_stopped : int
        By configuration, permission or failed joins. (0 to 1000000000000000)
    late_arrivals_kept : int
        Nodes of attempts that had ended. (0 to 1000000000000000)
    late_arrivals_ended : int
        As above, not needed. (0 to 1000000000000000)
    events_duplicate : int
        Told before. (0 to 1000000000000000)
    events_too_old : int
        Older than what is remembered. (0 to 1000000000000000)
    events_unmatched : int
        Of no attempt, and forgotten. (0 to 1000000000000000)
    spot_time_to_service : TimeToService
        Of spot.
    on_demand_time_to_service : TimeToService
        Of on-demand.
    """

    attempts: int = 0
    nodes_requested: int = 0
    nodes_launched: int = 0
    nodes_not_launched: int = 0
    nodes_in_service: int = 0
    nodes_ready: int = 0
    nodes_cancelled: int = 0
    nodes_lost: int = 0
    nodes_to_terminate: int = 0
    failures: list[FailureCount] = field(default_factory=list)
    fallbacks_to_on_demand: int = 0
    rounds_failed: int = 0
    retries: int = 0
    orders_placed: int = 0
    orders_stopped: int = 0
    late_arrivals_kept: int = 0
    late_arrivals_ended: int = 0
    events_duplicate: int = 0
    events_too_old: int = 0
    events_unmatched: int = 0
    spot_time_to_service: TimeToService = field(default_factory=TimeToService)
    on_demand_time_to_service: TimeToService = field(default_factory=TimeToService)


@dataclass(slots=True, kw_only=True)
class LaunchState(Message):
    """What is remembered from one call to the next. Opaque to callers: pass it back as it came.

    Attributes
    ----------
    version : int
        Of its form. (1 to 1000000000000000)
    as_of_unix_ms : int
        Of the call that made it. (0 to 100000000000000)
    attempts_begun : int
        Names of attempts count up. (0 to 1000000000000000)
    forgotten_until_unix_ms : int
        Events of that moment or before are too old. (-100000000000000 to 100000000000000)
    orders : list[LaunchOrderState]
        By name.
    attempts : list[LaunchAttempt]
        In the order in which they began.
    throttles : list[LaunchThrottle]
        By region.
    seen_events : list[SeenLaunchEvent]
        By id.
    unmatched_events : list[LaunchEvent]
        By time and id.
    counters : LaunchCounters
        Since the state began.
    """

    version: int = 1
    as_of_unix_ms: int = 0
    attempts_begun: int = 0
    forgotten_until_unix_ms: int = 0
    orders: list[LaunchOrderState] = field(default_factory=list)
    attempts: list[LaunchAttempt] = field(default_factory=list)
    throttles: list[LaunchThrottle] = field(default_factory=list)
    seen_events: list[SeenLaunchEvent] = field(default_factory=list)
    unmatched_events: list[LaunchEvent] = field(default_factory=list)
    counters: LaunchCounters = field(default_factory=LaunchCounters)


@dataclass(slots=True, kw_only=True)
class LaunchOrderState(Message):
    """What is remembered of an order.

    Attributes
    ----------
    name : str
        Its name.
    generation : int
        Its generation. (1 to 1000000000000000)
    spot_started_unix_ms : int | None
        Of this round's first spot attempt. (0 to 100000000000000)
    spot_over : bool
        On-demand alone, for the rest of the round.
    refused : list[RefusedPool]
        In this round, in the order in which it happened.
    failed_rounds : int
        In a row. (0 to 1000)
    retry_at_unix_ms : int | None
        The next round begins. (0 to 100000000000000)
    failed_joins : int
        Attempts in a row. (0 to 1000000000000000)
    stopped_by : RefusedPool | None
        What stopped it; absent: nothing.
    placed : bool
        All nodes were Ready.
    """

    name: str
    generation: int = 1
    spot_started_unix_ms: int | None = None
    spot_over: bool = False
    refused: list[RefusedPool] = field(default_factory=list)
    failed_rounds: int = 0
    retry_at_unix_ms: int | None = None
    failed_joins: int = 0
    stopped_by: RefusedPool | None = None
    placed: bool = False


@dataclass(slots=True, kw_only=True)
class RefusedPool(Message):
    """Why a candidate is not used now.

    Attributes
    ----------
    pool : Pool
        Which.
    group : str
        Through which group.
    failure : LaunchFailure
        The class.
    code : str
        The provider's; empty: none.
    message : str
        What the provider said.
    until_unix_ms : int | None
        It cools until then, in ms since 1970 UTC; absent: until the next round. (0 to 100000000000000)
    """

    pool: Pool
    group: str = ""
    failure: LaunchFailure
    code: str = ""
    message: str = ""
    until_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class LaunchAttempt(Message):
    """One launch that was asked for.

    Attributes
    ----------
    name : str
        As the action named it.
    order : str
        Empty: withdrawn.
    pool : Pool
        Where.
    group : str
        Through which group; empty: directly.
    started_unix_ms : int
        When, in ms since 1970 UTC. (0 to 100000000000000)
    launch_by_unix_ms : int
        What is not launched by then is cancelled. (0 to 100000000000000)
    in_service_by_unix_ms : int
        What is not in service by then is ended. (0 to 100000000000000)
    nodes : int
        Asked for. (0 to 1000000)
    waiting : int
        Of these: neither launched nor failed nor cancelled. (0 to 1000000)
    ended_unix_ms : int | None
        When the last of them was no longer waited for. (0 to 100000000000000)
    join_failed : bool
        A node of it did not join.
    instances : list[LaunchInstance]
        By name.
    """

    name: str
    order: str = ""
    pool: Pool
    group: str = ""
    started_unix_ms: int = 0
    launch_by_unix_ms: int = 0
    in_service_by_unix_ms: int = 0
    nodes: int = 0
    waiting: int = 0
    ended_unix_ms: int | None = None
    join_failed: bool = False
    instances: list[LaunchInstance] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class LaunchInstance(Message):
    """An instance of an attempt.

    Attributes
    ----------
    name : str
        The provider's id.
    stage : InstanceStage
        How far it has come.
    since_unix_ms : int
        Since when, in ms since 1970 UTC. (0 to 100000000000000)
    late : bool
        It came when its attempt had ended.
    """

    name: str
    stage: InstanceStage
    since_unix_ms: int = 0
    late: bool = False


@dataclass(slots=True, kw_only=True)
class LaunchThrottle(Message):
    """A region that takes no more calls.

    Attributes
    ----------
    region : str
        Which.
    until_unix_ms : int
        Until when, in ms since 1970 UTC. (0 to 100000000000000)
    consecutive_failures : int
        In a row. (0 to 1000)
    """

    region: str = ""
    until_unix_ms: int = 0
    consecutive_failures: int = 0


@dataclass(slots=True, kw_only=True)
class SeenLaunchEvent(Message):
    """An event that has counted.

    Attributes
    ----------
    id : str
        Its id.
    at_unix_ms : int
        Its time, in ms since 1970 UTC. (0 to 100000000000000)
    """

    id: str
    at_unix_ms: int = 0


@dataclass(slots=True, kw_only=True)
class FailureCount(Message):
    """Nodes that failed for one class of reasons.

    Attributes
    ----------
    failure : LaunchFailure
        The class.
    nodes : int
        How many. (0 to 1000000000000000)
    """

    failure: LaunchFailure
    nodes: int = 0


@dataclass(slots=True, kw_only=True)
class LaunchResponse(Message):
    """What to do, how each order stands, what is remembered.

    Attributes
    ----------
    feasible : bool
        false: an order has failed or is stopped.
    actions : list[LaunchAction]
        In this order.
    orders : list[LaunchOrderStatus]
        In the order of the request.
    coolings : list[PoolCooling]
        For the next call of any decision.
    counters : LaunchCounters
        Since the state began.
    reasons : list[Reason]
        Of the whole.
    state : LaunchState
        For the next call.
    call_again_at_unix_ms : int | None
        When time alone changes the answer, in ms since 1970 UTC; absent: never. (0 to 100000000000000)
    """

    feasible: bool = True
    actions: list[LaunchAction] = field(default_factory=list)
    orders: list[LaunchOrderStatus] = field(default_factory=list)
    coolings: list[PoolCooling] = field(default_factory=list)
    counters: LaunchCounters = field(default_factory=LaunchCounters)
    reasons: list[Reason] = field(default_factory=list)
    state: LaunchState = field(default_factory=LaunchState)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class LaunchAction(Message):
    """One step.

    Attributes
    ----------
    kind : LaunchActionKind
        What to do.
    attempt : str
        At most 64 characters; the client token of a launch.
    order : str
        Empty: it was withdrawn.
    pool : Pool
        Where.
    group : str
        Through which group; empty: directly.
    nodes : int
        How many. (0 to 1000000)
    instance : str
        Which to end.
    sentence : str
        In words.
    """

    kind: LaunchActionKind
    attempt: str = ""
    order: str = ""
    pool: Pool
    group: str = ""
    nodes: int = 0
    instance: str = ""
    sentence: str = ""


@dataclass(slots=True, kw_only=True)
class LaunchOrderStatus(Message):
    """How an order stands.

    Attributes
    ----------
    name : str
        Its name.
    phase : LaunchOrderPhase
        In one word.
    nodes : int
        Wanted. (0 to 1000000)
    ready_nodes : int
        Ready. (0 to 1000000)
    in_service_nodes : int
        Not Ready yet. (0 to 1000000)
    launched_nodes : int
        Not in service yet. (0 to 1000000)
    waiting_nodes : int
        Asked for, not launched yet. (0 to 1000000)
    missing_nodes : int
        Neither there nor asked for. (0 to 1000000)
    spot_nodes : int
        Of those ready, in service or launched. (0 to 1000000)
    on_demand_nodes : int
        As above. (0 to 1000000)
    refused : list[RefusedPool]
        Candidates that are not used now, in their order, and why.
    replaces : list[ReplacedNodeAdvice]
        Whether nodes that give way may be tainted, in the order of the request.
    retry_at_unix_ms : int | None
        Of failed and waiting orders, in ms since 1970 UTC. (0 to 100000000000000)
    reasons : list[Reason]
        Why.
    """

    name: str = ""
    phase: LaunchOrderPhase
    nodes: int = 0
    ready_nodes: int = 0
    in_service_nodes: int = 0
    launched_nodes: int = 0
    waiting_nodes: int = 0
    missing_nodes: int = 0
    spot_nodes: int = 0
    on_demand_nodes: int = 0
    refused: list[RefusedPool] = field(default_factory=list)
    replaces: list[ReplacedNodeAdvice] = field(default_factory=list)
    retry_at_unix_ms: int | None = None
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ReplacedNodeAdvice(Message):
    """Whether a node that gives way may already be kept from taking new pods.

    Attributes
    ----------
    name : str
        Which.
    taint : bool
        false: leave it as it is, its replacement is not ready.
    """

    name: str = ""
    taint: bool = False


@dataclass(slots=True, kw_only=True)
class ReturnSettings(Message):
    """When nodes return, and how many.

    Attributes
    ----------
    on_demand_base_count : int
        So many on-demand nodes stay. (0 to 1000000)
    max_returning_count : int
        So many on their way at once. (0 to 1000000)
    min_hold_seconds : float
        A pool must have been available for at least so long, in seconds. (0 to 1000000000)
    switch_minutes : float
        What a switch costs, the way back after a loss in it, in minutes of the on-demand price; for nodes that do
        not say. (0 to 1000000)
    saving_margin : float
        The expected saving must reach this multiple of the switch cost. (0 to 1000)
    horizon_hours : float
        No saving is expected of later than this, in hours. (0.01 to 100000)
    neighbor_hazard_factor : float
        The hazard is so many times what it is on average while all pools of the type and region that the request
        shows beside it are away, and so many times less while all are there. 1: they say nothing. (1 to 100)
    repeat_window_hours : float
        A pool that was lost so recently after a return counts against itself, in hours. (0 to 100000)
    repeat_factor : float
        For each such loss the hold and the saving that are asked for grow by this factor. (1 to 10)
    max_repeats : int
        At most so many such losses count. (0 to 10)
    """

    on_demand_base_count: int = 0
    max_returning_count: int = 1
    min_hold_seconds: float = 600.0
    switch_minutes: float = 60.0
    saving_margin: float = 1.75
    horizon_hours: float = 24.0
    neighbor_hazard_factor: float = 1.5
    repeat_window_hours: float = 1.0
    repeat_factor: float = 1.25
    max_repeats: int = 3


@dataclass(slots=True, kw_only=True)
class ReturnToSpotRequest(Message):
    """On-demand nodes, and the spot pools that they may return to.

    Attributes
    ----------
    now_unix_ms : int
        The moment of asking. (0 to 100000000000000)
    pools : list[ReturnPool]
        Spot pools, each once.
    nodes : list[ReturnNode]
        All on-demand nodes, so that the base can be kept; each name once.
    settings : ReturnSettings
        When nodes return, and how many.
    state : ReturnState | None
        Of the previous response; absent: pools are well only as long as they say.
    """

    now_unix_ms: int
    pools: list[ReturnPool] = field(default_factory=list)
    nodes: list[ReturnNode] = field(default_factory=list)
    settings: ReturnSettings = field(default_factory=ReturnSettings)
    state: ReturnState | None = None


@dataclass(slots=True, kw_only=True)
class ReturnPool(Message):
    """A spot pool to which nodes may return, as seen now.

    Attributes
    ----------
    pool : Pool
        Which pool; its capacity type is spot.
    price_usd_per_hour : float
        What a node costs, in USD per hour. (0 to 1000000)
    available : bool
        Launches there would succeed, as far as is known.
    available_since_unix_ms : int | None
        Since when, if known better than by the calls so far. (0 to 100000000000000)
    cooling_until_unix_ms : int | None
        Takes nothing before this moment. (0 to 100000000000000)
    available_count : int | None
        How many more can be had; absent: no known limit. (0 to 1000000)
    hazards : list[HazardAtAge]
        Of estimate_risk, by age, ascending from 0; empty: what published traces show.
    """

    pool: Pool
    price_usd_per_hour: float = 0.0
    available: bool = False
    available_since_unix_ms: int | None = None
    cooling_until_unix_ms: int | None = None
    available_count: int | None = None
    hazards: list[HazardAtAge] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class HazardAtAge(Message):
    """The hazard of instances from an age on, up to that of the next entry.

    Attributes
    ----------
    from_age_seconds : float
        From this age on, in seconds. (0 to 1000000000)
    interruptions_per_instance_hour : float
        Interruptions of one instance in an hour. (0 to 1000000)
    """

    from_age_seconds: float = 0.0
    interruptions_per_instance_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class ReturnNode(Message):
    """A node that runs on on-demand.

    Attributes
    ----------
    name : str
        Its name.
    instance_type : str
        Its instance type.
    region : str
        Its region.
    price_usd_per_hour : float
        What it costs, in USD per hour. (0 to 1000000)
    switch_cost_usd : float | None
        What moving its work costs, in USD; absent: by the settings' switch_minutes. (0 to 1000000)
    pools : list[Pool]
        Where it may go; empty: to every pool of its instance type and region.
    returning : bool
        On its way already: its spot replacement is being launched.
    keep : bool
        Never moved: it counts towards the base.
    """

    name: str
    instance_type: str
    region: str
    price_usd_per_hour: float = 0.0
    switch_cost_usd: float | None = None
    pools: list[Pool] = field(default_factory=list)
    returning: bool = False
    keep: bool = False


@dataclass(slots=True, kw_only=True)
class ReturnState(Message):
    """What was seen of the pools. Pass it back as it came.

    Attributes
    ----------
    version : int
        Of this struct's meaning; accepted: 1.
    seen_at_unix_ms : int
        When it was given out. (0 to 100000000000000)
    pools : list[ReturnPoolState]
        Each pool, ascending.
    """

    version: int = 1
    seen_at_unix_ms: int = 0
    pools: list[ReturnPoolState] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ReturnPoolState(Message):
    """What was seen of a pool.

    Attributes
    ----------
    pool : Pool
        Which pool.
    available : bool
        Whether it was available when last seen.
    since_unix_ms : int
        Since when. (0 to 100000000000000)
    seen_at_unix_ms : int
        When it was last seen. (0 to 100000000000000)
    returned_unix_ms : int | None
        The last return to it since it came back. (0 to 100000000000000)
    failed_returns_unix_ms : list[int]
        When it was lost after a return, ascending. (0 to 100000000000000)
    """

    pool: Pool
    available: bool = False
    since_unix_ms: int = 0
    seen_at_unix_ms: int = 0
    returned_unix_ms: int | None = None
    failed_returns_unix_ms: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ReturnToSpotResponse(Message):
    """Which nodes return to spot now.

    Attributes
    ----------
    feasible : bool
        false: nodes could return, and none has a pool that it may ever go to.
    moves : list[ReturnMove]
        In the order in which to begin them: the greatest net saving first.
    kept : list[StayingNode]
        The nodes that stay, in the order of the request.
    pools : list[ReturnPoolReport]
        The pools, in the order of the request.
    on_demand_after_count : int
        On-demand nodes that are left once all that are on their way have gone.
    state : ReturnState
        For the next request.
    reasons : list[Reason]
        Why.
    call_again_at_unix_ms : int | None
        The first moment at which the answer may change without an event; absent: not by time alone.
    """

    feasible: bool = True
    moves: list[ReturnMove] = field(default_factory=list)
    kept: list[StayingNode] = field(default_factory=list)
    pools: list[ReturnPoolReport] = field(default_factory=list)
    on_demand_after_count: int = 0
    state: ReturnState = field(default_factory=ReturnState)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class ReturnMove(Message):
    """A node to return: launch the replacement first, then drain.

    Attributes
    ----------
    node : str
        The node.
    pool : Pool
        Where its replacement is launched.
    saving_usd_per_hour : float
        While it lives, in USD per hour.
    expected_life_hours : float
        Of the new node, not beyond the horizon, in hours.
    expected_saving_usd : float
        Of the move, its cost not taken off, in USD.
    switch_cost_usd : float
        What it costs, in USD.
    """

    node: str = ""
    pool: Pool
    saving_usd_per_hour: float = 0.0
    expected_life_hours: float = 0.0
    expected_saving_usd: float = 0.0
    switch_cost_usd: float = 0.0


@dataclass(slots=True, kw_only=True)
class StayingNode(Message):
    """A node that stays where it is, and why.

    Attributes
    ----------
    node : str
        The node.
    ready_at_unix_ms : int | None
        When it may return if all stays as it is; absent: not by time alone.
    reasons : list[Reason]
        Why.
    """

    node: str = ""
    ready_at_unix_ms: int | None = None
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ReturnPoolReport(Message):
    """How a pool is judged.

    Attributes
    ----------
    pool : Pool
        Which pool.
    well : bool
        Available, not cooling, and for long enough.
    available_seconds : float
        For how long it has been available, in seconds.
    hold_seconds : float
        How long that must be, in seconds.
    expected_life_hours : float
        Of a node there, not beyond the horizon, in hours; 0 while the pool is away.
    neighbors_away_share : float
        Of the other pools of its type and region in the request, 0 to 1.
    failed_returns : int
        Returns that count against it.
    """

    pool: Pool
    well: bool = False
    available_seconds: float = 0.0
    hold_seconds: float = 0.0
    expected_life_hours: float = 0.0
    neighbors_away_share: float = 0.0
    failed_returns: int = 0


@dataclass(slots=True, kw_only=True)
class MeetDeadlineRequest(Message):
    """A job with work left and a deadline, and where it could run.

    Attributes
    ----------
    now_unix_ms : int
        The moment of asking. (0 to 100000000000000)
    deadline_unix_ms : int
        When the work must be done. (0 to 100000000000000)
    work_left_seconds : float
        Work left, in seconds of a running instance, if nothing is lost. All instances work alike. (0 to 1000000000)
    restart_overhead_seconds : float
        From a launch to the first work, in seconds: boot, pull, read the checkpoint. Paid. (0 to 1000000000)
    checkpoint_interval_seconds : float
        At most so much work is lost with an instance, in seconds; 0: none. A move that is decided here loses none:
        the job saves first. (0 to 1000000000)
    decision_interval_seconds : float
        The longest time until the next call, in seconds. (1 to 1000000000)
    zones : list[DeadlineZone]
        Spot pools, each once; empty: there is no spot.
    on_demand : DeadlineOnDemand | None
        Absent: there is none, and no promise.
    running : DeadlineRun | None
        Absent: the job has no instance.
    state : DeadlineState | None
        Of the previous response; what it has counted is not counted again.
    """

    now_unix_ms: int
    deadline_unix_ms: int
    work_left_seconds: float = 0.0
    restart_overhead_seconds: float = 0.0
    checkpoint_interval_seconds: float = 0.0
    decision_interval_seconds: float = 300.0
    zones: list[DeadlineZone] = field(default_factory=list)
    on_demand: DeadlineOnDemand | None = None
    running: DeadlineRun | None = None
    state: DeadlineState | None = None


@dataclass(slots=True, kw_only=True)
class DeadlineZone(Message):
    """A spot pool that the job can run in, as seen now and before.

    Attributes
    ----------
    pool : Pool
        Which pool; its capacity type is spot.
    price_usd_per_hour : float
        What an instance costs, in USD per hour. (0 to 1000000)
    available : bool
        Whether an instance can be had, or the job's own runs, at this moment.
    ticks : list[CapacityTick]
        What was seen of it before now, ascending; up_count 0: not available. What the state has counted is left
        out.
    interruptions_per_instance_hour : float | None
        Of old instances, when known: what is believed of the pool before anything of it is seen. (0 to 1000000)
    """

    pool: Pool
    price_usd_per_hour: float = 0.0
    available: bool = False
    ticks: list[CapacityTick] = field(default_factory=list)
    interruptions_per_instance_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class DeadlineOnDemand(Message):
    """On-demand capacity that is there whenever it is asked for.

    Attributes
    ----------
    pool : Pool
        Which pool; its capacity type is on_demand.
    price_usd_per_hour : float
        What an instance costs, in USD per hour; more than nothing. (1e-06 to 1000000)
    """

    pool: Pool
    price_usd_per_hour: float


@dataclass(slots=True, kw_only=True)
class DeadlineRun(Message):
    """The instance that the job has now.

    Attributes
    ----------
    pool : Pool
        One of the zones, or on-demand.
    restart_left_seconds : float
        Until it does work, in seconds; 0: it works. (0 to 1000000000)
    unsaved_work_seconds : float
        Work done since the last checkpoint, in seconds: lost with a spot instance. (0 to 1000000000)
    """

    pool: Pool
    restart_left_seconds: float = 0.0
    unsaved_work_seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class RunCounts(Message):
    """How long a pool stays as it is, by how long it has been so.

    Attributes
    ----------
    hours : list[float]
        For each age band, the time seen at that age. (0 to 1000000000)
    ends : list[float]
        For each age band, the ends seen at that age. (0 to 1000000000)
    """

    hours: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class DeadlineState(Message):
    """What was learnt of the zones. Pass it back as it came; it may be passed from one job to the next.

    Attributes
    ----------
    version : int
        Of this struct's meaning; accepted: 1.
    counted_until_unix_ms : int
        What was seen up to this moment is in the counts. (0 to 100000000000000)
    zones : list[DeadlineZoneState]
        Each zone, ascending.
    none_available : bool
        Whether none of the zones of the last request was available.
    none_since_unix_ms : int | None
        Since when that is so or not; absent: it had no zones. (0 to 100000000000000)
    none_up : RunCounts
        How long it lasts that none is available.
    losses : float
        How often a zone went away. (0 to 1000000000)
    losses_covered : float
        Of these, how often another zone was there. (0 to 1000000000)
    """

    version: int = 1
    counted_until_unix_ms: int = 0
    zones: list[DeadlineZoneState] = field(default_factory=list)
    none_available: bool = False
    none_since_unix_ms: int | None = None
    none_up: RunCounts = field(default_factory=RunCounts)
    losses: float = 0.0
    losses_covered: float = 0.0


@dataclass(slots=True, kw_only=True)
class DeadlineZoneState(Message):
    """What was learnt of a zone.

    Attributes
    ----------
    pool : Pool
        Which zone.
    available : bool
        Whether it was available when last seen.
    since_unix_ms : int
        Since when it has been so, as far as was seen. (0 to 100000000000000)
    seen_at_unix_ms : int
        When it was last seen. (0 to 100000000000000)
    up : RunCounts
        How long it stays.
    """

    pool: Pool
    available: bool = False
    since_unix_ms: int = 0
    seen_at_unix_ms: int = 0
    up: RunCounts = field(default_factory=RunCounts)


@dataclass(slots=True, kw_only=True)
class MeetDeadlineResponse(Message):
    """Where the job runs until the next call.

    Attributes
    ----------
    feasible : bool
        false: no action is sure to end in time. The one that may, or that ends earliest, is given.
    action : DeadlineAction
        What to do.
    pool : Pool | None
        Where to run; absent for wait and done.
    keeps_instance : bool
        The job stays on the instance that it has.
    options : list[DeadlineOption]
        What was weighed: spot in the best zone, on-demand, waiting.
    expected_cost_usd : float
        From now to the end, by what was learnt, in USD.
    on_demand_cost_usd : float
        If the job ran on on-demand alone from now on, in USD.
    slack_seconds : float
        Time until the deadline less the work left and, unless it runs there, a restart on on-demand.
    latest_on_demand_start_unix_ms : int | None
        When a job that is not on on-demand must start there at last; absent where it is, or there is none.
    state : DeadlineState
        For the next request.
    reasons : list[Reason]
        Why.
    call_again_at_unix_ms : int | None
        When to ask again, at the latest, and whenever spot comes or goes; absent: nothing is left to decide.
    """

    feasible: bool = True
    action: DeadlineAction
    pool: Pool | None = None
    keeps_instance: bool = False
    options: list[DeadlineOption] = field(default_factory=list)
    expected_cost_usd: float = 0.0
    on_demand_cost_usd: float = 0.0
    slack_seconds: float = 0.0
    latest_on_demand_start_unix_ms: int | None = None
    state: DeadlineState = field(default_factory=DeadlineState)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class DeadlineOption(Message):
    """What is expected of an action now, if the best is done after it.

    Attributes
    ----------
    action : DeadlineAction
        Which action.
    pool : Pool | None
        Where; absent for waiting.
    keeps_deadline : bool
        Whatever spot does until the next call.
    expected_cost_usd : float | None
        From now to the end, in USD; absent if the deadline is not kept.
    """

    action: DeadlineAction
    pool: Pool | None = None
    keeps_deadline: bool = True
    expected_cost_usd: float | None = None


@dataclass(slots=True, kw_only=True)
class RebalancePolicy(Message):
    """What to do about rebalance recommendations.

    Attributes
    ----------
    mode : RebalanceMode
        How far to go.
    interruption_probability : float | None
        Instead of what was learned. 0 to 1. (0 to 1)
    prior_followed : float
        Beta prior of P(interruption | recommendation): recommendations that were followed by an interruption.
        (0.001 to 1000000)
    prior_not_followed : float
        And those that were not. 1 and 1: any probability is as likely. (0.001 to 1000000)
    half_life_hours : float
        After this time what was learned counts half. (0.001 to 1000000)
    signal_horizon_seconds : int
        An interruption within it follows from the recommendation. (0 to 1000000000)
    shortage_cost_usd_per_node_hour : float | None
        Of a node that is missing. Absent: 20 times its on-demand price. (0 to 1000000000)
    max_concurrent_share : float
        Of all nodes, rounded up, at least 1: replaced at once. (0 to 1)
    max_concurrent_nodes : int | None
        As above; the lesser holds. (0 to 1000000)
    max_nodes_per_hour : int | None
        Begun in any hour. Absent: any number. (0 to 1000000)
    min_node_age_seconds : int
        Younger nodes are only reported: no thrash. (0 to 1000000000)
    """

    mode: RebalanceMode = RebalanceMode.REPORT
    interruption_probability: float | None = None
    prior_followed: float = 1.0
    prior_not_followed: float = 1.0
    half_life_hours: float = 720.0
    signal_horizon_seconds: int = 1800
    shortage_cost_usd_per_node_hour: float | None = None
    max_concurrent_share: float = 0.25
    max_concurrent_nodes: int | None = None
    max_nodes_per_hour: int | None = None
    min_node_age_seconds: int = 600


@dataclass(slots=True, kw_only=True)
class RespondPolicy(Message):
    """How events are answered.

    Attributes
    ----------
    replacement : ReplacementSource
        Where replacements are launched.
    spread_zones : bool
        In the healthy zone with the fewest nodes, there the first offer; false: the first offer in any healthy
        zone.
    boot_seconds : int
        From launch to ready. (0 to 1000000000)
    replacement_timeout_seconds : int
        A replacement that is not ready by then is not waited for: a node that need not go is un-cordoned. (0 to
        1000000000)
    replace_vanished : bool
        Spot nodes too that are no longer listed, without an event and without draining.
    aws_notice_seconds : int
        Of AWS, where an event does not say when the end is. (0 to 1000000000)
    azure_notice_seconds : int
        Of Azure. (0 to 1000000000)
    gcp_notice_seconds : int
        Of Google Cloud. (0 to 1000000000)
    notice_drain_seconds : int
        Of a node under notice: the last so many seconds, or what is left. (0 to 1000000000)
    detach_seconds : int
        Of these the last are kept for detaching. (0 to 1000000000)
    voluntary_drain_seconds : int
        Of others. Failing: un-cordon, keep, tell. (0 to 1000000000)
    default_grace_seconds : int
        Of pods whose workload does not say how long they take to stop. (0 to 1000000000)
    hold_pods : bool
        Under notice: pods serve until their replacement is ready, or the last moment at which they can still stop
        in peace. false: they are evicted at once.
    pool_loss_notices : int
        So many notices in a pool within the window: the whole pool is lost. (2 to 1000000)
    pool_loss_window_seconds : int
        In which losses are losses in common. (0 to 1000000000)
    zone_loss_share : float
        A zone that loses this share of its nodes, two or more, within the window cools. (0 to 1)
    cooling : CoolingPolicy
        Of pools and zones that lost nodes, and of pools whose launches failed.
    suspension_min_pools : int
        All spot pools, so many or more, in two zones or more, gone within the window without any notice: a
        suspension. (2 to 1000000)
    not_ready_seconds : int
        A node that is silent for longer is replaced. (0 to 1000000000)
    max_freeze_seconds : float
        A longer freeze is left by its pods. (0 to 1000000000)
    rebalance : RebalancePolicy
        What to do about rebalance recommendations.
    quiet_windows : list[TimeSpan]
        Certificate rotation: nothing is moved in them of one's own accord.
    proven_seconds : int
        Before the others of its capacity type goes a pool that has a ready node this old: most capacity that is
        taken back has only just come. 0: no matter. (0 to 1000000000)
    """

    replacement: ReplacementSource = ReplacementSource.MIX
    spread_zones: bool = True
    boot_seconds: int = 180
    replacement_timeout_seconds: int = 600
    replace_vanished: bool = True
    aws_notice_seconds: int = 120
    azure_notice_seconds: int = 30
    gcp_notice_seconds: int = 30
    notice_drain_seconds: int = 90
    detach_seconds: int = 5
    voluntary_drain_seconds: int = 300
    default_grace_seconds: int = 30
    hold_pods: bool = True
    pool_loss_notices: int = 2
    pool_loss_window_seconds: int = 180
    zone_loss_share: float = 0.5
    cooling: CoolingPolicy = field(default_factory=CoolingPolicy)
    suspension_min_pools: int = 3
    not_ready_seconds: int = 300
    max_freeze_seconds: float = 30.0
    rebalance: RebalancePolicy = field(default_factory=RebalancePolicy)
    quiet_windows: list[TimeSpan] = field(default_factory=list)
    proven_seconds: int = 600


@dataclass(slots=True, kw_only=True)
class RespondRequest(Message):
    """What to do about events.

    Attributes
    ----------
    now_unix_ms : int
        The present; ms since 1970 UTC. (0 to 1000000000000000)
    events : list[InterruptionEvent]
        Since the last call; in any order.
    nodes : list[Node]
        All that are seen now, launching ones included.
    workloads : list[Workload]
        What runs on the nodes, at least.
    budgets : list[DisruptionBudget]
        Disruption budgets of workloads.
    offers : list[Offer]
        Where replacements may be launched, the best first. Each pool once.
    quotas : list[VcpuQuota]
        Of vCPUs; what runs counts.
    replacements : list[ReplacementReport]
        What became of launches.
    coolings : list[PoolCooling]
        As whichever decision last returned them.
    subscription_checked_unix_ms : int | None
        When somebody found the subscription in order: ends a suspension that was recognised before; ms since 1970
        UTC. (0 to 1000000000000000)
    policy : RespondPolicy
        How events are answered.
    state : RespondState | None
        Of the last response.
    """

    now_unix_ms: int = 0
    events: list[InterruptionEvent] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    workloads: list[Workload] = field(default_factory=list)
    budgets: list[DisruptionBudget] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    quotas: list[VcpuQuota] = field(default_factory=list)
    replacements: list[ReplacementReport] = field(default_factory=list)
    coolings: list[PoolCooling] = field(default_factory=list)
    subscription_checked_unix_ms: int | None = None
    policy: RespondPolicy = field(default_factory=RespondPolicy)
    state: RespondState | None = None


@dataclass(slots=True, kw_only=True)
class InterruptionEvent(Message):
    """One event about one machine. An id that comes twice for a machine is one event.

    Attributes
    ----------
    id : str
        EventBridge's `id`, Azure's EventId.
    kind : InterruptionKind
        What it says.
    node : str
        Name of the node; or empty, and instance_id is stated.
    instance_id : str
        The provider's id of the machine: a node's instance_id, or its name.
    at_unix_ms : int
        When it was said; ms since 1970 UTC. (0 to 1000000000000000)
    ends_unix_ms : int | None
        When the machine ends, or its trouble begins. Absent: at_unix_ms and the provider's notice; ms since 1970
        UTC. (0 to 1000000000000000)
    provider : CloudProvider | None
        Absent: AWS; of scheduled events Azure.
    outcome : InterruptionOutcome | None
        Of a notice.
    scheduled : ScheduledEventType | None
        Of a scheduled event.
    instance_state : InstanceState | None
        Of a state change.
    duration_seconds : float | None
        Of a scheduled event: how long it takes; absent: unknown. (0 to 1000000000)
    started : bool
        A scheduled event that goes on already.
    by_owner : bool
        Asked for by the machine's owner (Azure: EventSource User).
    """

    id: str
    kind: InterruptionKind
    node: str = ""
    instance_id: str = ""
    at_unix_ms: int = 0
    ends_unix_ms: int | None = None
    provider: CloudProvider | None = None
    outcome: InterruptionOutcome | None = None
    scheduled: ScheduledEventType | None = None
    instance_state: InstanceState | None = None
    duration_seconds: float | None = None
    started: bool = False
    by_owner: bool = False


@dataclass(slots=True, kw_only=True)
class ReplacementReport(Message):
    """What became of a launch that a response asked for. Told once or often.

    Attributes
    ----------
    launch_id : str
        Of the action that asked for it.
    outcome : ReplacementOutcome
        What became of it.
    node : str
        Its name, once known. Listed as ready among the nodes, it is ready.
    """

    launch_id: str
    outcome: ReplacementOutcome
    node: str = ""


@dataclass(slots=True, kw_only=True)
class RespondState(Message):
    """What is remembered from one call to the next. Opaque: pass it back as it came.

    Attributes
    ----------
    version : int
        Of its layout.
    seen : list[SeenEvent]
        By id and machine, ascending.
    cases : list[NodeCase]
        By node, ascending.
    signals : list[SignalRecord]
        By pool, ascending.
    losses : list[RecentLoss]
        Of the last window, by time and node.
    known : list[KnownPool]
        By pool, ascending. Nodes that left by their owner's will are not in it.
    moves_unix_ms : list[int]
        Recommendations acted on in the last hour, ascending; ms since 1970 UTC. (0 to 1000000000000000)
    suspended_unix_ms : int | None
        Since when the subscription seems suspended; ms since 1970 UTC. (0 to 1000000000000000)
    """

    version: int = 1
    seen: list[SeenEvent] = field(default_factory=list)
    cases: list[NodeCase] = field(default_factory=list)
    signals: list[SignalRecord] = field(default_factory=list)
    losses: list[RecentLoss] = field(default_factory=list)
    known: list[KnownPool] = field(default_factory=list)
    moves_unix_ms: list[int] = field(default_factory=list)
    suspended_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class SeenEvent(Message):
    """An event that was heard.

    Attributes
    ----------
    id : str
        Its id.
    machine : str
        As the event named it.
    forget_at_unix_ms : int
        When it is too old to come again; ms since 1970 UTC. (0 to 1000000000000000)
    """

    id: str
    machine: str
    forget_at_unix_ms: int = 0


@dataclass(slots=True, kw_only=True)
class NodeCase(Message):
    """A node that something was said about.

    Attributes
    ----------
    node : str
        Its name.
    pool : Pool
        Its pool.
    kind : InterruptionKind
        What it is treated as.
    phase : CasePhase
        How far it has come.
    certain : bool
        Its end is.
    suspected : bool
        Part of a pool that is treated as lost.
    held : bool
        Its pods were told to wait for the replacement.
    planned_end_unix_ms : int | None
        The end that its drain was planned for; ms since 1970 UTC. (0 to 1000000000000000)
    since_unix_ms : int
        First event; ms since 1970 UTC. (0 to 1000000000000000)
    phase_unix_ms : int
        Begin of the phase; ms since 1970 UTC. (0 to 1000000000000000)
    ends_unix_ms : int | None
        When it ends; ms since 1970 UTC. (0 to 1000000000000000)
    signal_unix_ms : int | None
        Of a rebalance recommendation whose outcome is not known yet; ms since 1970 UTC. (0 to 1000000000000000)
    cordoned : bool
        By us.
    returns : bool
        It comes back: reboot, redeploy, freeze.
    returns_in_seconds : float
        After ends_unix_ms; 0: unknown. (0 to 1000000000)
    event_id : str
        To acknowledge.
    instance_id : str
        Of the machine.
    group : str
        Its group.
    running : list[RunningPods]
        There, when last seen.
    wants_replacement : bool
        One is wanted.
    launches : int
        Asked for so far. (0 to 1000000000)
    launch_id : str
        Of the last.
    launch_pool : Pool | None
        Where the last launch went.
    launch_count : int
        Its nodes. (0 to 1000)
    launched_unix_ms : int
        When it was asked for; ms since 1970 UTC. (0 to 1000000000000000)
    outcome : ReplacementOutcome | None
        Absent: no launch is out.
    replacement_node : str
        Its name, once known.
    """

    node: str
    pool: Pool
    kind: InterruptionKind
    phase: CasePhase = CasePhase.WATCHING
    certain: bool = False
    suspected: bool = False
    held: bool = False
    planned_end_unix_ms: int | None = None
    since_unix_ms: int = 0
    phase_unix_ms: int = 0
    ends_unix_ms: int | None = None
    signal_unix_ms: int | None = None
    cordoned: bool = False
    returns: bool = False
    returns_in_seconds: float = 0.0
    event_id: str = ""
    instance_id: str = ""
    group: str = ""
    running: list[RunningPods] = field(default_factory=list)
    wants_replacement: bool = False
    launches: int = 0
    launch_id: str = ""
    launch_pool: Pool | None = None
    launch_count: int = 0
    launched_unix_ms: int = 0
    outcome: ReplacementOutcome | None = None
    replacement_node: str = ""


@dataclass(slots=True, kw_only=True)
class SignalRecord(Message):
    """What recommendations were worth in a pool: decayed counts of incidents, not of nodes, as a pool dies as a block.

    Attributes
    ----------
    pool : Pool
        Which.
    followed : float
        Incidents that an interruption followed. (0 to 1000000000)
    not_followed : float
        Incidents that none followed. (0 to 1000000000)
    as_of_unix_ms : int
        The moment to which the counts are decayed; ms since 1970 UTC. (0 to 1000000000000000)
    open_unix_ms : int | None
        First recommendation of an incident whose outcome is not known yet; ms since 1970 UTC. (0 to
        1000000000000000)
    """

    pool: Pool
    followed: float = 0.0
    not_followed: float = 0.0
    as_of_unix_ms: int = 0
    open_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class RecentLoss(Message):
    """A loss or the notice of one, for losses in common.

    Attributes
    ----------
    pool : Pool
        Of the node.
    node : str
        Its name.
    at_unix_ms : int
        When; ms since 1970 UTC. (0 to 1000000000000000)
    announced : bool
        By a notice.
    """

    pool: Pool
    node: str
    at_unix_ms: int = 0
    announced: bool = False


@dataclass(slots=True, kw_only=True)
class KnownPool(Message):
    """The spot nodes of a pool at the last call.

    Attributes
    ----------
    pool : Pool
        Which.
    nodes : list[str]
        Ascending.
    """

    pool: Pool
    nodes: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RespondResponse(Message):
    """What to do, in order, and what will not make it in time.

    Attributes
    ----------
    feasible : bool
        false: a node that is lost gets no replacement now.
    actions : list[NodeAction]
        In this order; each asked for once.
    shortfalls : list[Shortfall]
        What will not make it in time.
    signals : list[SignalEstimate]
        All pools together first, then by pool.
    coolings : list[PoolCooling]
        For the next call of any decision: pools and zones that lost nodes among them.
    suspended : bool
        The subscription seems suspended: nothing is launched, on-demand is left as it is.
    reasons : list[Reason]
        Why.
    state : RespondState
        For the next call.
    call_again_at_unix_ms : int | None
        When time alone may change the answer; absent: never; ms since 1970 UTC.
    """

    feasible: bool = True
    actions: list[NodeAction] = field(default_factory=list)
    shortfalls: list[Shortfall] = field(default_factory=list)
    signals: list[SignalEstimate] = field(default_factory=list)
    coolings: list[PoolCooling] = field(default_factory=list)
    suspended: bool = False
    reasons: list[Reason] = field(default_factory=list)
    state: RespondState = field(default_factory=RespondState)
    call_again_at_unix_ms: int | None = None


@dataclass(slots=True, kw_only=True)
class NodeAction(Message):
    """One thing to do.

    Attributes
    ----------
    kind : NodeActionKind
        What.
    node : str
        About which; of kLaunch: which is replaced.
    instance_id : str
        Of the node, where known.
    begin_unix_ms : int
        Not before; ms since 1970 UTC.
    deadline_unix_ms : int | None
        To be done by then. Never after the end of the machine; ms since 1970 UTC.
    voluntary : bool
        Could be left undone; keeps budgets.
    launch_id : str
        Of kLaunch.
    pool : Pool | None
        Of kLaunch.
    count : int
        Of kLaunch: how many that it takes to hold what runs there.
    group : str
        Of the node.
    event_id : str
        Of kComplete.
    pods : list[PodsToEvict]
        Of kDrain.
    sentence : str
        The same for people.
    """

    kind: NodeActionKind
    node: str = ""
    instance_id: str = ""
    begin_unix_ms: int = 0
    deadline_unix_ms: int | None = None
    voluntary: bool = False
    launch_id: str = ""
    pool: Pool | None = None
    count: int = 0
    group: str = ""
    event_id: str = ""
    pods: list[PodsToEvict] = field(default_factory=list)
    sentence: str = ""


@dataclass(slots=True, kw_only=True)
class PodsToEvict(Message):
    """Pods of a workload to be evicted, in the order in which to do it.

    Attributes
    ----------
    workload : str
        Its name.
    namespace : str
        Its namespace.
    replicas : int
        How many.
    evict_at_unix_ms : int
        When to evict them; ms since 1970 UTC.
    grace_seconds : int
        To stop in; less than they ask for where time does not suffice.
    ignore_budget : bool
        Their disruption budget does not allow it, and the node ends all the same.
    """

    workload: str = ""
    namespace: str = "default"
    replicas: int = 0
    evict_at_unix_ms: int = 0
    grace_seconds: int = 0
    ignore_budget: bool = False


@dataclass(slots=True, kw_only=True)
class Shortfall(Message):
    """What will not make it in time.

    Attributes
    ----------
    kind : ShortfallKind
        Which of these.
    node : str
        The node that ends.
    workload : str
        Of kPodsTooSlow.
    namespace : str
        Its namespace.
    replicas : int
        How many.
    seconds : float
        That are missing.
    sentence : str
        The same for people.
    """

    kind: ShortfallKind
    node: str = ""
    workload: str = ""
    namespace: str = ""
    replicas: int = 0
    seconds: float = 0.0
    sentence: str = ""


@dataclass(slots=True, kw_only=True)
class SignalEstimate(Message):
    """How likely an interruption follows a recommendation, and on what that rests.

    Attributes
    ----------
    pool_name : str
        Empty: of all pools together.
    probability : float
        Of an interruption.
    followed : float
        Incidents, decayed, that an interruption followed.
    not_followed : float
        Incidents, decayed, that none followed.
    """

    pool_name: str = ""
    probability: float = 0.0
    followed: float = 0.0
    not_followed: float = 0.0


@dataclass(slots=True, kw_only=True)
class DisruptionPolicy(Message):
    """How much may be touched.

    Attributes
    ----------
    replace_nodes : bool
        false: only add what is missing; nothing that runs is touched.
    min_savings_share : float
        Replace only when that saves at least this share of what keeping every node costs. (0 to 1)
    move_system_critical : bool
        Whether nodes with system-critical pods may be drained.
    max_draining_share : float
        Nodes drained at once, as a share of all nodes, rounded up; at least 1. (0 to 1)
    """

    replace_nodes: bool = True
    min_savings_share: float = 0.05
    move_system_critical: bool = False
    max_draining_share: float = 0.1


@dataclass(slots=True, kw_only=True)
class DemandPolicy(Message):
    """Which workloads follow a demand, and how far ahead that is looked at.

    Attributes
    ----------
    rules : list[DemandRule]
        At most one of each workload.
    quantile : float
        Of demand: that is to be met. (0.5 to 0.999)
    boot_seconds : int
        From launch to ready. (0 to 86400)
    plan_every_seconds : int
        Until the next plan, this one must hold. (1 to 604800)
    step_seconds : int
        Of the forecast. (60 to 86400)
    horizon_seconds : int
        How far the forecast looks ahead. (60 to 604800)
    """

    rules: list[DemandRule] = field(default_factory=list)
    quantile: float = 0.95
    boot_seconds: int = 300
    plan_every_seconds: int = 3600
    step_seconds: int = 3600
    horizon_seconds: int = 86400


@dataclass(slots=True, kw_only=True)
class Policy(Message):
    """The rules of one cluster.

    Attributes
    ----------
    policy_version : str
        Echoed in the response.
    prices : PricePolicy
        Caps on spot prices.
    mix : MixPolicy
        How much of the spot-tolerant work may be on spot: by fixed shares, or by an availability target. A budget
        is not understood.
    mix_unit : ShareUnit
        What the mix counts; cpu with an availability target.
    zones : list[str]
        Zones that may be used; empty: all.
    pack : PackPolicy
        What packing may do. Its spot_share is computed from `mix`.
    disruption : DisruptionPolicy
        How much may be touched.
    price_hysteresis : PriceHysteresis | None
        Keeps pools from coming and going as their prices do; needs now_unix_ms. Absent: a plain threshold.
    price_alerts : PriceAlertPolicy
        Which prices are worth a warning; needs now_unix_ms.
    demand : DemandPolicy
        Which workloads follow a demand; needs now_unix_ms.
    """

    policy_version: str = ""
    prices: PricePolicy = field(default_factory=PricePolicy)
    mix: MixPolicy = field(default_factory=MixPolicy)
    mix_unit: ShareUnit = ShareUnit.CPU
    zones: list[str] = field(default_factory=list)
    pack: PackPolicy = field(default_factory=PackPolicy)
    disruption: DisruptionPolicy = field(default_factory=DisruptionPolicy)
    price_hysteresis: PriceHysteresis | None = None
    price_alerts: PriceAlertPolicy = field(default_factory=PriceAlertPolicy)
    demand: DemandPolicy = field(default_factory=DemandPolicy)


@dataclass(slots=True, kw_only=True)
class PlanRequest(Message):
    """One cluster's whole next step.

    Attributes
    ----------
    now_unix_ms : int | None
        Needed where an offer is cooling, and for prices to have a past; ms since 1970 UTC. (0 to 1000000000000000)
    workloads : list[Workload]
        What is to run.
    nodes : list[Node]
        What runs.
    offers : list[Offer]
        What can be launched; at most one offer of each pool.
    groups : list[NodeGroup]
        If any: launches happen only through them. Otherwise freely.
    budgets : list[DisruptionBudget]
        Disruption budgets of workloads.
    policy : Policy
        The rules.
    price_histories : list[PriceHistory]
        What spot pools have cost; at most one of each pool.
    price_state : PriceState | None
        The last response's.
    risk : RiskModel | None
        How pools lose capacity, as estimate_risk finds it. Absent: from the offers' interruption data.
    series : list[ForecastSeries]
        What policy.demand speaks of; each name once.
    demand_events : list[DemandEvent]
        Intervals in which demand differs, past ones to learn from and coming ones.
    utc_offsets : list[UtcOffset]
        Ascending; the first reaches back for ever. Empty: UTC.
    """

    now_unix_ms: int | None = None
    workloads: list[Workload] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    groups: list[NodeGroup] = field(default_factory=list)
    budgets: list[DisruptionBudget] = field(default_factory=list)
    policy: Policy = field(default_factory=Policy)
    price_histories: list[PriceHistory] = field(default_factory=list)
    price_state: PriceState | None = None
    risk: RiskModel | None = None
    series: list[ForecastSeries] = field(default_factory=list)
    demand_events: list[DemandEvent] = field(default_factory=list)
    utc_offsets: list[UtcOffset] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class DemandRule(Message):
    """A workload whose replicas follow a demand.

    Attributes
    ----------
    workload : str
        Its name.
    namespace_name : str
        Its namespace.
    series : str
        Name of one of the request's series; empty: the workload's name.
    units_per_replica : float
        Demand that one replica takes, in the series' unit. (1e-09 to 1e+18)
    max_replicas : int
        More are never planned. (0 to 1000000)
    """

    workload: str
    namespace_name: str = "default"
    series: str = ""
    units_per_replica: float = 1.0
    max_replicas: int = 1000000


@dataclass(slots=True, kw_only=True)
class PlanSummary(Message):
    """A plan in numbers.

    Attributes
    ----------
    cost_now_usd_per_hour : float
        Of today's nodes.
    cost_planned_usd_per_hour : float
        Of the plan's nodes.
    cost_all_on_demand_usd_per_hour : float
        What the plan would cost without spot: the nodes that must stay are kept, the rest is packed on on-demand
        alone. 0 when that cannot hold all the work.
    savings_usd_per_hour : float
        Now less planned.
    savings_share : float
        Savings / cost now; 0 when nothing is paid now.
    nodes_now : int
        Nodes today, the control plane left out.
    nodes_planned : int
        Nodes in the plan.
    spot_cpu_share : float
        Of the CPU that spot-tolerant workloads request: the part on spot.
    spot_cost_share : float
        Of the planned cost.
    lower_bound_usd_per_hour : float
        The nodes that are kept, and the least that any new nodes for the pods on new ones could cost.
    gap : float
        Planned cost / lower bound - 1.
    pods : int
        Replicas placed, daemonsets left out.
    pods_to_move : int
        Of the running ones, those that change their node.
    achieved_availability : float | None
        The probability that the plan's nodes have CPU for all spot-tolerant work throughout the lead time of the
        risk model; absent where there is no such work.
    expected_interruptions_per_month : float
        Of the plan's spot nodes, in 730 hours.
    expected_cost_usd_per_hour : float
        Planned cost, and the policy's cost of these interruptions.
    cost_at_peak_usd_per_hour : float | None
        With all that is to be launched later; absent without forecasts.
    """

    cost_now_usd_per_hour: float = 0.0
    cost_planned_usd_per_hour: float = 0.0
    cost_all_on_demand_usd_per_hour: float = 0.0
    savings_usd_per_hour: float = 0.0
    savings_share: float = 0.0
    nodes_now: int = 0
    nodes_planned: int = 0
    spot_cpu_share: float = 0.0
    spot_cost_share: float = 0.0
    lower_bound_usd_per_hour: float = 0.0
    gap: float = 0.0
    pods: int = 0
    pods_to_move: int = 0
    achieved_availability: float | None = None
    expected_interruptions_per_month: float = 0.0
    expected_cost_usd_per_hour: float = 0.0
    cost_at_peak_usd_per_hour: float | None = None


@dataclass(slots=True, kw_only=True)
class PlanResponse(Message):
    """The plan.

    Attributes
    ----------
    feasible : bool
        Every replica has a place.
    policy_version : str
        The policy's.
    summary : PlanSummary
        The plan in numbers.
    launches : list[PlannedLaunch]
        New nodes by pool.
    nodes : list[PackedNode]
        All nodes of the plan, each with all that runs on it.
    drains : list[str]
        Names of the nodes that go.
    zones : list[PlannedZone]
        By zone, in byte order.
    pools : list[ConsideredPool]
        Every pool considered: chosen, or why not.
    steps : list[PlanStep]
        In order.
    unplaced : list[Unplaced]
        What found no place.
    warnings : list[Reason]
        What the reader should know.
    reasons : list[Reason]
        Why the plan is what it is.
    call_again_at_unix_ms : int | None
        When an offer stops cooling or, where prices have a past, they may be judged otherwise; absent: the answer
        never changes by time alone.
    price_state : PriceState | None
        With now_unix_ms: to be passed to the next call.
    demands : list[PlannedDemand]
        In the order of the policy's rules.
    later_launches : list[LaterLaunch]
        By time. Each counts on all before it.
    """

    feasible: bool = True
    policy_version: str = ""
    summary: PlanSummary = field(default_factory=PlanSummary)
    launches: list[PlannedLaunch] = field(default_factory=list)
    nodes: list[PackedNode] = field(default_factory=list)
    drains: list[str] = field(default_factory=list)
    zones: list[PlannedZone] = field(default_factory=list)
    pools: list[ConsideredPool] = field(default_factory=list)
    steps: list[PlanStep] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    call_again_at_unix_ms: int | None = None
    price_state: PriceState | None = None
    demands: list[PlannedDemand] = field(default_factory=list)
    later_launches: list[LaterLaunch] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PlannedLaunch(Message):
    """New nodes of one pool and group.

    Attributes
    ----------
    pool : Pool
        Which pool.
    group : str
        Which node group; empty: none.
    count : int
        How many nodes.
    price_usd_per_hour : float
        Of one, USD per hour.
    interruption_band : int | None
        The offer's, when known.
    vcpus : int
        Of one.
    memory_bytes : int
        Allocatable of one.
    cpu_fill_share : float
        Requested / allocatable over these nodes.
    memory_fill_share : float
        Requested / allocatable over these nodes.
    """

    pool: Pool
    group: str = ""
    count: int = 0
    price_usd_per_hour: float = 0.0
    interruption_band: int | None = None
    vcpus: int = 0
    memory_bytes: int = 0
    cpu_fill_share: float = 0.0
    memory_fill_share: float = 0.0


@dataclass(slots=True, kw_only=True)
class PlannedZone(Message):
    """One zone, now and then.

    Attributes
    ----------
    zone : str
        Name of the zone.
    nodes_now : int
        Nodes today.
    nodes_planned : int
        Nodes in the plan.
    cpu_millicores_planned : int
        Allocatable in the plan.
    """

    zone: str = ""
    nodes_now: int = 0
    nodes_planned: int = 0
    cpu_millicores_planned: int = 0


@dataclass(slots=True, kw_only=True)
class ConsideredPool(Message):
    """A pool that was looked at.

    Attributes
    ----------
    pool : Pool
        Which pool.
    price_usd_per_hour : float
        USD per hour.
    chosen_count : int
        Nodes of it in the plan, kept and new.
    reasons : list[Reason]
        Why it was not chosen.
    """

    pool: Pool
    price_usd_per_hour: float = 0.0
    chosen_count: int = 0
    reasons: list[Reason] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PlanStep(Message):
    """Steps are carried out in order; the nodes of one step together.

    Attributes
    ----------
    action : PlanAction
        What to do.
    nodes : list[str]
        To which nodes; new ones by their names in `nodes`.
    pool : Pool | None
        Of a launch.
    group : str
        Of a launch.
    pods_moved : int
        Of a drain.
    sentence : str
        The same in English.
    """

    action: PlanAction = PlanAction.LAUNCH
    nodes: list[str] = field(default_factory=list)
    pool: Pool | None = None
    group: str = ""
    pods_moved: int = 0
    sentence: str = ""


@dataclass(slots=True, kw_only=True)
class PlannedDemand(Message):
    """The replicas of a workload that follows a demand.

    Attributes
    ----------
    workload : str
        Its name.
    namespace_name : str
        Its namespace.
    replicas_now : int
        As the request says.
    replicas_planned : int
        What the plan has room for; never fewer.
    replicas_at_peak : int
        The most that the forecast asks for within its horizon.
    peak_unix_ms : int
        The first step that asks for so many; ms since 1970 UTC.
    units_per_replica : float
        As the policy says.
    forecast : SeriesForecast
        Its quantiles are the median and the policy's.
    """

    workload: str = ""
    namespace_name: str = ""
    replicas_now: int = 0
    replicas_planned: int = 0
    replicas_at_peak: int = 0
    peak_unix_ms: int = 0
    units_per_replica: float = 1.0
    forecast: SeriesForecast = field(default_factory=SeriesForecast)


@dataclass(slots=True, kw_only=True)
class LaterLaunch(Message):
    """Nodes of one pool that need not be launched yet.

    Attributes
    ----------
    launch_at_unix_ms : int
        When to launch them; ms since 1970 UTC.
    ready_by_unix_ms : int
        When they are needed; ms since 1970 UTC.
    pool : Pool
        Where.
    group : str
        Through which group; empty: none.
    count : int
        How many.
    price_usd_per_hour : float
        Of one.
    """

    launch_at_unix_ms: int = 0
    ready_by_unix_ms: int = 0
    pool: Pool
    group: str = ""
    count: int = 0
    price_usd_per_hour: float = 0.0


@dataclass(slots=True, kw_only=True)
class ImportRequest(Message):
    """What other tools print, to be turned into a plan request, and into series to forecast.

    Attributes
    ----------
    sources : list[ImportSource]
        The documents.
    now_unix_ms : int | None
        Price rows after this moment are skipped; absent: the newest row counts. ms since 1970 UTC. (0 to
        1000000000000000)
    region : str
        Of the offers. Empty: the nodes', else the prices', when there is one.
    min_spot_replicas : int
        Workloads with fewer replicas do not run on spot. (0 to 1000000)
    spot_taint_key : str
        The taint that spot nodes carry: offers get it, and only workloads that tolerate it may run on spot. Empty:
        none. With Azure's SKUs: Azure's own taint in place of it.
    spot_taint_value : str
        Value of that taint.
    """

    sources: list[ImportSource] = field(default_factory=list)
    now_unix_ms: int | None = None
    region: str = ""
    min_spot_replicas: int = 3
    spot_taint_key: str = "spot"
    spot_taint_value: str = "true"


@dataclass(slots=True, kw_only=True)
class ImportSource(Message):
    """One document.

    Attributes
    ----------
    format : SourceFormat
        What it is.
    name : str
        For messages; usually the file's name.
    content : str
        Its bytes, UTF-8.
    series_kind : SeriesKind
        Of prometheus and load_csv: what the readings are.
    series_capacity : float | None
        Of utilisation_percent: what 100 percent are, all the time. In any unit: the forecast's. (0 to
        1000000000000)
    machine : str
        Of aws_instance_metadata: on which it was read; empty: the name without folder and extension.
    """

    format: SourceFormat
    name: str = ""
    content: str = ""
    series_kind: SeriesKind = SeriesKind.DEMAND
    series_capacity: float | None = None
    machine: str = ""


@dataclass(slots=True, kw_only=True)
class ImportResponse(Message):
    """A plan request, and how it came about.

    Attributes
    ----------
    request : PlanRequest
        Workloads, nodes, offers, budgets; its policy is the default.
    sources : list[ImportedSource]
        One for each document, in the order of the request.
    warnings : list[Reason]
        What the reader should know.
    price_histories : list[PriceHistory]
        Every change told of the pools of the spot offers, oldest first: for assess_prices.
    series : list[ForecastSeries]
        What was measured over time, by name: for forecast.
    events : list[InterruptionEvent]
        By time, id and machine: for respond.
    launch_events : list[LaunchEvent]
        What groups launched, failed to launch and ended: for launch.
    """

    request: PlanRequest = field(default_factory=PlanRequest)
    sources: list[ImportedSource] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    price_histories: list[PriceHistory] = field(default_factory=list)
    series: list[ForecastSeries] = field(default_factory=list)
    events: list[InterruptionEvent] = field(default_factory=list)
    launch_events: list[LaunchEvent] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ImportedSource(Message):
    """What was taken from one document.

    Attributes
    ----------
    name : str
        As in the request.
    format : SourceFormat
        As in the request.
    rows_read : int
        Items, prices, types, readings.
    rows_used : int
        Of these, those that count.
    skipped : list[SkippedRows]
        The others, by cause.
    """

    name: str = ""
    format: SourceFormat
    rows_read: int = 0
    rows_used: int = 0
    skipped: list[SkippedRows] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class SkippedRows(Message):
    """Rows left out for one cause.

    Attributes
    ----------
    cause : str
        Such as `pod has ended`.
    count : int
        How many.
    example : str
        The first of them.
    """

    cause: str = ""
    count: int = 0
    example: str = ""


@dataclass(slots=True, kw_only=True)
class RenderRequest(Message):
    """A response, to be written as text.

    Attributes
    ----------
    verb : str
        Whose response it is, such as `plan`.
    response_json : str
        The response, as the decision wrote it.
    output : RenderOutput
        The kind of text.
    width_columns : int
        Of the terminal; tables are fitted into it. (40 to 400)
    color : bool
        ANSI colour; the text reads the same without. Tables only.
    """

    verb: str
    response_json: str
    output: RenderOutput = RenderOutput.TABLE
    width_columns: int = 100
    color: bool = False


@dataclass(slots=True, kw_only=True)
class RenderResponse(Message):
    """The text.

    Attributes
    ----------
    text : str
        Ends with a newline.
    """

    text: str = ""
