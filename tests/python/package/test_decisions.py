"""The functions: answers, errors, callbacks, threads."""

import copy
import inspect
import pickle
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
import spotwright as sw
from random_structs import offer
from spotwright import _core, _decisions

MANY_UNITS = 1_000_000
ZONES = sw.BalanceZonesRequest(zones=[sw.Zone(name="a"), sw.Zone(name="b")], units_to_add=MANY_UNITS)

VERBS = {name.rstrip("_"): getattr(sw, name) for name in _decisions.__all__}


@pytest.mark.parametrize("verb", VERBS)
def test_every_function_is_documented_and_typed(verb: str) -> None:
    function = VERBS[verb]
    signature = inspect.signature(function)
    assert list(signature.parameters) == ["request", "progress", "cancelled"]
    assert signature.return_annotation is not inspect.Signature.empty
    text = inspect.getdoc(function)
    assert text is not None
    assert all(f"{title}\n{'-' * len(title)}" in text for title in ("Parameters", "Returns", "Raises"))


@pytest.mark.parametrize("verb", VERBS)
def test_every_function_refuses_what_is_no_request(verb: str) -> None:
    with pytest.raises(sw.InvalidArgumentError):
        VERBS[verb]({"no_such_field": 1})
    with pytest.raises(sw.InvalidArgumentError):
        VERBS[verb](None)


def test_a_struct_and_a_mapping_get_the_same_answer() -> None:
    request = sw.DecideMixRequest(total_units=10, policy=sw.MixPolicy(preset=sw.MixPreset.SMART_SCALE))
    response = sw.decide_mix(request)
    assert response == sw.decide_mix({"total_units": 10, "policy": {"preset": "smart_scale"}})
    assert (response.target_on_demand_units, response.target_spot_units) == (4, 6)
    assert isinstance(response.steps[0].action, sw.MixAction)


def test_a_request_is_left_as_it_was() -> None:
    request = sw.PackRequest(workloads=[sw.Workload(name="w", replicas=3)], offers=[offer()])
    before = copy.deepcopy(request)
    first, second = sw.pack(request), sw.pack(request)
    assert request == before
    assert first == second and first.to_json() == second.to_json()


def test_prices() -> None:
    spot = offer(capacity_type="spot", price_usd_per_hour=0.09)
    response = sw.assess_prices({"offers": [offer(), spot], "policy": {"max_share_of_on_demand_price": 0.5}})
    assert [verdict.allowed for verdict in response.verdicts] == [True, False]


def test_ranges_are_checked_by_the_engine() -> None:
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.assess_prices({"offers": [offer(), offer(price_usd_per_hour=-1)]})
    assert caught.value.field == "offers[1].price_usd_per_hour"
    assert str(caught.value).startswith("offers[1].price_usd_per_hour: is -1; accepted: 0 to ")


def test_import_and_render() -> None:
    source = {"format": "on_demand_prices_csv", "content": "instance_type,price_usd_per_hour\nm6i.large,0.1\n"}
    imported = sw.import_({"sources": [source]})
    assert imported.sources[0].rows_read == 1
    response = sw.balance_zones({"zones": [{"name": "zone-7"}], "units_to_add": 2})
    rendered = sw.render({"verb": "balance_zones", "response_json": response.to_json(), "output": "markdown"})
    assert "zone-7" in rendered.text


def test_errors_are_of_their_kind_and_survive_pickling() -> None:
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.decide_mix({"total_units": -1})
    error = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(error, ValueError) and isinstance(error, sw.SpotwrightError)
    assert (error.field, error.code, str(error)) == ("total_units", 3, str(caught.value))
    assert issubclass(sw.ResourceExhaustedError, MemoryError) and issubclass(sw.InternalError, RuntimeError)


def test_progress_rises_to_at_most_1() -> None:
    shares: list[float] = []
    sw.balance_zones(ZONES, progress=shares.append)
    assert len(shares) > 3
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_cancelled_call_raises(verb: str) -> None:
    requests: dict[str, Any] = {
        "decide_mix": {"total_units": 1},
        "estimate_risk": {"now_unix_ms": 1},
        "forecast": {"now_unix_ms": 1},
        "launch": {"now_unix_ms": 1},
        "meet_deadline": {"now_unix_ms": 1, "deadline_unix_ms": 2},
        "render": {"verb": "pack", "response_json": "{}"},
        "respond": {"now_unix_ms": 1},
        "return_to_spot": {"now_unix_ms": 1},
        "scale": {"now_unix_ms": 1},
    }
    with pytest.raises(sw.CancelledError) as caught:
        VERBS[verb](requests.get(verb, {}), cancelled=lambda: True)
    assert caught.value.code == sw.ErrorCode.CANCELLED


def test_callbacks_change_no_answer() -> None:
    assert sw.balance_zones(ZONES, progress=lambda share: None, cancelled=lambda: False) == sw.balance_zones(ZONES)


class MineError(Exception):
    pass


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("callback", ["progress", "cancelled"])
def test_an_exception_in_a_callback_ends_the_call_and_comes_through(callback: str, times: int) -> None:
    calls = 0

    def fail(*_: float) -> bool:
        nonlocal calls
        calls += 1
        if calls == times:
            raise MineError
        return False

    arguments: dict[str, Any] = {callback: fail}
    with pytest.raises(MineError):
        sw.balance_zones(ZONES, **arguments)
    assert calls == times


@pytest.mark.parametrize("callback", ["progress", "cancelled"])
def test_a_callback_must_be_callable(callback: str) -> None:
    arguments: dict[str, Any] = {callback: 3}
    with pytest.raises(sw.InvalidArgumentError, match="is not callable") as caught:
        sw.balance_zones(ZONES, **arguments)
    assert caught.value.field == callback


def test_a_callback_may_call_a_decision() -> None:
    answers = []
    sw.balance_zones(ZONES, progress=lambda share: answers.append(sw.decide_mix({"total_units": 3})))
    assert answers and all(answer == answers[0] for answer in answers)


def test_a_call_is_cancelled_from_another_thread() -> None:
    running, stop = threading.Event(), threading.Event()

    def cancel() -> None:
        running.wait()
        stop.set()

    def cancelled() -> bool:
        running.set()
        stop.wait()
        return stop.is_set()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(sw.CancelledError):
        sw.balance_zones(ZONES, cancelled=cancelled)
    canceller.join()


def another_thread_runs_during(call: Callable[[], object], calls: int) -> bool:
    """Whether another thread gets to run while this one does nothing but `call`.

    The interpreter is told never to switch threads of its own accord, so the other one runs only if `call` lets go of
    the GIL.
    """
    go, ran = threading.Event(), threading.Event()

    def other() -> None:
        go.wait()
        ran.set()

    interval = sys.getswitchinterval()
    thread = threading.Thread(target=other)
    thread.start()
    sys.setswitchinterval(1e6)
    try:
        go.set()
        for _ in range(calls):
            call()
            if ran.is_set():
                return True
        return False
    finally:
        sys.setswitchinterval(interval)
        thread.join()


def test_the_gil_is_released_during_a_decision() -> None:
    assert another_thread_runs_during(lambda: sw.balance_zones(ZONES), calls=1000)


def test_the_gil_is_kept_while_structs_are_converted() -> None:
    # Also shows that the test above would notice a decision that keeps it.
    response = sw.balance_zones(ZONES)
    assert not another_thread_runs_during(response.to_json, calls=1000)


def test_many_threads_get_the_same_answer() -> None:
    expected = sw.balance_zones(ZONES)
    answers: list[sw.BalanceZonesResponse] = []

    def work() -> None:
        for _ in range(5):
            answers.append(sw.balance_zones(ZONES))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 40 and all(answer == expected for answer in answers)


def test_nothing_is_leaked() -> None:
    text = "a text of its own"
    zone = sw.Zone(name=text)

    def counts() -> tuple[int, ...]:
        return tuple(map(sys.getrefcount, (text, zone, sw.Zone, sw.CapacityType.SPOT, sw.MixAction.LAUNCH)))

    def use() -> None:
        sw.balance_zones({"zones": [zone], "units_to_add": 1})
        sw.decide_mix({"total_units": 3, "running": [{"pool": {"capacity_type": sw.CapacityType.SPOT}}]})
        sw.Zone.from_proto(zone.to_proto())
        with pytest.raises(sw.InvalidArgumentError):
            sw.balance_zones({"zones": [zone, {"name": text, "units": "x"}]})

    use()
    before = counts()
    for _ in range(100):
        use()
    assert counts() == before


def test_the_module_behind_knows_its_names_only() -> None:
    with pytest.raises(ValueError, match="no decision"):
        _core.call("no_such_verb", {}, None, None)
    with pytest.raises(TypeError, match="not a class of spotwright"):
        _core.from_json(int, "{}")
