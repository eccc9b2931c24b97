"""The rules on exposure are what the script reads off the database."""

import runpy
from pathlib import Path

import pytest

from app.safety.rulebook import rule_text, sources
from tests.app.safety.source_text import DATA

SCRIPT = Path(__file__).parents[3] / "deploy" / "exposure_rules.py"


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of public data is absent")
def test_the_script_writes_the_rules_that_are_there(tmp_path: Path) -> None:
    runpy.run_path(str(SCRIPT))["main"](DATA / sources()["organs"].file, tmp_path)
    for name in ("renal_exposure.toml", "hepatic_exposure.toml"):
        assert (tmp_path / name).read_text(encoding="utf-8") == rule_text(name)
