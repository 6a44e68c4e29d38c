"""Errors that arise on this side of the wire."""

from __future__ import annotations


class Error(Exception):
    """The base of everything that ipyrpc raises of its own."""


class ProtocolError(Error):
    """What came does not keep the protocol: truncated, oversized or ill-formed."""


class UnsendableError(Error, TypeError):
    """A value has no form on the wire; the message says which and where it stands."""

    def __init__(self, problem: str, path: str = "") -> None:
        super().__init__(f"{path.strip()}: {problem}" if path else problem)
        self._problem = problem
        #: Where the value stands, such as ``[0].weights``.
        self.path = path

    def moved(self, path: str) -> UnsendableError:
        """The same error at another place."""
        return UnsendableError(self._problem, path)

    def within(self, step: str) -> UnsendableError:
        """The same error, told from one step further out."""
        return UnsendableError(self._problem, step + self.path)


class ConnectError(Error, ConnectionError):
    """The server cannot be reached, or the connection to it was lost."""


class MissingValue:
    """Nothing was given; None would be a value."""

    def __repr__(self) -> str:
        return "…"


MISSING = MissingValue()


def shown(value: object, most: int = 60) -> str:
    """A value for a message: its repr on one line, shortened, and its type."""
    try:
        text = repr(value)
    except Exception:  # a repr may do anything, and a message must not fail over it
        text = "?"
    text = " ".join(text.split())
    if len(text) > most:
        text = text[: most - 1] + "…"
    return f"{text} ({type(value).__module__}.{type(value).__qualname__})".replace("(builtins.", "(")


for _kind in (Error, ProtocolError, UnsendableError, ConnectError):
    _kind.__module__ = "ipyrpc"  # what tracebacks show is what can be imported
