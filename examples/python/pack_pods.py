"""Which nodes do these pods need? Two workloads, two types; a plain dict does as well as the classes."""

import spotwright as sw

GIB = 1024**3


def offers() -> list[sw.Offer]:
    sizes = {"m6i.large": (1930, 7 * GIB, 0.096), "m6i.xlarge": (3920, 14 * GIB, 0.192)}
    return [
        sw.Offer(
            instance_type=name,
            zone=zone,
            capacity_type=sw.CapacityType.ON_DEMAND,
            price_usd_per_hour=price,
            allocatable=sw.Resources(cpu_millicores=cpu, memory_bytes=memory, pods=29),
        )
        for name, (cpu, memory, price) in sizes.items()
        for zone in ("eu-west-1a", "eu-west-1b")
    ]


def main() -> None:
    web = {
        "name": "web",
        "replicas": 6,
        "requests": {"cpu_millicores": 500, "memory_bytes": GIB},
        "labels": {"app": "web"},
        "topology_spread": [
            {"topology_key": "topology.kubernetes.io/zone", "selector": {"match_labels": {"app": "web"}}},
        ],
    }
    batch = sw.Workload(
        name="batch",
        kind=sw.WorkloadKind.JOB,
        replicas=3,
        requests=sw.Resources(cpu_millicores=1500, memory_bytes=4 * GIB),
    )
    response = sw.pack({"workloads": [web, batch], "offers": offers()})
    for node in response.nodes:
        pods = ", ".join(f"{placement.replicas} x {placement.workload}" for placement in node.placements)
        print(f"{node.name}: {node.pool.instance_type} in {node.pool.zone} for {pods}")
    print(f"{response.placed_replicas} pods for ${response.cost_usd_per_hour:.3f} per hour")
    print(f"no packing costs less than ${response.lower_bound_usd_per_hour:.3f}")


if __name__ == "__main__":
    main()
