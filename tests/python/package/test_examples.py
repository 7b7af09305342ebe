"""The examples run and print what they are there to show; package and examples are typed and tidy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples/python"

EXPECTED = {
    "decide_mix": ["target: 8 on-demand, 12 spot", "launch 4 x on_demand in eu-west-1a", "launch 8 x spot"],
    "forecast_load": ["checkout: up to ", "web: up to ", "requests per second in "],
    "pack_pods": ["new-1: m6i.", "9 pods for $"],
    "plan_shop": ["now $", "launch 1 x ", "Launches"],
}


def test_every_example_is_tested() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_example(name: str) -> None:
    command = [sys.executable, str(EXAMPLES / f"{name}.py")]
    environment = os.environ | {"PYTHONUTF8": "1"}
    result = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert result.returncode == 0, result.stderr
    for text in EXPECTED[name]:
        assert text in result.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["mypy", "--strict", "bindings/python/spotwright", "examples/python", "tests/python/package"],
        ["ruff", "check", "--no-cache", "bindings/python", "examples/python", "tests/python/package"],
        ["ruff", "format", "--no-cache", "--check", "bindings/python", "examples/python", "tests/python/package"],
    ],
    ids=" ".join,
)
def test_checks(command: list[str]) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
