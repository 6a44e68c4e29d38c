"""What a function prints, and how far it is, shown where the caller sits."""

from __future__ import annotations

import html
import sys
import threading
from typing import Any, Optional, TextIO

_lock = threading.RLock()
_WIDTH = 30


def one_line(text: str) -> str:
    """A text of the server's that cannot move about on the screen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def in_notebook() -> bool:
    """Whether cells show what is printed."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")


def wants_bars() -> bool:
    """Whether a bar can be seen: on a terminal or in a notebook."""
    try:
        return in_notebook() or sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False


def write(stream: Optional[TextIO], text: str) -> None:
    """Writes at once; what the stream's charset lacks becomes question marks. pythonw has no streams."""
    if stream is None:
        return
    try:
        stream.write(text)
    except UnicodeEncodeError as e:
        stream.write(text.encode(e.encoding, "replace").decode(e.encoding))
    stream.flush()


class PlainBar:
    """A bar of one line, for where there is no tqdm."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._line = ""

    def show(self, done: float, total: Optional[float], message: str) -> None:
        """Draws it anew."""
        if total:
            part = max(0.0, min(1.0, done / total))
            filled = int(part * _WIDTH)
            far = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {part:4.0%}"
        else:
            far = f"[{done:g}]"
        self._line = f"{self._what} {far} {one_line(message)}"[:79].rstrip()
        self.draw()

    def draw(self) -> None:
        """Draws it as it is."""
        write(sys.stderr, f"\r\033[K{self._line}")

    def clear(self) -> None:
        """Takes it away, so that something can be printed."""
        write(sys.stderr, "\r\033[K")

    close = clear


class TqdmBar:
    """A bar of tqdm's: a widget in notebooks where they can show it, else a line."""

    def __init__(self, tqdm: Any, what: str) -> None:
        self._bar = tqdm(desc=what, leave=False, file=None if in_notebook() else sys.stderr)

    def show(self, done: float, total: Optional[float], message: str) -> None:
        bar = self._bar
        total = int(total) if total is not None and total == int(total) else total
        if total is not None and bar.total != total:
            bar.total = total
            if hasattr(bar, "container"):
                bar.reset(total)
        bar.n = int(done) if done == int(done) else done
        bar.set_postfix_str(one_line(message), refresh=False)
        bar.refresh()

    def draw(self) -> None:
        self._bar.refresh()

    def clear(self) -> None:
        if hasattr(self._bar, "clear"):
            self._bar.clear()

    def close(self) -> None:
        self._bar.close()


class NotebookBar:
    """A bar in a cell's output, for notebooks where tqdm has no widgets: its lines would mix with what is printed."""

    def __init__(self, what: str) -> None:
        from IPython.display import display

        self._what = what
        self._handle = display({"text/plain": what}, raw=True, display_id=True)

    def show(self, done: float, total: Optional[float], message: str) -> None:
        of = f"{done:g}/{total:g}" if total else f"{done:g}"
        bar = f'<progress value="{done:g}" max="{total:g}"></progress> ' if total else ""
        text = f"{self._what} {of} {one_line(message)}".rstrip()
        self._update(text, f"<div>{bar}<code>{html.escape(text)}</code></div>")

    def _update(self, plain: str, rich: str) -> None:
        self._handle.update({"text/plain": plain, "text/html": rich}, raw=True)

    def draw(self) -> None:
        """It stays where it is."""

    clear = draw

    def close(self) -> None:
        self._update("", "")


def make_bar(what: str) -> Any:
    """A bar: tqdm's where that is installed."""
    try:
        if in_notebook():
            try:
                import ipywidgets  # type: ignore[import-not-found]  # noqa: F401
                from tqdm.notebook import tqdm
            except ImportError:
                return NotebookBar(what)
        else:
            from tqdm import tqdm
        return TqdmBar(tqdm, what)
    except ImportError:
        return PlainBar(what)


class Sink:
    """Takes a call's output. This one prints to ``sys.stdout`` and ``sys.stderr`` as they are at that moment."""

    def __init__(self, what: str, output: bool = True, progress: Optional[bool] = None) -> None:
        self._what = what
        self._output = output
        self._progress = progress
        self._bar: Any = None

    def stdout(self, text: str) -> None:
        """Something was printed."""
        if self._output:
            self._print(sys.stdout, text)

    def stderr(self, text: str) -> None:
        """Something was printed as an error."""
        if self._output:
            self._print(sys.stderr, text)

    def _print(self, stream: Optional[TextIO], text: str) -> None:
        with _lock:
            if self._bar is not None:
                self._bar.clear()
            write(stream, text)
            if self._bar is not None and text.endswith("\n"):
                self._bar.draw()

    def progress(self, done: float, total: Optional[float], message: str) -> None:
        """The function said how far it is; ``total`` is None where it does not know."""
        if self._progress is None:
            self._progress = wants_bars()
        if self._progress:
            with _lock:
                if self._bar is None:
                    self._bar = make_bar(self._what)
                self._bar.show(done, total, message)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            with _lock:
                self._bar.close()
                self._bar = None
