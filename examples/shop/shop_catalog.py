"""Instance types, list prices, Spot Advisor bands and an invented spot price history."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

Doc = dict[str, Any]

NOW = datetime(2026, 11, 20, 23, 0, 0, tzinfo=UTC)
REGION = "us-east-1"
ZONES = {"us-east-1a": "use1-az4", "us-east-1b": "use1-az6", "us-east-1c": "use1-az1"}
SEED = 20261120

# Facts: type, on-demand USD per hour, Spot Advisor savings %, interruption band 0..4.
_FACTS = """
m5.large 0.096 66 3
m5.xlarge 0.192 66 4
m5.2xlarge 0.384 54 2
m5.4xlarge 0.768 58 3
m5d.xlarge 0.226 53 1
m5d.2xlarge 0.452 46 0
c5.large 0.085 59 0
c5.xlarge 0.17 56 0
c5.2xlarge 0.34 56 1
c5.4xlarge 0.68 66 4
c5.metal 4.08 77 1
r5.large 0.126 60 0
r5.xlarge 0.252 69 3
r5.2xlarge 0.504 61 4
r5.4xlarge 1.008 65 4
m6i.large 0.096 63 2
m6i.xlarge 0.192 55 1
m6i.2xlarge 0.384 58 4
c6i.xlarge 0.17 60 3
c6i.2xlarge 0.34 51 1
c6i.4xlarge 0.68 57 3
r6i.xlarge 0.252 58 4
r6i.2xlarge 0.504 55 4
m6a.large 0.0864 59 1
m6a.xlarge 0.1728 57 4
m6a.2xlarge 0.3456 54 4
c6a.xlarge 0.153 59 3
c6a.2xlarge 0.306 57 3
r6a.large 0.1134 66 1
m7i.xlarge 0.2016 53 3
m7i.4xlarge 0.8064 52 1
c7i.2xlarge 0.357 59 4
m7a.2xlarge 0.46368 55 4
c7a.2xlarge 0.41056 46 4
r7a.xlarge 0.3043 57 1
t3.large 0.0832 62 1
t3.xlarge 0.1664 60 2
m6g.xlarge 0.154 68 1
m6g.2xlarge 0.308 64 1
m7g.xlarge 0.1632 62 1
m7g.2xlarge 0.3264 64 1
c7g.xlarge 0.145 62 0
c7g.2xlarge 0.29 69 0
r7g.xlarge 0.2142 71 4
"""
_VCPUS = {"large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "metal": 96}
_INTERFACES = {  # network interfaces, IPv4 addresses of each
    "large": (3, 10),
    "xlarge": (4, 15),
    "2xlarge": (4, 15),
    "4xlarge": (8, 30),
    "metal": (15, 50),
}
_GIB_PER_VCPU = {"m": 4, "c": 2, "r": 8, "t": 4}
_NVME_GB = {"m5d.xlarge": 150, "m5d.2xlarge": 300}
_NO_EMR = ("t3.large", "t3.xlarge", "c5.metal")  # nor any other .large
_NOT_OFFERED = {("c7a.2xlarge", "us-east-1b")}
# Pools whose price has climbed in the last hours: share of the on-demand price now.
RISEN = {("c5.4xlarge", "us-east-1b"): 0.91, ("m6i.2xlarge", "us-east-1a"): 0.87}
_WINDOWS_SAVINGS = {"m5.xlarge": (46, 1), "m5.2xlarge": (46, 1)}
_WINDOWS_SURCHARGE = 0.046  # USD per vCPU-hour


class InstanceType(NamedTuple):
    """One EC2 instance type with the facts of its us-east-1 offer."""

    name: str
    price: float
    savings: int
    band: int
    vcpus: int
    memory_mib: int
    interfaces: int
    addresses: int
    arch: str

    @property
    def max_pods(self) -> int:
        """Pod limit of the VPC CNI without prefix delegation."""
        return self.interfaces * (self.addresses - 1) + 2


def _instance_type(row: str) -> InstanceType:
    name, price, savings, band = row.split()
    family, size = name.split(".")
    vcpus, (interfaces, addresses) = _VCPUS[size], _INTERFACES[size]
    if name == "t3.large":
        vcpus, addresses = 2, 12
    return InstanceType(
        name,
        float(price),
        int(savings),
        int(band),
        vcpus,
        vcpus * _GIB_PER_VCPU[family[0]] * 1024,
        interfaces,
        addresses,
        "arm64" if family[-1] == "g" else "amd64",
    )


TYPES = {t.name: t for t in map(_instance_type, _FACTS.strip().splitlines())}


def _maker(item: InstanceType) -> tuple[str, int]:
    """Return the processor's manufacturer and its threads per core."""
    family = item.name.split(".")[0]
    if item.arch == "arm64":
        return "AWS", 1
    if family.endswith("a"):
        return "AMD", 1 if family[1] == "7" else 2
    return "Intel", 2


def describe_instance_types() -> Doc:
    """Build the answer of `aws ec2 describe-instance-types`."""
    items: list[Doc] = []
    for t in TYPES.values():
        maker, threads = _maker(t)
        metal = t.name.endswith(".metal")
        item: Doc = {
            "InstanceType": t.name,
            "CurrentGeneration": True,
            "SupportedUsageClasses": ["on-demand", "spot"],
            "BareMetal": metal,
            "Hypervisor": "nitro",
            "ProcessorInfo": {
                "SupportedArchitectures": ["arm64" if t.arch == "arm64" else "x86_64"],
                "Manufacturer": maker,
            },
            "VCpuInfo": {
                "DefaultVCpus": t.vcpus,
                "DefaultCores": t.vcpus // threads,
                "DefaultThreadsPerCore": threads,
            },
            "MemoryInfo": {"SizeInMiB": t.memory_mib},
            "InstanceStorageSupported": t.name in _NVME_GB,
            "NetworkInfo": {
                "MaximumNetworkInterfaces": t.interfaces,
                "Ipv4AddressesPerInterface": t.addresses,
            },
            "BurstablePerformanceSupported": t.name.startswith("t3."),
        }
        if metal:
            del item["Hypervisor"]
        if size := _NVME_GB.get(t.name):
            item["InstanceStorageInfo"] = {
                "TotalSizeInGB": size,
                "Disks": [{"SizeInGB": size, "Count": 1, "Type": "ssd"}],
                "NvmeSupport": "required",
            }
        items.append(item)
    return {"InstanceTypes": items}


def _price_row(when: datetime, name: str, zone: str, price: float, product: str) -> Doc:
    return {
        "AvailabilityZone": zone,
        "AvailabilityZoneId": ZONES[zone],
        "InstanceType": name,
        "ProductDescription": product,
        "SpotPrice": f"{round(price, 4):.6f}",
        "Timestamp": when.isoformat(),
    }


def _pool_history(item: InstanceType, zone: str, zone_factor: float) -> list[Doc]:
    """Draw the change points of one pool; the first one predates the window of 72 h."""
    rng = Random(f"{SEED}/price/{item.name}/{zone}")
    window = 72 * 3600
    ages = [window + rng.randrange(600, 18 * 3600)]
    ages += sorted(rng.randrange(300, window) for _ in range(rng.randint(3, 6)))[::-1]
    level = item.price * (1 - item.savings / 100) * zone_factor
    end = RISEN.get((item.name, zone))
    rows: list[Doc] = []
    for number, age in enumerate(ages):
        drift = rng.uniform(-0.05, 0.05)
        price = level * (1 + drift)
        if end is not None:  # an accelerating climb to the final share
            climb = (number / (len(ages) - 1)) ** 2
            price += climb * (end * item.price - price)
        when = NOW - timedelta(seconds=age)
        rows.append(_price_row(when, item.name, zone, price, "Linux/UNIX"))
    return rows


def describe_spot_price_history() -> Doc:
    """Build the answer of `aws ec2 describe-spot-price-history`, newest first."""
    rows: list[Doc] = []
    for item in TYPES.values():
        rng = Random(f"{SEED}/zones/{item.name}")
        factors = [1.0, rng.uniform(1.01, 1.12), rng.uniform(1.04, 1.25)]
        rng.shuffle(factors)
        for zone, factor in zip(ZONES, factors, strict=True):
            if (item.name, zone) not in _NOT_OFFERED:
                rows += _pool_history(item, zone, factor)
    for hours, (name, (savings, _)) in enumerate(_WINDOWS_SAVINGS.items(), 5):
        t = TYPES[name]
        price = t.price * (1 - savings / 100) + t.vcpus * _WINDOWS_SURCHARGE
        when = NOW - timedelta(hours=hours, minutes=7, seconds=hours)
        rows.append(_price_row(when, name, "us-east-1a", price, "Windows"))
    rows.sort(key=lambda r: (r["Timestamp"], r["InstanceType"], r["AvailabilityZone"]), reverse=True)
    return {"SpotPriceHistory": rows}


def on_demand_csv() -> str:
    """Build the on-demand price table."""
    rows = [f"{t.name},{REGION},{t.price:g}" for t in TYPES.values()]
    return "\n".join(["instance_type,region,price_usd_per_hour", *rows]) + "\n"


def spot_advisor() -> Doc:
    """Build the Spot Advisor document for this region and these types."""
    labels = [("<5%", 5), ("5-10%", 11), ("10-15%", 16), ("15-20%", 22), (">20%", 100)]
    windows = {name: {"s": s, "r": r} for name, (s, r) in _WINDOWS_SAVINGS.items()}
    linux = {t.name: {"s": t.savings, "r": t.band} for t in TYPES.values()}
    return {
        "global_rate": "<10%",
        "instance_types": {
            t.name: {
                "emr": t.name not in _NO_EMR and not t.name.endswith(".large"),
                "cores": t.vcpus,
                "ram_gb": t.memory_mib / 1024,
            }
            for t in TYPES.values()
        },
        "ranges": [
            {"index": index, "label": label, "dots": index, "max": top} for index, (label, top) in enumerate(labels)
        ],
        "spot_advisor": {REGION: {"Linux": linux, "Windows": windows}},
    }
