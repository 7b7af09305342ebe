"""What a call may raise."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "CancelledError",
    "ErrorCode",
    "InternalError",
    "InvalidArgumentError",
    "ResourceExhaustedError",
    "SpotwrightError",
]


class ErrorCode(IntEnum):
    """The canonical codes that gRPC uses, with the same numbers."""

    CANCELLED = 1
    INVALID_ARGUMENT = 3
    RESOURCE_EXHAUSTED = 8
    INTERNAL = 13


class SpotwrightError(Exception):
    """What every error of this package is.

    Attributes
    ----------
    message : str
        The value found, and what is accepted.
    field : str
        Path of the field at fault, such as ``offers[3].price_usd_per_hour``; empty if none.
    code : ErrorCode
        What kind of error it is.
    """

    code = ErrorCode.INTERNAL

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message, field)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class InvalidArgumentError(SpotwrightError, ValueError):
    """The input is malformed; `field` says where."""

    code = ErrorCode.INVALID_ARGUMENT


class CancelledError(SpotwrightError):
    """The caller's `cancelled` gave a true answer."""

    code = ErrorCode.CANCELLED


class ResourceExhaustedError(SpotwrightError, MemoryError):
    """Memory ran out, or the input is larger than the engine accepts."""

    code = ErrorCode.RESOURCE_EXHAUSTED


class InternalError(SpotwrightError, RuntimeError):
    """A defect of the engine; please report it."""

    code = ErrorCode.INTERNAL


_CLASSES: tuple[type[SpotwrightError], ...] = (InvalidArgumentError, CancelledError, ResourceExhaustedError)


def error_of(code: int, message: str, field: str) -> SpotwrightError:
    """The exception for an error of the engine, which calls this by name."""
    for error in _CLASSES:
        if error.code == code:
            return error(message, field)
    return InternalError(message, field)
