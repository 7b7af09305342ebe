"""Decide what capacity to run: how much spot, in which pools and zones, and where each pod goes.

One function for each decision takes a struct, or a mapping with the same keys, and gives a struct:

>>> import spotwright
>>> policy = spotwright.MixPolicy(preset=spotwright.MixPreset.SMART_SCALE)
>>> response = spotwright.decide_mix(spotwright.DecideMixRequest(total_units=10, policy=policy))
>>> response.target_on_demand_units, response.target_spot_units
(4, 6)

The functions are pure and may be called from any thread; the GIL is released while they work. Beside the decisions
stand `import_`, which turns what kubectl and the AWS CLI print into a plan request, and `render`, which writes a
response as text. Errors are `SpotwrightError`; a malformed request is an `InvalidArgumentError` whose `field` names
what to mend.
"""

from spotwright import _decisions, _enums, _errors, _types
from spotwright._core import __version__
from spotwright._decisions import *
from spotwright._enums import *
from spotwright._errors import *
from spotwright._types import *

__all__ = ["__version__"]
__all__ += _decisions.__all__
__all__ += _enums.__all__
__all__ += _errors.__all__
__all__ += _types.__all__
