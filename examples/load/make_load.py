#!/usr/bin/env python3
"""Writes the data files of this example; `--check` only compares them.

Three weeks of requests per second of an invented shop, an hour apart: a day's shape, quieter weekends, some noise. One
hour of `web` was not scraped, one of `checkout` is NaN.
"""

import argparse
import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
START_UNIX_SECONDS = 1_792_972_800  # Monday 2026-10-26 00:00 UTC
HOUR = 3600
HOURS = 21 * 24
DAY = [28, 22, 18, 16, 15, 18, 27, 42, 60, 74, 82, 86, 90, 88, 84, 82, 84, 89, 96, 100, 94, 78, 58, 40]  # Percent.
WEEKEND = 0.7
PEAKS = {"checkout": 36.0, "web": 420.0}
NOISE = 0.05
NOT_SCRAPED = ("web", 203)
NOT_A_NUMBER = ("checkout", 58)


def rates(service: str) -> list[str | None]:
    """A service's readings as Prometheus writes them; None: there is none."""
    draw = random.Random(service)
    readings: list[str | None] = []
    for hour in range(HOURS):
        level = DAY[hour % 24] / 100 * (WEEKEND if hour // 24 % 7 >= 5 else 1)
        rate = PEAKS[service] * level * (1 + NOISE * (2 * draw.random() - 1))
        readings.append("NaN" if (service, hour) == NOT_A_NUMBER else f"{rate:.2f}")
        if (service, hour) == NOT_SCRAPED:
            readings[-1] = None
    return readings


def make_files() -> dict[str, str]:
    """Make the text of each file."""
    columns = {service: rates(service) for service in sorted(PEAKS)}
    times = [START_UNIX_SECONDS + hour * HOUR for hour in range(HOURS)]
    result = []
    for service, readings in columns.items():
        values = [[time, value] for time, value in zip(times, readings, strict=True) if value is not None]
        result.append({"metric": {"service": service}, "values": values})
    matrix = {"status": "success", "data": {"resultType": "matrix", "result": result}}
    lines = [",".join(["time", *columns])]
    for time, *readings in zip(times, *columns.values(), strict=True):
        lines.append(",".join([str(time), *(value or "" for value in readings)]))
    return {
        "requests.json": json.dumps(matrix, separators=(",", ":")) + "\n",
        "requests.csv": "\n".join(lines) + "\n",
    }


def main() -> int:
    """Write or compare the files; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if a file on disk differs")
    check_only = parser.parse_args().check
    stale = []
    for name, text in make_files().items():
        path = HERE / name
        if not path.exists() or path.read_bytes() != text.encode():
            stale.append(name)
            if not check_only:
                path.write_bytes(text.encode())
    if not check_only:
        return 0
    for name in stale:
        print(f"{name} differs from what make_load.py writes", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
