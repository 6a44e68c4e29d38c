"""Typed values that are one text (§2): times, dates, durations, decimals, floats, bytes."""

from __future__ import annotations

import base64
import binascii
import math
import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, Callable, Dict

from ._failures import ProtocolError, UnsendableError
from ._optional import hint, import_pandas

Envelope = Dict[str, Any]

_DATETIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?\Z"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_DURATION = re.compile(
    r"([+-]?)P(?:([+-]?\d{1,18})D)?(?:T(?:([+-]?\d{1,18})H)?(?:([+-]?\d{1,18})M)?(?:([+-]?)(\d{1,18})(?:\.(\d{1,9}))?S)?)?\Z",
    re.IGNORECASE,
)
_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def special_float(text: Any) -> float:
    """NaN or an infinity by its name."""
    value = _SPECIAL.get(text) if isinstance(text, str) else None
    if value is None:
        raise ProtocolError(f"{text!r} is none of NaN, Infinity, -Infinity")
    return value


def float_name(value: float) -> str:
    """The name of NaN or an infinity."""
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def decode_base64(text: Any) -> bytes:
    """Bytes of base64, which must be whole and clean."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError) as e:
        raise ProtocolError(f"bytes are base64, not {str(text)[:40]!r}: {e}") from None


def _offset(text: str) -> timezone:
    if text == "Z":
        return timezone.utc
    digits = text[1:].replace(":", "").ljust(6, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:])
    return timezone(timedelta(seconds=-seconds if text[0] == "-" else seconds)) if seconds else timezone.utc


def _decode_datetime(text: Any) -> Any:
    parts = _DATETIME.match(text) if isinstance(text, str) else None
    if not parts:
        raise ProtocolError(f"a datetime is such as 2026-11-22T10:00:00Z in the years 0001 to 9999, not {text!r}")
    nanos = (parts.group(7) or "").ljust(9, "0")
    zone = _offset(parts.group(8)) if parts.group(8) else None
    try:
        value = datetime(*(int(part or 0) for part in parts.groups()[:6]), int(nanos[:6]), zone)  # type: ignore[misc]
    except ValueError as e:
        raise ProtocolError(f"{text!r} is no point in time: {e}") from None
    if nanos[6:] == "000":
        return value
    pandas = import_pandas()
    if pandas is None:
        hint("pandas", "points in time are cut to microseconds")
        return value
    return pandas.Timestamp(value) + pandas.Timedelta(int(nanos[6:]), "ns")


def _decode_date(text: Any) -> date:
    try:
        if isinstance(text, str) and _DATE.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ProtocolError(f"a date is such as 2026-11-22 in the years 0001 to 9999, not {text!r}")


def _decode_timedelta(text: Any) -> Any:
    parts = _DURATION.match(text) if isinstance(text, str) else None
    if not parts or text.upper().endswith(("P", "T")):
        raise ProtocolError(f"a timedelta is an ISO 8601 duration of days to seconds such as PT1.5S, not {text!r}")
    sign, days, hours, minutes, second_sign, seconds, fraction = parts.groups()
    nanos = int(seconds or 0) * 1_000_000_000 + int((fraction or "").ljust(9, "0"))
    nanos = -nanos if second_sign == "-" else nanos
    nanos += (int(days or 0) * 86_400 + int(hours or 0) * 3_600 + int(minutes or 0) * 60) * 1_000_000_000
    nanos = -nanos if sign == "-" else nanos
    micros, rest = divmod(nanos, 1000)
    try:
        value = timedelta(microseconds=micros)
    except OverflowError:
        raise ProtocolError(f"the timedelta {text} is longer than Python's of 999999999 days") from None
    if not rest:
        return value
    pandas = import_pandas()
    if pandas is None:
        hint("pandas", "durations are cut to microseconds")
        return value
    return pandas.Timedelta(nanos, "ns")


def _decode_decimal(text: Any) -> Decimal:
    try:
        value = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise ProtocolError(f"a decimal is text such as 1.10, not {text!r}")
    return value


#: By type name, what reads the ``data``.
DECODERS: Dict[str, Callable[[Any], Any]] = {
    "bytes": decode_base64,
    "datetime": _decode_datetime,
    "date": _decode_date,
    "timedelta": _decode_timedelta,
    "decimal": _decode_decimal,
    "float": special_float,
}


def encode_bytes(value: Any) -> Envelope:
    return {"type": "bytes", "data": base64.b64encode(value).decode("ascii")}


def encode_datetime(value: datetime) -> Any:
    """A point in time; ``NaT`` is null. Takes pandas' Timestamp with its nanoseconds."""
    if value != value:
        return None
    offset = value.utcoffset()
    if offset is None:
        return {"type": "datetime", "data": value.isoformat()}
    if offset.microseconds:
        raise UnsendableError(f"{value!r} has an offset of parts of a second; use .astimezone(timezone.utc)")
    text = value.replace(tzinfo=None).isoformat()
    return {"type": "datetime", "data": text + (_offset_text(offset) if offset else "Z")}


def _offset_text(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    text = f"{'-' if seconds < 0 else '+'}{hours:02d}:{rest // 60:02d}"
    return text + (f":{rest % 60:02d}" if rest % 60 else "")


def encode_date(value: date) -> Envelope:
    return {"type": "date", "data": value.isoformat()}


def encode_timedelta(value: timedelta) -> Any:
    """A duration; ``NaT`` is null. Takes pandas' Timedelta with its nanoseconds."""
    if value != value:
        return None
    nanos = getattr(value, "nanoseconds", 0)  # pandas has them; Python's own does not
    total = ((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000 + nanos
    return {"type": "timedelta", "data": nanos_text(total)}


def nanos_text(total: int) -> str:
    """So many nanoseconds as an ISO 8601 duration."""
    seconds, rest = divmod(abs(total), 1_000_000_000)
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"PT{'-' if total < 0 else ''}{seconds}{fraction}S"


def encode_decimal(value: Decimal) -> Envelope:
    if not value.is_finite():
        raise UnsendableError(f"{value!r} cannot be sent: decimals are finite; use float('nan') or float('inf')")
    return {"type": "decimal", "data": str(value)}


def encode_complex(value: complex) -> Envelope:
    """An array of no dimensions, as numpy has such a number."""
    parts = [part if math.isfinite(part) else float_name(part) for part in (value.real, value.imag)]
    return {"type": "np.ndarray", "data": {"dtype": "c16", "shape": [], "data": [parts]}}
