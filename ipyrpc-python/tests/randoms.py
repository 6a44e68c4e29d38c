"""Random arrays, frames and values, by a seed."""

import string
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pandas as pd

NUMBERS = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
TIMES = ["M8[ns]", "M8[s]", "M8[D]", "m8[ns]", "m8[ms]"]
ZONES = ["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata"]
LETTERS = string.ascii_letters + "žéß日本😀 \"\\\n"


class Randoms:
    """Makes values of a numpy generator."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return items[int(self.rng.integers(len(items)))]

    def text(self, most=8):
        return "".join(self.pick(LETTERS) for _ in range(int(self.rng.integers(most + 1))))

    def flat(self, dtype, n):
        """``n`` elements of a dtype, every bit pattern of numbers."""
        dtype = np.dtype(dtype)
        if dtype.kind == "b":
            return self.rng.integers(0, 2, n).astype(bool)
        if dtype.kind == "U":
            return np.array([self.text(dtype.itemsize // 4) for _ in range(n)], dtype=dtype)
        if dtype.kind == "S":
            return np.array([self.rng.bytes(dtype.itemsize) for _ in range(n)], dtype=dtype)
        raw = np.frombuffer(self.rng.bytes(n * dtype.itemsize), dtype=dtype.newbyteorder("=")).copy()
        if dtype.kind in "fc" and self.chance(0.7):
            raw = self.rng.standard_normal(n).astype(dtype.newbyteorder("="))
        if dtype.kind in "fc":  # the payloads of NaNs are nobody's business
            parts = raw.view(raw.real.dtype)
            parts[np.isnan(parts)] = np.nan
        if dtype.kind in "Mm" and n and self.chance(0.3):
            raw[0] = np.array("NaT", dtype=raw.dtype)
        if dtype.kind == "M":
            ticks = raw.view("i8")
            ticks[ticks != np.iinfo("i8").min] //= 4
            if "ns" not in dtype.str:
                ticks[ticks != np.iinfo("i8").min] %= 50_000
        return raw.astype(dtype)

    def dtype(self):
        name = self.pick([*NUMBERS, *NUMBERS, *TIMES, f"U{self.rng.integers(1, 9)}", f"S{self.rng.integers(1, 9)}"])
        return np.dtype(name).newbyteorder(">") if self.chance(0.2) else np.dtype(name)

    def array(self):
        """An array of any dtype, shape, order and stride."""
        shape = tuple(int(n) for n in self.rng.integers(0, 5, int(self.rng.integers(0, 4))))
        if self.chance(0.1):
            record = np.dtype([("a", self.pick(NUMBERS)), ("b", self.pick(NUMBERS)), ("c", "U3")])
            rows = np.empty(int(self.rng.integers(0, 5)), dtype=record)
            for name in record.names:
                rows[name] = self.flat(record[name], len(rows))
            return rows
        array = self.flat(self.dtype(), int(np.prod(shape))).reshape(shape)
        if self.chance(0.3):
            array = np.asfortranarray(array)
        if array.ndim and self.chance(0.3):
            array = array[::-2] if self.chance(0.5) else array[..., ::2]
        if array.ndim > 1 and self.chance(0.2):
            array = array.T
        return array

    # -- pandas

    def column(self, n):
        """A column that comes back as it went, whatever serializer."""
        kind = self.pick(["number", "number", "text", "texts", "nullable", "zone", "time", "objects", "flags"])
        if kind == "number":
            return self.flat(self.pick(NUMBERS[1:]), n)
        if kind == "flags":
            return self.flat("b1", n)
        if kind == "text":
            return np.array([self.text() for _ in range(n)], dtype=object)
        if kind == "texts":
            return np.array([None if self.chance(0.2) else self.text() for _ in range(n - 1)] + ["x"] * min(n, 1), object)
        if kind == "nullable":
            name = self.pick(["Int8", "Int64", "UInt8", "UInt64", "Float64", "boolean"])
            values = pd.array([1] * n, dtype=name)
            values[list(self.rng.random(n) < 0.3)] = pd.NA
            if n:
                values[0] = pd.NA  # without any missing JSON cannot tell it from a plain column
            return values if n else self.flat("f8", 0)
        if kind == "zone":
            return pd.DatetimeIndex(self.flat("M8[ns]", n)).tz_localize("UTC").tz_convert(self.pick(ZONES)).array
        if kind == "time":
            return self.flat(self.pick(["M8[ns]", "m8[ns]"]), n)
        values = np.empty(n, dtype=object)
        values[:] = [self.pick([1, 2.5, True, None]) for _ in range(n)]
        if n:
            values[0] = 7
        return values if n else self.flat("f8", 0)

    def labels(self, n, level=False):
        kind = self.pick(["text", "int", "date", "zone"] + ([] if level else ["range", "multi", "mixed", "duplicates"]))
        name = self.pick([None, "name", 3])
        if kind == "range":
            return pd.RangeIndex(2, 2 + 3 * n, 3, name=name)
        if kind == "text":
            return pd.Index([f"{self.text(4)}{i}" for i in range(n)], dtype=object, name=name)
        if kind == "int":
            return pd.Index(self.rng.integers(-9, 9, n), name=name)
        if kind == "date":
            return pd.DatetimeIndex(self.flat("M8[ns]", n), name=name)
        if kind == "zone":
            return pd.DatetimeIndex(self.flat("M8[ns]", n), name=name).tz_localize("UTC").tz_convert(self.pick(ZONES))
        if kind == "duplicates":
            return pd.Index(["a"] * n, dtype=object, name=name)
        if kind == "mixed":
            return pd.Index([i if i % 2 else f"l{i}" for i in range(1, n + 1)], dtype=object, name=name)
        levels = [self.labels(n, True) for _ in range(2)]
        return pd.MultiIndex.from_arrays(levels, names=["one", None])

    def frame(self):
        n, columns = int(self.rng.integers(0, 6)), int(self.rng.integers(0, 5))
        frame = pd.DataFrame({i: self.series(self.column(n)) for i in range(columns)}, index=range(n))
        frame.index = self.labels(n)
        frame.columns = self.labels(columns)
        return frame

    @staticmethod
    def series(values):
        return pd.Series(values, dtype=object) if getattr(values, "dtype", None) == object else pd.Series(values)

    def one_series(self):
        n = int(self.rng.integers(0, 6))
        series = self.series(self.column(n))
        series.index = self.labels(n)
        series.name = self.pick([None, "s", 4, ("a", 1)])
        return series

    # -- plain values

    def value(self, depth=3):
        kind = int(self.rng.integers(0, 15 if depth else 12))
        if kind >= 13:
            return [self.value(depth - 1) for _ in range(int(self.rng.integers(0, 4)))]
        if kind == 12:
            names = [self.pick(["type", "data", "x", "y", "args", "kwargs", self.text(3)]) for _ in range(3)]
            members = {name: self.value(depth - 1) for name in names}
            if self.chance(0.3):
                members = {"type": self.pick(["np.ndarray", "dict", "float", "pandas"]), "data": self.value(depth - 1)}
            return members
        micros = int(self.rng.integers(-(10**15), 10**15))
        return [
            lambda: None,
            lambda: self.chance(0.5),
            lambda: int(self.rng.integers(-(2**63), 2**63 - 1)) * self.pick([1, 1, 10**25]),
            lambda: float(self.flat("f8", 1)[0]),
            lambda: self.text(20),
            lambda: self.rng.bytes(int(self.rng.integers(0, 9))),
            lambda: datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=micros),
            lambda: datetime(2026, 1, 1) + timedelta(microseconds=micros),
            lambda: date(2026, 1, 1) + timedelta(days=int(self.rng.integers(-9000, 9000))),
            lambda: timedelta(microseconds=micros),
            lambda: Decimal(micros).scaleb(-int(self.rng.integers(0, 9))),
            lambda: self.array(),
        ][kind if kind < 12 else 0]()
