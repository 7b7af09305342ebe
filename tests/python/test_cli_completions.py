"""The completions: as generated, and as the shells use them."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from cli_runner import DECISIONS, ROOT, TOOLS, run

BASH = ROOT / "bindings/cli/completions/spotwright.bash"
ZSH = ROOT / "bindings/cli/completions/_spotwright"


@pytest.mark.parametrize(("shell", "path"), [("bash", BASH), ("zsh", ZSH)])
def test_the_scripts_are_those_that_the_program_writes(shell: str, path: object) -> None:
    expected = run("completions", shell).stdout.decode()
    assert expected == path.read_text(), f"run: spotwright completions {shell} > {path}"


def completed(*words: str) -> list[str]:
    """What bash offers for the last word."""
    line = " ".join(shlex.quote(word) for word in words)
    script = f"""
        source {BASH}
        complete -p spotwright | grep -q -- '-F _spotwright' || exit 1
        COMP_WORDS=({line}) COMP_CWORD={len(words) - 1}
        _spotwright
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    result = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert result.stderr == ""
    return result.stdout.split()


def test_bash_offers_verbs() -> None:
    assert completed("spotwright", "") == [*DECISIONS, *TOOLS, "--help", "--version"]
    assert completed("spotwright", "p") == ["pack", "plan"]
    assert completed("spotwright", "zzz") == []


def test_bash_offers_options_and_their_words() -> None:
    assert completed("spotwright", "plan", "--spot") == ["--spot-prices", "--spot-advisor", "--spot-taint"]
    assert "--pods" not in completed("spotwright", "pack", "-")
    assert completed("spotwright", "plan", "-o", "") == ["table", "json", "markdown", "protobuf"]
    assert completed("spotwright", "import", "--output", "p") == ["protobuf"]
    assert completed("spotwright", "plan", "-o", "json", "--color", "a") == ["auto", "always"]


def test_bash_offers_verbs_as_arguments_and_leaves_files_to_bash() -> None:
    assert completed("spotwright", "schema", "de") == ["decide_mix"]
    assert completed("spotwright", "render", "p") == ["pack", "plan"]
    assert completed("spotwright", "plan", "") == []
    assert completed("spotwright", "plan", "--pods", "x") == []


def zsh(script: str) -> str:
    assert shutil.which("zsh"), "zsh is among the packages that the tests need"
    result = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def test_zsh_accepts_the_script() -> None:
    subprocess.run(["zsh", "-f", "-n", str(ZSH)], check=True, timeout=60)


def test_zsh_finds_the_script_by_its_first_line() -> None:
    """compinit, with the folder on the search path, ties the function to the command."""
    script = f"""
        fpath=({shlex.quote(str(ZSH.parent))} $fpath)
        autoload -Uz compinit && compinit -D -u
        print -- $_comps[spotwright]
    """
    assert zsh(script) == "_spotwright\n"


def zsh_specs(*words: str) -> list[str]:
    """What the function hands to zsh's own _arguments and _describe for the words of a command line."""
    rest = " ".join(shlex.quote(word) for word in words)
    script = f"""
        _arguments() {{
          if [[ $1 == -C ]]; then state={"rest" if words else "verb"}; words=({rest}); return; fi
          print -rl -- "$@"
        }}
        _describe() {{ print -rl -- "${{(@P)2}}" }}
        source {shlex.quote(str(ZSH))}
    """
    return zsh(script).splitlines()


def test_zsh_offers_verbs_and_options() -> None:
    assert [spec.split(":")[0] for spec in zsh_specs()] == [*DECISIONS, *TOOLS]
    assert "*--pods[kubectl get pods -A -o json]:pods:_files" in zsh_specs("plan")
    assert any(spec.startswith("(-q --quiet)-q[") and spec.endswith("]") for spec in zsh_specs("plan"))
    assert any(spec.endswith(":(table json markdown protobuf)") for spec in zsh_specs("pack"))
    assert any(spec.startswith("1:") and "decide_mix" in spec for spec in zsh_specs("schema"))
