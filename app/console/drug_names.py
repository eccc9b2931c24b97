"""What `citewell drugs` does: results on standard output, progress on standard error."""

import json
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from app.console import streams
from app.console.transfer import Transfer
from app.console.words import printable
from app.domain.drugs import DrugMention
from app.domain.errors import NotFound
from app.terms.drug_resolver import NamedDrugResolver
from app.terms.releases import store
from app.terms.releases.loading import read_release, resolver_of


def load(path: Path, home: Path, errors: Console, *, as_json: bool) -> None:
    """Raises what `read_release` and `store.write` raise."""
    with Transfer(errors, path.name) as progress:
        release = read_release(path, partial(progress, "reading"))
    for note in release.notes:
        streams.note(note)
    told = store.write(release, home)
    if as_json:
        typer.echo(json.dumps(told._asdict() | {"notes": release.notes}))
    else:
        typer.echo(f"{told.names:,} names of {told.source} {told.version} are in {home}.")


def show(name: str, home: Path, console: Console, *, as_json: bool) -> None:
    """Raises NotFound: nothing is known by that name."""
    resolver = resolver_of(home)
    mention = resolver.resolve(name)
    if mention is None:
        raise NotFound(
            f"No medicine and no class is known as {printable(name)!r}. Rarer names come with a "
            "release: `citewell drugs load --help`."
        )
    loaded = store.read(home)
    release = f"{loaded[0].source} {loaded[0].version}" if loaded else None
    if as_json:
        typer.echo(json.dumps(_told(mention, resolver) | {"release": release}))
        return
    _print(mention, resolver, console)
    if release is not None:
        console.print(Text(f"with the names of {release}", style="dim"))


def _told(mention: DrugMention, resolver: NamedDrugResolver) -> dict[str, object]:
    return {
        "written": mention.written,
        "kind": mention.kind,
        "class": mention.class_name,
        "ask": mention.ask,
        "candidates": [
            {
                "ingredients": [
                    {
                        "name": each,
                        "names": resolver.names_of(each),
                        "classes": sorted(resolver.classes_of(each)),
                    }
                    for each in sorted(one.ingredients)
                ]
            }
            for one in mention.candidates
        ],
    }


def _print(mention: DrugMention, resolver: NamedDrugResolver, console: Console) -> None:
    meant = mention.class_name or " or ".join(one.name for one in mention.candidates)
    console.print(Text.assemble((printable(mention.written), "bold"), f": {mention.kind}, {meant}"))
    if mention.ask is not None:
        console.print(Text(printable(mention.ask), style="yellow"))
    if mention.class_name is not None:
        members = ", ".join(one.name for one in mention.candidates)
        console.print(Text(f"  members: {members}"))
        return
    for each in sorted({one for drug in mention.candidates for one in drug.ingredients}):
        console.print(Text(f"  {each}", style="bold"))
        console.print(Text(f"    names: {', '.join(resolver.names_of(each))}"))
        classes = ", ".join(sorted(resolver.classes_of(each))) or "none known"
        console.print(Text(f"    classes: {classes}"))
