"""What all structs of the package can do."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

from spotwright import _core, _tables
from spotwright._errors import InvalidArgumentError

if TYPE_CHECKING:
    import pandas

T = TypeVar("T", bound="Message")


class _Keywords(type):
    """Makes a wrong keyword of a constructor the error that a wrong key of a mapping is."""

    # Type checkers read the constructor that `dataclass` writes; this one says nothing new.
    if not TYPE_CHECKING:

        def __call__(cls, *args: Any, **values: Any) -> Any:
            try:
                return super().__call__(*args, **values)
            except TypeError:
                if args:
                    raise
                for key in values:
                    _core.check_key(cls, key)
                for field in dataclasses.fields(cls):
                    if field.name not in values and _must_be_given(field):
                        raise InvalidArgumentError("is missing; it is required", field.name) from None
                raise


def _must_be_given(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


class Message(metaclass=_Keywords):
    """The base of all structs: plain dataclasses that compare, print, copy and pickle by value.

    Wherever a struct is expected, a mapping with the same keys will do. Types and ranges are checked when a struct is
    given to a decision or written out, not when it is made.
    """

    __slots__ = ()

    def to_json(self) -> str:
        """Write the struct as JSON.

        Returns
        -------
        str
            One line. Fields that equal their default are left out, except in responses.

        Raises
        ------
        InvalidArgumentError
            A field holds what its type does not allow; `field` says which.
        """
        return _core.to_json(self)

    @classmethod
    def from_json(cls: type[T], text: str | bytes) -> T:
        """Read a struct from JSON.

        Parameters
        ----------
        text : str or bytes
            An object, in UTF-8. Unknown keys are an error, but in a response, which may have gained fields, they are
            skipped.

        Raises
        ------
        InvalidArgumentError
            The text is malformed; `field` says where.
        """
        return _core.from_json(cls, text)

    def to_proto(self) -> bytes:
        """Write the struct in the Protobuf wire format, as the .proto files describe it.

        Raises
        ------
        InvalidArgumentError
            A field holds what its type does not allow; `field` says which.
        ResourceExhaustedError
            There would be more than 2^31 - 1 bytes.
        """
        return _core.to_proto(self)

    @classmethod
    def from_proto(cls: type[T], data: bytes) -> T:
        """Read a struct from the Protobuf wire format.

        Parameters
        ----------
        data : bytes
            Unknown field numbers are an error, but in a response, which may have gained fields, they are skipped.

        Raises
        ------
        InvalidArgumentError
            The data is malformed; `field` says where.
        """
        return _core.from_proto(cls, data)

    def to_frame(self, field: str | None = None) -> pandas.DataFrame:
        """Put a list of structs into a pandas data frame.

        Parameters
        ----------
        field : str, optional
            The list to take. By default it is the first one: of a plan its launches, of a packing its nodes. A struct
            without lists becomes the one row of its frame.

        Returns
        -------
        pandas.DataFrame
            One row for each element. Parts have columns of their own, such as ``pool.zone``. Optional integers are of
            type Int64; where an optional value is absent the frame has NA or NaN.

        Raises
        ------
        ImportError
            pandas is not installed.
        InvalidArgumentError
            There is no list of structs of that name.
        """
        return _tables.to_frame(self, field)

    def _repr_html_(self) -> str:
        return _tables.to_html(self)
