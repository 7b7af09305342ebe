"""A forecast from what Prometheus answered to query_range: examples/load, or a file like it given as argument."""

import sys
from pathlib import Path

import spotwright as sw

REQUESTS = Path(__file__).resolve().parents[1] / "load" / "requests.json"


def end_unix_ms(history: sw.Series) -> int:
    return history.start_unix_ms + len(history.values) * history.step_seconds * 1000


def main(path: Path = REQUESTS) -> None:
    source = sw.ImportSource(
        name=path.name, format=sw.SourceFormat.PROMETHEUS, content=path.read_text(encoding="utf-8")
    )
    imported = sw.import_(sw.ImportRequest(sources=[source]))
    now = max(end_unix_ms(series.history) for series in imported.series)
    settings = sw.ForecastSettings(quantiles=[0.5, 0.95])
    response = sw.forecast(sw.ForecastRequest(now_unix_ms=now, series=imported.series, settings=settings))
    for series in response.series:
        usual, high = (path.values for path in series.quantiles)
        hour = max(range(len(high)), key=high.__getitem__)
        print(f"{series.name}: up to {high[hour]:.0f} requests per second in {hour} hours, usually {usual[hour]:.0f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
