"""The store of governance that the settings name; loads no model."""

from app.clock import SystemClock
from app.domain.errors import ConfigurationError, RecordsMismatch
from app.governance.audit import heads
from app.governance.audit.heads import Heads
from app.governance.audit.history import AuditedHistory
from app.governance.audit.log import AUDIT_KEY, StoredAuditLog
from app.governance.keys import KeyFile
from app.governance.store import Store
from app.settings import Settings


def governance_store(settings: Settings) -> Store:
    """Opened at its first use.

    Raises:
        ConfigurationError: the URL or the key file that the settings name cannot be used, or a
            server is named without a key file: every machine would make a key of its own.
    """
    file, url = settings.governance_key_file, settings.governance_url
    keys = None if file is None else KeyFile(file)
    if keys is not None:
        try:
            keys.held()
        except RecordsMismatch as error:
            raise ConfigurationError(str(error)) from None
    elif url is not None:
        raise ConfigurationError(
            "CITEWELL_GOVERNANCE_URL names a server, and no key file is named that its machines "
            "share. Make one (openssl rand -base64 32 > FILE, mode 0600), keep a copy apart from "
            "the database, and set CITEWELL_GOVERNANCE_KEY_FILE."
        )
    return Store(settings.home, None if url is None else url.get_secret_value(), keys)


def audit_log(settings: Settings, store: Store) -> StoredAuditLog:
    """Close it before the store, so that its last head is signed.

    Raises:
        ConfigurationError: the key file that the settings name cannot be used, or a server is named
            without one.
    """
    file = settings.audit_key_file
    keys = KeyFile(
        file or settings.home / AUDIT_KEY, makes=file is None, setting="CITEWELL_AUDIT_KEY_FILE"
    )
    if file is not None:
        try:
            keys.held()
        except RecordsMismatch as error:
            raise ConfigurationError(str(error)) from None
    elif settings.governance_url is not None:
        raise ConfigurationError(
            "CITEWELL_GOVERNANCE_URL names a server, and no key file of the audit log is named "
            "that its machines share. Make one (openssl rand -base64 32 > FILE, mode 0600), keep a "
            "copy apart from the database, and set CITEWELL_AUDIT_KEY_FILE."
        )
    return StoredAuditLog(
        store, SystemClock(), keys, Heads(settings.audit_heads or settings.home / heads.NAME)
    )


def outcome_history(store: Store) -> AuditedHistory:
    return AuditedHistory(store)
