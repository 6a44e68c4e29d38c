"""Java functions, called as if they were local.

>>> import ipyrpc
>>> rpc = ipyrpc.connect("http://127.0.0.1:7777")
>>> rpc.linspace(0, 1, num=5)
array([0.  , 0.25, 0.5 , 0.75, 1.  ])
"""

from . import _http  # noqa: F401  (registers itself)
from ._client import Client, connect
from ._errors import (
    BadRequest,
    Busy,
    Cancelled,
    Conflict,
    Forbidden,
    FunctionError,
    Gone,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    RateLimited,
    RemoteError,
    RemoteTraceback,
    Timeout,
    TooLarge,
    Unauthenticated,
    UnsupportedSerializer,
    WorkerLost,
)
from ._failures import ConnectError, Error, ProtocolError, UnsendableError
from ._function import Function
from ._job import Job, Progress
from ._pointer import Pointer

__version__ = "0.1.0.dev0"

__all__ = [
    "BadRequest", "Busy", "Cancelled", "Client", "Conflict", "ConnectError", "Error", "Forbidden", "Function",
    "FunctionError", "Gone", "Job", "MethodNotAllowed", "NotAcceptable", "NotFound", "Pointer", "Progress",
    "ProtocolError", "RateLimited", "RemoteError", "RemoteTraceback", "Timeout", "TooLarge", "Unauthenticated",
    "UnsendableError", "UnsupportedSerializer", "WorkerLost", "connect",
]  # fmt: skip
