"""Files that a test writes, and what a reader makes of them."""

from collections.abc import Iterable
from pathlib import Path

from ingest.reading import Block, BlockKind, ReadDocument, Reader, SourceFile


def written(folder: Path, name: str, content: str | bytes) -> SourceFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SourceFile(path=path, origin=name)


def read_one(reader: Reader, file: SourceFile) -> ReadDocument:
    (document,) = reader.read(file, {})
    return document


def shown(blocks: Iterable[Block]) -> list[str]:
    """Headings as `# Dose`, prose as it is, a table's rows as `Drug | Dose`, its header first."""
    lines: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            lines.append(f"{'#' * block.level} {block.text}")
        elif block.table is not None:
            rows = [block.table.header] if block.table.header else []
            lines += [" | ".join(row) for row in (*rows, *block.table.rows)]
        else:
            lines.append(block.text)
    return lines
