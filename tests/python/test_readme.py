"""What the README shows is run: its Python, its commands, its C++ and its C."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SPOTWRIGHT_BUILD", ROOT / "build" / "release"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def run(*command: str | Path) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("code", blocks("python"))
def test_python(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("line", "".join(blocks("sh")).splitlines())
def test_command(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(line)
    assert program == "spotwright"
    assert run(BUILD / "bindings" / "cli" / program, *arguments)


@pytest.mark.parametrize("code", blocks("cpp"))
def test_cpp(code: str, tmp_path: Path) -> None:
    source, program = tmp_path / "readme.cc", tmp_path / "readme"
    source.write_text(code, encoding="utf-8")
    core = BUILD / "libspotwright_core.a"
    run("g++", "-std=c++20", "-I", ROOT / "include", source, core, "-lprotobuf-lite", "-o", program)
    assert run(program) == "4 on-demand, 6 spot\n"


@pytest.mark.parametrize("code", blocks("c"))
def test_c(code: str, tmp_path: Path) -> None:
    source, program = tmp_path / "readme.c", tmp_path / "readme"
    source.write_text(code, encoding="utf-8")
    library = BUILD / "capi"
    run(
        "gcc",
        "-std=c99",
        "-I",
        ROOT / "capi",
        source,
        f"-L{library}",
        f"-Wl,-rpath,{library}",
        "-lspotwright",
        "-o",
        program,
    )
    assert '"target_spot_units":7' in run(program)


def test_every_language_has_an_example() -> None:
    assert all(blocks(language) for language in ("python", "sh", "cpp", "c"))
