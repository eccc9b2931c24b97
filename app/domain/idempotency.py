"""A request that may come twice and is worked on once, and the reply that is kept of it."""

from pydantic import Field

from app.domain.frozen import Frozen


class KeyedRequest(Frozen):
    """A request as its key names it. `body` is a digest; a store keeps it hashed under its key."""

    caller: tuple[str, ...] = Field(repr=False)
    """All that tells who asks and what he may see: another caller's same key is another one."""
    method: str
    target: str
    key: str = Field(repr=False)
    body: str = Field(repr=False)

    def named(self) -> tuple[str, ...]:
        """What the key stands for: the body is compared, not looked up."""
        return (*self.caller, self.method, self.target, self.key)


class Claim(Frozen):
    """The right to work on a request; whoever took it over since has another `token`."""

    request: str
    token: str


class KeptReply(Frozen):
    """What was answered, without the headers that go with every reply."""

    status: int = Field(ge=100, le=599)
    media_type: str
    body: str = Field(repr=False)
    trace_id: str | None = None
    """Of the answer in it, by which it is erased; None: it holds none."""

    def __repr__(self) -> str:
        return f"KeptReply({self.status})"

    __str__ = __repr__
