"""Tables of functions and jobs, as text and as HTML."""

from __future__ import annotations

import html
from datetime import datetime, timezone
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence

from ._output import one_line
from ._signatures import first_line, signature

_CELL = "text-align: left; vertical-align: top; white-space: pre-wrap"


def text_table(rows: Sequence[Sequence[str]], indent: str = "") -> str:
    """Columns of equal width, two spaces between them."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows]
    return "\n".join((indent + line).rstrip() for line in lines)


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A table for a notebook. Everything is escaped."""
    out = [f"<table><caption>{html.escape(caption)}</caption><thead><tr>"]
    out += [f'<th style="{_CELL}">{html.escape(cell)}</th>' for cell in head]
    out.append("</tr></thead><tbody>")
    for row in rows:
        out.append("<tr>")
        for i, cell in enumerate(row):
            text = html.escape(cell)
            out.append(f'<td style="{_CELL}">{f"<code>{text}</code>" if i == 0 else text}</td>')
        out.append("</tr>")
    return "".join(out) + "</tbody></table>"


def _function_rows(functions: Mapping[str, Mapping[str, Any]]) -> List[List[str]]:
    return [[f"{name}{signature(info)}", one_line(first_line(info))] for name, info in functions.items()]


def functions_text(functions: Mapping[str, Mapping[str, Any]], title: str) -> str:
    """A line for each function: signature, first line of the documentation."""
    rows = []
    for call, doc in _function_rows(functions):
        rows.append((call, doc))
    if not rows:
        return f"{title}: no functions"
    usual = min(60, max(len(call) for call, _ in rows))
    lines = [f"  {call.ljust(usual)}  {doc}".rstrip() for call, doc in rows]
    return "\n".join([f"{title}: {len(rows)} function{'s' if len(rows) > 1 else ''}", *lines])


def functions_html(functions: Mapping[str, Mapping[str, Any]], title: str) -> str:
    """The same for a notebook."""
    return html_table(["function", ""], _function_rows(functions), title)


def parse_time(text: Any) -> Optional[datetime]:
    """An ISO instant of the server's, or None."""
    try:
        from ._scalars import DECODERS

        value = DECODERS["datetime"](text)
    except Exception:  # a table shows what it can
        return None
    return datetime.fromtimestamp(value.timestamp(), timezone.utc) if value.tzinfo else None


def took(job: Mapping[str, Any]) -> str:
    """How long a job took, or has taken so far."""
    begin = parse_time(job.get("started"))
    if begin is None:
        return ""
    end = parse_time(job.get("ended")) or datetime.now(timezone.utc)
    return duration(max(0.0, (end - begin).total_seconds()))


def duration(seconds: float) -> str:
    """``7 ms``, ``2.51 s``, ``59.9 s``, ``2 min 05 s``, ``3 h 07 min``."""
    millis = int(seconds * 1000)
    if millis < 1_000:
        return f"{millis} ms"
    if millis < 10_000:
        return f"{millis // 1000}.{millis % 1000 // 10:02d} s"
    if millis < 60_000:
        return f"{millis // 1000}.{millis % 1000 // 100} s"
    minutes, rest = divmod(millis // 1000, 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def progress_text(job: Mapping[str, Any]) -> str:
    """How far a job is."""
    progress = job.get("progress")
    if isinstance(progress, dict) and job.get("state") != "succeeded":
        done, total = progress.get("done") or 0, progress.get("total")
        far = f"{min(1.0, done / total):.0%}" if total else f"{done:g}"
        return f"{far} {one_line(str(progress.get('message') or ''))}".strip()[:40]
    if job.get("state") == "queued" and job.get("position"):
        return f"{job['position']} before it"
    return ""


def _created(job: Mapping[str, Any]) -> str:
    created = parse_time(job.get("created"))
    if created is None:
        return ""
    local, now = created.astimezone(), datetime.now().astimezone()
    if local.date() == now.date():
        return local.strftime("%H:%M:%S")
    return local.strftime("%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d")


_JOB_HEAD = ["JOB", "FUNCTION", "STATE", "CREATED", "TOOK", "PROGRESS"]


def _job_rows(jobs: Iterable[Dict[str, Any]]) -> List[List[str]]:
    return [
        [
            one_line(str(job.get("job"))),
            one_line(str(job.get("function"))),
            one_line(str(job.get("state"))),
            _created(job),
            took(job),
            progress_text(job),
        ]
        for job in jobs
    ]


def jobs_text(jobs: Sequence[Dict[str, Any]]) -> str:
    """A line for each job."""
    return text_table([_JOB_HEAD, *_job_rows(jobs)]) if jobs else "no jobs"


def jobs_html(jobs: Sequence[Dict[str, Any]]) -> str:
    """The same for a notebook."""
    return html_table([cell.lower() for cell in _JOB_HEAD], _job_rows(jobs), f"{len(jobs)} jobs")
