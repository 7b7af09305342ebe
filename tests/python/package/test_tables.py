"""Data frames and notebook tables."""

import subprocess
import sys
from typing import Any

import pandas as pd
import pytest
import spotwright as sw
from random_structs import STRUCTS, least_struct, offer


def packed() -> sw.PackResponse:
    workloads = [sw.Workload(name="w", replicas=30, requests=sw.Resources(cpu_millicores=900))]
    return sw.pack(sw.PackRequest(workloads=workloads, offers=[offer()]))


def test_the_first_list_becomes_the_frame() -> None:
    response = packed()
    frame = response.to_frame()
    assert len(frame) == response.new_nodes == len(response.nodes) > 1
    assert list(frame["pool.instance_type"].unique()) == ["m6i.large"]
    assert frame["price_usd_per_hour"].sum() == pytest.approx(response.cost_usd_per_hour)
    assert frame["pool.capacity_type"][0] == "on_demand" and type(frame["pool.capacity_type"][0]) is str
    assert frame["allocatable.cpu_millicores"].dtype == "int64"


def test_another_list_by_name() -> None:
    frame = packed().to_frame("unplaced")
    assert list(frame.columns) == ["workload", "namespace", "replicas", "reasons"]
    assert len(frame) == 0
    with pytest.raises(sw.InvalidArgumentError, match="accepted: nodes, unplaced, reasons") as caught:
        packed().to_frame("node")
    assert caught.value.field == "node"


def test_absent_values_are_na() -> None:
    zones = [sw.Zone(name="a", max_units=2**53 + 1), sw.Zone(name="b")]
    frame = sw.BalanceZonesRequest(zones=zones).to_frame()
    assert frame["max_units"].dtype == "Int64"
    assert frame["max_units"][0] == 2**53 + 1 and frame["max_units"][1] is pd.NA
    offers = sw.AssessPricesRequest(offers=[offer()]).to_frame()
    assert offers["on_demand_price_usd_per_hour"].isna().all()
    steps = sw.PlanResponse(steps=[sw.PlanStep(action=sw.PlanAction.DRAIN, nodes=["n"])]).to_frame("steps")
    assert steps["pool.zone"].isna().all() and steps["nodes"][0] == ["n"]


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_struct_has_a_frame_and_a_table(struct: type[Any]) -> None:
    sample = least_struct(struct)
    assert isinstance(sample.to_frame(), pd.DataFrame)
    assert struct.__name__ in sample._repr_html_()


def test_a_struct_without_lists_is_one_row() -> None:
    frame = sw.Taint(key="spot", value="true").to_frame()
    assert frame.to_dict("records") == [{"key": "spot", "value": "true", "effect": "no_schedule"}]


def test_mappings_in_a_struct_are_shown_like_structs() -> None:
    request = sw.BalanceZonesRequest(zones=({"name": "a", "units": 3},))  # type: ignore[arg-type]
    assert request.to_frame()["units"].tolist() == [3]
    assert "<td>3</td>" in request._repr_html_()


def test_a_struct_that_is_wrong_has_a_table_but_no_frame() -> None:
    request = sw.BalanceZonesRequest(zones=[sw.Zone(name="<a>", units="x")])  # type: ignore[arg-type]
    assert "units=&#x27;x&#x27;" in request._repr_html_()
    with pytest.raises(sw.InvalidArgumentError) as caught:
        request.to_frame()
    assert caught.value.field == "zones[0].units"


def test_html_escapes_and_stops_in_time() -> None:
    zones = [sw.ZoneChange(zone=f"<b>{i}</b>") for i in range(1000)]
    text = sw.BalanceZonesResponse(zones=zones, spread_units=1 / 3)._repr_html_()
    assert "&lt;b&gt;0&lt;/b&gt;" in text and "<b>0</b>" not in text
    assert "0.333333" in text and "and 950 more" in text
    assert text.count("<tr>") < 100


def test_html_shows_sentences_of_reasons() -> None:
    reason = sw.Reason(code="some_code", sentence="It is so.")
    assert "It is so." in sw.PackResponse(nodes=[], unplaced=[sw.Unplaced(reasons=[reason])]).unplaced[0]._repr_html_()


def test_without_pandas_everything_else_works() -> None:
    program = """
import sys
sys.modules["pandas"] = sys.modules["numpy"] = None
import spotwright as sw
response = sw.decide_mix({"total_units": 3})
assert response._repr_html_()
try:
    response.to_frame()
except ImportError as error:
    print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install pandas" in result.stdout
