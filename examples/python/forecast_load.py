"""A forecast from what Prometheus answered to query_range: examples/load, or a file like it given as argument."""

import sys
from pathlib import Path

import spotwright as sw

REQUESTS = Path(__file__).resolve().parents[1] / "load" / "requests.json"


def main(path: Path = REQUESTS) -> None:
    source = sw.ImportSource(
        name=path.name, format=sw.SourceFormat.PROMETHEUS, content=path.read_text(encoding="utf-8")
    )
    imported = sw.import_(sw.ImportRequest(sources=[source]))
    newest = max(s.history.start_unix_ms + len(s.history.values) * s.history.step_seconds * 1000 for s in imported.series)
    response = sw.forecast(
        sw.ForecastRequest(
            now_unix_ms=newest, series=imported.series, settings=sw.ForecastSettings(quantiles=[0.5, 0.95])
        )
    )
    for series in response.series:
        usual, high = (path.values for path in series.quantiles)
        hour = max(range(len(high)), key=high.__getitem__)
        print(f"{series.name}: up to {high[hour]:.0f} requests per second in {hour} hours, most likely {usual[hour]:.0f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
