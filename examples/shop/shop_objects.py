"""Builds nodes, pod specs and metadata in the shape the real tools print."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from shop_catalog import NOW, REGION, SEED, TYPES, ZONES, Doc, InstanceType
from shop_workloads import PRIORITIES, SPOT_TOLERATION, App, triple

ZONE_KEY = "topology.kubernetes.io/zone"
HOST_KEY = "kubernetes.io/hostname"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789"


def draw(*key: object) -> Random:
    """Return the random numbers of one thing: its name is the seed."""
    return Random("/".join(map(str, (SEED, *key))))


def uid(*key: object) -> str:
    """Return an object's unique id."""
    return str(UUID(int=draw("uid", *key).getrandbits(128), version=4))


def letters(length: int, *key: object) -> str:
    """Return a suffix as Kubernetes generates them."""
    return "".join(draw("letters", *key).choices(NAME_LETTERS, k=length))


def stamp(when: datetime) -> str:
    """Write a time as Kubernetes does."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def ago(low_hours: float, high_hours: float, *key: object) -> datetime:
    """Draw a time some hours before now."""
    seconds = draw("ago", *key).uniform(low_hours, high_hours) * 3600
    return NOW - timedelta(seconds=round(seconds))


def metadata(kind: str, name: str, namespace: str, created: datetime, **more: object) -> Doc:
    """Build the metadata of an object; no namespace for one of the cluster."""
    scope = {"namespace": namespace} if namespace else {}
    return {"name": name, "creationTimestamp": stamp(created), "uid": uid(kind, namespace, name)} | scope | more


def owned_by(owner: Doc) -> list[Doc]:
    """Build the owner references to the controller of an object."""
    reference = {key: owner[key] for key in ("apiVersion", "kind")}
    reference |= {key: owner["metadata"][key] for key in ("name", "uid")}
    return [reference | {"controller": True, "blockOwnerDeletion": True}]


def _node_sizes(item: InstanceType) -> tuple[dict[str, str], dict[str, str]]:
    """Return capacity and allocatable by the reserve rules of the EKS node image."""
    # What Linux reports as total memory: modelled, about 3 to 5 % below the data sheet.
    total_ki = int(item.memory_mib * 0.985 - 600) * 1024
    total_ki += draw("memory", item.name).randrange(2000) * 4
    reserved_ki = (255 + 11 * item.max_pods + 100) * 1024  # kubelet + eviction margin
    percents = [6, 1, 0.5, 0.5] + [0.25] * (item.vcpus - 4)
    reserved_cpu = int(sum(percents[: item.vcpus]) * 10)
    fixed = {"hugepages-1Gi": "0", "hugepages-2Mi": "0", "pods": str(item.max_pods)}
    capacity = {
        "cpu": str(item.vcpus),
        "ephemeral-storage": "83873772Ki",
        "memory": f"{total_ki}Ki",
    }
    allocatable = {
        "cpu": f"{item.vcpus * 1000 - reserved_cpu}m",
        "ephemeral-storage": "76224326324",
        "memory": f"{total_ki - reserved_ki}Ki",
    }
    return capacity | fixed, allocatable | fixed


def make_node(group: str, type_name: str, capacity_type: str, zone: str, index: int) -> Doc:
    """Build one node of a node group."""
    item = TYPES[type_name]
    rng = draw("node", group, zone, index)
    octet = list(ZONES).index(zone) * 64 + rng.randrange(64)
    address = f"10.20.{octet}.{rng.randrange(10, 250)}"
    name = f"ip-{address.replace('.', '-')}.ec2.internal"
    capacity, allocatable = _node_sizes(item)
    created = ago(24 * 40, 24 * 90, name)
    healthy = [("MemoryPressure", "False"), ("DiskPressure", "False"), ("Ready", "True")]
    since = stamp(created + timedelta(seconds=20))
    conditions = [{"type": kind, "status": status, "lastTransitionTime": since} for kind, status in healthy]
    labels = {
        "eks.amazonaws.com/capacityType": capacity_type,
        "eks.amazonaws.com/nodegroup": group,
        "kubernetes.io/arch": item.arch,
        "kubernetes.io/os": "linux",
        HOST_KEY: name,
        "node.kubernetes.io/instance-type": type_name,
        "topology.kubernetes.io/region": REGION,
        ZONE_KEY: zone,
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": metadata("Node", name, "", created, labels=labels),
        "spec": {"providerID": f"aws:///{zone}/i-0{rng.getrandbits(64):016x}"},
        "status": {
            "addresses": [
                {"type": "InternalIP", "address": address},
                {"type": "Hostname", "address": name},
            ],
            "allocatable": allocatable,
            "capacity": capacity,
            "conditions": conditions,
            "nodeInfo": {
                "architecture": item.arch,
                "containerRuntimeVersion": "containerd://2.1.5",
                "kernelVersion": "6.12.55-74.119.amzn2023.x86_64",
                "kubeletVersion": "v1.34.2-eks-1a2b3c4",
                "operatingSystem": "linux",
                "osImage": "Amazon Linux 2023",
            },
        },
    }


def make_container(name: str, cpu: str, memory: str, **more: object) -> Doc:
    """Build a container with its requests ("-": none) and a memory limit."""
    requests = {} if cpu == "-" else {"cpu": cpu}
    requests |= {} if memory == "-" else {"memory": memory}
    resources: Doc = {"requests": requests} if requests else {}
    if memory != "-":
        resources["limits"] = {"memory": memory}
    image = f"registry.example.com/{name}:{draw('image', name).randint(1, 9)}.4.2"
    return {"name": name, "image": image, "resources": resources} | more


def eviction_tolerations(seconds: int | None) -> list[Doc]:
    """Build the tolerations that admission adds to every pod."""
    limit = {} if seconds is None else {"tolerationSeconds": seconds}
    return [
        {"key": f"node.kubernetes.io/{key}", "operator": "Exists", "effect": "NoExecute"} | limit
        for key in ("not-ready", "unreachable")
    ]


def _affinity(app: App) -> Doc:
    """Build the affinity of an application, {} if it has none."""
    itself = {"labelSelector": {"matchLabels": {"app": app.name}}, "topologyKey": HOST_KEY}
    expressions: list[Doc] = []
    affinity: Doc = {}
    if app.has("arch"):
        values = ["amd64", "arm64"]
        expressions.append({"key": "kubernetes.io/arch", "operator": "In", "values": values})
    if types := app.has("avoid"):
        key = "node.kubernetes.io/instance-type"
        expressions.append({"key": key, "operator": "NotIn", "values": types.split(",")})
    if expressions:
        terms = [{"matchExpressions": expressions}]
        affinity["nodeAffinity"] = {REQUIRED: {"nodeSelectorTerms": terms}}
    if app.has("host") == "hard":
        affinity["podAntiAffinity"] = {REQUIRED: [itself]}
    elif app.has("host"):
        soft = {"weight": 100, "podAffinityTerm": itself}
        affinity["podAntiAffinity"] = {PREFERRED: [soft]}
    if near := app.has("near"):
        namespace, name = near.split("/")
        term: Doc = {
            "labelSelector": {"matchLabels": {"app": name}},
            "namespaces": [namespace],
            "topologyKey": ZONE_KEY,
        }
        affinity["podAffinity"] = {REQUIRED: [term]}
    return affinity


def app_spec(app: App) -> Doc:
    """Build the pod spec of a Deployment or StatefulSet."""
    ports = [{"containerPort": 8080, "name": "http", "protocol": "TCP"}]
    spec = base_spec([make_container(app.name, app.cpu, app.memory, ports=ports)])
    spec["priority"] = PRIORITIES[app.has("class")]
    spec["serviceAccountName"] = app.name
    if app.has("class"):
        spec["priorityClassName"] = app.has("class")
    spec["tolerations"] = eviction_tolerations(300)
    if app.has("spot"):
        spec["tolerations"].insert(0, dict(SPOT_TOLERATION))
    if affinity := _affinity(app):
        spec["affinity"] = affinity
    if selector := app.has("select"):
        key, value = selector.split(":")
        spec["nodeSelector"] = {key: value}
    if zone := app.has("zone"):
        policy = "DoNotSchedule" if zone == "hard" else "ScheduleAnyway"
        spread = {
            "labelSelector": {"matchLabels": {"app": app.name}},
            "maxSkew": 1,
            "topologyKey": ZONE_KEY,
            "whenUnsatisfiable": policy,
        }
        spec["topologySpreadConstraints"] = [spread]
    first = [make_container(*triple(app.has("init")))] if app.has("init") else []
    if mesh := app.has("mesh"):
        proxy = make_container("mesh-proxy", "100m", "128Mi", restartPolicy="Always")
        first.insert(len(first) if mesh == "last" else 0, proxy)
    if first:
        spec["initContainers"] = first
    if overhead := app.has("overhead"):
        cpu, memory = overhead.split(":")
        spec |= {"overhead": {"cpu": cpu, "memory": memory}, "runtimeClassName": "gvisor"}
    return spec


def base_spec(containers: list[Doc], restart: str = "Always") -> Doc:
    """Build the parts that all pod specs share."""
    return {
        "containers": containers,
        "preemptionPolicy": "PreemptLowerPriority",
        "priority": 0,
        "restartPolicy": restart,
        "terminationGracePeriodSeconds": 30,
        "tolerations": eviction_tolerations(300),
    }


def template(spec: Doc, labels: dict[str, str]) -> Doc:
    """Return the pod template of a workload: without what admission adds to pods."""
    added = ("priority", "preemptionPolicy", "overhead", "tolerations")
    kept: Doc = {key: value for key, value in spec.items() if key not in added}
    written = [t for t in spec["tolerations"] if "key" not in t or t["key"] == "spot"]
    if written:
        kept["tolerations"] = written
    return {"metadata": {"labels": labels}, "spec": kept}
