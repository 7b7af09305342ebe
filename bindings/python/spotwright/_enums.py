"""The enums. A member is a string: its name in JSON.

Generated from the field tables: run `make generate`, do not edit.
"""

from enum import StrEnum

__all__ = [
    "Architecture",
    "BetterPlaceKind",
    "BoundProof",
    "CapacityType",
    "ConsolidationAction",
    "ConsolidationKind",
    "CoolDownFrom",
    "DeadlineAction",
    "DrillKind",
    "EvidenceSubject",
    "ForecastLevel",
    "ForecastModel",
    "Grade",
    "InclusionPolicy",
    "MaxBreach",
    "MetricDirection",
    "MetricKind",
    "MissingMetric",
    "MixAction",
    "MixAllocation",
    "MixPreset",
    "MixRounding",
    "NodeState",
    "PackQuality",
    "PlanAction",
    "PredictiveMethod",
    "PriceAlertKind",
    "PurchaseOption",
    "RateSelect",
    "RenderOutput",
    "RequirementOperator",
    "RiskSignalKind",
    "RuleFinding",
    "ScaleAction",
    "ScalePreset",
    "SeriesKind",
    "ShareOf",
    "ShareUnit",
    "SourceFormat",
    "StepValue",
    "TaintEffect",
    "TolerationOperator",
    "WhenUnsatisfiable",
    "WindowValue",
    "WorkloadKind",
]


class CapacityType(StrEnum):
    """How capacity is bought."""

    SPOT = "spot"
    """Cheaper, and taken back at short notice."""

    ON_DEMAND = "on_demand"
    """At list price, kept until given back."""


class Architecture(StrEnum):
    """Instruction set of a machine."""

    AMD64 = "amd64"
    """64-bit x86."""

    ARM64 = "arm64"
    """64-bit Arm."""


class TaintEffect(StrEnum):
    """What a taint does to a pod that does not tolerate it."""

    NO_SCHEDULE = "no_schedule"
    """Nothing new comes."""

    PREFER_NO_SCHEDULE = "prefer_no_schedule"
    """A wish: it never keeps a pod off a node."""

    NO_EXECUTE = "no_execute"
    """Nothing new comes, and what runs is evicted."""


class PurchaseOption(StrEnum):
    """How a node can be paid for."""

    SPOT = "spot"
    """At the spot price, with the risk of interruption."""

    ON_DEMAND = "on_demand"
    """At list price."""

    COMMITMENT = "commitment"
    """Under a Savings Plan, a reservation or the like."""


class PriceAlertKind(StrEnum):
    """What a price is alerted for."""

    SPIKE = "spike"
    """It is far above the pool's own history."""

    LOW_SAVINGS = "low_savings"
    """It has saved too little for too long."""


class RiskSignalKind(StrEnum):
    """What a provider said of a pool."""

    INTERRUPTION_NOTICE = "interruption_notice"
    """Stands for the loss that it announces."""

    REBALANCE_RECOMMENDATION = "rebalance_recommendation"
    """Counted as a part of a loss."""

    LAUNCH_FAILURE = "launch_failure"
    """No capacity for a new node: counted as a part of a loss."""


class EvidenceSubject(StrEnum):
    """What evidence speaks of."""

    PRICE = "price"
    """Spot and on-demand prices."""

    INTERRUPTION = "interruption"
    """Interruption bands and hazards."""


class Grade(StrEnum):
    """How good spot is somewhere."""

    GREEN = "green"
    """A large discount and few interruptions."""

    YELLOW = "yellow"
    """A middling discount or a middling number of interruptions."""

    RED = "red"
    """Too small a discount or too many interruptions."""


class BetterPlaceKind(StrEnum):
    """What would change."""

    SIZE = "size"
    """Another size of the family, in the region."""

    TYPE = "type"
    """A related family's type of the same shape, in the region."""

    REGION = "region"
    """The same type in another region."""


class SeriesKind(StrEnum):
    """What a series' values are."""

    DEMAND = "demand"
    """What is forecast, as it is."""

    COUNTER = "counter"
    """A count that rises and is reset now and then; its rate per second is forecast."""

    UTILISATION_PERCENT = "utilisation_percent"
    """Percent of the capacity of its moment; demand in the capacity's unit is forecast."""


class StepValue(StrEnum):
    """What of the readings within a step is forecast."""

    MEAN = "mean"
    """For cost."""

    MAX = "max"
    """For capacity, which must cover it."""


class ForecastModel(StrEnum):
    """The models that compete. A season is mostly a day, a long season a week."""

    LAST_VALUE = "last_value"
    """The reactive rule."""

    RECENT_MEAN = "recent_mean"
    """Mean of the last three steps."""

    LAST_SEASON = "last_season"
    """The same step a season ago."""

    LAST_LONG_SEASON = "last_long_season"
    """The same step a long season ago."""

    LONG_SEASON_SCALED = "long_season_scaled"
    """A long season ago, times how much the last season was of the same then."""

    SEASON_DRIFT = "season_drift"
    """A season ago, plus the drift of the season's mean."""

    LONG_SEASON_CORRECTED = "long_season_corrected"
    """A long season ago, plus what the last steps differed, fading."""

    MEAN_3_SEASONS = "mean_3_seasons"
    """Mean of the same step of 3 seasons."""

    MEAN_7_SEASONS = "mean_7_seasons"
    """Mean of the same step of 7 seasons."""

    MEAN_3_LONG_SEASONS = "mean_3_long_seasons"
    """Mean of the same step of 3 long seasons."""

    SEASON_STEP = "season_step"
    """A season ago, plus what this part of the long season usually differs from the one before."""

    MAX_7_SEASONS = "max_7_seasons"
    """The greatest of the same step of 7 seasons."""

    SMOOTHING = "smoothing"
    """Level, two seasons and the last error, exponentially smoothed."""

    SMOOTHING_LOG = "smoothing_log"
    """The same of logarithms: seasons are factors."""

    SMOOTHING_ONE_SEASON = "smoothing_one_season"
    """The same without the long season."""

    SEASON_QUANTILE = "season_quantile"
    """The quantile of the same step and its neighbours over 14 seasons."""


class ForecastLevel(StrEnum):
    """How much of the past a forecast rests on."""

    NONE = "none"
    """Nothing was read: there is no forecast."""

    RECENT = "recent"
    """Less than two seasons: the present, and how it has moved."""

    SEASON = "season"
    """Two seasons or more, fewer than two long ones."""

    LONG_SEASON = "long_season"
    """Two long seasons or more."""


class ScalePreset(StrEnum):
    """Rules with the values of the field, added to a policy's own."""

    SMART_SCALE = "smart_scale"
    """Metrics "cpu" and "memory" in percent and "unschedulable_pods". Up if CPU > 70, memory > 75 or unschedulable
    pods > 0 for 3 windows of 60 s: one node, two if CPU > 85 or pods > 5. Down by one if CPU < 30, memory < 50 and
    no pod unschedulable for 10. 2 to 10 nodes, if not said otherwise.
    """

    QUEUE_DEPTH = "queue_depth"
    """Metric "queue_depth": one node up if > 100 for 3 windows."""

    P95_LATENCY = "p95_latency"
    """Metric "p95_latency_ms": one node up if > 500 for 3 windows."""

    ERROR_RATE = "error_rate"
    """Metric "error_rate_percent": one node up if > 5 for 2 windows."""


class CoolDownFrom(StrEnum):
    """Which action a cool-down counts from."""

    ANY_ACTION = "any_action"
    """Of adding and removing alike."""

    SAME_ACTION = "same_action"
    """Adding waits for the last adding, removing for the last removing."""


class MetricDirection(StrEnum):
    """Which values ask for more nodes."""

    HIGH_IS_BUSY = "high_is_busy"
    """Such as load, latency, queues."""

    LOW_IS_BUSY = "low_is_busy"
    """Such as free memory: below its target it asks for more nodes."""


class MetricKind(StrEnum):
    """How the value of a metric follows from the number of nodes."""

    PER_NODE = "per_node"
    """A mean over nodes, such as CPU in percent: halves with twice the nodes. nodes x value / target."""

    TOTAL = "total"
    """Of the group, such as requests per second; the target is what one node takes. value / target."""


class WindowValue(StrEnum):
    """What of the readings within a window counts."""

    MEAN = "mean"
    """The mean of the readings."""

    MAX = "max"
    """The greatest."""

    MIN = "min"
    """The least."""

    LAST = "last"
    """The newest."""


class MissingMetric(StrEnum):
    """What a metric does that is missing or too old. It never counts as idle."""

    NO_SCALE_IN = "no_scale_in"
    """Nothing is removed; other rules may add."""

    HOLD = "hold"
    """No rule adds or removes."""

    BUSY = "busy"
    """Counts as if the first step up were reached; of a target: as kNoScaleIn."""

    IGNORE = "ignore"
    """The rule is left out while others have readings."""


class RateSelect(StrEnum):
    """Which of several limits holds."""

    MOST = "most"
    """The limit that allows most holds."""

    LEAST = "least"
    """The limit that allows least holds."""

    DISABLED = "disabled"
    """No change in this direction."""


class PredictiveMethod(StrEnum):
    """How capacity ahead of demand is found."""

    QUANTILE = "quantile"
    """A quantile of a forecast, ready when it is needed."""

    HOURLY_MEAN = "hourly_mean"
    """As AWS's predictive scaling: from 24 hours of history, the mean of an hourly forecast at the start of the hour,
    lead_seconds (300) ahead.
    """

    SAME_HOUR_20_DAYS = "same_hour_20_days"
    """The mean of the same hour over the last 20 days, and 20 %; 7 days of history or nothing."""


class MaxBreach(StrEnum):
    """What happens when a forecast asks for more than max_nodes."""

    HONOR = "honor"
    """max_nodes holds."""

    INCREASE = "increase"
    """max_nodes gives way to the forecast and max_breach_buffer_share beyond it."""


class NodeState(StrEnum):
    """Where a node is in its life."""

    LAUNCHING = "launching"
    """Asked for and paid, not ready yet; counts as capacity."""

    READY = "ready"
    """Runs and takes pods."""

    UNSCHEDULABLE = "unschedulable"
    """Cordoned or not ready: keeps what runs, takes nothing new."""

    DRAINING = "draining"
    """Leaving; what runs there must be placed elsewhere."""


class WorkloadKind(StrEnum):
    """What owns the pods."""

    DEPLOYMENT = "deployment"
    """Interchangeable replicas."""

    STATEFUL_SET = "stateful_set"
    """Replicas with an identity and often a disk."""

    DAEMON_SET = "daemon_set"
    """One pod on every node it may run on; `replicas` is ignored."""

    JOB = "job"
    """Runs to an end."""

    POD = "pod"
    """A bare pod, owned by nothing."""


class RequirementOperator(StrEnum):
    """How a label is held against values."""

    IN = "in"
    """The label has one of the values."""

    NOT_IN = "not_in"
    """The label has none of the values, or is absent."""

    EXISTS = "exists"
    """The label is there; no values."""

    DOES_NOT_EXIST = "does_not_exist"
    """The label is absent; no values."""

    GREATER_THAN = "greater_than"
    """The label is an integer above the one value."""

    LESS_THAN = "less_than"
    """The label is an integer below the one value."""

    GREATER_OR_EQUAL = "greater_or_equal"
    """The label is an integer, the one value or above."""

    LESS_OR_EQUAL = "less_or_equal"
    """The label is an integer, the one value or below."""


class TolerationOperator(StrEnum):
    """How a toleration matches a taint."""

    EQUAL = "equal"
    """Key and value are equal."""

    EXISTS = "exists"
    """The key is equal, or the toleration's is empty."""


class WhenUnsatisfiable(StrEnum):
    """What to do when a spread cannot be kept."""

    DO_NOT_SCHEDULE = "do_not_schedule"
    """Leave the pod out."""

    SCHEDULE_ANYWAY = "schedule_anyway"
    """Place it all the same."""


class InclusionPolicy(StrEnum):
    """Whether a rule looks at a property of nodes when it counts them."""

    HONOR = "honor"
    """It does."""

    IGNORE = "ignore"
    """It does not."""


class ScaleAction(StrEnum):
    """What happens to a group."""

    HOLD = "hold"
    """Nothing happens."""

    ADD = "add"
    """Nodes are to be launched."""

    REMOVE = "remove"
    """Nodes are to be removed."""


class RuleFinding(StrEnum):
    """What a rule saw."""

    FINE = "fine"
    """Within its bounds."""

    UP = "up"
    """It asks for more nodes."""

    DOWN = "down"
    """It allows fewer nodes."""

    MISSING = "missing"
    """No reading, or too old a one."""

    INACTIVE = "inactive"
    """Not at this hour."""


class MixPreset(StrEnum):
    """A ready-made setting."""

    CUSTOM = "custom"
    """The fields as they stand."""

    SMART_SCALE = "smart_scale"
    """The first 2 units on-demand; of the rest 70 % spot, to the nearest."""


class ShareOf(StrEnum):
    """Of what the on-demand percentage is taken."""

    ABOVE_BASE = "above_base"
    """Of the units above the base, as EC2 Auto Scaling and Azure's priority mix do."""

    WHOLE = "whole"
    """Of all units; the base is then a floor."""


class MixRounding(StrEnum):
    """How a share that is not whole becomes units."""

    ON_DEMAND_UP = "on_demand_up"
    """EC2 Auto Scaling: the on-demand part is rounded up."""

    ON_DEMAND_DOWN = "on_demand_down"
    """Azure's priority mix: the regular part is rounded down."""

    NEAREST = "nearest"
    """A half goes to on-demand."""


class MixAllocation(StrEnum):
    """How spot units are spread over their pools; on-demand goes to the cheapest, under `diversified` evenly to all."""

    LOWEST_PRICE = "lowest_price"
    """Evenly over the cheapest lowest_price_pools pools, then the next when they are full."""

    DIVERSIFIED = "diversified"
    """Evenly over the pools, what runs there counted; cheaper ones take the remainder."""

    PRICE_CAPACITY_OPTIMIZED = "price_capacity_optimized"
    """The cheapest among the deeper half of the pools, then the next."""

    CAPACITY_OPTIMIZED = "capacity_optimized"
    """The deepest pool, then the next."""

    CAPACITY_OPTIMIZED_PRIORITIZED = "capacity_optimized_prioritized"
    """As capacity_optimized; pools of one placement score in the order of preferred_instance_types."""

    RISK_ADJUSTED = "risk_adjusted"
    """The pool with the lowest price and expected cost of interruption, then the next; with a target or a budget
    whatever is best for it.
    """


class MixAction(StrEnum):
    """What a step does."""

    LAUNCH = "launch"
    """Start units."""

    END = "end"
    """Give units back."""


class DrillKind(StrEnum):
    """What is lost in a drill."""

    SPOT_OFF = "spot_off"
    """All spot."""

    POOL_OFF = "pool_off"
    """One spot pool."""

    REGION_OFF = "region_off"
    """One region, its on-demand too."""


class PackQuality(StrEnum):
    """How hard to look. Each is limited by work, never by time."""

    FAST = "fast"
    """Greedy with shadow prices."""

    BALANCED = "balanced"
    """Never dearer than Karpenter's rule; patterns by linear programming, improved."""

    OPTIMAL = "optimal"
    """Column generation, diving and local search; small ones to proven optimality."""


class ShareUnit(StrEnum):
    """What a spot share counts."""

    CPU = "cpu"
    """vCPUs that spot-tolerant workloads request."""

    PODS = "pods"
    """Replicas of spot-tolerant workloads."""

    NODES = "nodes"
    """New nodes."""


class BoundProof(StrEnum):
    """How the lower bound was proven."""

    NONE = "none"
    """There is nothing to bound."""

    RESOURCE_RELAXATION = "resource_relaxation"
    """Nodes and pods as fractions: linear programming duality."""

    CONFIGURATION_LP = "configuration_lp"
    """Nodes as fractions, pods whole: Farley's bound."""

    EXHAUSTED = "exhausted"
    """Every better packing was ruled out: the cost is the optimum."""


class ConsolidationKind(StrEnum):
    """What becomes of the nodes that go."""

    DELETE = "delete"
    """Their pods find room on others."""

    REPLACE = "replace"
    """Nodes by as many others that are cheaper."""

    MERGE = "merge"
    """Several by fewer."""

    SPLIT = "split"
    """By more, yet cheaper, ones."""


class ConsolidationAction(StrEnum):
    """What a step does."""

    LAUNCH = "launch"
    """A new node."""

    WAIT_UNTIL_READY = "wait_until_ready"
    """For a node that was launched."""

    MOVE = "move"
    """Pods from one node to another: evicted there, to be bound here."""

    DRAIN = "drain"
    """Cordon; daemonsets and what is left go."""

    REMOVE = "remove"
    """End the machine."""


class DeadlineAction(StrEnum):
    """Where a job with a deadline is to be until the next call."""

    RUN_ON_SPOT = "run_on_spot"
    """In the spot pool that is named."""

    RUN_ON_DEMAND = "run_on_demand"
    """On on-demand."""

    WAIT = "wait"
    """On no instance: what it has is ended, its work saved."""

    DONE = "done"
    """No work is left."""


class PlanAction(StrEnum):
    """What a step of a plan does."""

    LAUNCH = "launch"
    """Start nodes."""

    WAIT_UNTIL_READY = "wait_until_ready"
    """Wait for every node launched so far."""

    DRAIN = "drain"
    """Cordon, move the pods away, then end the node."""


class SourceFormat(StrEnum):
    """What a document is."""

    KUBECTL = "kubectl"
    """`kubectl get ... -o json`: a List of any kinds, or one object."""

    AWS_INSTANCE_TYPES = "aws_instance_types"
    """`aws ec2 describe-instance-types`."""

    AWS_SPOT_PRICE_HISTORY = "aws_spot_price_history"
    """`aws ec2 describe-spot-price-history`."""

    ON_DEMAND_PRICES_CSV = "on_demand_prices_csv"
    """Header: instance_type, price_usd_per_hour and, if there are several, region."""

    SPOT_ADVISOR = "spot_advisor"
    """The Spot Advisor's JSON."""

    AZURE_RETAIL_PRICES = "azure_retail_prices"
    """A page of the Azure Retail Prices API, or a list of its items."""

    AZURE_SKUS = "azure_skus"
    """`az vm list-skus -o json`."""

    AZURE_EVICTION_RATES = "azure_eviction_rates"
    """Eviction rates from Azure Resource Graph's SpotResources."""

    AWS_PLACEMENT_SCORES = "aws_placement_scores"
    """`aws ec2 get-spot-placement-scores`."""

    PROMETHEUS = "prometheus"
    """Prometheus' HTTP API: /api/v1/query_range, or /api/v1/query."""

    LOAD_CSV = "load_csv"
    """Header: time and a column for each series; or time, series, value."""


class RenderOutput(StrEnum):
    """The kind of text."""

    TABLE = "table"
    """For a terminal."""

    MARKDOWN = "markdown"
    """For a pull request or a wiki."""
