"""The command line: ``python -m ipyrpc URL …``."""

from __future__ import annotations

import json
import sys
from typing import Any, Dict, List, Optional, Tuple

from . import Client, ConnectError, RemoteError, __version__, connect
from ._failures import Error, ProtocolError
from ._lifting import Lifting
from ._lowering import dump_value
from ._signatures import documentation, signature
from ._tables import functions_text, jobs_text, text_table

USAGE = """\
ipyrpc {version}: Java functions, callable from anywhere as if they were local

Usage: python -m ipyrpc [functions] URL          list a server's functions
       python -m ipyrpc help URL FUNCTION        explain a function
       python -m ipyrpc call URL FUNCTION [ARG]… [--NAME=VALUE]… [--json] [--quiet]
       python -m ipyrpc submit URL FUNCTION [ARG]… [--NAME=VALUE]…
       python -m ipyrpc jobs URL                 list your jobs
       python -m ipyrpc job URL ID [--follow]    show a job, or follow it to its result
       python -m ipyrpc cancel URL ID            cancel a job
       python -m ipyrpc stub URL                 write a typed module: > my_api.py

  ARG, VALUE         JSON where they are JSON (1, true, [1,2]), else text (hello);
                     '"5"' in quotes is the text 5; - is JSON from stdin
  --json             prints the result in JSON on one line
  --quiet            drops what the function prints, and its progress
  --timeout SECONDS  how long the call may take on the server
  --                 ends the options: --json=1 after it is the argument json

The environment's IPYRPC_URL stands in for URL where that is left out.

Exit codes: 0 it went well, 1 the function threw or was cancelled, 2 wrong usage,
3 the server cannot be reached or was lost, 4 it refused, 5 it is busy or a limit
was passed, 130 interrupted.
"""

_COMMANDS = {"functions": 0, "help": 1, "call": 1, "submit": 1, "jobs": 0, "job": 1, "cancel": 1, "stub": 0}
_EXITS = {"function_error": 1, "cancelled": 1, "worker_lost": 3,
          "rate_limited": 5, "busy": 5, "too_large": 5, "timeout": 5}  # fmt: skip


class UsageError(Exception):
    """What was typed cannot be done."""


class _Typed:
    """What was typed behind a command."""

    def __init__(self, words: List[str]) -> None:
        self.others: List[str] = []
        self.options: Dict[str, Any] = {}
        self.flags: Dict[str, bool] = {}
        self.keywords: Dict[str, str] = {}
        self._sort(words)

    def _sort(self, words: List[str]) -> None:
        raw = False
        waiting = iter(words)
        for word in waiting:
            if raw or not word.startswith("--"):
                name, equals, value = word[2:].partition("=") if word.startswith("--") else ("", "", "")
                if equals:
                    self.keywords[name] = value
                else:
                    self.others.append(word)
            elif word == "--":
                raw = True
            elif word in ("--json", "--quiet", "--follow"):
                self.flags[word[2:]] = True
            elif word == "--timeout" or word.startswith("--timeout="):
                text = word.partition("=")[2] or next(waiting, "")
                try:
                    self.options["timeout"] = float(text)
                except ValueError:
                    raise UsageError(f"--timeout takes seconds, not {text!r}") from None
            else:
                name, equals, value = word[2:].partition("=")
                if not equals:
                    raise UsageError(f"unknown option {word}; an argument by name is --{name}=VALUE")
                self.keywords[name] = value

    def values(self, words: List[str]) -> Tuple[List[Any], Dict[str, Any]]:
        """The arguments."""
        if [*words, *self.keywords.values()].count("-") > 1:
            raise UsageError("- is given twice; stdin can be read once")
        return [value_of(word) for word in words], {name: value_of(text) for name, text in self.keywords.items()}


def value_of(word: str) -> Any:
    """JSON where a word is JSON, else the word as text; ``-`` is what stdin holds."""
    if word == "-":
        try:
            return Lifting().parse(sys.stdin.buffer.read(), "stdin")
        except ProtocolError as e:
            raise UsageError(str(e)) from None
    try:
        return Lifting().parse(word.encode(errors="surrogateescape"), "an argument")
    except ProtocolError:
        return word


def run(words: List[str]) -> int:
    """Does what the words say, and gives the exit code."""
    if not words or words[0] in ("-h", "--help") or "--help" in words[:2]:
        print(USAGE.format(version=__version__), end="")
        return 0
    if words[0] == "--version":
        print(f"ipyrpc {__version__}")
        return 0
    command = words.pop(0) if words[0] in _COMMANDS else "functions"
    typed = _Typed(words)
    url = typed.others.pop(0) if typed.others and _is_url(typed.others[0]) else None
    if url is None and command == "functions" and typed.others:
        raise UsageError(f"{typed.others[0]!r} is neither a command nor a URL; commands are {', '.join(_COMMANDS)}")
    needed = _COMMANDS[command]
    if len(typed.others) < needed or (command not in ("call", "submit") and len(typed.others) > needed):
        raise UsageError(f"{command} takes URL and {needed} word{'' if needed == 1 else 's'} more; see --help")
    try:
        rpc = connect(url)
    except ValueError as e:
        raise UsageError(str(e)) from None
    return _do(command, rpc, typed)


def _is_url(word: str) -> bool:
    return "://" in word or (":" in word and word.rpartition(":")[2].isdigit())


def _do(command: str, rpc: Client, typed: _Typed) -> int:
    if command == "functions":
        print(functions_text(rpc._infos, rpc.url).partition("\n")[2] or f"{rpc.url} has no functions")
    elif command == "stub":
        from ._stub import module

        print(module(rpc._infos, rpc.url), end="")
    elif command == "jobs":
        print(jobs_text(rpc.jobs()))
    elif command == "job":
        _job(rpc, typed)
    elif command == "cancel":
        print(rpc.job(typed.others[0]).cancel())
    else:
        _with_function(command, rpc, typed)
    return 0


def _job(rpc: Client, typed: _Typed) -> None:
    job = rpc.job(typed.others[0])
    if typed.flags.get("follow"):
        _print_result(job.result(output=not typed.flags.get("quiet")), typed)
        return
    status = job.status()
    if typed.flags.get("json"):
        print(json.dumps(status))
        return
    rows = [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in status.items()]
    print(text_table([row for row in rows if row[1] != "null"]))


def _with_function(command: str, rpc: Client, typed: _Typed) -> None:
    name = typed.others[0]
    if name not in rpc:
        raise UsageError(f"not_found: {rpc._unknown(name)}")
    if command == "help":
        info = rpc._infos[name]
        print(f"{name}{signature(info)}")
        for line in documentation(info).splitlines():
            print(f"    {line}".rstrip())
        return
    args, kwargs = typed.values(typed.others[1:])
    quiet = {"output": False, "progress": False} if typed.flags.get("quiet") else {}
    function = rpc[name].options(**typed.options, **quiet)
    if command == "submit":
        print(function.submit(*args, **kwargs).id)
    else:
        _print_result(function(*args, **kwargs), typed)


def _print_result(value: Any, typed: _Typed) -> None:
    if typed.flags.get("json"):
        print(dump_value(value).decode())
    elif value is not None:
        print(value)


def main(words: Optional[List[str]] = None) -> int:
    """The command line. Gives the exit code."""
    try:
        return run(list(sys.argv[1:] if words is None else words))
    except UsageError as e:
        print(f"ipyrpc: {e}", file=sys.stderr)
        return 4 if str(e).startswith("not_found") else 2
    except RemoteError as e:
        print(e.traceback.rstrip() if e.traceback else f"ipyrpc: {e.code}: {e}", file=sys.stderr)
        return _EXITS.get(e.code, 4)
    except ConnectError as e:
        print(f"ipyrpc: {e}", file=sys.stderr)
        return 3
    except (Error, TypeError) as e:
        print(f"ipyrpc: {e}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as e:
        print(f"ipyrpc: {e or 'interrupted'}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141


if __name__ == "__main__":
    sys.exit(main())
