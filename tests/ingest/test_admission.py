"""What is read as an article: a text or a page, within bounds; whatever else is refused at once, by what it is."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom import Newsroom
from tests.trying import tried
from tracker.errors import UsageError
from tracker.ingest.admission import admitted, decoded
from tracker.ingest.charset import letters
from tracker.ingest.page import is_page, read_page

MAIL = b"""Return-Path: <ann@example.org>
Date: Tue, 4 Mar 2025 08:00:00 +0100
From: Ann <ann@example.org>
Subject: =?utf-8?q?The_mill?=
Content-Transfer-Encoding: quoted-printable

=E2=80=9CThe mill burned,=E2=80=9D said the miller.
"""
FEED = b'<?xml version="1.0"?><!-- made by hand --><rss version="2.0"><channel><title>The mill said it burned</title>'


def packed() -> bytes:
    """A zip of a page."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("page.html", "<p>" * 1000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("bomb.html", gzip.compress(b"<p>" * 100_000), "a compressed file"),
        ("bomb.html", packed(), "a compressed file"),
        ("paper.txt", b"%PDF-1.7 The mill burned", "a PDF"),
        ("mill.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        ("letter.eml", b"The mill burned, said Ann.", "a mail"),
        ("letter.txt", MAIL, "a mail"),
        ("letters.mbox", b"From ann@example.org Tue Mar  4 08:00:00 2025\nFrom: Ann\n\nThe mill burned.", "a mail"),
        ("feed.xml", FEED, "a feed"),
        ("feed.html", b"\xef\xbb\xbf \n<feed xmlns='http://www.w3.org/2005/Atom'><title>Mill</title></feed>", "a feed"),
        ("mill.xml", b"<?xml version='1.0'?><mill>It burned, said Ann.</mill>", "XML"),
        ("review.json", b'{"@type": "ClaimReview", "claimReviewed": "The mill burned"}', "JSON"),
        ("review.txt", b'[{"@type": "ClaimReview"}]', "JSON"),
        ("chat.txt", b"04.03.25, 08:15 - Ann Moor: The mill burned\n04.03.25, 08:16 - Bo: No", "a chat"),
        ("chat.txt", "\u200e[3/4/25, 8:15:02 AM] Ann Moor: The mill burned".encode(), "a chat"),
        ("mill.txt", b"The mill \0 burned, said Ann.", "NUL"),
        ("mill.txt", "The mill burned".encode("utf-16"), "UTF-16"),
        ("mill.txt", b"\n \t", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_what_it_is(name: str, data: bytes, what: str) -> None:
    with pytest.raises(UsageError, match=what) as refused:
        admitted(data, name)
    assert name in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mill.txt", "Date: 2025-03-04\n\nThe mill burned, said Ann."),
        ("mill", "[Update] The mill burned at 8:15, said Ann."),
        ("mill.txt", "4.3.2025, 8:15 Uhr - die Mühle brennt. „Es war das Heu“, sagte Ann: der Müller."),
        ("mill.html", "<!-- saved --><html><body><p>The mill burned.</p>"),
        ("mill.xhtml", "<?xml version='1.0'?><!DOCTYPE html><html><body><p>The mill burned.</p></body></html>"),
        ("mill.txt", "From the mill: smoke. To the west: fire. Subject: none."),
    ],
)
def test_what_is_an_article_is_not_refused(name: str, text: str) -> None:
    admitted(text.encode(), name)


def test_a_text_that_is_not_utf_8_is_refused_with_the_place() -> None:
    with pytest.raises(UsageError, match=r"byte 4"):
        decoded(b"Die\xfc", "mill.txt")


PROSE = b"<p>The mill burned on Tuesday, said Ann Moor, who had seen the smoke from her own boat that night.</p>"


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body>" + b"<div>" * 300_000 + PROSE,
        b"<html><body>" + b"<p>" * 60_000 + PROSE,
        b"<html><body><ul>" + b"<li>x" * 60_000 + PROSE,
        b"<html><body><p>" + b"<span>mill</span> " * 60_000 + PROSE,
        b"<html><body>" + (b"<div>" * 100 + PROSE + b"</div>" * 100) * 600,
        b"<html><body><div title='" + b"x" * 5_000_000 + b"'>" + PROSE * 3,
        b"<html><body><div " + b" ".join(b"a%d=1" % number for number in range(60_000)) + b">" + PROSE * 3,
        b"<!DOCTYPE html [<!ENTITY a 'aaaa'>"
        + b"".join(b"<!ENTITY %c '%b'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><html><body><p>&j;</p>" + PROSE * 3,
        b"<!---->" * 5_000 + b"x",
    ],
    ids=["deep", "paragraphs", "list", "spans", "nests", "attribute", "attributes", "entities", "comments"],
)  # fmt: skip
def test_a_page_that_is_built_to_take_forever_takes_no_time(page: bytes) -> None:
    pytest.importorskip("trafilatura")
    began = time.process_time()
    text = ""
    try:
        is_page(page)
        text = read_page(page).text
    except UsageError:
        pass
    assert time.process_time() - began < 2
    assert len(text) < 1_000


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO_8859-1", "latin1", "us-ascii", "windows-1252", "cp1252"])
def test_an_older_label_means_what_it_means_to_browsers(label: str) -> None:
    page = f'<html><head><meta charset="{label}"></head><body><p>„Ja“, sagte sie – „fünf €“.</p>'
    assert letters(page.encode("cp1252")) == page


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset=utf-8>„Ja“".encode(), "<meta charset=utf-8>„Ja“"),
        (b"\xef\xbb\xbf<meta charset=latin1>\xc3\xbc", "<meta charset=latin1>ü"),
        ("„Ja“".encode(), "„Ja“"),
        ("„Ja“".encode("cp1252"), "„Ja“"),
        (b"<meta charset=none>\xfc", "<meta charset=none>ü"),
        (b"<meta charset=base64>\xfc", "<meta charset=base64>ü"),
        (b"<meta charset=utf-16>\xc3\xbc", "<meta charset=utf-16>ü"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?>\x84Ja\x93", "<?xml version='1.0' encoding='ISO-8859-1'?>„Ja“"),
        ("<meta http-equiv=content-type content='text/html; charset=koi8-r'>да".encode("koi8-r"),
         "<meta http-equiv=content-type content='text/html; charset=koi8-r'>да"),
    ],
)  # fmt: skip
def test_letters_are_read_by_mark_label_or_trying(data: bytes, text: str) -> None:
    assert letters(data) == text


@tried(100)
@given(st.binary(max_size=60), st.sampled_from(["", "<meta charset=%s>"]), st.text(max_size=12))
def test_no_page_is_without_letters(data: bytes, form: str, label: str) -> None:
    letters(form.replace("%s", label).encode() + data)


def test_marks_of_speech_survive_a_page_with_an_older_label() -> None:
    pytest.importorskip("trafilatura")
    page = f"<html><head><meta charset='iso-8859-1'></head><body><article>{PROSE.decode() * 3}<p>„Es war Heu“</p>"
    assert "„Es war Heu“" in read_page(page.encode("cp1252")).text


@pytest.mark.parametrize("verb", ["ingest", "ingest --dry-run", "ingest --lint", "article add"])
def test_a_file_beyond_the_limit_is_refused_with_the_limit(room: Newsroom, verb: str) -> None:
    room.ok("init")
    room.write("long.txt", "x" * 1_001)
    refused = room.refused(2, f"{verb} long.txt --max-bytes 1000")
    assert "'long.txt' holds more than 1,000 bytes" in refused.error
    assert "--max-bytes 5000" in refused.hint
    room.ok(f"{verb} long.txt --max-bytes 1001")


def test_so_is_standard_input(room: Newsroom) -> None:
    assert "more than 9 bytes" in room.refused(2, "ingest --dry-run - --max-bytes 9", stdin="x" * 10).error


def test_other_bytes_may_be_archived_but_not_read(room: Newsroom) -> None:
    room.ok("init")
    room.write("mill.txt", b"The mill \0 burned, said Ann.")
    room.ok("article add mill.txt")
    assert "NUL" in room.refused(2, "ingest mill.txt").error
