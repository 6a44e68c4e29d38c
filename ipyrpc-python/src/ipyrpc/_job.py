"""Jobs: calls that go on without their caller."""

from __future__ import annotations

import time
from typing import Any, Dict, List, NamedTuple, Optional

from ._answer import Answer
from ._errors import Gone, NotFound
from ._failures import Error
from ._output import Sink, one_line
from ._tables import progress_text
from ._transport import Exchange, Request


class Progress(NamedTuple):
    """How far a function said it is."""

    done: float
    #: None where it does not know.
    total: Optional[float]
    message: str

    def __str__(self) -> str:
        far = f"{self.done / self.total:.0%}" if self.total else f"{self.done:g}"
        return f"{far} {one_line(self.message)}".rstrip()


class _Kept(Sink):
    """Keeps output instead of printing it."""

    def __init__(self) -> None:
        super().__init__("", output=False, progress=False)
        self.text: List[str] = []

    def stdout(self, text: str) -> None:
        self.text.append(text)

    stderr = stdout


class Job:
    """A submitted call. Any client finds it again by its id: ``rpc.job(id)``. For any number of threads."""

    def __init__(self, client: Any, id: str, function: str = "") -> None:
        self._client = client
        self._function = function
        #: The id.
        self.id = id
        self._done: Any = None

    @property
    def function(self) -> str:
        """The function's name."""
        if not self._function:
            self._function = str(self.status()["function"])
        return self._function

    def status(self) -> Dict[str, Any]:
        """All that the server tells of it (STATUS of the protocol)."""
        status = self._client._ask(Request("status", self.id))
        if not isinstance(status, dict):
            raise Error(f"the server told no status of job {self.id}")
        return status

    @property
    def state(self) -> str:
        """queued, running, cancelling, succeeded, failed, cancelled or lost."""
        return str(self.status()["state"])

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.state in ("succeeded", "failed", "cancelled", "lost")

    @property
    def progress(self) -> Optional[Progress]:
        """How far the function said it is; None if it said nothing."""
        progress = self.status().get("progress")
        if not isinstance(progress, dict):
            return None
        return Progress(progress.get("done", 0.0), progress.get("total"), progress.get("message") or "")

    @property
    def output(self) -> str:
        """What it has printed so far, to both streams."""
        status = self.status()
        last = status.get("last_seq")
        if not isinstance(last, int) or last < 1:
            return ""
        kept = _Kept()
        exchange = self._client._transport.exchange(Request("events", self.id, {"from": "1"}))
        try:
            if not exchange.has_events:
                exchange.reply()
            while True:
                event = exchange.next_event()
                if event is None:
                    break
                if event.get("event") in ("stdout", "stderr"):
                    kept.stdout(str(exchange.event_data(), "utf-8", "replace"))
                seq = event.get("seq")
                if isinstance(seq, int) and seq >= last:
                    break
        finally:
            exchange.close()
        return "".join(kept.text)

    def result(self, timeout: Optional[float] = None, output: Optional[bool] = None) -> Any:
        """Waits for the result, and shows what the function prints, from its begin on.

        timeout: how many seconds to wait; None: as long as it takes. The job goes on after a TimeoutError, and
        after an interrupt.
        output: whether to show what it prints; None: as the client does.

        Raises RemoteError if it failed, TimeoutError if it has not ended in time.
        """
        if self._done is not None:
            return self._done[0]
        return self._waiting(timeout, output).value()

    def _waiting(self, timeout: Optional[float], output: Optional[bool]) -> "_Waiting":
        return _Waiting(self, timeout, output)

    def cancel(self) -> str:
        """Ends it, and gives its state: often ``cancelling`` first."""
        status = self._client._ask(Request("cancel", self.id))
        return str(status.get("state")) if isinstance(status, dict) else ""

    def retry(self) -> str:
        """Lets a job that failed run again, and gives its state."""
        status = self._client._ask(Request("retry", self.id))
        self._done = None
        return str(status.get("state")) if isinstance(status, dict) else ""

    def __repr__(self) -> str:
        """What it is and how far; the server is asked, but not waited for long."""
        about = [self.id]
        try:
            status = self._client._ask(Request("status", self.id), time.monotonic() + 2)
            self._function = self._function or str(status["function"])
            about += [self._function, str(status["state"]), progress_text(status)]
        except Exception as e:  # a repr must not fail
            about += [self._function, "gone" if isinstance(e, (NotFound, Gone)) else "in an unknown state"]
        return f"<Job {' '.join(part for part in about if part)}>"


class _Waiting:
    """Somebody who waits for a job's result. :meth:`give_up` is for any thread."""

    def __init__(self, job: Job, timeout: Optional[float], output: Optional[bool]) -> None:
        options = job._client._options
        self._job = job
        self._timeout = timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout
        show = options.output if output is None else output
        self._sink = Sink(job._function or f"job {job.id[:8]}", show, options.progress if show else False)
        self._answer: Optional[Answer] = None

    def value(self) -> Any:
        """The result, when it is there."""
        job, client = self._job, self._job._client
        exchange: Optional[Exchange] = None
        try:
            exchange = client._transport.exchange(Request("events", job.id, {"from": "1"}), self._deadline)
            if not exchange.has_events:
                exchange.reply()
            self._answer = answer = Answer(client._transport, exchange, self._sink, client._limit, job.id)
            answer.wait_at_most(self._deadline)
            value = answer.value(client._pointer)
        except TimeoutError as e:
            if isinstance(e, Error):
                raise
            raise TimeoutError(f"job {job.id} has not ended after {self._timeout:g} s; it goes on") from None
        except KeyboardInterrupt as e:
            e.args = (f"no longer waiting for job {job.id}; it goes on, .cancel() ends it",)
            raise
        finally:
            if self._answer is not None:
                self._answer.close()
            elif exchange is not None:
                exchange.close()
        job._done = (value,)
        return value

    def give_up(self) -> None:
        """Makes who waits stop; the job goes on."""
        if self._answer is not None:
            self._answer.abandon()


class JobList(List[Dict[str, Any]]):
    """Jobs as the server told of them, shown as a table."""

    def __repr__(self) -> str:
        from ._tables import jobs_text

        return jobs_text(self)

    def _repr_html_(self) -> str:
        from ._tables import jobs_html

        return jobs_html(self)
