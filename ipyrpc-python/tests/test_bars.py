"""Progress bars: tqdm's, a plain one, and none where nobody can see it."""

import io
import sys

import pytest
from conftest import need
from ipyrpc import _output


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def screen(monkeypatch):
    """Makes stderr a terminal, from when the test itself begins: before that pytest has a stream of its own there."""

    def begin():
        monkeypatch.setattr(sys, "stderr", Terminal())
        return sys.stderr

    return begin


def test_a_plain_bar_shows_how_far_it_is_and_goes_away(client, screen, monkeypatch):
    terminal = screen()
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert client.progress(2) == "done"
    drawn = terminal.getvalue()
    assert "progress [" + "#" * 30 + "] 100% step 2" in drawn
    assert drawn.endswith("\r\033[K")


def test_a_plain_bar_makes_room_for_what_is_printed(screen, monkeypatch, capsys):
    terminal = screen()
    monkeypatch.setitem(sys.modules, "tqdm", None)
    sink = _output.Sink("f")
    sink.progress(1, 2, "half\x1b[2J\nway")
    sink.stderr("a line\n")
    sink.close()
    half = f"\r\033[Kf [{'#' * 15}{'.' * 15}]  50% half [2J way"
    assert terminal.getvalue() == f"{half}\r\033[Ka line\n{half}\r\033[K"


def test_tqdms_bar_is_used_where_it_is(client, screen):
    terminal = screen()
    need("tqdm")
    assert client.progress(3) == "done"
    assert "progress: 100%" in terminal.getvalue() and "3/3" in terminal.getvalue()


def test_without_a_total_the_number_alone_is_shown(screen, monkeypatch):
    terminal = screen()
    monkeypatch.setitem(sys.modules, "tqdm", None)
    bar = _output.make_bar("f")
    bar.show(17, None, "")
    assert terminal.getvalue() == "\r\033[Kf [17]"


def test_nothing_is_drawn_where_nobody_can_see_it(client, capsys, screen, monkeypatch):
    terminal = screen()
    client.options(progress=False).progress(2)
    assert terminal.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    client.progress(2)
    assert sys.stderr.getvalue() == ""


def test_a_map_has_one_bar(client, screen):
    terminal = screen()
    need("tqdm")
    assert list(client.add.map(range(4), range(4))) == [0, 2, 4, 6]
    assert "add: 100%" in terminal.getvalue() and "4/4" in terminal.getvalue()
