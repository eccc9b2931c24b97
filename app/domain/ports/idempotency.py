"""Where replies are kept under the keys of their requests: the lock between processes, too."""

from typing import Protocol

from app.domain.idempotency import Claim, KeptReply, KeyedRequest


class KeptReplies(Protocol):
    """Everything raises Unavailable."""

    def begin(self, request: KeyedRequest) -> Claim | KeptReply:
        """The claim to work on it, or what was answered the first time.

        Raises:
            RequestInFlight: somebody works on it, and has not for longer than the lease.
            IdempotencyKeyReused: this caller used the key there with another body.
        """
        ...

    def finish(self, claim: Claim, reply: KeptReply) -> bool:
        """Keep the reply for its time; False: the claim was somebody else's by then."""
        ...

    def free(self, claim: Claim) -> None:
        """Nothing is to be kept: the same request may be worked on again."""
        ...
