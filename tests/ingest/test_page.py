"""A page saved from the web: the article in it, and what the page says of itself; nothing is fetched."""

from __future__ import annotations

import contextlib
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.ingest.page import is_page, read_page

pytest.importorskip("trafilatura")

PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Werft prüft Verkauf - Küstenbote</title>
<meta property="og:site_name" content="Küstenbote">
<meta property="article:published_time" content="2025-03-04T08:00:00+01:00">
<link rel="canonical" href="https://kuestenbote.example/werft"></head>
<body><nav><a href="/">Start</a> <a href="/sport">Sport</a></nav>
<article><h1>Werft prüft Verkauf</h1>
<p>Die Werft in Brackmünde steht nach Angaben des Betriebsrats vor dem Verkauf. Man habe &bdquo;seit Wochen nichts
geh&ouml;rt&ldquo;, sagte der Vorsitzende Jens Pohl am Dienstag, und so könne es nicht weitergehen.</p>
<p>Das Wirtschaftsministerium wollte sich nicht äußern. Ein Sprecher der Werft sagte, es gebe keine Gespräche. Die
Auftragsbücher seien voll, und niemand müsse um seinen Arbeitsplatz fürchten.</p></article>
<footer>Impressum Datenschutz Abo kündigen</footer><script>var menu = "</p>";</script></body></html>
"""


def test_the_article_comes_out_of_its_page() -> None:
    page = read_page(PAGE.encode())
    assert "„seit Wochen nichts gehört“, sagte der Vorsitzende Jens Pohl am Dienstag" in page.text
    assert "Impressum" not in page.text
    assert "Sport" not in page.text
    assert page[1:] == ("Werft prüft Verkauf", "Küstenbote", "2025-03-04", "https://kuestenbote.example/werft", "de")


def test_a_page_in_another_encoding_says_the_same() -> None:
    latin = PAGE.replace("utf-8", "iso-8859-1").replace("„", "&bdquo;").encode("iso-8859-1")
    assert read_page(latin).text == read_page(PAGE.encode()).text


def test_a_page_that_does_not_say_when_gets_no_date() -> None:
    """A date guessed out of the text would be another event's as often as not."""
    bare = PAGE.replace('<meta property="article:published_time" content="2025-03-04T08:00:00+01:00">', "")
    told = bare.replace("Jens Pohl am Dienstag", "Jens Pohl am 12. Mai 2019")
    assert read_page(told.encode()).published is None


@pytest.mark.parametrize(
    ("data", "name", "so"),
    [
        (b"<!doctype HTML><p>x", "", True),
        (b"\xef\xbb\xbf<html lang=de>", "-", True),
        (b"<?xml version='1.0'?>\n<!-- saved from url -->\n<html>", "", True),
        (b"anything", "saved/Page.HTM", True),
        (b"<p>A line of a plain text that begins with a sign.", "story.txt", False),
        (b"Wer <html> schreibt, meint nicht immer eine Seite.", "story.txt", False),
        (b"", "", False),
    ],
)
def test_what_is_a_page(data: bytes, name: str, so: bool) -> None:
    assert is_page(data, name) is so


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02", "is no text"),
        (b"<html></html>", "no article"),
        (b"<html><script>let x = 1</script></html>", "no article"),
    ],
)
def test_a_page_without_an_article_is_told_plainly(data: bytes, error: str) -> None:
    with pytest.raises(UsageError, match=error):
        read_page(data)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_whatever_is_in_a_page_it_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(UsageError):
        assert read_page(b"<html><body><article><p>" + data).text.strip()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("a page was looked up on the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    linked = PAGE.replace(
        "<nav>", '<iframe src="https://kuestenbote.example/x"></iframe><img src="http://x.example/a.png"><nav>'
    )
    assert "Pohl" in read_page(linked.encode()).text
