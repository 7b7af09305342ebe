"""Forecasts each line of a file ("horizon,value,value,...") with statsforecast, one core.

Prints for each model "name,seconds" and then one line of forecasts for each series.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from statsforecast.models import MSTL, SeasonalNaive


def main() -> None:
    rows = [line.split(",") for line in Path(sys.argv[1]).read_text(encoding="ascii").splitlines()]
    series = [(int(row[0]), np.array([float(value) for value in row[1:]])) for row in rows]
    for name, make in {
        "SeasonalNaive": lambda: SeasonalNaive(season_length=24),
        "MSTL": lambda: MSTL(season_length=[24, 168]),
    }.items():
        make().forecast(y=series[0][1], h=series[0][0])  # Compiles what is compiled on first use.
        start = time.process_time()
        forecasts = [make().forecast(y=values, h=horizon)["mean"] for horizon, values in series]
        print(f"{name},{time.process_time() - start}")
        for forecast in forecasts:
            print(",".join(repr(float(value)) for value in forecast))


main()
