"""The invented shop: its node groups and what runs on them, as readable tables."""

from typing import NamedTuple

# Node group, instance type, capacity type, number of nodes in zones a, b and c.
NODE_GROUPS = (
    ("general-m5", "m5.2xlarge", "ON_DEMAND", (2, 2, 2)),
    ("general-m6i", "m6i.2xlarge", "ON_DEMAND", (1, 1, 1)),
    ("edge-m6i", "m6i.xlarge", "ON_DEMAND", (1, 1, 1)),
    ("compute-c5", "c5.2xlarge", "ON_DEMAND", (1, 1, 1)),
    ("search-c5", "c5.4xlarge", "ON_DEMAND", (1, 1, 0)),
    ("data-r5", "r5.2xlarge", "ON_DEMAND", (1, 1, 1)),
    ("monitoring-r5", "r5.xlarge", "ON_DEMAND", (0, 0, 1)),
    ("batch-m5", "m5.4xlarge", "ON_DEMAND", (1, 0, 1)),
    ("trial-m5-spot", "m5.xlarge", "SPOT", (0, 1, 1)),
)

PRIORITIES = {
    "": 0,
    "shop-critical": 1_000_000,
    "system-cluster-critical": 2_000_000_000,
    "system-node-critical": 2_000_001_000,
}

SPOT_TOLERATION = {"key": "spot", "operator": "Equal", "value": "true", "effect": "NoSchedule"}

# name, namespace, replicas, cpu, memory ("-": no request), then features:
#   spot             tolerates the taint of a spot pool
#   zone=hard|soft   topology spread over zones, DoNotSchedule | ScheduleAnyway
#   host=hard|soft   required | preferred anti-affinity with itself over host names
#   arch=multi       required node affinity: kubernetes.io/arch In [amd64, arm64]
#   avoid=T,T        required node affinity: instance type NotIn [T, T]
#   select=K:V       node selector
#   near=NS/NAME     required pod affinity over zones
#   init=NAME:C:M    init container with its requests
#   mesh[=last]      native sidecar, before or after the init container
#   overhead=C:M     pod overhead of a sandboxed runtime
#   class=NAME       priority class
#   pending=N        N more replicas were asked for just now and are not bound yet
#   old              an emptied ReplicaSet of an earlier revision is still around
#   disk=SIZE:ZONES  one volume per replica, zone letter by ordinal (StatefulSet only)
_DEPLOYMENTS = """
storefront         shop        16 300m 640Mi  spot zone=hard host=soft arch=multi old
catalog-api        shop        12 300m 896Mi  spot zone=hard host=soft arch=multi old
search-api         shop        10 500m 1280Mi spot zone=soft arch=multi
cart               shop        10 200m 768Mi  spot zone=hard mesh
checkout           shop        8  350m 896Mi  zone=hard mesh class=shop-critical
    init=db-migrate:100m:128Mi old
pricing            shop        8  250m 768Mi  spot zone=soft arch=multi
inventory          shop        8  200m 640Mi  spot zone=soft
recommender        shop        4  800m 3G     spot near=data/feature-store
product-images     shop        6  400m 1Gi    spot overhead=100m:64Mi
reviews            shop        4  150m 512Mi  spot arch=multi
wishlist           shop        4  100m 384Mi  spot arch=multi
session            shop        10 150m 512Mi  spot zone=soft arch=multi
customer-profile   shop        6  200m 768Mi  spot host=soft
promotions         shop        4  150m 512Mi  spot
flash-offers       shop        4  400m 1Gi    spot pending=6 old
shipping-rates     shop        3  150m 512Mi  spot arch=multi
store-locator      shop        2  100m 256Mi  spot
gift-cards         shop        2  150m 512Mi  select=kubernetes.io/arch:amd64
returns            shop        4  150m 512Mi  spot
order-api          shop        8  350m 1Gi    zone=soft mesh=last init=db-migrate:100m:128Mi
    old
order-workflow     shop        3  300m 1Gi    select=kubernetes.io/arch:amd64
graphql-gateway    shop        12 250m 640Mi  spot zone=soft mesh arch=multi
mobile-bff         shop        10 200m 640Mi  spot arch=multi
seo-renderer       shop        4  500m 1Gi    spot init=warm-cache:1:1Gi
payment-gateway    payments    4  300m 1Gi    zone=hard host=hard mesh class=shop-critical
    select=eks.amazonaws.com/capacityType:ON_DEMAND
fraud-scoring      payments    6  700m 2560Mi init=fetch-model:500m:3Gi avoid=t3.large,t3.xlarge
invoice            payments    3  150m 768Mi  spot
tax-engine         payments    3  150m 640Mi  spot arch=multi
ledger             payments    2  400m 1Gi    mesh class=shop-critical
search-indexer     search      3  1    3Gi    spot init=load-segments:1500m:4Gi
    avoid=t3.large,t3.xlarge
query-suggest      search      4  200m 1Gi    spot arch=multi
ranking-model      search      4  1200m 3Gi    spot zone=soft avoid=t3.large,t3.xlarge,c5.metal
event-collector    events      10 200m 512Mi  spot zone=soft arch=multi
clickstream        events      4  350m 1Gi    spot
email-sender       events      3  150m 384Mi  spot
sms-sender         events      2  100m 256Mi  spot
webhooks           events      4  100m 384Mi  spot arch=multi
feed-exporter      events      3  300m 1Gi    spot
ingress-nginx      edge        6  400m 512Mi  zone=hard host=hard class=shop-critical
grafana            ops         1  150m 512Mi  select=kubernetes.io/os:linux
kube-state-metrics ops         1  100m 256Mi  select=kubernetes.io/os:linux
cert-manager       ops         1  -    -      select=kubernetes.io/os:linux
otel-collector     ops         3  300m 1Gi    spot zone=soft
coredns            kube-system 3  100m 70Mi   zone=soft host=soft arch=multi
    class=system-cluster-critical
metrics-server     kube-system 2  100m 200Mi  class=system-cluster-critical
cluster-autoscaler kube-system 1  100m 600Mi  class=system-cluster-critical
aws-lb-controller  kube-system 2  100m 256Mi  class=system-cluster-critical
"""
_STATEFUL_SETS = """
postgres      data 3 2     16Gi zone=hard host=hard class=shop-critical disk=500Gi:abc
kafka         data 3 1500m 10Gi zone=hard host=hard disk=400Gi:abc
redis         data 3 500m  8Gi  host=soft init=sysctl:10m:16Mi disk=50Gi:cab
elasticsearch data 3 1500m 12Gi host=soft init=sysctl:10m:16Mi disk=300Gi:abc
feature-store data 2 500m  6Gi  disk=80Gi:ab
prometheus    ops  2 1     10Gi disk=200Gi:ca
"""
# name, namespace, priority class, then containers as name:cpu:memory
_DAEMON_SETS = """
aws-node      kube-system system-node-critical aws-node:25m:- aws-eks-nodeagent:25m:-
kube-proxy    kube-system system-node-critical kube-proxy:100m:-
ebs-csi-node  kube-system system-node-critical ebs-plugin:10m:40Mi
    node-driver-registrar:10m:40Mi liveness-probe:10m:40Mi
node-exporter ops         -                    node-exporter:50m:64Mi
fluent-bit    ops         -                    fluent-bit:100m:128Mi
"""
# name, namespace, cron job or "-", cpu, memory, hours since start, phases of its pods
_JOBS = """
sales-report   batch yes 1    4Gi 58 Succeeded
sales-report   batch yes 1    4Gi 34 Succeeded
sales-report   batch yes 1    4Gi 10 Succeeded
price-sync     batch yes 500m 1Gi 3  Succeeded
price-sync     batch yes 500m 1Gi 2  Failed,Succeeded
price-sync     batch yes 500m 1Gi 1  Succeeded
image-backfill batch -   1    2Gi 5  Succeeded,Succeeded,Running,Running,Running
search-reindex batch -   2    4Gi 1  Running
"""


class App(NamedTuple):
    """A Deployment or a StatefulSet."""

    name: str
    namespace: str
    replicas: int
    cpu: str
    memory: str
    features: dict[str, str]
    stateful: bool = False

    def has(self, feature: str) -> str:
        """Return the value of a feature, "" if the application lacks it."""
        return self.features.get(feature, "")


class Daemon(NamedTuple):
    """A DaemonSet; containers are (name, cpu, memory)."""

    name: str
    namespace: str
    priority: str
    containers: list[tuple[str, str, str]]


class BatchJob(NamedTuple):
    """A Job, perhaps made by a cron job, with the phases of its pods."""

    name: str
    namespace: str
    cron: bool
    cpu: str
    memory: str
    hours: int
    phases: list[str]


class Budget(NamedTuple):
    """A PodDisruptionBudget: one field of its spec and the healthy pods that asks for."""

    app: str
    namespace: str
    field: str
    value: int | str
    healthy: int


BUDGETS = (
    Budget("storefront", "shop", "minAvailable", "80%", 13),
    Budget("postgres", "data", "minAvailable", 3, 3),
    Budget("kafka", "data", "maxUnavailable", 1, 2),
)


def _rows(table: str) -> list[str]:
    """Split a table into rows; an indented line continues the row above it."""
    return table.strip().replace("\n    ", " ").splitlines()


def triple(text: str) -> tuple[str, str, str]:
    """Split `name:cpu:memory`."""
    name, cpu, memory = text.split(":")
    return name, cpu, memory


def _app(row: str, stateful: bool) -> App:
    name, namespace, replicas, cpu, memory, *rest = row.split()
    pairs = (feature.partition("=") for feature in rest)
    features = {key: value or "yes" for key, _, value in pairs}
    return App(name, namespace, int(replicas), cpu, memory, features, stateful)


def _daemon(row: str) -> Daemon:
    name, namespace, priority, *rest = row.split()
    return Daemon(name, namespace, priority.strip("-"), [triple(c) for c in rest])


def _job(row: str) -> BatchJob:
    name, namespace, cron, cpu, memory, hours, phases = row.split()
    return BatchJob(name, namespace, cron == "yes", cpu, memory, int(hours), phases.split(","))


STATEFUL_SETS = [_app(row, True) for row in _rows(_STATEFUL_SETS)]
DEPLOYMENTS = [_app(row, False) for row in _rows(_DEPLOYMENTS)]
DAEMON_SETS = [_daemon(row) for row in _rows(_DAEMON_SETS)]
JOBS = [_job(row) for row in _rows(_JOBS)]
