from collections.abc import Iterator
from pathlib import Path

import pytest

from app.governance.store import Store
from tests.governance_sites import KINDS, Site, site_on


@pytest.fixture(params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with site_on(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def store(site: Site) -> Store:
    return site.store()
