"""Consistency checks of the finished documents; each failure raises ShopError."""

from collections import Counter, defaultdict
from typing import Any

from shop_catalog import RISEN, TYPES, ZONES, Doc
from shop_objects import HOST_KEY, REQUIRED, ZONE_KEY
from shop_requests import Amount, amount, effective_request


class ShopError(Exception):
    """The generated data contradict themselves or the plan of the example."""


def require(condition: object, message: str) -> None:
    """Raise ShopError with the message unless the condition holds."""
    if not condition:
        raise ShopError(message)


class Checker:
    """Checks pods, nodes and workloads against each other."""

    def __init__(self, pods: list[Doc], nodes: list[Doc], workloads: list[Doc]) -> None:
        """Index the documents; ids and names must be unique."""
        self.pods = pods
        self.nodes = {node["metadata"]["name"]: node for node in nodes}
        self.by_uid = {doc["metadata"]["uid"]: doc for doc in workloads}
        self.by_kind: dict[str, list[Doc]] = defaultdict(list)
        for doc in workloads:
            self.by_kind[doc["kind"]].append(doc)
        everything = [*pods, *nodes, *workloads]
        uids = {doc["metadata"]["uid"] for doc in everything}
        require(len(uids) == len(everything), "uid used twice")
        names = {(p["metadata"]["namespace"], p["metadata"]["name"]) for p in pods}
        require(len(names) == len(pods), "pod name used twice")
        self.running = [pod for pod in pods if pod["status"]["phase"] == "Running"]
        self.groups: dict[tuple[str, str], list[Doc]] = defaultdict(list)
        for pod in self.running:
            if app := pod["metadata"]["labels"].get("app"):
                self.groups[pod["metadata"]["namespace"], app].append(pod)

    def check(self) -> dict[str, Any]:
        """Run all checks and return a summary for people."""
        for node in self.nodes.values():
            require("taints" not in node["spec"], "a node carries a taint")
        for pod in self.pods:
            self._check_owners(pod)
            bound = "nodeName" in pod["spec"]
            require(bound == (pod["status"]["phase"] != "Pending"), "bound pending pod")
        for pod in self.running:
            self._check_node_terms(pod)
            self._check_pod_terms(pod)
            self._check_volumes(pod)
        self._check_replicas()
        for budget in self.by_kind["PodDisruptionBudget"]:
            self._check_budget(budget)
        return self._check_numbers(self._check_fit())

    def _node(self, pod: Doc) -> Doc:
        node: Doc = self.nodes[pod["spec"]["nodeName"]]
        return node

    def _label(self, pod: Doc, key: str) -> str:
        value: str = self._node(pod)["metadata"]["labels"][key]
        return value

    def _check_fit(self) -> tuple[Amount, Amount]:
        """Every node has room for its pods; return all requests and all room."""
        used: dict[str, Amount] = defaultdict(Amount)
        count: Counter[str] = Counter()
        for pod in self.running:
            used[pod["spec"]["nodeName"]] += effective_request(pod["spec"])
            count[pod["spec"]["nodeName"]] += 1
        room = Amount()
        for name, node in self.nodes.items():
            allocatable = node["status"]["allocatable"]
            room += amount(allocatable)
            require(used[name].fits(amount(allocatable)), f"{name} is overcommitted")
            require(count[name] <= int(allocatable["pods"]), f"{name}: too many pods")
            label = node["metadata"]["labels"]["node.kubernetes.io/instance-type"]
            item = TYPES[label]
            require(int(allocatable["pods"]) == item.max_pods, f"{name}: ENI limit")
            require(node["status"]["capacity"]["cpu"] == str(item.vcpus), f"{name}: CPU")
        return sum(used.values(), Amount()), room

    def _check_owners(self, pod: Doc) -> None:
        """Follow the chain pod, ReplicaSet, Deployment (or the like) to its end."""
        (reference,) = pod["metadata"]["ownerReferences"]
        owner = self.by_uid.get(reference["uid"])
        name = pod["metadata"]["name"]
        if owner is None or owner["metadata"]["name"] != reference["name"]:
            raise ShopError(f"pod {name} has no owner")
        require(owner["kind"] == reference["kind"], f"owner kind of {name}")
        require(name.startswith(owner["metadata"]["name"] + "-"), f"owner name of {name}")
        selector = owner["spec"]["selector"]["matchLabels"].items()
        require(selector <= pod["metadata"]["labels"].items(), f"selector misses {name}")
        if owner["kind"] == "ReplicaSet":
            (reference,) = owner["metadata"]["ownerReferences"]
            top = self.by_uid.get(reference["uid"], {"kind": "nothing"})
            require(top["kind"] == "Deployment", f"no deployment above {name}")

    def _check_node_terms(self, pod: Doc) -> None:
        """Compare the node with the selector and the required node affinity."""
        name, spec = pod["metadata"]["name"], pod["spec"]
        labels = self._node(pod)["metadata"]["labels"]
        selector = spec.get("nodeSelector", {}).items()
        require(selector <= labels.items(), f"node selector of {name}")
        affinity = spec.get("affinity", {}).get("nodeAffinity", {}).get(REQUIRED, {})
        for term in affinity.get("nodeSelectorTerms", []):
            for rule in term.get("matchExpressions", []):
                inside = labels[rule["key"]] in rule["values"]
                require(inside == (rule["operator"] == "In"), f"node affinity of {name}")
            for rule in term.get("matchFields", []):
                require(spec["nodeName"] in rule["values"], f"node name of {name}")

    def _check_pod_terms(self, pod: Doc) -> None:
        """Spread, anti-affinity and affinity to other pods hold now."""
        meta, spec = pod["metadata"], pod["spec"]
        group = self.groups.get((meta["namespace"], meta["labels"].get("app", "")), [])
        for spread in spec.get("topologySpreadConstraints", []):
            require(spread["labelSelector"]["matchLabels"]["app"] == meta["labels"]["app"], "spread")
            count = Counter(dict.fromkeys(ZONES, 0))
            count.update(self._label(other, ZONE_KEY) for other in group)
            skew = max(count.values()) - min(count.values())
            hard = spread["whenUnsatisfiable"] == "DoNotSchedule"
            require(not hard or skew <= spread["maxSkew"], f"zone skew of {meta['name']}")
        affinity = spec.get("affinity", {})
        if affinity.get("podAntiAffinity", {}).get(REQUIRED):
            hosts = {self._label(other, HOST_KEY) for other in group}
            require(len(hosts) == len(group), f"two of {meta['labels']['app']} on a node")
        for term in affinity.get("podAffinity", {}).get(REQUIRED, []):
            app = term["labelSelector"]["matchLabels"]["app"]
            near = {self._label(o, ZONE_KEY) for o in self.groups[term["namespaces"][0], app]}
            require(self._label(pod, ZONE_KEY) in near, f"pod affinity of {meta['name']}")

    def _check_volumes(self, pod: Doc) -> None:
        """Each claim is bound to a volume of the pod's zone."""
        for volume in pod["spec"].get("volumes", []):
            name = volume["persistentVolumeClaim"]["claimName"]
            (claim,) = (
                doc
                for doc in self.by_kind["PersistentVolumeClaim"]
                if doc["metadata"]["name"] == name and doc["metadata"]["namespace"] == pod["metadata"]["namespace"]
            )
            (disk,) = (
                doc
                for doc in self.by_kind["PersistentVolume"]
                if doc["metadata"]["name"] == claim["spec"]["volumeName"]
            )
            require(disk["spec"]["claimRef"]["uid"] == claim["metadata"]["uid"], name)
            (term,) = disk["spec"]["nodeAffinity"]["required"]["nodeSelectorTerms"]
            (rule,) = term["matchExpressions"]
            require(rule["values"] == [self._label(pod, ZONE_KEY)], f"zone of {name}")

    def _check_replicas(self) -> None:
        """Workloads have the pods they state; a DaemonSet has one on every node."""
        pods: Counter[str] = Counter()
        ready: Counter[str] = Counter()
        nodes: dict[str, set[str]] = defaultdict(set)
        for pod in self.pods:
            uid = pod["metadata"]["ownerReferences"][0]["uid"]
            pods[uid] += 1
            ready[uid] += pod["status"]["phase"] == "Running"
            nodes[uid].add(pod["spec"].get("nodeName", ""))
        for replica_set in self.by_kind["ReplicaSet"]:
            uid = replica_set["metadata"]["uid"]
            top = replica_set["metadata"]["ownerReferences"][0]["uid"]
            pods[top] += pods[uid]
            ready[top] += ready[uid]
        for kind in ("Deployment", "ReplicaSet", "StatefulSet"):
            for doc in self.by_kind[kind]:
                name, uid = doc["metadata"]["name"], doc["metadata"]["uid"]
                require(doc["spec"]["replicas"] == pods[uid], f"replicas of {name}")
                require(doc["status"]["readyReplicas"] == ready[uid], f"ready of {name}")
        for doc in self.by_kind["DaemonSet"]:
            uid = doc["metadata"]["uid"]
            require(pods[uid] == len(self.nodes), "daemon pods")
            require(nodes[uid] == set(self.nodes), "daemon nodes")

    def _check_budget(self, budget: Doc) -> None:
        meta, status = budget["metadata"], budget["status"]
        app = budget["spec"]["selector"]["matchLabels"]["app"]
        healthy = len(self.groups[meta["namespace"], app])
        require(status["currentHealthy"] == healthy, f"budget {meta['name']}")
        want = budget["spec"].get("minAvailable", status["expectedPods"] - 1)
        if isinstance(want, str):
            want = -(-int(want.rstrip("%")) * status["expectedPods"] // 100)
        require(status["desiredHealthy"] == want, f"wanted by budget {meta['name']}")
        require(status["disruptionsAllowed"] == healthy - want, f"allowed by {meta['name']}")

    def _spot_deployments(self) -> tuple[int, int]:
        """Count deployments that tolerate spot: with 3 or more replicas, with 2."""
        replicas = [
            doc["spec"]["replicas"]
            for doc in self.by_kind["Deployment"]
            if any(toleration["key"] == "spot" for toleration in doc["spec"]["template"]["spec"].get("tolerations", []))
        ]
        return sum(n >= 3 for n in replicas), replicas.count(2)

    def _check_numbers(self, fill: tuple[Amount, Amount]) -> dict[str, Any]:
        used, room = fill
        cpu, memory = used.cpu / room.cpu, used.memory / room.memory
        phases = Counter(pod["status"]["phase"] for pod in self.pods)
        labels = [node["metadata"]["labels"] for node in self.nodes.values()]
        types = Counter(label["node.kubernetes.io/instance-type"] for label in labels)
        spot = Counter(label["eks.amazonaws.com/capacityType"] for label in labels)["SPOT"]
        budgets = self.by_kind["PodDisruptionBudget"]
        blocked = [b for b in budgets if b["status"]["disruptionsAllowed"] == 0]
        require(len(self.nodes) == 25 and spot == 2, "number of nodes")
        require(390 <= len(self.pods) <= 410, f"number of pods {len(self.pods)}")
        require(phases["Pending"] == 6 and phases["Failed"] == 1, "phases of pods")
        require(0.50 <= cpu <= 0.55, f"CPU fill {cpu:.3f}")
        require(0.48 <= memory <= 0.52, f"memory fill {memory:.3f}")
        require(self._spot_deployments() == (30, 2), "deployments that tolerate spot")
        require(len(budgets) == 3 and len(blocked) == 1, "disruption budgets")
        return {
            "pods": dict(phases),
            "workloads": {kind: len(docs) for kind, docs in self.by_kind.items()},
            "nodes": dict(sorted(types.items())),
            "requested": f"{used.cpu / 1000:.1f} cores, {used.memory / 2**30:.1f} GiB",
            "allocatable": f"{room.cpu / 1000:.1f} cores, {room.memory / 2**30:.1f} GiB",
            "fill": f"CPU {cpu:.1%}, memory {memory:.1%}",
            "on-demand USD per hour": round(sum(TYPES[t].price * n for t, n in types.items()), 4),
        }


def check_market(types: Doc, prices: Doc, advisor: Doc, csv: str) -> dict[str, Any]:
    """Check that the four market files agree; return a summary for people."""
    names = {item["InstanceType"] for item in types["InstanceTypes"]}
    require(names == set(TYPES), "instance types")
    require({row.split(",")[0] for row in csv.splitlines()[1:]} == names, "price table")
    linux = advisor["spot_advisor"]["us-east-1"]["Linux"]
    require(set(linux) == set(advisor["instance_types"]) == names, "spot advisor")
    rows = prices["SpotPriceHistory"]
    stamps = [row["Timestamp"] for row in rows]
    require(stamps == sorted(stamps, reverse=True), "price rows are not newest first")
    latest: dict[tuple[str, str], float] = {}
    for row in rows:
        if row["ProductDescription"] == "Linux/UNIX":
            pool = row["InstanceType"], row["AvailabilityZone"]
            latest.setdefault(pool, float(row["SpotPrice"]))
    require(len(latest) == len(names) * len(ZONES) - 1, "pools without a price")
    high = {pool for pool, price in latest.items() if price > 0.85 * TYPES[pool[0]].price}
    require(high == set(RISEN), f"pools above 85 % of on-demand: {high}")
    windows = [row for row in rows if row["ProductDescription"] == "Windows"]
    require(len(windows) == 2, "rows of another product")
    return {"types": len(names), "pools": len(latest), "price rows": len(rows)}
