"""Runs the real `spotwright` binary, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("SPOTWRIGHT_CLI", ROOT / "build/release/bindings/cli/spotwright"))
REQUESTS = sorted((ROOT / "examples/requests").glob("*.json"))
SHOP = ROOT / "examples/shop"
LOAD = ROOT / "examples/load"
DECISIONS = [
    "assess_prices",
    "estimate_risk",
    "grade_regions",
    "forecast",
    "scale",
    "decide_mix",
    "balance_zones",
    "pack",
    "consolidate",
    "launch",
    "return_to_spot",
    "meet_deadline",
    "respond",
    "plan",
]
TOOLS = ["import", "render", "schema", "version"]


def environment(**changes: str) -> dict[str, str]:
    """The surroundings of a run, free of what the tester's own shell says about terminals."""
    plain = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")}
    return {**plain, "TERM": "xterm", **changes}


def run(*arguments: str, stdin: bytes | str = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run(
        [BINARY, *arguments], input=data, capture_output=True, env=environment(**changes), timeout=60, check=False
    )


def shop_files(*names: str) -> list[str]:
    """Options that name files of examples/shop; all of them without names."""
    files = {
        "--pods": "pods.json",
        "--nodes": "nodes.json",
        "--workloads": "workloads.json",
        "--types": "types.json",
        "--spot-prices": "spot_prices.json",
        "--on-demand-prices": "on_demand_prices.csv",
        "--spot-advisor": "spot_advisor.json",
        "--load-csv": "load.csv",
    }
    return [part for name in names or files for part in (name, str(SHOP / files[name]))]
