"""Signatures and documentation of functions, in Python's terms."""

from __future__ import annotations

import inspect
import keyword
from typing import Any, Dict, List, Mapping

_PYTHON: Dict[str, str] = {
    **dict.fromkeys(["byte", "short", "int", "long", "Byte", "Short", "Integer", "Long", "BigInteger"], "int"),
    **dict.fromkeys(["float", "double", "Float", "Double", "Number"], "float"),
    **dict.fromkeys(["boolean", "Boolean"], "bool"),
    **dict.fromkeys(["char", "Character", "String", "CharSequence", "UUID", "URI", "Path", "LocalTime"], "str"),
    **dict.fromkeys(["Instant", "OffsetDateTime", "ZonedDateTime", "LocalDateTime", "Date"], "datetime.datetime"),
    **dict.fromkeys(["void", "Void"], "None"),
    **dict.fromkeys(["List", "Collection", "Iterable", "Stream", "Iterator", "Set"], "list"),
    "LocalDate": "datetime.date",
    "Duration": "datetime.timedelta",
    "BigDecimal": "decimal.Decimal",
    "byte[]": "bytes",
    "NdArray": "numpy.ndarray",
    "DataFrame": "pandas.DataFrame",
    "Series": "pandas.Series",
    "Map": "dict",
    "Object": "Any",
    "DataPointer": "ipyrpc.Pointer",
    "OptionalInt": "int | None",
    "OptionalLong": "int | None",
    "OptionalDouble": "float | None",
}
_PRIMITIVES = {"short", "int", "long", "float", "double", "boolean"}


class TypeName:
    """An annotation that shows as it is written; the packages that it names need not be there."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def python_type(java: str) -> str:
    """What a Java type is to Python; ``Any`` for what has no counterpart, such as records, which are dicts."""
    java = java.strip()
    if java in _PYTHON:
        return _PYTHON[java]
    if java.endswith("[]"):
        element = java[:-2]
        if element.rstrip("[]") in _PRIMITIVES:
            return "numpy.ndarray"
        inner = python_type(element)
        return "list" if inner == "Any" else f"list[{inner}]"
    if java.endswith(">") and "<" in java:
        outer, _, rest = java[:-1].partition("<")
        parts = [python_type(part) for part in _split(rest)]
        if outer == "Optional":
            return f"{parts[0]} | None"
        name = _PYTHON.get(outer, "Any")
        if name in ("list", "dict") and "Any" not in parts and len(parts) == (2 if name == "dict" else 1):
            return f"{name}[{', '.join(parts)}]"
        return name
    return "Any"


def _split(text: str) -> List[str]:
    parts, depth = [""], 0
    for c in text:
        depth += (c == "<") - (c == ">")
        if c == "," and not depth:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def python_name(name: str) -> str:
    """A parameter's name where Python has that word for itself: ``from_`` for ``from``."""
    return f"{name}_" if keyword.iskeyword(name) else name


def java_names(info: Mapping[str, Any]) -> Dict[str, str]:
    """The parameters whose names differ in Python, to their names."""
    names = (parameter_name(p) for p in parameters(info))
    return {python_name(name): name for name in names if keyword.iskeyword(name)}


def parameters(info: Mapping[str, Any]) -> List[Dict[str, Any]]:
    """The parameters that a FUNCTION tells of."""
    found = info.get("parameters")
    return [p for p in found if isinstance(p, dict)] if isinstance(found, list) else []


def parameter_name(parameter: Mapping[str, Any]) -> str:
    return str(parameter.get("name", ""))


def annotation(java: Any) -> Any:
    """What stands behind the colon."""
    text = python_type(java) if isinstance(java, str) else "Any"
    built_in = {"int": int, "float": float, "bool": bool, "str": str, "bytes": bytes, "list": list, "dict": dict}
    return None if text == "None" else built_in.get(text) or TypeName(text)


def signature(info: Mapping[str, Any]) -> inspect.Signature:
    """The signature of a FUNCTION, for ``inspect`` and whoever shows it."""
    kinds = inspect.Parameter
    made: List[inspect.Parameter] = []
    kind = kinds.POSITIONAL_OR_KEYWORD
    optional = False
    for parameter in parameters(info):
        name = python_name(parameter_name(parameter))
        if not name.isidentifier():
            continue
        if parameter.get("varargs"):
            made.append(kinds(name, kinds.VAR_POSITIONAL, annotation=annotation(parameter.get("type"))))
            kind = kinds.KEYWORD_ONLY
            continue
        default: Any = inspect.Parameter.empty
        if parameter.get("optional"):
            default = parameter.get("default")
            optional = True
        elif optional and kind == kinds.POSITIONAL_OR_KEYWORD:
            kind = kinds.KEYWORD_ONLY  # Python allows none without a default after one with
        made.append(kinds(name, kind, default=default, annotation=annotation(parameter.get("type"))))
    returns = info.get("returns")
    java = returns.get("type") if isinstance(returns, dict) else None
    try:
        return inspect.Signature(made, return_annotation=annotation(java))
    except ValueError:
        return inspect.Signature(
            [kinds("args", kinds.VAR_POSITIONAL), kinds("kwargs", kinds.VAR_KEYWORD)], return_annotation=annotation(java)
        )


def documentation(info: Mapping[str, Any]) -> str:
    """The docstring of a FUNCTION: what it does, its parameters, what it returns."""
    parts: List[str] = [str(info.get("doc") or "")]
    told = [(python_name(parameter_name(p)), p) for p in parameters(info) if p.get("doc")]
    if told:
        lines = ["Parameters", "----------"]
        for name, parameter in told:
            lines.append(f"{'*' if parameter.get('varargs') else ''}{name} : {python_type(str(parameter.get('type')))}")
            lines += [f"    {line}" for line in str(parameter["doc"]).splitlines()]
        parts.append("\n".join(lines))
    returns = info.get("returns")
    if isinstance(returns, dict) and returns.get("doc"):
        doc = "\n".join(f"    {line}" for line in str(returns["doc"]).splitlines())
        parts.append(f"Returns\n-------\n{python_type(str(returns.get('type')))}\n{doc}")
    return "\n\n".join(part for part in parts if part)


def first_line(info: Mapping[str, Any]) -> str:
    """The first line of the documentation."""
    lines = str(info.get("doc") or "").strip().splitlines()
    return lines[0] if lines else ""
