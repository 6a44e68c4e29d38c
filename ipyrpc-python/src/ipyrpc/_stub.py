"""A server's functions as a typed module, for editors and type checkers."""

from __future__ import annotations

import keyword
from typing import Any, List, Mapping

from ._signatures import documentation, parameter_name, parameters, python_name, python_type

_HEAD = '''"""Functions of {url}, written by ``ipyrpc stub``; do not edit.

Each calls the function of the same name on the server: at the address it was written for, or what IPYRPC_URL says.
"""

from __future__ import annotations

import os as _os
from functools import lru_cache as _lru_cache
from typing import TYPE_CHECKING, Any

import ipyrpc

if TYPE_CHECKING:
    import datetime
    import decimal

    import numpy
    import pandas


_connect = ipyrpc.connect


@_lru_cache(maxsize=None)
def _rpc() -> ipyrpc.Client:
    return _connect(_os.environ.get("IPYRPC_URL") or {url!r})
'''


def module(functions: Mapping[str, Mapping[str, Any]], url: str) -> str:
    """The module's text. Functions whose names are none in Python are left out, and named in a comment."""
    parts = [_HEAD.format(url=url)]
    for name, info in functions.items():
        if name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_"):
            parts.append(_function(name, info))
        else:
            parts.append(f"# {name!r} is no name in Python: ipyrpc.connect(…)[{name!r}]\n")
    return "\n\n".join(parts)


def _function(name: str, info: Mapping[str, Any]) -> str:
    declared: List[str] = []
    passed: List[str] = []
    optional = starred = False
    for parameter in parameters(info):
        word = python_name(parameter_name(parameter))
        if not word.isidentifier():
            continue
        kind = python_type(str(parameter.get("type")))
        if parameter.get("varargs"):
            declared.append(f"*{word}: {kind}")
            passed.append(f"*{word}")
            starred = True
            continue
        by_name = starred
        if parameter.get("optional"):
            default = parameter.get("default")
            optional = True
            declared.append(f"{word}: {_widened(kind, default)} = {_literal(default)}")
        else:
            if optional and not starred:
                declared.append("*")
                starred = by_name = True
            declared.append(f"{word}: {kind}")
        passed.append(f"{word}={word}" if by_name else word)
    returns = info.get("returns")
    result = python_type(str(returns.get("type"))) if isinstance(returns, dict) else "Any"
    doc = _docstring(documentation(info))
    call = f"_rpc()[{name!r}]({', '.join(passed)})"
    body = f"    {call}" if result == "None" else f"    return {call}  # type: ignore[no-any-return]"
    return f"def {name}({', '.join(declared)}) -> {result}:\n{doc}{body}\n"


def _widened(kind: str, default: Any) -> str:
    return f"{kind} | None" if default is None and "None" not in kind and kind != "Any" else kind


def _literal(default: Any) -> str:
    """Plain values as they are written; others as None, which the server takes for its own default."""
    return repr(default) if default is None or isinstance(default, (bool, int, float, str, list, dict)) else "None"


def _docstring(text: str) -> str:
    if not text:
        return ""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    lines = [f"    {line}".rstrip() for line in safe.splitlines()]
    end = '\n    """\n' if len(lines) > 1 else ('"""\n' if not safe.endswith('"') else ' """\n')
    return '    """' + "\n".join(lines).lstrip() + end
