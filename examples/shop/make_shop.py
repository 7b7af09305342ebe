#!/usr/bin/env python3
"""Writes the data files of the shop example; `--check` only compares them.

The output depends on nothing but these modules: every draw is seeded by name.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from shop_catalog import (
    Doc,
    describe_instance_types,
    describe_spot_price_history,
    on_demand_csv,
    spot_advisor,
)
from shop_checks import Checker, check_market, require
from shop_cluster import Cluster
from shop_load import load_csv

HERE = Path(__file__).resolve().parent
SIZE_LIMIT = 1_500_000


def _compact(value: object, sort: bool) -> str:
    return json.dumps(value, sort_keys=sort, separators=(",", ":"))


def _lines(items: list[Doc], sort: bool) -> str:
    return ",\n".join(_compact(item, sort) for item in items)


def kubectl_list(items: list[Doc]) -> str:
    """Render what `kubectl get -o json` prints, one item per line."""
    head = '{"apiVersion":"v1","items":[\n'
    tail = '\n],"kind":"List","metadata":{"resourceVersion":""}}\n'
    return head + _lines(items, sort=True) + tail


def aws_list(answer: Doc) -> str:
    """Render an answer of the AWS CLI that is one list, one item per line."""
    ((key, items),) = answer.items()
    return f'{{"{key}":[\n{_lines(items, sort=False)}\n]}}\n'


def advisor_text(advisor: Doc) -> str:
    """Render the Spot Advisor document, one line per part of it."""
    parts = (f"{_compact(k, False)}:{_compact(v, False)}" for k, v in advisor.items())
    return "{" + ",\n".join(parts) + "}\n"


def make_files() -> tuple[dict[str, str], dict[str, Any]]:
    """Return the text of every data file, checked, and a summary for people."""
    cluster = Cluster()
    types, prices = describe_instance_types(), describe_spot_price_history()
    advisor, csv = spot_advisor(), on_demand_csv()
    files = {
        "pods.json": kubectl_list(cluster.pods),
        "nodes.json": kubectl_list(cluster.nodes),
        "workloads.json": kubectl_list(cluster.workloads),
        "types.json": aws_list(types),
        "spot_prices.json": aws_list(prices),
        "on_demand_prices.csv": csv,
        "spot_advisor.json": advisor_text(advisor),
        "load.csv": load_csv(),
    }
    summary = Checker(cluster.pods, cluster.nodes, cluster.workloads).check()
    summary |= check_market(types, prices, advisor, csv)
    for name, text in files.items():
        require(text.isascii(), f"{name} is not ASCII")
        if name.endswith(".json"):
            json.loads(text)
    size = sum(map(len, files.values()))
    require(size < SIZE_LIMIT, f"{size} bytes of data")
    return files, summary | {"bytes": size}


def main() -> int:
    """Write or compare the files; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if a file on disk differs")
    check_only = parser.parse_args().check
    files, summary = make_files()
    stale = []
    for name, text in files.items():
        path = HERE / name
        if not path.exists() or path.read_bytes() != text.encode():
            stale.append(name)
            if not check_only:
                path.write_bytes(text.encode())
    if check_only:
        for name in stale:
            print(f"{name} differs from what make_shop.py writes", file=sys.stderr)
        return 1 if stale else 0
    for key, value in summary.items():
        print(f"{key}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
