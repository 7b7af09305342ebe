"""How many of 20 nodes may be spot, and from which pools? The answer launches only what does not run yet."""

import spotwright as sw


def offer(zone: str, capacity_type: sw.CapacityType, price: float, available_count: int | None = None) -> sw.Offer:
    return sw.Offer(
        instance_type="m6i.xlarge",
        region="eu-west-1",
        zone=zone,
        capacity_type=capacity_type,
        price_usd_per_hour=price,
        available_count=available_count,
    )


def main() -> None:
    spot, on_demand = sw.CapacityType.SPOT, sw.CapacityType.ON_DEMAND
    request = sw.DecideMixRequest(
        total_units=20,
        policy=sw.MixPolicy(on_demand_base_units=4, on_demand_percentage=25),
        offers=[
            offer("eu-west-1a", on_demand, 0.214),
            offer("eu-west-1a", spot, 0.0812, available_count=8),
            offer("eu-west-1b", spot, 0.0847),
        ],
        running=[sw.PoolUnits(pool=sw.Pool(capacity_type=on_demand), units=4)],
    )
    response = sw.decide_mix(request)
    print(f"target: {response.target_on_demand_units} on-demand, {response.target_spot_units} spot")
    for step in response.steps:
        print(f"{step.action} {step.units} x {step.pool.capacity_type} in {step.pool.zone}")
    print(f"launches cost ${response.launch_cost_usd_per_hour:.4f} per hour")
    for reason in response.reasons:
        print(f"- {reason.sentence}")


if __name__ == "__main__":
    main()
