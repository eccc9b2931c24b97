"""`citewell keys`: API keys for programs, made, listed, rotated and revoked."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.domain.identity import IssuedKey
    from app.domain.ports.identity import KeyStore

_EXAMPLES = """
Examples:

    citewell keys create --role clinician --name "ward app"

    citewell keys create --role patient-app --name portal --rate 60/minute --expires 90d

    citewell keys create --role clinician --name pharmacy --tags pharmacy --tenant north

    citewell keys list

    citewell keys rotate 3f0c1a2b4d5e --grace 24h --expires 90d

    citewell keys revoke 3f0c1a2b4d5e

A key is printed once, alone on standard output; the database has a digest of it. Programs send it
as Authorization: Bearer <key>. Roles and limits: deploy/identity.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"API keys for programs.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]
By = Annotated[
    str | None, typer.Option(help="Who does it; goes on record. Else this machine's account.")
]
KeyId = Annotated[str, typer.Argument(help="As `citewell keys list` shows it, without cw_.")]
Expires = Annotated[
    str | None, typer.Option(help="How long it holds: 12h, 90d; for ever where it is left out.")
]


@commands.command("create")
def create(
    role: Annotated[
        str,
        typer.Option(help="clinician, patient-app, reviewer, clinical-owner, admin or evaluator."),
    ],
    name: Annotated[str, typer.Option(help="Which program holds it; stands in records and logs.")],
    tags: Annotated[
        str, typer.Option(help="Access tags, with commas: documents it sees beside untagged ones.")
    ] = "",
    tenant: Annotated[str | None, typer.Option(help="Whose key it is, such as a hospital.")] = None,
    rate: Annotated[
        str | None, typer.Option(help="Such as 60/minute (second, minute, hour, day).")
    ] = None,
    burst: Annotated[int | None, typer.Option(help="Requests in any one second.")] = None,
    largest_body: Annotated[int | None, typer.Option(help="Bytes of one request.")] = None,
    expires: Expires = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, once."""
    from app.console.key_words import expiry, wanted_key

    wanted = wanted_key(
        name=name,
        role=role,
        tags=tags,
        tenant=tenant,
        rate=rate,
        burst=burst,
        body=largest_body,
        expires=expiry(expires),
    )
    with _changing(by) as keys:
        _show(keys.create(wanted), "It is shown this once. Give it to the program alone.", as_json)


@commands.command("list")
def show(as_json: AsJson = False) -> None:
    """Every key ever made, oldest first, without its secret."""
    from app.console.key_words import now, told

    with _keys() as keys:
        cards = keys.cards()
    at = now()
    if as_json:
        valid = sum(card.valid_at(at) for card in cards)
        by_key = [{**card.model_dump(mode="json"), "valid": card.valid_at(at)} for card in cards]
        typer.echo(json.dumps({"keys": len(cards), "valid": valid, "by_key": by_key}))
        return
    if not cards:
        typer.echo("There is no key. citewell keys create makes one.")
    for card in cards:
        typer.echo(told(card, at))


@commands.command("rotate")
def rotate(
    key: KeyId,
    grace: Annotated[
        str, typer.Option(help="How long the present secret is taken, too: 0, 30m, 24h.")
    ] = "24h",
    expires: Annotated[
        str | None, typer.Option(help="How long the key holds from now; as before if left out.")
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Give a key a new secret and print it, once; role, tags and limits stay."""
    from app.console.key_words import duration, expiry, key_id

    with _changing(by) as keys:
        issued = keys.rotate(key_id(key), duration(grace), expiry(expires))
        until = f"The one before is taken until {issued.card.former_until:%Y-%m-%d %H:%M} UTC."
        _show(issued, f"It is shown this once. {until}", as_json)


@commands.command("revoke")
def revoke(key: KeyId, by: By = None, as_json: AsJson = False) -> None:
    """Refuse a key from now on; running services hear of it within a second."""
    from app.console.key_words import key_id
    from app.console.words import printable

    with _changing(by) as keys:
        card = keys.revoke(key_id(key))
    if as_json:
        typer.echo(card.model_dump_json())
    else:
        typer.echo(f"Revoked: {card.id} ({printable(card.name)}).")


def _show(issued: "IssuedKey", note: str, as_json: bool) -> None:
    if as_json:
        told = {"key": issued.key, **issued.card.model_dump(mode="json")}
        typer.echo(json.dumps(told))
        return
    typer.echo(issued.key)
    typer.echo(note, err=True)


@contextmanager
def _keys() -> "Iterator[KeyStore]":
    from app.clock import SystemClock
    from app.compose_governance import governance_store
    from app.governance.api_keys import StoredKeys
    from app.settings import read_settings

    with closing(governance_store(read_settings())) as store:
        yield StoredKeys(store, SystemClock())


@contextmanager
def _changing(by: str | None) -> "Iterator[KeyStore]":
    """With what is done to them on record."""
    from app.answering.recording_keys import AuditedKeys
    from app.clock import SystemClock
    from app.console.recorded import recording, whoever
    from app.governance.api_keys import StoredKeys
    from app.settings import read_settings

    who = whoever(by)
    with recording(read_settings()) as (store, recorder):
        yield AuditedKeys(StoredKeys(store, SystemClock()), recorder, who)
