"""From a path to a release, and from a home to the resolver that knows what was loaded there."""

from pathlib import Path

from app.domain.errors import ConfigurationError
from app.terms.drug_resolver import NamedDrugResolver, drug_resolver
from app.terms.releases import store
from app.terms.releases.dmd import INGREDIENTS, read_dmd
from app.terms.releases.names import Release, Told
from app.terms.releases.rxnorm import CONCEPTS, read_rxnorm


def read_release(path: Path, told: Told) -> Release:
    """The release in a folder; a file of it stands for its folder.

    Raises:
        ConfigurationError: there is no such release, or it is malformed; with file and line.
    """
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise ConfigurationError(f"{path} is neither a file nor a folder.")
    try:
        if (folder / CONCEPTS).is_file():
            return read_rxnorm(folder, told)
        if any(folder.glob(f"{INGREDIENTS}*.xml")):
            return read_dmd(folder, told)
    except OSError as error:
        raise ConfigurationError(f"{error.filename} cannot be read: {error.strerror}.") from error
    raise ConfigurationError(
        f"{folder} holds neither {CONCEPTS} (RxNorm) nor {INGREDIENTS}*.xml (dm+d). Unpack the "
        "release, and name the folder that holds its files."
    )


def resolver_of(home: Path) -> NamedDrugResolver:
    """The shipped names, with those loaded under `home` behind them.

    Raises:
        ConfigurationError: what was loaded is damaged.
    """
    loaded = store.read(home)
    if loaded is None:
        return drug_resolver()
    told, names = loaded
    return NamedDrugResolver(names, release=" ".join(sorted(told.sha256.values())))
