"""The project's codecs, driven from Python: a process of tests/capi/codec_tool.cc that answers task after task."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_TOOL = ROOT / "build/release/tests/capi/codec_tool"


class Refused(Exception):
    """The codec or the validation returned an error: its code, the path of the field, the message."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.field, _, self.message = text.partition(": ")


class CodecTool:
    """SPOTWRIGHT_CODEC_TOOL names the program; by default it is that of the release build."""

    def __init__(self) -> None:
        program = os.environ.get("SPOTWRIGHT_CODEC_TOOL", str(DEFAULT_TOOL))
        self._process = subprocess.Popen([program, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self) -> None:
        self._process.communicate()

    def convert(self, message: str, source: str, target: str, data: bytes) -> bytes:
        """From one format (json, protobuf) to another; to `check`: validates and gives nothing."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(f"{message} {source} {target} {len(data)}\n".encode() + data)
        stdin.flush()
        head = stdout.readline().split()
        assert len(head) == 2, "codec_tool has ended"
        answer = stdout.read(int(head[1]))
        if int(head[0]) != 0:
            raise Refused(int(head[0]), answer.decode(errors="backslashreplace"))
        return answer
