"""Errors that came from the server (§4.1), as Python exceptions.

Each code has a class. Where a Python built-in means the same as the Java exception, the class derives from both, so
that ``except ValueError`` catches an IllegalArgumentException.
"""

from __future__ import annotations

import threading
from typing import Any, Dict, List, Optional, Tuple, Type

from ._failures import Error


class RemoteTraceback(Exception):
    """The remote stack trace, as the cause of the error that it belongs to: so Python prints it above that."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f'\n"""\n{self.text.rstrip()}\n"""'


class RemoteError(Error):
    """A call failed on the server. What is known of it are attributes; subclasses stand for the protocol's codes."""

    def __init__(self, record: Dict[str, Any], job: Optional[str] = None) -> None:
        #: The protocol's code, such as ``function_error``.
        self.code = _text(record, "code") or "function_error"
        #: The Java exception's class, such as ``java.lang.IllegalStateException``; "" where none was thrown.
        self.type = _text(record, "type")
        #: Its message alone.
        self.message = _text(record, "message")
        #: The remote stack trace as Java prints it; "" where there is none.
        self.traceback = _text(record, "traceback")
        #: The remote frames, innermost first: dicts of class, method, file and line.
        self.frames: List[Dict[str, Any]] = _dicts(record.get("frames"))
        #: The job that failed, where it had begun.
        self.job = job
        #: The causes, the nearest first.
        self.causes: List[RemoteError] = []
        self.suppressed: List[RemoteError] = [remote_error(part) for part in _dicts(record.get("suppressed"))[:100]]
        cause = record.get("cause")
        while isinstance(cause, dict) and len(self.causes) < 100:
            self.causes.append(remote_error({**cause, "cause": None}))
            cause = cause.get("cause")
        super().__init__(str(self))
        if self.traceback:
            self.__cause__ = RemoteTraceback(self.traceback)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.type, self.message) if part) or self.code


def _text(record: Dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _dicts(value: Any) -> List[Dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


class BadRequest(RemoteError, TypeError):
    """Arguments that cannot be decoded or do not fit; the message shows the signature."""


class Unauthenticated(RemoteError, PermissionError):
    """No credentials, or wrong ones."""


class Forbidden(RemoteError, PermissionError):
    """Known, but not allowed."""


class NotFound(RemoteError, LookupError):
    """No such function, job or pointer."""


class MethodNotAllowed(RemoteError):
    """The address is there, the method is not."""


class NotAcceptable(RemoteError):
    """No form that this client takes can be given."""


class Conflict(RemoteError):
    """An idempotency key with another request."""


class Gone(RemoteError, LookupError):
    """It was there and has expired."""


class TooLarge(RemoteError):
    """A limit was passed; the message names it."""


class UnsupportedSerializer(RemoteError):
    """A serializer that the server has not, or that is not allowed."""


class RateLimited(RemoteError):
    """The caller asks too often. ``retry_after`` are the seconds to wait, where the server said."""

    retry_after: Optional[float] = None


class Busy(RemoteError):
    """No room. ``retry_after`` are the seconds to wait, where the server said."""

    retry_after: Optional[float] = None


class FunctionError(RemoteError):
    """The function threw."""


class Cancelled(RemoteError):
    """The call was cancelled."""


class WorkerLost(RemoteError):
    """The worker that ran the call is gone."""


class Timeout(RemoteError, TimeoutError):
    """It took longer than it may."""


CODES: Dict[str, Type[RemoteError]] = {
    "bad_request": BadRequest,
    "unauthenticated": Unauthenticated,
    "forbidden": Forbidden,
    "not_found": NotFound,
    "method_not_allowed": MethodNotAllowed,
    "not_acceptable": NotAcceptable,
    "conflict": Conflict,
    "gone": Gone,
    "too_large": TooLarge,
    "unsupported_serializer": UnsupportedSerializer,
    "rate_limited": RateLimited,
    "busy": Busy,
    "function_error": FunctionError,
    "cancelled": Cancelled,
    "worker_lost": WorkerLost,
    "timeout": Timeout,
}

_JAVA_LANG: Dict[str, Type[Exception]] = {
    "ArithmeticException": ArithmeticError,
    "ArrayIndexOutOfBoundsException": IndexError,
    "AssertionError": AssertionError,
    "ClassCastException": TypeError,
    "ClassNotFoundException": ImportError,
    "IllegalArgumentException": ValueError,
    "IllegalStateException": RuntimeError,
    "IndexOutOfBoundsException": IndexError,
    "NegativeArraySizeException": ValueError,
    "NoSuchFieldException": AttributeError,
    "NoSuchMethodException": AttributeError,
    "NumberFormatException": ValueError,
    "OutOfMemoryError": MemoryError,
    "SecurityException": PermissionError,
    "StackOverflowError": RecursionError,
    "StringIndexOutOfBoundsException": IndexError,
    "UnsupportedOperationException": NotImplementedError,
}

_BUILT_INS: Dict[str, Type[Exception]] = {
    **{f"java.lang.{name}": kind for name, kind in _JAVA_LANG.items()},
    "java.io.EOFException": EOFError,
    "java.io.FileNotFoundException": FileNotFoundError,
    "java.io.IOException": OSError,
    "java.io.UncheckedIOException": OSError,
    "java.net.ConnectException": ConnectionRefusedError,
    "java.net.SocketTimeoutException": TimeoutError,
    "java.net.URISyntaxException": ValueError,
    "java.nio.charset.MalformedInputException": ValueError,
    "java.nio.file.AccessDeniedException": PermissionError,
    "java.nio.file.FileAlreadyExistsException": FileExistsError,
    "java.nio.file.InvalidPathException": ValueError,
    "java.nio.file.NoSuchFileException": FileNotFoundError,
    "java.nio.file.NotDirectoryException": NotADirectoryError,
    "java.time.DateTimeException": ValueError,
    "java.time.format.DateTimeParseException": ValueError,
    "java.util.ConcurrentModificationException": RuntimeError,
    "java.util.InputMismatchException": ValueError,
    "java.util.MissingResourceException": KeyError,
    "java.util.NoSuchElementException": KeyError,
    "java.util.concurrent.TimeoutException": TimeoutError,
    "java.util.regex.PatternSyntaxException": ValueError,
}

_pairs: Dict[Tuple[Type[RemoteError], Type[Exception]], Type[RemoteError]] = {}
_lock = threading.Lock()


def _class_for(code: str, java_type: str, message: str) -> Type[RemoteError]:
    base = CODES.get(code, RemoteError)
    built_in = _BUILT_INS.get(java_type)
    if java_type == "java.lang.ArithmeticException" and "by zero" in message:
        built_in = ZeroDivisionError
    if built_in is None or issubclass(base, built_in):
        return base
    with _lock:
        found = _pairs.get((base, built_in))
        if found is None:
            name = f"Remote{built_in.__name__}" if base is FunctionError else f"{base.__name__}{built_in.__name__}"
            members = {"__module__": "ipyrpc", "__doc__": f"{base.__doc__} The same as {built_in.__name__} to Python."}
            found = _pairs[base, built_in] = type(name, (base, built_in), members)
        return found


def remote_error(record: Any, job: Optional[str] = None) -> RemoteError:
    """The exception for an error record."""
    if not isinstance(record, dict):
        record = {"message": f"the server sent an error without a record: {str(record)[:200]}"}
    kind = _class_for(_text(record, "code"), _text(record, "type"), _text(record, "message"))
    return kind(record, job)


for _kind in (RemoteError, RemoteTraceback, *CODES.values()):
    _kind.__module__ = "ipyrpc"  # what tracebacks show is what can be imported
