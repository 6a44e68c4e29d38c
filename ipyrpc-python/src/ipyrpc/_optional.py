"""numpy and pandas, where they are; and hints to install them, each given once."""

from __future__ import annotations

import sys
import warnings
from typing import Any, Dict, Set

_found: Dict[str, Any] = {}
_hinted: Set[str] = set()


def _import(name: str) -> Any:
    if name not in _found:
        try:
            _found[name] = __import__(name)
        except ImportError:
            _found[name] = None
    return _found[name]


def import_numpy() -> Any:
    """The module, or None."""
    return _import("numpy")


def import_pandas() -> Any:
    """The module, or None."""
    return _import("pandas")


def loaded(name: str) -> Any:
    """The module if something has imported it, else None: a value of its types can exist only then."""
    return sys.modules.get(name)


def hint(package: str, consequence: str) -> None:
    """Says once that a package is missing, what that means, and how to get it."""
    if package not in _hinted:
        _hinted.add(package)
        warnings.warn(
            f"{package} is not installed, so {consequence}; pip install 'ipyrpc[{package}]'", UserWarning, stacklevel=3
        )
