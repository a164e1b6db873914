"""Any number of things in another order than they come, without holding them: they wait in a private file."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator


def ordered(things: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    """Bytes by their keys (64 bits, signed), those of the same key as they came; some 100 bytes of memory for each.

    The file has no name, or goes away with us, and nobody else can read it.
    """
    keys, starts = array("q"), array("q")
    with tempfile.TemporaryFile() as file:
        for key, content in things:
            keys.append(key)
            starts.append(file.tell())
            file.write(content)
        starts.append(file.tell())
        for number in sorted(range(len(keys)), key=keys.__getitem__):
            file.seek(starts[number])
            yield file.read(starts[number + 1] - starts[number])
