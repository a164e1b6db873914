"""The letters of a web page, read as browsers read them: by its mark, its label, else by trying.

On the web the labels of the older Latin alphabets mean the fuller ones of Windows: a page that is labelled iso-8859-1
has quotation marks where that standard has none.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, lookup
from typing import Final

from tracker.domain.sentences import words

_LOOK: Final = 4096
_LABEL: Final = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.-]+)", re.I
)
_MEANT: Final = {
    **dict.fromkeys(words("iso8859-1 ascii latin-1 latin1"), "cp1252"),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    **dict.fromkeys(words("utf-16 utf-16-le utf-16-be utf-7"), "utf-8"),
}
"""What a label means on the web, by the name that Python gives it."""


def letters(data: bytes) -> str:
    """The text of a page; a byte that means nothing in its alphabet becomes a replacement character."""
    if data.startswith(BOM_UTF8):
        return data[len(BOM_UTF8) :].decode("utf-8", "replace")
    found = _LABEL.search(data[:_LOOK])
    label = _named((found[1] or found[2]).decode("ascii", "replace")) if found else None
    if label is not None:
        return data.decode(label, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _named(label: str) -> str | None:
    """The alphabet that a label means; None for one that there is not."""
    try:
        name = lookup(label).name
    except (LookupError, ValueError):
        return None
    meant = _MEANT.get(name, name)
    return meant if lookup(meant)._is_text_encoding else None
