"""The check of the generated files finds what differs, what is missing and what is left over, by name.

differences.py GENERATE FOLDER
"""

import shutil
import subprocess
import sys
from pathlib import Path


def main() -> int:
    generate, root = sys.argv[1], Path(sys.argv[2])
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run([generate, root], check=True, capture_output=True)

    def check() -> tuple[int, str]:
        done = subprocess.run([generate, "--check", root], check=False, capture_output=True, text=True)
        return done.returncode, done.stderr

    assert check() == (0, ""), check()

    header = root / "capi/spotwright.h"
    header.write_text(header.read_text().replace("int32_t", "int64_t", 1))
    (root / "capi/symbols.txt").unlink()
    (root / "docs/schema/old_request.schema.json").write_text("{}")
    code, said = check()
    assert code == 1
    assert "capi/spotwright.h differs" in said, said
    assert "capi/symbols.txt is missing" in said, said
    assert "docs/schema/old_request.schema.json is generated no more" in said, said
    assert "make generate" in said, said
    assert len(said.splitlines()) == 4, said

    subprocess.run([generate, root], check=True, capture_output=True)
    assert check() == (0, ""), "writing again mends everything"
    return 0


if __name__ == "__main__":
    sys.exit(main())
