"""What the store asks of a kind of database."""

from typing import Protocol

from sqlalchemy import Connection, Engine


class Place(Protocol):
    """One database: how it is opened, locked and spoken of."""

    told: str
    """What it is called; without user or password."""
    verified: bool
    """Whether it lies on this machine, or its server must show a certificate that is trusted."""
    errors: tuple[type[Exception], ...]
    """Of the driver, which come as they are from `statements.said`."""

    @property
    def there(self) -> bool:
        """Whether it may hold something; False makes reading it needless."""
        ...

    def opened(self) -> Engine:
        """Connects at its first use. Raises ConfigurationError: a driver is missing."""
        ...

    def replaced(self) -> bool:
        """Whether another database took its place, so that it must be opened anew.

        Raises Unavailable: it is gone, and a new one must not take its place unasked.
        """
        ...

    def prepare(self) -> None:
        """Before anything is written. Raises OSError."""
        ...

    def lock(self, connection: Connection) -> None:
        """Begin the transaction of the one writer, after all others have ended."""
        ...

    def snapshot(self, connection: Connection) -> None:
        """Begin a transaction that reads and sees one moment."""
        ...

    def after_migration(self, connection: Connection) -> None:
        """Outside a transaction, once a migration was committed."""
        ...

    def to_do(self, error: BaseException) -> str:
        """What to do about a failure of this database."""
        ...
