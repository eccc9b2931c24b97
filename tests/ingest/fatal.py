"""A reader for tests of parsing in other processes, in a file that loads nothing heavy."""

import os
import sys
import time
from collections.abc import Iterator

from ingest.reading import ReadDocument, SourceFile
from ingest.sources.elements import keep_offline
from tests.ingest.plain import PlainReader

HEAVY = ("torch", "openvino", "onnxruntime", "sentence_transformers", "qdrant_edge", "sqlalchemy")


class FatalReader(PlainReader):
    """`PlainReader` with what no test can do in its own process, in files that name it."""

    name = "fatal"

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        name = file.path.name
        if "abort" in name:
            os.abort()
        if "endless" in name:
            while True:
                time.sleep(0.01)
        if "deaf" in name:
            try:
                time.sleep(600)
            except BaseException:  # noqa: BLE001 - as a library that forgives itself everything
                time.sleep(600)
        if "greedy" in name:
            held = [bytearray(2**26) for _ in range(1000)]
            raise AssertionError(f"nothing stopped {len(held)} allocations")
        if "modules" in name:
            keep_offline()  # as before the first HTML or Word file
            held_ = [one for one in HEAVY if sys.modules.get(one)]
            yield self._document("Modules", [f"loaded: {held_}"], None)
            return
        yield from super().read(file, columns)
