"""Requests per second of the shop's services over three weeks, an hour apart: quiet nights, a peak in the morning."""

import random
from datetime import timedelta

from shop_catalog import NOW

HOURS = 21 * 24
UTC_TO_LOCAL = -5  # New York, in winter time.
# Percent of a day's peak, by local hour: at ten in the morning the day's offers appear.
DAY = [14, 11, 9, 8, 9, 14, 26, 48, 74, 92, 100, 93, 84, 76, 70, 64, 58, 52, 45, 39, 34, 29, 23, 18]
NOISE = 0.04
PEAKS = {"catalog-api": 1160.0, "cart": 980.0, "checkout": 390.0, "search-api": 980.0, "storefront": 1560.0}
NOT_SCRAPED = ("cart", 203)


def load_csv() -> str:
    """Render the table: the time, and a column for each service."""
    draws = {service: random.Random(f"load {service}") for service in PEAKS}
    lines = [",".join(["time", *PEAKS])]
    for hour in range(HOURS):
        when = NOW - timedelta(hours=HOURS - 1 - hour)
        level = DAY[(when.hour + UTC_TO_LOCAL) % 24] / 100
        cells = [when.strftime("%Y-%m-%dT%H:%M:%SZ")]
        for service, peak in PEAKS.items():
            rate = peak * level * (1 + NOISE * (2 * draws[service].random() - 1))
            cells.append("" if (service, hour) == NOT_SCRAPED else f"{rate:.1f}")
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
