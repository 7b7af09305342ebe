"""What Kubernetes counts: quantities and the effective request of a pod."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_SUFFIXES = {
    "m": Fraction(1, 1000),
    "k": Fraction(10**3),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "Ki": Fraction(2**10),
    "Mi": Fraction(2**20),
    "Gi": Fraction(2**30),
}


def quantity(text: str) -> Fraction:
    """Read a Kubernetes quantity such as 250m, 2 or 1536Mi."""
    number = text.rstrip("mkMGKi")
    suffix = text[len(number) :]
    return Fraction(number) * (_SUFFIXES[suffix] if suffix else 1)


@dataclass(frozen=True)
class Amount:
    """CPU in millicores and memory in bytes."""

    cpu: int = 0
    memory: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        """Return the sum."""
        return Amount(self.cpu + other.cpu, self.memory + other.memory)

    def or_more(self, other: "Amount") -> "Amount":
        """Return the greater CPU and the greater memory of the two."""
        return Amount(max(self.cpu, other.cpu), max(self.memory, other.memory))

    def fits(self, room: "Amount") -> bool:
        """Tell whether this amount is no more than the room."""
        return self.cpu <= room.cpu and self.memory <= room.memory


def amount(resources: dict[str, str]) -> Amount:
    """Read a map of resource names to quantities."""
    cpu = quantity(resources.get("cpu", "0")) * 1000
    return Amount(int(cpu), int(quantity(resources.get("memory", "0"))))


def effective_request(spec: dict[str, Any]) -> Amount:
    """Return what a pod takes of its node.

    Sidecars (init containers that restart always) run beside everything that starts
    after them; the other init containers run alone, one by one.
    """

    def request(container: dict[str, Any]) -> Amount:
        return amount(container.get("resources", {}).get("requests", {}))

    sidecars, peak = Amount(), Amount()
    for container in spec.get("initContainers", []):
        if container.get("restartPolicy") == "Always":
            sidecars += request(container)
            peak = peak.or_more(sidecars)
        else:
            peak = peak.or_more(sidecars + request(container))
    running = sum(map(request, spec["containers"]), sidecars)
    return peak.or_more(running) + amount(spec.get("overhead", {}))
