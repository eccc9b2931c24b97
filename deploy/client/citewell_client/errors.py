"""What goes wrong, as exceptions. None of them repeats what was asked."""

from typing import Final

from citewell_client.models import FieldProblem, Problem

TYPE_PREFIX: Final = "urn:citewell:problem:"


class CitewellError(Exception):
    """Whatever this client raises about a call."""


class Unreachable(CitewellError):
    """No reply: no connection, or silence longer than the timeout."""


class Unexpected(CitewellError):
    """A reply that no Citewell of this version gives: a redirect, a proxy's page, other fields."""


class CutOff(CitewellError):
    """A stream that ended without its outcome. What it sent holds, and is not the whole answer."""


class ProblemError(CitewellError):
    """The service refused, and says why (RFC 9457)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title} ({problem.status}): {problem.detail}")
        self.problem = problem

    @property
    def slug(self) -> str:
        """Which problem it is, such as `invalid-question`; the service's /docs lists them."""
        return self.problem.type.removeprefix(TYPE_PREFIX)

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def detail(self) -> str:
        return self.problem.detail

    @property
    def trace_id(self) -> str:
        """What the service's operator finds it by."""
        return self.problem.trace_id

    @property
    def errors(self) -> tuple[FieldProblem, ...]:
        """Each field of the request that breaks a rule."""
        return tuple(self.problem.errors or ())

    @property
    def path(self) -> str | None:
        """The place in a patient's record that cannot be used."""
        return self.problem.path

    @property
    def retry_after(self) -> int | None:
        """Seconds to wait before trying again."""
        return self.problem.retry_after


class InvalidRequest(ProblemError):
    """400, 413, 415, 422: it must be sent otherwise."""


class Unauthenticated(ProblemError):
    """401: no key, or one that is not known."""


class Forbidden(ProblemError):
    """403: this key may not."""


class NotFound(ProblemError):
    """404: no such thing, or none that this key may see."""


class Conflicting(ProblemError):
    """409: it does not fit how things stand."""


class RateLimited(ProblemError):
    """429: asked too often."""


class Unavailable(ProblemError):
    """503: not now; without `retry_after`, the operator must act."""


class TooSlow(ProblemError):
    """408, 504: it took too long."""


_BY_STATUS: Final[dict[int, type[ProblemError]]] = {
    400: InvalidRequest,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    408: TooSlow,
    409: Conflicting,
    413: InvalidRequest,
    415: InvalidRequest,
    422: InvalidRequest,
    429: RateLimited,
    503: Unavailable,
    504: TooSlow,
}


def of_problem(problem: Problem) -> ProblemError:
    """The exception for a problem; of a status that is not listed, a plain `ProblemError`."""
    return _BY_STATUS.get(problem.status, ProblemError)(problem)
