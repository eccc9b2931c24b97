"""The socket that the service listens on, and the address by which this machine reaches it."""

import errno
import socket

from app.domain.errors import ConfigurationError, PortInUse


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortInUse, ConfigurationError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise ConfigurationError(
            f"{host} is no address of this machine ({error.strerror}). Try --host 127.0.0.1."
        ) from None
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(1024)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"Another process listens on port {port} of {host}. Stop it, or choose another "
                "port with --port (or CITEWELL_PORT)."
            ) from None
        raise ConfigurationError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another with --host "
            "or --port."
        ) from None
    return made


def url_of(listening: socket.socket) -> str:
    """Where this machine reaches the socket, also when it listens on every address."""
    host, port = listening.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - read, not bound
        host = "127.0.0.1" if listening.family == socket.AF_INET else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
