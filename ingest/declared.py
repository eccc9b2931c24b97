"""What is declared of one file, and how that joins with what the file says of itself.

A file is governed by the nearest `corpus.toml` in its folder or a folder above it, whole: nothing
is inherited from one further up. So the same file is declared alike however it is named on the
command line. The members of an archive are governed by the archive's folder; a member's path below
the declaration is `archive.tar.gz!/member`.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.domain.corpus import Audience, Provenance, Status
from app.domain.frozen import Frozen
from app.domain.identifiers import identifier
from ingest.declaration import (
    DECLARATION,
    RECORDS_READER,
    Declarable,
    Declaration,
    DocumentEntry,
    read_declaration,
)
from ingest.place import Place
from ingest.reading import Stated

UNSTATED = "unstated"
"""`Provenance.licence` of a document whose licence nobody stated."""


class Declared(Frozen):
    """What is declared of one file, with every entry that names it merged."""

    source: str
    folder: Declarable = Declarable()
    document: DocumentEntry = DocumentEntry(path="*")
    columns: tuple[tuple[str, str], ...] = ()
    reader: str | None = None
    """Name of the reader that the declaration hands the file to; None: the first to accept it."""
    superseded_by: str | None = None
    """Place of the succeeding edition: absolute, not yet looked up."""

    @property
    def licence(self) -> str | None:
        return self.document.licence or self.folder.licence

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits; another value means the file's documents must be written anew."""
        values = self.model_dump_json(exclude={"document": {"path"}})
        return hashlib.sha256(values.encode()).hexdigest()[:16]

    def provenance(self, stated: Stated, superseded_by: str | None) -> Provenance:
        """Declared and stated facts joined, the first that is known winning.

        Declared for the document, then: what differs from document to document (language, grade,
        version, dates, URL) as the file states it before the folder's declaration; what the site
        answers for (publisher, licence, jurisdiction, audience, access tags) by the folder's
        declaration before the file. A retraction or a succession that either side states stands,
        unless the document's entry declares a status.

        Args:
            superseded_by: origin of the succeeding edition, where one is declared.
        """
        of, folder = self.document, self.folder
        tags = folder.access_tags if of.access_tags is None else of.access_tags
        return Provenance(
            source=self.source,
            publisher=of.publisher or folder.publisher or stated.publisher,
            licence=self.licence or stated.licence or UNSTATED,
            jurisdiction=of.jurisdiction or folder.jurisdiction or stated.jurisdiction,
            language=of.language or stated.language or folder.language or "en",
            audience=of.audience or folder.audience or stated.audience or Audience.CLINICIAN,
            grade=of.grade or stated.grade or folder.grade,
            version=of.version or stated.version or folder.version,
            published=of.published or stated.published or folder.published,
            effective=of.effective or stated.effective or folder.effective,
            review_due=of.review_due or stated.review_due or folder.review_due,
            url=of.url or stated.url or folder.url,
            access_tags=frozenset(tags or ()),
            status=self._status(stated),
            superseded_by=superseded_by,
            identifiers=stated.identifiers or _by_address(stated.url),
            revised=stated.revised,
            updated_in=stated.updated_in,
            concern=stated.concern,
            kinds=stated.kinds,
            subjects=stated.subjects,
            recognised_pages=stated.recognised_pages,
        )

    def _status(self, stated: Stated) -> Status:
        if self.document.status is not None:
            return self.document.status
        if stated.status is Status.RETRACTED:
            return Status.RETRACTED
        if self.superseded_by is not None:
            return Status.SUPERSEDED
        return stated.status or Status.CURRENT


def _by_address(url: str | None) -> tuple[str, ...]:
    """The identifier that the document's own address is, where it is one."""
    found = identifier(url or "")
    return (found,) if found else ()


class Declarations:
    """The declarations in force, each read once.

    Raises (every method):
        ConfigurationError: a declaration is wrong; see `read_declaration`.
    """

    def __init__(self) -> None:
        self._governing: dict[Path, tuple[Path, Declaration] | None] = {}
        self._alike: dict[Declared, Declared] = {}
        """One of each: of most files the same is declared, and a plan keeps it for every file."""

    def governing(self, folder: Path) -> tuple[Path, Declaration] | None:
        """The nearest declaration at or above an absolute `folder`, and the folder it lies in."""
        if folder not in self._governing:
            file = folder / DECLARATION
            if file.exists():
                self._governing[folder] = (folder, read_declaration(file))
            elif folder.parent == folder:
                self._governing[folder] = None
            else:
                self._governing[folder] = self.governing(folder.parent)
        return self._governing[folder]

    def of(self, place: Place, undeclared: str) -> Declared:
        """What is declared of the file at `place`.

        Args:
            undeclared: the source's name where no `corpus.toml` gives one.
        """
        declared = self._of(place, undeclared)
        return self._alike.setdefault(declared, declared)

    def _of(self, place: Place, undeclared: str) -> Declared:
        found = self.governing(place.file.parent)
        if found is None:
            return Declared(source=undeclared)
        folder, declaration = found
        path = place.below(folder)
        document = DocumentEntry(path="*")
        for entry in declaration.document:
            if entry.names(path):
                update = entry.model_dump(exclude_none=True, exclude={"path"})
                document = document.model_copy(update=update)
        fields = declaration.fields_of(path)
        columns = fields or declaration.formulary.get(path, {})
        return Declared(
            source=declaration.name,
            folder=Declarable(
                **{key: getattr(declaration, key) for key in Declarable.model_fields}
            ),
            document=document,
            columns=tuple(sorted(columns.items())),
            reader=RECORDS_READER if fields else None,
            superseded_by=document.superseded_by and str(Place.at(folder, document.superseded_by)),
        )

    def retractions(self) -> tuple[Path, ...]:
        """The lists of retracted articles that the declarations met so far name, absolute."""
        governing = dict(filter(None, self._governing.values()))
        return tuple(
            Place.at(folder, declaration.retractions).file
            for folder, declaration in sorted(governing.items())
            if declaration.retractions is not None
        )

    def origin(self, place: Place, root: Path) -> str:
        """How the place is shown: as seen from its declaration, or else from the named `root`."""
        found = self.governing(place.file.parent)
        if found is not None:
            return place.below(found[0])
        if not root.is_dir():
            return place.below(root.parent)
        return root.name if place.file == root else place.below(root)

    def idle_entries(self, roots: Sequence[Path], places: Sequence[Place]) -> tuple[str, ...]:
        """Entries of wholly visited declarations that name no file: most likely misspelt.

        A misspelt path would leave a retracted or restricted document open without a word.
        """
        governing = dict(filter(None, self._governing.values()))
        warnings = []
        for folder, declaration in sorted(governing.items()):
            if not any(folder.is_relative_to(root) for root in roots):
                continue
            paths = [place.below(folder) for place in places if place.file.is_relative_to(folder)]
            named = [(entry.path, any(map(entry.names, paths))) for entry in declaration.document]
            named += [(path, path in paths) for path in declaration.formulary]
            named += [
                (path, any(map(DocumentEntry(path=path).names, paths)))
                for path in declaration.records
            ]
            warnings += [
                f"{folder / DECLARATION} has an entry for {path!r}, where no readable file is."
                for path, met in named
                if not met
            ]
        return tuple(warnings)
