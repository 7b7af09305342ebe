"""`spotwright import` reads what the real AWS CLI prints, against a moto server that this test starts.

moto serves the real catalogue of instance types; its spot prices are constants, so only their shape is tested.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_runner import run

Json = dict[str, Any]
REGION = "eu-west-1"
READY_TRIES = 300
READY_PAUSE_SECONDS = 0.2
ON_DEMAND_PRICES = {"m5.large": 0.107, "m6g.xlarge": 0.172, "g5.xlarge": 1.123, "t3.micro": 0.0114}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/moto-api/", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a moto server on the loopback."""
    log_path = tmp_path_factory.mktemp("moto") / "server.log"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with log_path.open("wb") as log:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            for _ in range(READY_TRIES):
                if server.poll() is not None or answers(url):
                    break
                time.sleep(READY_PAUSE_SECONDS)
            assert server.poll() is None and answers(url), log_path.read_text()
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def aws(endpoint: str, home: Path, *arguments: str) -> bytes:
    """What `aws ec2 ...` prints, with credentials that mean nothing and no configuration of the tester's own."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    environment = {
        **own,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1",
    }
    command = [sys.executable, "-m", "awscli", "--endpoint-url", endpoint, "--output", "json", "ec2", *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout


@pytest.fixture(scope="module")
def files(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files that a user would hand over."""
    folder = tmp_path_factory.mktemp("aws")
    paths = {name: folder / name for name in ("types.json", "spot_prices.json", "on_demand_prices.csv")}
    paths["types.json"].write_bytes(aws(endpoint, folder, "describe-instance-types"))
    products = ["--product-descriptions", "Linux/UNIX"]
    paths["spot_prices.json"].write_bytes(aws(endpoint, folder, "describe-spot-price-history", *products))
    rows = [f"{name},{price}\n" for name, price in ON_DEMAND_PRICES.items()]
    paths["on_demand_prices.csv"].write_text("instance_type,price_usd_per_hour\n" + "".join(rows))
    return paths


@pytest.fixture(scope="module")
def types(files: dict[str, Path]) -> dict[str, Json]:
    listed = json.loads(files["types.json"].read_bytes())["InstanceTypes"]
    return {item["InstanceType"]: item for item in listed}


@pytest.fixture(scope="module")
def prices(files: dict[str, Path]) -> list[Json]:
    rows: list[Json] = json.loads(files["spot_prices.json"].read_bytes())["SpotPriceHistory"]
    return rows


@pytest.fixture(scope="module")
def plan_request(files: dict[str, Path]) -> Json:
    arguments = ["--types", "types.json", "--spot-prices", "spot_prices.json"]
    arguments += ["--on-demand-prices", "on_demand_prices.csv"]
    result = run("import", *(str(files.get(argument, argument)) for argument in arguments))
    assert result.returncode == 0, result.stderr.decode()
    assert b"types.json" in result.stderr, "the counts are told on stderr"
    answer: Json = json.loads(result.stdout)
    return answer


def architecture(item: Json) -> str | None:
    names = item["ProcessorInfo"]["SupportedArchitectures"]
    return next((ours for theirs, ours in (("x86_64", "amd64"), ("arm64", "arm64")) if theirs in names), None)


def offers(plan_request: Json, capacity_type: str) -> dict[tuple[str, str], Json]:
    return {
        (offer["instance_type"], offer["zone"]): offer
        for offer in plan_request["offers"]
        if offer["capacity_type"] == capacity_type
    }


def test_the_documents_are_worth_the_test(types: dict[str, Json], prices: list[Json]) -> None:
    assert len(types) > 300
    assert len(prices) > 300
    assert all(isinstance(row["SpotPrice"], str) for row in prices)


def test_a_spot_offer_where_there_is_a_spot_price(
    plan_request: Json, types: dict[str, Json], prices: list[Json]
) -> None:
    expected = {
        (row["InstanceType"], row["AvailabilityZone"]): float(row["SpotPrice"])
        for row in prices
        if row["InstanceType"] in types
        and architecture(types[row["InstanceType"]])
        and "spot" in types[row["InstanceType"]]["SupportedUsageClasses"]
    }
    found = offers(plan_request, "spot")
    assert {pool: offer["price_usd_per_hour"] for pool, offer in found.items()} == expected
    assert all(offer["region"] == REGION for offer in found.values())
    assert all(offer["taints"] == [{"key": "spot", "value": "true"}] for offer in found.values())


def test_on_demand_offers_in_the_same_zones(plan_request: Json, prices: list[Json]) -> None:
    expected = {
        (row["InstanceType"], row["AvailabilityZone"]): ON_DEMAND_PRICES[row["InstanceType"]]
        for row in prices
        if row["InstanceType"] in ON_DEMAND_PRICES
    }
    found = {pool: offer["price_usd_per_hour"] for pool, offer in offers(plan_request, "on_demand").items()}
    assert expected
    assert expected.items() <= found.items()
    assert {name for name, _ in found} == set(ON_DEMAND_PRICES)


def test_the_facts_of_each_type(plan_request: Json, types: dict[str, Json]) -> None:
    for offer in plan_request["offers"]:
        item = types[offer["instance_type"]]
        vcpus = item["VCpuInfo"]["DefaultVCpus"]
        network = item["NetworkInfo"]
        addresses = network["MaximumNetworkInterfaces"] * (network["Ipv4AddressesPerInterface"] - 1) + 2
        gpus = item.get("GpuInfo", {}).get("Gpus", [])
        allocatable = offer["allocatable"]
        assert offer["vcpus"] == vcpus
        assert allocatable["pods"] == min(addresses, 250 if vcpus > 30 else 110)
        assert 0.85 * 1000 * vcpus < allocatable["cpu_millicores"] < 1000 * vcpus
        assert allocatable.get("memory_bytes", 0) < item["MemoryInfo"]["SizeInMiB"] * 2**20 * 0.925
        assert allocatable.get("gpus", 0) == sum(gpu["Count"] for gpu in gpus if gpu["Manufacturer"] == "NVIDIA")
        assert offer.get("burstable", False) == item["BurstablePerformanceSupported"]
        assert offer.get("bare_metal", False) == item["BareMetal"]
        assert offer.get("architecture", "amd64") == architecture(item)
