"""Hold events as lines of cells until a table is made of them."""

from __future__ import annotations

from array import array
from io import BytesIO

import pyarrow as pa
import pyarrow.compute as pc


class HeldLines:
    """Events of one class as lines, in memory that is filled anew for each batch.

    To keep the texts themselves takes a third more time for all that comes before the table: Python
    asks the system for the memory of so many small ones, and gives it back with each batch.
    """

    def __init__(self) -> None:
        self._texts = BytesIO()
        self._unmapped = BytesIO()
        self._ends = array("i")  # of each `unmapped`

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, text: bytes, unmapped: bytes | None) -> None:
        """Take an event.

        Args:
            text: The line, as the package's `cells` writes it.
            unmapped: The JSON of `unmapped`; None where there is nothing.
        """
        self._texts.write(text)
        if unmapped is not None:
            self._unmapped.write(unmapped)
        self._ends.append(self._unmapped.tell())

    def clear(self) -> None:
        """Forget all events, of which no text may be in use."""
        self._texts.seek(0)
        self._unmapped.seek(0)
        del self._ends[:]

    def texts(self) -> memoryview:
        """Return the lines, one behind the other; they are in use as long as it is."""
        return self._texts.getbuffer()[: self._texts.tell()]

    def unmapped(self) -> pa.Array:
        """Return what no attribute took, null where there is nothing."""
        offsets = pa.py_buffer(array("i", [0]) + self._ends)
        data = pa.py_buffer(self._unmapped.getbuffer()[: self._unmapped.tell()].tobytes())
        texts = pa.StringArray.from_buffers(len(self), offsets, data)
        are_there = pc.greater(pc.binary_length(texts), 0).buffers()[1]
        return pa.StringArray.from_buffers(len(self), offsets, data, are_there)
