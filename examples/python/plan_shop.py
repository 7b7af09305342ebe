"""A whole plan from what kubectl and the AWS CLI printed: examples/shop, or a folder like it given as argument."""

import sys
from pathlib import Path

import spotwright as sw

SHOP = Path(__file__).resolve().parents[1] / "shop"

DOCUMENTS = {
    "pods.json": sw.SourceFormat.KUBECTL,
    "nodes.json": sw.SourceFormat.KUBECTL,
    "workloads.json": sw.SourceFormat.KUBECTL,
    "types.json": sw.SourceFormat.AWS_INSTANCE_TYPES,
    "spot_prices.json": sw.SourceFormat.AWS_SPOT_PRICE_HISTORY,
    "on_demand_prices.csv": sw.SourceFormat.ON_DEMAND_PRICES_CSV,
    "spot_advisor.json": sw.SourceFormat.SPOT_ADVISOR,
    "load.csv": sw.SourceFormat.LOAD_CSV,
}
NOW_UNIX_MS = 1_795_215_600_000  # 2026-11-20 23:00 UTC


def main(folder: Path = SHOP) -> None:
    sources = [
        sw.ImportSource(name=name, format=source_format, content=(folder / name).read_text(encoding="utf-8"))
        for name, source_format in DOCUMENTS.items()
    ]
    imported = sw.import_(sw.ImportRequest(sources=sources, now_unix_ms=NOW_UNIX_MS))
    request = imported.request
    request.price_histories, request.series = imported.price_histories, imported.series
    request.policy = sw.Policy.from_json((folder / "policy.json").read_bytes())
    response = sw.plan(request)
    summary = response.summary
    print(f"now ${summary.cost_now_usd_per_hour:.2f} per hour, planned ${summary.cost_planned_usd_per_hour:.2f}")
    print(f"spot share of what may run on spot: {summary.spot_cpu_share:.0%}")
    for launch in response.launches:
        pool = launch.pool
        print(f"launch {launch.count} x {pool.instance_type} ({pool.capacity_type}) in {pool.zone}")
    print()
    print(sw.render(sw.RenderRequest(verb="plan", response_json=response.to_json())).text)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
