"""Packing against HiGHS as the referee: costs and bounds, by programs that share no code with the engine.

Random small requests (one zone, on-demand offers) are written as three programs, each a relaxation of the next:

- resources: nodes in fractions, pods torn into their resources;
- configurations: nodes in fractions, each filled with whole pods (Gilmore and Gomory 1961), all fillings listed;
- packings: the same with whole nodes, which is the true optimum.

Prices are whole thousandths of a USD and so are all costs here, so that no answer hangs on a tolerance.
"""

import dataclasses
import functools
import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence

import highspy
import numpy as np
import pytest
import spotwright as sw

GIB = 2**30
TOLERANCE = 1e-6  # Relative, of linear programs solved in doubles.

QUALITIES = list(sw.PackQuality)
Row = tuple[dict[int, float], float]  # Coefficients by column, and what they come to at least.


@dataclasses.dataclass(frozen=True)
class Pattern:
    """Whole pods of each workload on one node."""

    price: int
    content: tuple[int, ...]


# Requests.


def resources(cpu_millicores: int, memory_gib: int, pods: int = 0) -> sw.Resources:
    return sw.Resources(cpu_millicores=cpu_millicores, memory_bytes=memory_gib * GIB, pods=pods)


def random_offer(rng: random.Random, index: int, pods: int) -> sw.Offer:
    """The first is open to every pod and holds any; others may be tainted, or lack what a selector asks for."""
    cpus = 8 if index == 0 else rng.choice([2, 4, 4, 8])
    gib = cpus * rng.choice([2, 4, 8]) if index else 32
    price = 40 * cpus + 5 * gib
    tainted = index > 0 and rng.random() < 0.3
    return sw.Offer(
        instance_type=f"type-{index}",
        region="r",
        zone="r-a",
        capacity_type=sw.CapacityType.ON_DEMAND,
        price_usd_per_hour=rng.randint(price * 8 // 10, price * 12 // 10) / 1000,
        allocatable=resources(cpus * 1000 - 100, gib - 1, pods),
        labels={"disk": "ssd"} if index == 0 or rng.random() < 0.5 else {},
        taints=[sw.Taint(key="team", value="a", effect=sw.TaintEffect.NO_SCHEDULE)] if tainted else [],
    )


def random_workload(rng: random.Random, index: int, most_replicas: int, most_cpu: int) -> sw.Workload:
    cpu = rng.randint(most_cpu // 6, most_cpu)
    return sw.Workload(
        name=f"workload-{index}",
        replicas=rng.randint(1, most_replicas),
        requests=resources(cpu, math.ceil(cpu * rng.uniform(1, 6) / 1000)),
        node_selector={"disk": "ssd"} if rng.random() < 0.3 else {},
        tolerations=[sw.Toleration(key="team", value="a")] if rng.random() < 0.5 else [],
    )


def random_request(rng: random.Random, most_replicas: int, most_cpu: int, pods: list[int]) -> sw.PackRequest:
    return sw.PackRequest(
        workloads=[random_workload(rng, j, most_replicas, most_cpu) for j in range(rng.randint(2, 6))],
        offers=[random_offer(rng, k, rng.choice(pods)) for k in range(rng.randint(2, 6))],
    )


@functools.cache
def small(seed: int) -> sw.PackRequest:
    """Few nodes: the optimum can be proven."""
    return random_request(random.Random(seed), 7, 3400, [6, 8, 12])


@functools.cache
def large(seed: int) -> sw.PackRequest:
    """Too many nodes for that, but few pods on each, so that all fillings can be listed."""
    return random_request(random.Random(1000 + seed), 160, 3400, [6, 8, 12])


@functools.cache
def fine(seed: int) -> sw.PackRequest:
    """Pods so small that hardly any room is lost: for the quick bound. Their fillings are beyond counting."""
    return random_request(random.Random(2000 + seed), 900, 500, [40, 110])


Make = Callable[[int], sw.PackRequest]
# Seeds beyond a range are of rare cases: small 88 and large 52 once had a bound above their program, as the search of
# a knapsack gave up too early; in small 269 one whole node is the better quick bound.
SMALL = [(small, seed) for seed in [*range(40), 88, 269]]
LARGE = [(large, seed) for seed in [*range(12), 52]]
FINE = [(fine, seed) for seed in range(8)]


def packed(request: sw.PackRequest, quality: sw.PackQuality) -> sw.PackResponse:
    response = sw.pack(dataclasses.replace(request, policy=sw.PackPolicy(quality=quality)))
    assert response.feasible
    return response


def thousandths(usd: float) -> int:
    whole = round(usd * 1000)
    assert usd == pytest.approx(whole / 1000, abs=1e-9)
    return whole


def cost(response: sw.PackResponse) -> int:
    return thousandths(response.cost_usd_per_hour)


def bound(response: sw.PackResponse) -> float:
    return response.lower_bound_usd_per_hour * 1000


# What the rules of Kubernetes leave of a request.


def amounts(held: sw.Resources) -> tuple[int, int, int]:
    return held.cpu_millicores, held.memory_bytes // GIB, held.pods


def demand(workload: sw.Workload) -> tuple[int, int, int]:
    cpu, memory, _ = amounts(workload.requests)
    return cpu, memory, 1


def is_open(offer: sw.Offer, workload: sw.Workload) -> bool:
    labelled = all(offer.labels.get(key) == value for key, value in workload.node_selector.items())
    tolerated = bool(workload.tolerations) or not offer.taints
    fits = all(need <= room for need, room in zip(demand(workload), amounts(offer.allocatable), strict=True))
    return labelled and tolerated and fits


def price(offer: sw.Offer) -> int:
    return thousandths(offer.price_usd_per_hour)


def fillings(offer: sw.Offer, workloads: Sequence[sw.Workload]) -> Iterator[tuple[int, ...]]:
    """Every way to fill a node to which no further pod can be added, and some to which one can."""

    def fill(index: int, free: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if index == len(workloads):
            yield ()
            return
        workload = workloads[index]
        need = demand(workload)
        most = 0
        if is_open(offer, workload):
            most = min(workload.replicas, *(room // each for room, each in zip(free, need, strict=True)))
        # The last workload takes all it can: fewer of it would be a part of the same filling.
        for count in [most] if index == len(workloads) - 1 else range(most + 1):
            left = tuple(room - count * each for room, each in zip(free, need, strict=True))
            yield from ((count, *rest) for rest in fill(index + 1, left))

    yield from fill(0, amounts(offer.allocatable))


def patterns_of(request: sw.PackRequest) -> list[Pattern]:
    """All fillings, each at the least price it is to be had for."""
    cheapest: dict[tuple[int, ...], int] = {}
    for offer in request.offers:
        for content in fillings(offer, request.workloads):
            cheapest[content] = min(price(offer), cheapest.get(content, price(offer)))
    return [Pattern(paid, content) for content, paid in cheapest.items() if any(content)]


# The programs.


def least(costs: Sequence[int], rows: Sequence[Row], *, whole: bool = False) -> float:
    """The least cost of columns >= 0 under the rows, as HiGHS finds it."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(costs), len(rows)
    program.col_cost_ = np.array(costs, dtype=np.double)
    program.col_lower_ = np.zeros(len(costs))
    program.col_upper_ = np.full(len(costs), highspy.kHighsInf)
    program.row_lower_ = np.array([at_least for _, at_least in rows], dtype=np.double)
    program.row_upper_ = np.full(len(rows), highspy.kHighsInf)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, _ in rows)])
    program.a_matrix_.index_ = np.array([column for row, _ in rows for column in row])
    program.a_matrix_.value_ = np.array([value for row, _ in rows for value in row.values()], dtype=np.double)
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)  # Costs are whole.
    solver.passModel(program)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


def resource_program(request: sw.PackRequest) -> float:
    """Each node gives its resources, one by one, to the pods that are open to it."""
    openings: dict[tuple[bool, ...], list[sw.Workload]] = {}
    for workload in request.workloads:
        openings.setdefault(tuple(is_open(offer, workload) for offer in request.offers), []).append(workload)
    costs = [price(offer) for offer in request.offers]
    rows: list[Row] = []
    for resource in range(3):
        given: list[dict[int, float]] = [{k: amounts(o.allocatable)[resource]} for k, o in enumerate(request.offers)]
        for opening, workloads in openings.items():
            taken: dict[int, float] = {}
            for k in itertools.compress(range(len(request.offers)), opening):
                taken[len(costs)] = 1
                given[k][len(costs)] = -1
                costs.append(0)
            rows.append((taken, sum(each.replicas * demand(each)[resource] for each in workloads)))
        rows.extend((row, 0) for row in given)
    return least(costs, rows)


def cover(request: sw.PackRequest, *, whole: bool) -> float:
    """Patterns, in fractions or whole, that hold every pod."""
    patterns = patterns_of(request)
    rows: list[Row] = []
    for j, workload in enumerate(request.workloads):
        holding = {p: float(pattern.content[j]) for p, pattern in enumerate(patterns) if pattern.content[j]}
        rows.append((holding, workload.replicas))
    return least([pattern.price for pattern in patterns], rows, whole=whole)


@functools.cache
def resource_program_of(make: Make, seed: int) -> float:
    return resource_program(make(seed))


@functools.cache
def configuration_program_of(make: Make, seed: int) -> float:
    return cover(make(seed), whole=False)


@functools.cache
def optimum_of(make: Make, seed: int) -> int:
    return round(cover(make(seed), whole=True))


def dearest_home(request: sw.PackRequest) -> int:
    """Each pod needs some node, and nodes come whole."""
    return max(min(price(offer) for offer in request.offers if is_open(offer, each)) for each in request.workloads)


def next_sum_of_prices(request: sw.PackRequest, at_least: float) -> int:
    """The least cost, not below, that nodes can come to; of offers that none replaces at no higher price."""

    def replaces(other: sw.Offer, offer: sw.Offer) -> bool:
        wider = all(a >= b for a, b in zip(amounts(other.allocatable), amounts(offer.allocatable), strict=True))
        opener = all(is_open(other, each) for each in request.workloads if is_open(offer, each))
        return wider and opener and price(other) < price(offer)

    useful = [offer for offer in request.offers if not any(replaces(other, offer) for other in request.offers)]
    step = math.gcd(*(price(offer) for offer in useful))
    return math.ceil(round(at_least, 3) / step) * step


@functools.cache
def answer(make: Make, seed: int, quality: sw.PackQuality) -> sw.PackResponse:
    return packed(make(seed), quality)


# Costs and bounds.


@pytest.mark.parametrize(("make", "seed"), [*SMALL, *LARGE])
def test_programs_are_relaxations_of_each_other(make: Make, seed: int) -> None:
    """The referee agrees with itself."""
    program = configuration_program_of(make, seed)
    assert resource_program_of(make, seed) <= program * (1 + TOLERANCE)
    assert program <= optimum_of(make, seed) * (1 + TOLERANCE)


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize(("make", "seed"), [*SMALL, *LARGE])
def test_optimum_lies_between_bound_and_cost(make: Make, seed: int, quality: sw.PackQuality) -> None:
    response = answer(make, seed, quality)
    optimum = optimum_of(make, seed)
    assert bound(response) <= optimum * (1 + TOLERANCE)
    assert optimum <= cost(response)
    if response.bound_proof == sw.BoundProof.EXHAUSTED:
        assert cost(response) == optimum


@pytest.mark.parametrize(("make", "seed"), SMALL)
def test_small_requests_are_solved_to_proven_optimality(make: Make, seed: int) -> None:
    assert answer(make, seed, sw.PackQuality.OPTIMAL).bound_proof == sw.BoundProof.EXHAUSTED


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize(("make", "seed"), [*SMALL, *LARGE, *FINE])
def test_cost_and_bound_are_not_below_the_resource_program(make: Make, seed: int, quality: sw.PackQuality) -> None:
    response = answer(make, seed, quality)
    program = resource_program_of(make, seed)
    assert cost(response) >= program * (1 - TOLERANCE)
    assert bound(response) >= program * (1 - TOLERANCE)
    if response.bound_proof == sw.BoundProof.RESOURCE_RELAXATION:
        stronger = max(program, dearest_home(make(seed)))
        assert bound(response) <= next_sum_of_prices(make(seed), stronger) * (1 + TOLERANCE)


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize(("make", "seed"), [*SMALL, *LARGE])
def test_bound_by_configurations_is_at_most_their_program(make: Make, seed: int, quality: sw.PackQuality) -> None:
    response = answer(make, seed, quality)
    program = configuration_program_of(make, seed)
    if response.bound_proof == sw.BoundProof.CONFIGURATION_LP:
        assert bound(response) <= next_sum_of_prices(make(seed), program) * (1 + TOLERANCE)
    if quality == sw.PackQuality.OPTIMAL:
        assert bound(response) >= 0.999 * program


@pytest.mark.parametrize(
    ("proof", "cases", "quality"),
    [
        (sw.BoundProof.RESOURCE_RELAXATION, FINE, sw.PackQuality.FAST),
        (sw.BoundProof.CONFIGURATION_LP, LARGE, sw.PackQuality.OPTIMAL),
        (sw.BoundProof.CONFIGURATION_LP, SMALL, sw.PackQuality.FAST),
    ],
)
def test_each_proof_is_refereed(proof: sw.BoundProof, cases: list[tuple[Make, int]], quality: sw.PackQuality) -> None:
    """The tests above look at proofs as they come; some of each kind must come."""
    met = [answer(make, seed, quality).bound_proof for make, seed in cases].count(proof)
    assert met >= len(cases) // 4


# Properties.


def assert_no_dearer(before: sw.PackRequest, after: sw.PackRequest) -> None:
    first, second = (packed(each, sw.PackQuality.OPTIMAL) for each in (before, after))
    assert first.bound_proof == second.bound_proof == sw.BoundProof.EXHAUSTED
    assert cost(second) <= cost(first)


@pytest.mark.parametrize(("make", "seed"), SMALL)
def test_a_cheaper_offer_never_raises_the_optimum(make: Make, seed: int) -> None:
    request = make(seed)
    rng = random.Random(3000 + seed)
    like = rng.choice(request.offers)
    paid = price(like) * rng.randint(70, 95) // 100
    cheaper = dataclasses.replace(like, instance_type="type-cheaper", price_usd_per_hour=paid / 1000)
    assert_no_dearer(request, dataclasses.replace(request, offers=[*request.offers, cheaper]))


@pytest.mark.parametrize(("make", "seed"), SMALL)
def test_fewer_pods_never_cost_more_at_the_optimum(make: Make, seed: int) -> None:
    request = make(seed)
    rng = random.Random(4000 + seed)
    fewer = [dataclasses.replace(each, replicas=rng.randint(1, each.replicas)) for each in request.workloads]
    assert_no_dearer(request, dataclasses.replace(request, workloads=fewer))


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize(("make", "seed"), [*SMALL, *LARGE, *FINE])
def test_order_of_the_request_changes_nothing(make: Make, seed: int, quality: sw.PackQuality) -> None:
    request = make(seed)
    rng = random.Random(5000 + seed)
    shuffled = dataclasses.replace(
        request,
        workloads=rng.sample(request.workloads, len(request.workloads)),
        offers=rng.sample(request.offers, len(request.offers)),
    )
    assert packed(shuffled, quality) == answer(make, seed, quality)
