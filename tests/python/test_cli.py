"""The command line, run as its users run it."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cli_runner import BINARY, DECISIONS, LOAD, REQUESTS, ROOT, SHOP, TOOLS, environment, run, shop_files

ZONES = '{"zones": [{"name": "a", "units": 2}, {"name": "b", "units": 1, "max_units": 2}], "units_to_add": 3}'
ZONES_FULL = '{"zones": [{"name": "a", "max_units": 1}], "units_to_add": 3}'
# The same as ZONES_FULL: zones = 1 {name = 1, max_units = 3}, units_to_add = 2.
ZONES_FULL_PROTOBUF = b"\x0a\x05\x0a\x01a\x18\x01\x10\x03"


def error_line(result: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on stderr; nothing is on stdout."""
    assert result.stdout == b""
    text = result.stderr.decode()
    assert text.startswith("spotwright: ") and text.endswith("\n") and text.count("\n") == 1, text
    return text.removeprefix("spotwright: ").rstrip("\n")


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_example_request_is_answered_in_every_output(path: Path) -> None:
    verb = next(verb for verb in DECISIONS if path.stem.startswith(verb))
    as_json = run(verb, str(path), "-o", "json")
    assert as_json.returncode in (0, 3), as_json.stderr
    assert as_json.stderr == b""
    assert as_json.stdout.count(b"\n") == 1, "one line, compact"
    response = json.loads(as_json.stdout)
    assert as_json.returncode == (0 if response["feasible"] else 3)

    table = run(verb, str(path))
    markdown = run(verb, str(path), "-o", "markdown")
    binary = run(verb, str(path), "-o", "protobuf")
    assert {table.returncode, markdown.returncode, binary.returncode} == {as_json.returncode}
    assert markdown.stdout.startswith(b"## ")
    assert binary.stdout and binary.stdout != as_json.stdout
    # `render` of the response gives the same text as asking for it at once.
    assert run("render", verb, stdin=as_json.stdout).stdout == table.stdout
    assert run("render", verb, "-", "-o", "markdown", stdin=as_json.stdout).stdout == markdown.stdout


def test_there_is_an_example_of_each_decision() -> None:
    for verb in DECISIONS:
        assert any(path.stem.startswith(verb) for path in REQUESTS), verb


@pytest.mark.parametrize("arguments", [["-"], []], ids=["dash", "no argument"])
def test_a_request_comes_from_stdin(arguments: list[str]) -> None:
    result = run("balance_zones", *arguments, "-o", "json", stdin=ZONES)
    assert result.returncode == 0
    assert [zone["units"] for zone in json.loads(result.stdout)["zones"]] == [4, 2]


def test_protobuf_in_and_out() -> None:
    from_json = run("balance_zones", "-o", "protobuf", stdin=ZONES_FULL)
    from_protobuf = run("balance_zones", "-i", "protobuf", "-o", "protobuf", stdin=ZONES_FULL_PROTOBUF)
    assert from_protobuf.stdout == from_json.stdout
    assert from_json.stdout.startswith(b"\x08\x00"), "feasible = 1: false, written though it is protobuf's default"
    as_json = run("balance_zones", "-i", "protobuf", "-o", "json", stdin=ZONES_FULL_PROTOBUF)
    assert as_json.stdout == run("balance_zones", "-o", "json", stdin=ZONES_FULL).stdout


def test_what_is_not_feasible_is_printed_all_the_same() -> None:
    for output in ("table", "json", "markdown", "protobuf"):
        result = run("balance_zones", "-o", output, stdin=ZONES_FULL)
        assert result.returncode == 3
        assert result.stdout and result.stderr == b""


BAD_INPUT = [
    (["decide_mix"], '{"total_units": -1}', "total_units: is -1; accepted: 0 to"),
    (["decide_mix"], '{"total_unit": 1}', 'did you mean "total_units"'),
    (["decide_mix"], "{", ""),
    (["decide_mix"], "", ""),
    (["decide_mix", "-i", "protobuf"], "\xff\xff", ""),
    (["assess_prices"], '{"offers": [{"instance_type": "m5.large", "zone": "a", "capacity_type": "spot", '
     '"price_usd_per_hour": -1}]}', "offers[0].price_usd_per_hour: is -1; accepted: 0 to 1000000"),
    (["plan", "no-such-file.json"], "", "no-such-file.json: No such file or directory"),
    (["plan", str(ROOT)], "", f"{ROOT}: Is a directory"),
    (["plan", "--policy", "no-such-policy.json"], "{}", "no-such-policy.json: No such file or directory"),
    (["plan", "--pods", "-"], "[", "stdin: "),
    (["plan", "-", "--pods", "-"], "{}", "a REQUEST and files to import exclude each other"),
    (["import"], "", "nothing to import: name a file, such as --pods FILE"),
    (["import", "--load-csv", "-", "--settings", "s.json", *shop_files("--nodes")], "time,web\n0,1\n",
     "--settings is of a request of forecast"),
    (["forecast", "-", "--load-csv", "-"], "{}", "a REQUEST and files to import exclude each other"),
    (["forecast", "--prometheus", "-"], '{"status": "error", "errorType": "bad_data", "error": "no query"}',
     'stdin: status: is "error": bad_data: no query; accepted: success'),
    (["forecast", "--load-csv", "-"], "time,web\n0,1\n5,x\n", 'stdin: line 3: web is "x"; accepted: a number'),
    (["forecast", "-q", "--load-csv", "-"], "time,web\n", "no reading tells what time it is; give --now-unix-ms N"),
    (["forecast", "-q", "--load-csv", "-", "--series-kind", "utilisation_percent"], "time,web\n0,50\n",
     "series[0].capacity: is empty"),
    (["forecast", "--load-csv", "-", "--series-capacity", "4"], "time,web\n0,50\n", "sources[0].series_capacity: "),
    (["import", "--pods", "-"], '{"kind": "List", "items": [{"kind": "Pod", "metadata": []}]}', "stdin: items[0]"),
    (["import", *shop_files("--nodes"), "--now-unix-ms", "-5"], "", "now_unix_ms: is -5"),
    (["render", "plan", "-"], '{"summary": {"pods": "many"}}', "response_json: summary.pods: "),
]  # fmt: skip

BAD_USAGE = [
    ([], "a verb is missing"),
    (["plam"], '"plam" is not a verb; did you mean plan?'),
    (["assess-prices"], "did you mean assess_prices?"),
    (["zzzzzzzzz"], '"zzzzzzzzz" is not a verb; see: spotwright --help'),
    (["--no-such-option"], ""),
    (["plan", "--no-such-option"], "--no-such-option"),
    (["plan", "a.json", "b.json"], "b.json"),
    (["plan", "-o", "xml"], '--output: is "xml"; accepted: table, json, markdown, protobuf'),
    (["plan", "-i", "yaml"], '--input: is "yaml"; accepted: json, protobuf'),
    (["plan", "--width", "39"], '--width: is "39"; accepted: 40 to 400'),
    (["plan", "--width", "wide"], '--width: is "wide"; accepted: 40 to 400'),
    (["plan", "--color", "red"], '--color: is "red"; accepted: auto, always, never'),
    (["render"], "VERB"),
    (["render", "plna"], 'VERB: is "plna"; accepted: assess_prices, estimate_risk, grade_regions'),
    (["schema", "nothing"], 'VERB: is "nothing"'),
    (["import", "--min-spot-replicas", "few"], "--min-spot-replicas"),
    (["plan", "--settings", "a.json"], "--settings"),
    (["forecast", "--pods", "a.json"], "--pods"),
    (["forecast", "--series-kind", "gauge"], '--series-kind: is "gauge"; accepted: demand, counter, utilisation_'),
    (["completions", "fish"], 'is "fish"; accepted: bash, zsh'),
]


@pytest.mark.parametrize(("arguments", "stdin", "message"), BAD_INPUT)
def test_bad_input_is_one_line_and_exit_code_2(arguments: list[str], stdin: str, message: str) -> None:
    result = run(*arguments, stdin=stdin.encode("latin-1"))
    assert result.returncode == 2
    assert message in error_line(result)


@pytest.mark.parametrize(("arguments", "message"), BAD_USAGE)
def test_bad_usage_is_one_line_and_exit_code_2(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert message in error_line(result)


def test_an_error_in_the_policy_names_its_file(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"mix": {"on_demand_percentag": 5}}')
    result = run("plan", "--policy", str(policy), stdin="{}")
    assert result.returncode == 2
    assert error_line(result).startswith(f"{policy}: mix")


def test_output_that_cannot_be_written_is_exit_code_1() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [BINARY, "version"], stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
        )
    assert result.returncode == 1
    assert result.stderr == b"spotwright: cannot write: No space left on device\n"


@pytest.mark.parametrize("ignored", [False, True], ids=["SIGPIPE", "EPIPE"])
def test_a_reader_that_goes_away_is_no_error(ignored: bool) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    previous = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        result = subprocess.run(
            [BINARY, "schema", "plan"], stdout=writing, stderr=subprocess.PIPE, env=environment(), timeout=60,
            restore_signals=not ignored, check=False,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGPIPE, previous)
        os.close(writing)
    assert result.stderr == b""
    assert result.returncode == (0 if ignored else -signal.SIGPIPE)


def on_a_terminal(*arguments: str, columns: int = 80, stdin: str = ZONES, **changes: str) -> str:
    """What the program prints on a terminal of so many columns."""
    import fcntl
    import struct
    import termios

    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [BINARY, *arguments], stdin=subprocess.PIPE, stdout=other, stderr=other, env=environment(**changes)
    )
    os.close(other)
    assert process.stdin is not None
    feeder = threading.Thread(target=lambda: (process.stdin.write(stdin.encode()), process.stdin.close()))
    feeder.start()
    shown = b""
    while select.select([main], [], [], 30)[0]:
        try:
            part = os.read(main, 65536)
        except OSError:  # Linux: the other side is closed.
            break
        if not part:
            break
        shown += part
    feeder.join()
    process.wait(timeout=30)
    os.close(main)
    return shown.decode().replace("\r\n", "\n")


def test_colour_is_for_terminals_alone() -> None:
    plain = run("balance_zones", stdin=ZONES).stdout.decode()
    assert "\x1b" not in plain
    assert "\x1b[" in on_a_terminal("balance_zones")
    assert "\x1b" not in on_a_terminal("balance_zones", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("balance_zones", "--color", "always", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("balance_zones", TERM="dumb")
    assert "\x1b" not in on_a_terminal("balance_zones", "--color", "never")
    assert "\x1b[" in on_a_terminal("balance_zones", NO_COLOR=""), "an empty NO_COLOR says nothing"
    assert "\x1b" in run("balance_zones", "--color", "always", stdin=ZONES).stdout.decode()
    assert "\x1b" not in on_a_terminal("balance_zones", "-o", "markdown")
    assert "\x1b" not in on_a_terminal("balance_zones", "-o", "json")


def widest(text: str) -> int:
    return max(len(line) for line in text.split("\n"))


def test_the_table_is_as_wide_as_the_terminal_or_as_asked() -> None:
    response = (ROOT / "tests/golden_render/plan.json").read_text()

    def width(*arguments: str, columns: int, **changes: str) -> int:
        return widest(on_a_terminal("render", "plan", *arguments, columns=columns, stdin=response, **changes))

    assert width("--color", "never", columns=60) <= 60
    assert 90 < width("--color", "never", columns=100) <= 100
    assert 100 < width("--color", "never", columns=160) <= 160
    assert width("--color", "never", columns=160, COLUMNS="60") <= 60
    assert width("--color", "never", "--width", "60", columns=160) <= 60
    assert width("--color", "never", columns=10) > 10, "below 40 columns nothing can be shown"
    assert 90 < widest(run("render", "plan", stdin=response).stdout.decode()) <= 100, "100 where there is no terminal"


def test_a_request_is_not_awaited_at_the_keyboard() -> None:
    main, other = pty.openpty()
    result = subprocess.run(
        [BINARY, "plan"], stdin=other, capture_output=True, env=environment(), timeout=60, check=False
    )
    os.close(main)
    os.close(other)
    assert result.returncode == 2
    assert error_line(result).startswith("no REQUEST")


def test_import_prints_a_plan_request_and_says_what_it_read() -> None:
    result = run("import", *shop_files())
    assert result.returncode == 0, result.stderr
    request = json.loads(result.stdout)
    assert result.stdout.count(b"\n") == 1
    assert request["workloads"] and request["nodes"] and request["offers"]
    talk = result.stderr.decode()
    for name in ("pods.json", "nodes.json", "on_demand_prices.csv"):
        assert name in talk
    quiet = run("import", *shop_files(), "-q")
    assert (quiet.stdout, quiet.stderr) == (result.stdout, b"")


def test_import_options_arrive() -> None:
    def offers(*arguments: str) -> list[dict[str, object]]:
        result = run("import", *shop_files(), "-q", *arguments)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)["offers"]

    def spot_taints(*arguments: str) -> list[object]:
        return [offer.get("taints") for offer in offers(*arguments) if offer["capacity_type"] == "spot"]

    assert all(taints == [{"key": "spot", "value": "true"}] for taints in spot_taints())
    assert all(taints == [{"key": "pool", "value": "s"}] for taints in spot_taints("--spot-taint", "pool=s"))
    assert all(taints == [{"key": "pool"}] for taints in spot_taints("--spot-taint", "pool"))
    assert all(taints is None for taints in spot_taints("--spot-taint", ""))

    def tolerant(*arguments: str) -> int:
        result = run("import", *shop_files(), "-q", *arguments)
        return sum(w.get("spot_tolerant", False) for w in json.loads(result.stdout)["workloads"])

    assert tolerant("--min-spot-replicas", "1") > tolerant() > tolerant("--min-spot-replicas", "1000")
    assert len(offers("--now-unix-ms", "0")) < len(offers()), "at the beginning of time there are no spot prices yet"


def test_a_file_may_be_named_several_times_or_be_stdin(tmp_path: Path) -> None:
    pods = json.loads((SHOP / "pods.json").read_text())
    halves = [tmp_path / "first.json", tmp_path / "second.json"]
    for half, path in enumerate(halves):
        path.write_text(json.dumps({**pods, "items": pods["items"][half::2]}))
    others = shop_files("--nodes", "--types", "--on-demand-prices")
    whole = run("import", *shop_files("--pods"), *others, "-q")
    split = run("import", "--pods", str(halves[0]), "--pods", str(halves[1]), *others, "-q")
    piped = run("import", "--pods", "-", *others, "-q", stdin=(SHOP / "pods.json").read_bytes())
    assert json.loads(whole.stdout) == json.loads(piped.stdout)
    assert len(json.loads(whole.stdout)["workloads"]) == len(json.loads(split.stdout)["workloads"])


def test_the_policy_goes_into_the_request(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"policy_version": "v7", "mix": {"on_demand_base_units": 2}}')
    result = run("import", *shop_files(), "-q", "--policy", str(policy))
    assert json.loads(result.stdout)["policy"] == {"policy_version": "v7", "mix": {"on_demand_base_units": 2}}


def test_plan_imports_on_the_fly(tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"policy_version": "v7"}')
    at_once = run("plan", *shop_files(), "--policy", str(policy), "-o", "json")
    assert at_once.returncode in (0, 3), at_once.stderr
    assert json.loads(at_once.stdout)["policy_version"] == "v7"
    assert b"pods.json" in at_once.stderr
    for form in ("json", "protobuf"):
        request = run("import", *shop_files(), "-q", "--policy", str(policy), "-o", form).stdout
        piped = run("plan", "-", "-i", form, "-o", "json", stdin=request)
        assert (piped.returncode, piped.stdout, piped.stderr) == (at_once.returncode, at_once.stdout, b"")
    # The policy of the command line takes the place of the request's.
    other = run("import", *shop_files(), "-q").stdout
    assert run("plan", "-o", "json", "--policy", str(policy), stdin=other).stdout == at_once.stdout


def test_prices_of_imported_files_have_a_past(tmp_path: Path) -> None:
    request = json.loads(run("import", *shop_files(), "-q").stdout)
    priced = max(change["unix_ms"] for history in request["price_histories"] for change in history["changes"])
    newest = request["series"][0]["history"]["start_unix_ms"] + (21 * 24 - 1) * 3_600_000
    assert request["now_unix_ms"] == newest > priced, "the present is that of the newest price or reading"
    plan = json.loads(run("plan", *shop_files(), "-q", "-o", "json").stdout)
    assert [warning["code"] for warning in plan["warnings"]].count("price_spike") == 2
    assert plan["price_state"]["as_of_unix_ms"] == newest


def test_plan_takes_a_risk_model(tmp_path: Path) -> None:
    risk = tmp_path / "risk.json"
    risk.write_text('{"lead_time_seconds": 600}')
    policy = tmp_path / "policy.json"
    policy.write_text('{"mix": {"availability_target": 0.99}}')
    arguments = ["plan", *shop_files(), "-q", "--policy", str(policy), "-o", "json"]
    assert json.loads(run(*arguments).stdout)["summary"]["spot_cpu_share"] > 0.3
    # Pools that the model does not name lose everything.
    summary = json.loads(run(*arguments, "--risk", str(risk)).stdout)["summary"]
    assert summary["spot_cpu_share"] < 0.1
    assert summary["achieved_availability"] == 1
    risk.write_text('{"lead_time": 600}')
    result = run(*arguments, "--risk", str(risk))
    assert result.returncode == 2
    assert "risk.json: lead_time: unknown field" in result.stderr.decode()


def test_forecast_reads_what_prometheus_and_tables_say() -> None:
    requests = str(LOAD / "requests.json")
    at_once = run("forecast", "--prometheus", requests, "-o", "json")
    assert at_once.returncode == 0, at_once.stderr
    assert [series["name"] for series in json.loads(at_once.stdout)["series"]] == ["checkout", "web"]
    assert "requests.json" in at_once.stderr.decode()
    assert "1 skipped, reading is no number, which is a gap" in at_once.stderr.decode()
    imported = run("import", "--prometheus", requests, "-q")
    assert imported.stderr == b""
    request = json.loads(imported.stdout)
    newest = 1_792_972_800_000 + (21 * 24 - 1) * 3_600_000
    assert request["now_unix_ms"] == newest
    assert [series["history"]["gaps"] for series in request["series"]] == [
        [{"first_index": 58}],
        [{"first_index": 203}],
    ]
    for form in ("json", "protobuf"):
        request_bytes = run("import", "--prometheus", requests, "-q", "-o", form).stdout
        piped = run("forecast", "-", "-i", form, "-o", "json", stdin=request_bytes)
        assert (piped.returncode, piped.stdout, piped.stderr) == (0, at_once.stdout, b"")
    table = run("forecast", "--load-csv", str(LOAD / "requests.csv"), "-q", "-o", "json")
    assert (table.returncode, table.stdout, table.stderr) == (0, at_once.stdout, b"")
    from_stdin = run("forecast", "--prometheus", "-", "-q", "-o", "json", stdin=(LOAD / "requests.json").read_bytes())
    assert from_stdin.stdout == at_once.stdout
    later = run("forecast", "--prometheus", requests, "-q", "-o", "json", "--now-unix-ms", str(newest + 7_200_000))
    assert json.loads(later.stdout)["series"][0]["start_unix_ms"] == newest + 7_200_000


def test_options_of_series_arrive(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text('{"step_seconds": 7200, "horizon_steps": 3, "quantiles": [0.9]}')
    csv = tmp_path / "out.of" / "cpu.csv"
    csv.parent.mkdir()
    csv.write_text("time,value\n" + "".join(f"{3600 * i},{40 + i}\n" for i in range(48)))
    options = ["--settings", str(settings), "--series-kind", "utilisation_percent", "--series-capacity", "8"]
    request = json.loads(run("import", "--load-csv", str(csv), "-q", *options).stdout)
    assert request["settings"] == {"step_seconds": 7200, "horizon_steps": 3, "quantiles": [0.9]}
    assert request["series"][0]["name"] == "cpu"
    assert request["series"][0]["kind"] == "utilisation_percent"
    assert request["series"][0]["capacity"] == [{"unix_ms": 0, "capacity": 8}]
    [series] = json.loads(run("forecast", "--load-csv", str(csv), "-q", *options, "-o", "json").stdout)["series"]
    assert (series["name"], len(series["mean"]), series["step_seconds"]) == ("cpu", 3, 7200)
    assert 4 < series["quantiles"][0]["values"][0] < 8, "percent of 8"
    # Settings also take the place of those of a REQUEST.
    piped = run("forecast", "--settings", str(settings), "-o", "json", stdin=json.dumps({**request, "settings": {}}))
    assert json.loads(piped.stdout)["series"][0]["step_seconds"] == 7200


def test_the_data_of_the_load_example_is_what_its_program_writes() -> None:
    result = subprocess.run([sys.executable, str(LOAD / "make_load.py"), "--check"], capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")


def test_plan_shows_what_it_is_about() -> None:
    table = run("plan", *shop_files(), "-q")
    assert table.stderr == b""
    for words in ("Now", "Planned", "All on-demand", "Lower bound", "Launches", "Zones", "Steps, in order"):
        assert words in table.stdout.decode()
    assert widest(table.stdout.decode()) <= 100


@pytest.mark.parametrize("verb", [*DECISIONS, "import", "render"])
def test_schema_prints_json_schemas(verb: str) -> None:
    request = json.loads(run("schema", verb).stdout)
    response = json.loads(run("schema", verb, "--response").stdout)
    assert request["$schema"] == response["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert request != response


def test_version() -> None:
    lines = run("version").stdout.decode().splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == ["spotwright", "ABI", "formats"]
    assert lines[2] == "formats json, protobuf"
    assert run("--version").stdout.decode().strip() == lines[0]


def test_help() -> None:
    whole = run("--help")
    assert (whole.returncode, whole.stderr) == (0, b"")
    text = whole.stdout.decode()
    for word in [*DECISIONS, *TOOLS, "Exit codes:"]:
        assert word in text
    assert "completions" not in text
    for verb in [*DECISIONS, *TOOLS]:
        result = run(verb, "--help")
        assert result.returncode == 0
        assert f"Usage: spotwright {verb}" in result.stdout.decode()
        assert "Exit codes: 0 done" in result.stdout.decode()
