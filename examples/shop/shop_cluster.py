"""Collects the Kubernetes objects of the shop and places its pods like a scheduler."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shop_catalog import NOW, REGION, ZONES, Doc
from shop_objects import (
    HOST_KEY,
    REQUIRED,
    ZONE_KEY,
    ago,
    app_spec,
    base_spec,
    draw,
    eviction_tolerations,
    letters,
    make_container,
    make_node,
    metadata,
    owned_by,
    stamp,
    template,
    uid,
)
from shop_requests import Amount, amount, effective_request
from shop_workloads import (
    BUDGETS,
    DAEMON_SETS,
    DEPLOYMENTS,
    JOBS,
    NODE_GROUPS,
    PRIORITIES,
    STATEFUL_SETS,
    App,
    BatchJob,
    Budget,
    Daemon,
)


@dataclass
class Host:
    """A node and what is still free on it."""

    doc: Doc
    free: Amount
    slots: int
    apps: Counter[str] = field(default_factory=Counter)

    @property
    def labels(self) -> dict[str, str]:
        """Return the node's labels."""
        labels: dict[str, str] = self.doc["metadata"]["labels"]
        return labels

    @property
    def zone(self) -> str:
        """Return the node's zone."""
        return self.labels[ZONE_KEY]

    @property
    def spot(self) -> bool:
        """Tell whether the node runs on spot capacity."""
        return self.labels["eks.amazonaws.com/capacityType"] == "SPOT"


class Cluster:
    """All objects of the shop; `nodes`, `pods` and `workloads` are lists of items."""

    def __init__(self) -> None:
        """Build the nodes, then every workload with its pods."""
        self.hosts: list[Host] = []
        self.pods: list[Doc] = []
        self.kinds: dict[str, list[Doc]] = {}
        for group, type_name, capacity_type, counts in NODE_GROUPS:
            for zone, count in zip(ZONES, counts, strict=True):
                for index in range(count):
                    doc = make_node(group, type_name, capacity_type, zone, index)
                    room = doc["status"]["allocatable"]
                    self.hosts.append(Host(doc, amount(room), int(room["pods"])))
        self.hosts.sort(key=lambda host: str(host.doc["metadata"]["name"]))
        for daemon in DAEMON_SETS:
            self._add_daemon(daemon)
        for app in STATEFUL_SETS:
            self._add_stateful(app)
        for app in DEPLOYMENTS:
            self._add_deployment(app)
        for job in JOBS:
            self._add_job(job)
        for budget in BUDGETS:
            self._add_budget(budget)
        self.pods.sort(key=lambda p: (p["metadata"]["namespace"], p["metadata"]["name"]))

    @property
    def nodes(self) -> list[Doc]:
        """Return the nodes."""
        return [host.doc for host in self.hosts]

    @property
    def workloads(self) -> list[Doc]:
        """Return everything else, grouped by kind in the order asked of kubectl."""
        order = (
            "Deployment",
            "StatefulSet",
            "ReplicaSet",
            "DaemonSet",
            "Job",
            "PodDisruptionBudget",
            "PersistentVolumeClaim",
            "PersistentVolume",
        )
        result: list[Doc] = []
        for kind in order:
            items = self.kinds[kind]
            items.sort(key=lambda d: (d["metadata"].get("namespace", ""), d["metadata"]["name"]))
            result += items
        return result

    def _add(self, api: str, kind: str, meta: Doc, spec: Doc, status: Doc) -> Doc:
        doc = {"apiVersion": api, "kind": kind, "metadata": meta, "spec": spec, "status": status}
        self.kinds.setdefault(kind, []).append(doc)
        return doc

    def _add_pod(
        self,
        owner: Doc,
        name: str,
        labels: dict[str, str],
        spec: Doc,
        host: Host | None,
        created: datetime,
        phase: str = "Running",
    ) -> None:
        """Add a pod, bound to a host or pending; a finished one takes no room."""
        meta = metadata("Pod", name, owner["metadata"]["namespace"], created)
        meta |= {"labels": labels, "ownerReferences": owned_by(owner)}
        if owner["kind"] != "StatefulSet":
            meta["generateName"] = name[:-5]
        wanted = effective_request(spec)
        status = {"phase": phase, "qosClass": "Burstable"}
        if wanted.cpu == wanted.memory == 0:
            status["qosClass"] = "BestEffort"
        bound: Doc = {}
        if host is not None:
            bound["nodeName"] = host.doc["metadata"]["name"]
            status["startTime"] = stamp(created + timedelta(seconds=1))
            if phase == "Running":
                host.free += Amount(-wanted.cpu, -wanted.memory)
                host.slots -= 1
                host.apps[f"{meta['namespace']}/{labels.get('app', '')}"] += 1
        self.pods.append(
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": meta,
                "spec": spec | bound,
                "status": status,
            }
        )

    def _choose(self, app: App, spec: Doc, number: int, zone: str = "") -> Host:
        """Pick the host for one replica: hard constraints, then the best score."""
        key = f"{app.namespace}/{app.name}"
        by_zone = dict.fromkeys(ZONES, 0)
        for host in self.hosts:
            by_zone[host.zone] += host.apps[key]
        near = app.has("near")
        near_zones = {host.zone for host in self.hosts if host.apps[near]}
        wanted = effective_request(spec)
        selector = spec.get("nodeSelector", {}).items()
        best: tuple[float, Host] | None = None
        for host in self.hosts:
            if (
                not wanted.fits(host.free)
                or not host.slots
                or not selector <= host.labels.items()
                or (zone and host.zone != zone)
                or (near and host.zone not in near_zones)
                or (app.has("host") == "hard" and host.apps[key])
                or (host.spot and not app.has("spot"))  # a habit, not a constraint
            ):
                continue
            skew = by_zone[host.zone] - min(by_zone.values())
            if app.has("zone") == "hard" and skew > 0 and not zone:
                continue
            room = amount(host.doc["status"]["allocatable"])
            left = (host.free.cpu - wanted.cpu) / room.cpu
            left += (host.free.memory - wanted.memory) / room.memory
            score = 50 * left + draw("noise", key, number, host.labels[HOST_KEY]).uniform(0, 12)
            score -= host.apps[key] * (24 if app.has("host") else 8)
            score -= skew * (12 if app.has("zone") else 3)
            if best is None or score > best[0]:
                best = score, host
        if best is None:
            raise RuntimeError(f"no host for replica {number} of {key}")
        return best[1]

    def _add_daemon(self, daemon: Daemon) -> None:
        count = len(self.hosts)
        spec = base_spec([make_container(*c) for c in daemon.containers])
        spec["serviceAccountName"] = daemon.name
        spec["priority"] = PRIORITIES[daemon.priority]
        if daemon.priority:
            spec["priorityClassName"] = daemon.priority
        if daemon.name == "aws-node":
            spec["initContainers"] = [make_container("aws-vpc-cni-init", "25m", "-")]
        added = ["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"]
        if daemon.name in ("aws-node", "kube-proxy", "node-exporter"):
            spec["hostNetwork"] = True
            added.append("network-unavailable")
        spec["tolerations"] = [{"operator": "Exists"}, *eviction_tolerations(None)] + [
            {"key": f"node.kubernetes.io/{k}", "operator": "Exists", "effect": "NoSchedule"} for k in added
        ]
        labels = {"app": daemon.name}
        owner = self._add(
            "apps/v1",
            "DaemonSet",
            metadata("DaemonSet", daemon.name, daemon.namespace, ago(4e3, 9e3, daemon.name)),
            {"selector": {"matchLabels": labels}, "template": template(spec, labels)},
            {
                "currentNumberScheduled": count,
                "desiredNumberScheduled": count,
                "numberMisscheduled": 0,
                "numberReady": count,
            },
        )
        revision = {"controller-revision-hash": letters(10, daemon.name)}
        for host in self.hosts:
            node = host.doc["metadata"]
            field_term = {"key": "metadata.name", "operator": "In", "values": [node["name"]]}
            terms = {"nodeSelectorTerms": [{"matchFields": [field_term]}]}
            pinned = {"affinity": {"nodeAffinity": {REQUIRED: terms}}}
            created = datetime.fromisoformat(node["creationTimestamp"])
            name = f"{daemon.name}-{letters(5, daemon.name, node['name'])}"
            self._add_pod(owner, name, labels | revision, spec | pinned, host, created)

    def _add_stateful(self, app: App) -> None:
        size, zones = app.has("disk").split(":")
        spec = app_spec(app)
        labels = {"app": app.name}
        claim_spec = {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": size}},
            "storageClassName": "gp3",
            "volumeMode": "Filesystem",
        }
        born = ago(4e3, 8e3, app.name)
        owner = self._add(
            "apps/v1",
            "StatefulSet",
            metadata("StatefulSet", app.name, app.namespace, born),
            {
                "replicas": app.replicas,
                "selector": {"matchLabels": labels},
                "serviceName": app.name,
                "template": template(spec, labels),
                "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim_spec}],
            },
            {
                "replicas": app.replicas,
                "readyReplicas": app.replicas,
                "currentReplicas": app.replicas,
            },
        )
        revision = f"{app.name}-{letters(10, app.name)}"
        for index in range(app.replicas):
            name = f"{app.name}-{index}"
            zone = f"{REGION}{zones[index]}"
            claim = self._add_volume(app, f"data-{name}", claim_spec, zone, born)
            source = {"name": "data", "persistentVolumeClaim": {"claimName": claim}}
            pod_labels = labels | {
                "apps.kubernetes.io/pod-index": str(index),
                "controller-revision-hash": revision,
                "statefulset.kubernetes.io/pod-name": name,
            }
            host = self._choose(app, spec, index, zone)
            created = ago(24 * 20, 24 * 38, name)
            self._add_pod(owner, name, pod_labels, spec | {"volumes": [source]}, host, created)

    def _add_volume(self, app: App, claim: str, claim_spec: Doc, zone: str, born: datetime) -> str:
        meta = metadata("PersistentVolumeClaim", claim, app.namespace, born)
        meta["labels"] = {"app": app.name}
        name = f"pvc-{meta['uid']}"
        size = claim_spec["resources"]["requests"]
        modes = claim_spec["accessModes"]
        reference = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": claim}
        reference |= {"namespace": app.namespace, "uid": meta["uid"]}
        match = {"key": ZONE_KEY, "operator": "In", "values": [zone]}
        handle = f"vol-0{draw('volume', claim).getrandbits(64):016x}"
        bound: Doc = {"phase": "Bound", "accessModes": modes, "capacity": size}
        claim_spec = claim_spec | {"volumeName": name}
        self._add("v1", "PersistentVolumeClaim", meta, claim_spec, bound)
        spec = {
            "accessModes": modes,
            "capacity": size,
            "claimRef": reference,
            "csi": {"driver": "ebs.csi.aws.com", "fsType": "ext4", "volumeHandle": handle},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [match]}]}},
            "persistentVolumeReclaimPolicy": "Delete",
            "storageClassName": "gp3",
            "volumeMode": "Filesystem",
        }
        meta = metadata("PersistentVolume", name, "", born + timedelta(seconds=3))
        self._add("v1", "PersistentVolume", meta, spec, {"phase": "Bound"})
        return claim

    def _add_deployment(self, app: App) -> None:
        pending = int(app.has("pending") or 0)
        total = app.replicas + pending
        spec = app_spec(app)
        labels = {"app": app.name}
        state = {"replicas": total, "readyReplicas": app.replicas}
        state["availableReplicas"] = app.replicas
        if pending:
            state["unavailableReplicas"] = pending
        owner = self._add(
            "apps/v1",
            "Deployment",
            metadata("Deployment", app.name, app.namespace, ago(3e3, 8e3, app.name)),
            {
                "replicas": total,
                "selector": {"matchLabels": labels},
                "strategy": {"type": "RollingUpdate"},
                "template": template(spec, labels),
            },
            state,
        )
        revisions = [("old", 0, 900.0), ("new", total, 300.0)]
        for revision, replicas, hours in revisions if app.has("old") else revisions[1:]:
            digest = letters(10, app.name, revision)
            both = labels | {"pod-template-hash": digest}
            born = ago(hours / 4, hours, app.name, revision)
            meta = metadata("ReplicaSet", f"{app.name}-{digest}", app.namespace, born)
            meta |= {"labels": both, "ownerReferences": owned_by(owner)}
            replica_spec = {
                "replicas": replicas,
                "selector": {"matchLabels": both},
                "template": template(spec, both),
            }
            state = {"replicas": replicas, "readyReplicas": replicas and app.replicas}
            replica_set = self._add("apps/v1", "ReplicaSet", meta, replica_spec, state)
        for number in range(total):
            name = f"{app.name}-{digest}-{letters(5, app.name, number)}"
            if number < app.replicas:
                host = self._choose(app, spec, number)
                created = born + timedelta(seconds=number * 7)
                self._add_pod(replica_set, name, both, spec, host, created)
            else:
                created = NOW - timedelta(seconds=1)
                self._add_pod(replica_set, name, both, spec, None, created, "Pending")

    def _add_job(self, job: BatchJob) -> None:
        minute = 15 if job.cron else 42
        born = NOW.replace(minute=minute) - timedelta(hours=job.hours)
        name = f"{job.name}-{int(born.timestamp()) // 60}" if job.cron else job.name
        app = App(job.name, job.namespace, 1, job.cpu, job.memory, {})
        spec = base_spec([make_container(job.name, job.cpu, job.memory)], "Never")
        meta = metadata("Job", name, job.namespace, born)
        if job.cron:
            cron = {"apiVersion": "batch/v1", "kind": "CronJob"}
            cron_meta = {"name": job.name, "uid": uid("CronJob", job.name)}
            meta["ownerReferences"] = owned_by(cron | {"metadata": cron_meta})
        labels = {
            "batch.kubernetes.io/controller-uid": meta["uid"],
            "batch.kubernetes.io/job-name": name,
        }
        counts = Counter(job.phases)
        status: Doc = {"startTime": stamp(born), "succeeded": counts["Succeeded"]}
        if counts["Failed"]:
            status["failed"] = counts["Failed"]
        if counts["Running"]:
            status["active"] = counts["Running"]
        else:
            status["completionTime"] = stamp(born + timedelta(minutes=24))
            status["conditions"] = [{"type": "Complete", "status": "True"}]
        job_spec = {
            "backoffLimit": 6,
            "completions": 1 if job.cron else 12,
            "parallelism": max(1, counts["Running"]),
            "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": meta["uid"]}},
            "template": template(spec, labels),
        }
        owner = self._add("batch/v1", "Job", meta, job_spec, status)
        for number, phase in enumerate(job.phases):
            host = self._choose(app, spec, number)
            pod = f"{name}-{letters(5, name, number)}"
            created = born + timedelta(minutes=number * 3)
            self._add_pod(owner, pod, labels, spec, host, created, phase)

    def _add_budget(self, budget: Budget) -> None:
        labels = {"app": budget.app}
        healthy = sum(host.apps[f"{budget.namespace}/{budget.app}"] for host in self.hosts)
        status = {
            "currentHealthy": healthy,
            "desiredHealthy": budget.healthy,
            "disruptionsAllowed": healthy - budget.healthy,
            "expectedPods": healthy,
        }
        meta = metadata("PodDisruptionBudget", budget.app, budget.namespace, ago(2e3, 3e3, budget))
        spec = {budget.field: budget.value, "selector": {"matchLabels": labels}}
        self._add("policy/v1", "PodDisruptionBudget", meta, spec, status)
