"""Holds the symbols of a built library against the committed lists.

symbols.py exported LIBRARY LIST             the exported symbols are those of LIST, no more and no fewer
symbols.py undefined LIBRARY LIST            every imported symbol matches a pattern of LIST
symbols.py undefined LIBRARY LIST --exact    ... and the imported symbols are those of LIST, no more and no fewer
symbols.py undefined LIBRARY LIST --write    rewrites the symbols of LIST below their patterns
symbols.py denied LIST FILE...               no FILE (library or archive) imports what LIST forbids

A list of undefined symbols is made of blocks: `# the reason`, `~ a pattern` (a regular expression for the whole
demangled name, without its version), then the symbols. A list of denied symbols has reasons and patterns alone. Which
symbols the compiler leaves undefined depends on its version and on the optimisation, hence the patterns for all and the
exact list for one toolchain.
"""

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Block:
    reason: list[str] = field(default_factory=list)
    pattern: str = ""
    symbols: list[str] = field(default_factory=list)

    def matches(self, symbol: str) -> bool:
        return re.fullmatch(self.pattern, symbol) is not None


def read_blocks(path: Path) -> list[Block]:
    blocks: list[Block] = []
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            if not blocks or blocks[-1].pattern:
                blocks.append(Block())
            blocks[-1].reason.append(line)
        elif line.startswith("~ "):
            blocks[-1].pattern = line[2:]
        elif line:
            blocks[-1].symbols.append(line)
    return blocks


def write_blocks(path: Path, blocks: list[Block]) -> None:
    path.write_text("\n".join("\n".join([*b.reason, "~ " + b.pattern, *b.symbols, ""]) for b in blocks))


def nm(*arguments: str) -> list[str]:
    """Names that nm prints, demangled, without their versions; the symbols that name the versions are left out."""
    done = subprocess.run(["nm", "--demangle", *arguments], check=True, capture_output=True, text=True)
    names = set()
    for line in done.stdout.splitlines():
        found = re.fullmatch(r"(?:[0-9a-f]+| +) ([a-zA-Z]) (.+?)(?:@@?[A-Za-z0-9_.]+)?", line)
        if found and found[1] != "A":
            names.add(found[2])
    return sorted(names)


def complain(text: str, symbols: list[str]) -> bool:
    for symbol in symbols:
        print(f"{text}: {symbol}", file=sys.stderr)
    return bool(symbols)


def compare(found: list[str], listed: list[str], path: Path) -> bool:
    unlisted = complain(f"not in {path.name}", sorted(set(found) - set(listed)))
    gone = complain(f"in {path.name}, but not in the library", sorted(set(listed) - set(found)))
    return unlisted or gone


def check_undefined(library: str, path: Path, exact: bool, write: bool) -> bool:
    blocks = read_blocks(path)
    found = nm("--dynamic", "--undefined-only", library)
    if complain("no reason is stated for", [s for s in found if not any(b.matches(s) for b in blocks)]):
        return True
    if write:
        for block in blocks:
            block.symbols = []
        for symbol in found:
            next(b for b in blocks if b.matches(symbol)).symbols.append(symbol)
        write_blocks(path, blocks)
        return False
    if complain(
        "listed under a reason that does not match", [s for b in blocks for s in b.symbols if not b.matches(s)]
    ):
        return True
    return exact and compare(found, [s for b in blocks for s in b.symbols], path)


def check_denied(path: Path, files: list[str]) -> bool:
    blocks = read_blocks(path)
    bad = False
    for file in files:
        kind = ["--dynamic"] if file.endswith(".so") else []
        found = nm(*kind, "--undefined-only", file)
        if not found:
            bad |= complain("nothing to check in", [file])
        for block in blocks:
            bad |= complain(
                f"{Path(file).name} imports ({block.reason[0][2:]})", [s for s in found if block.matches(s)]
            )
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description="Holds the symbols of a library against the committed lists.")
    commands = parser.add_subparsers(dest="command", required=True)
    exported = commands.add_parser("exported")
    undefined = commands.add_parser("undefined")
    denied = commands.add_parser("denied")
    for command in (exported, undefined):
        command.add_argument("library")
        command.add_argument("list", type=Path)
    undefined.add_argument("--exact", action="store_true")
    undefined.add_argument("--write", action="store_true")
    denied.add_argument("list", type=Path)
    denied.add_argument("files", nargs="+")
    options = parser.parse_args()
    if options.command == "exported":
        found = nm("--dynamic", "--defined-only", options.library)
        return int(compare(found, options.list.read_text().split(), options.list))
    if options.command == "undefined":
        return int(check_undefined(options.library, options.list, options.exact, options.write))
    return int(check_denied(options.list, options.files))


if __name__ == "__main__":
    sys.exit(main())
