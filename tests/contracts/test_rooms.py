"""Each rule of the rooms holds, and each one breaks when a violation is planted."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = [
    ("direction", "app/domain/planted.py", "import ingest.reading"),
    ("direction", "ingest/planted.py", "import eval.score"),
    ("domain", "app/domain/planted.py", "import app.settings"),
    ("domain", "app/domain/planted.py", "import app.index.manifest"),
    ("domain-libraries", "app/domain/planted.py", "import numpy"),
    ("domain-libraries", "app/domain/planted.py", "def f() -> None:\n    import sqlalchemy"),
    ("star", "app/retrieval/planted.py", "import app.index.edge.reader"),
    ("star", "app/http/planted.py", "import app.answering.answerer"),
    ("star", "app/answering/planted.py", "import app.generation.extractive"),
    ("star", "app/cds/planted.py", "import app.patient.reader"),
    ("rooms-do-not-compose", "app/cds/planted.py", "import app.settings"),
    ("terms", "app/terms/planted.py", "import app.index.manifest"),
    ("rooms-do-not-compose", "app/index/planted.py", "import app.settings"),
    ("rooms-do-not-compose", "app/answering/planted.py", "import app.compose"),
    ("http-joins-in-main", "app/planted.py", "import app.http.service"),
    ("ingest-entry", "ingest/planted.py", "import app.index.generations"),
    ("ingest-entry", "ingest/planted.py", "import app.settings"),
    ("ingest-entry", "ingest/compose_planted.py", "import app.retrieval.hybrid"),
    ("eval-entry", "eval/planted.py", "import app.generation.extractive"),
    ("eval-entry", "eval/planted.py", "import app.compose"),
    ("eval-no-http", "eval/planted.py", "import app.http.service"),
    ("measures", "eval/measures/planted.py", "import ingest.split"),
    ("measures", "eval/report/planted.py", "import eval.suites.retrieval"),
    ("engine-edge", "app/index/planted.py", "import qdrant_edge"),
    ("engine-edge", "app/index/server/planted.py", "import qdrant_edge"),
    ("engine-qdrant-client", "app/index/planted.py", "import qdrant_client"),
    ("engine-tenacity", "ingest/planted.py", "import tenacity"),
    ("engine-tenacity", "app/governance/planted.py", "import tenacity"),
    ("engine-sqlalchemy", "app/index/planted.py", "import sqlalchemy"),
    ("engine-sqlalchemy", "app/index/edge/planted.py", "import sqlalchemy"),
    ("engine-alembic", "app/governance/planted.py", "def f() -> None:\n    import alembic"),
    ("engine-cryptography", "app/governance/planted.py", "import cryptography.fernet"),
    ("engine-cryptography", "app/http/planted.py", "import cryptography.x509"),
    ("engine-cryptography", "app/governance/audit/planted.py", "import cryptography"),
    ("rooms-do-not-compose", "app/governance/planted.py", "import app.compose_governance"),
    ("engine-jwt", "app/http/planted.py", "import jwt"),
    ("engine-limits", "app/http/planted.py", "import limits"),
    ("engine-fastapi", "app/answering/planted.py", "import fastapi"),
    ("engine-formats", "ingest/planted.py", "import unstructured"),
    ("engine-formats", "ingest/planted.py", "import pypdfium2"),
    ("engine-formats", "ingest/planted.py", "import pptx"),
    ("engine-ocr", "ingest/sources/planted.py", "import rapidocr"),
    ("engine-ocr", "ingest/planted.py", "def f() -> None:\n    import cv2"),
    ("engine-presidio", "app/safety/identifiers/planted.py", "import presidio_analyzer"),
    ("engine-phonenumbers", "app/safety/identifiers/planted.py", "import phonenumbers"),
    (
        "engine-transformers",
        "app/grounding/planted.py",
        "def f() -> None:\n    import transformers",
    ),
    ("star", "app/safety/planted.py", "import app.grounding.numbers"),
    ("domain", "app/domain/planted.py", "import app.safety.identifiers.finder"),
    ("terms", "app/terms/planted.py", "import app.safety.identifiers.finder"),
    ("rooms-do-not-compose", "app/safety/planted.py", "import app.settings"),
    ("eval-entry", "eval/planted.py", "import app.safety.identifiers.finder"),
    ("eval-entry", "eval/planted.py", "import app.compose_identifiers"),
    ("engine-sentence-transformers", "app/answering/planted.py", "import sentence_transformers"),
    ("engine-ir-measures", "eval/suites/planted.py", "import ir_measures"),
    ("engine-statistics", "eval/suites/planted.py", "import scipy.stats"),
    ("engine-statistics", "eval/planted.py", "import sklearn.metrics"),
    ("engine-matplotlib", "eval/suites/planted.py", "import matplotlib"),
    ("engine-jinja2", "eval/report/planted.py", "import jinja2"),
    ("engine-openvino", "app/retrieval/planted.py", "import openvino"),
    ("engine-openvino", "app/index/planted.py", "import nncf"),
    ("engine-rapidfuzz", "app/retrieval/planted.py", "import rapidfuzz"),
    ("engine-llama", "app/generation/planted.py", "import llama_cpp"),
    ("engine-llama", "eval/planted.py", "def f() -> None:\n    import llama_cpp"),
    ("llama-apart", "app/generation/planted.py", "import app.generation.llama.engine"),
    ("engine-gguf", "app/generation/planted.py", "import gguf"),
    ("engine-rank-bm25", "app/retrieval/planted.py", "import rank_bm25"),
    ("engine-langchain", "app/generation/planted.py", "import openai"),
    ("engine-langchain", "app/http/planted.py", "def f() -> None:\n    import langchain_openai"),
    ("star", "app/integrations/planted.py", "import app.retrieval.hybrid"),
    ("engine-units", "app/grounding/planted.py", "import pint"),
    ("engine-units", "app/terms/planted.py", "import ucumvert"),
    ("engine-fhir", "app/patient/planted.py", "import fhir.resources"),
    ("star", "app/patient/planted.py", "import app.safety.rule"),
    ("star", "app/following/planted.py", "import app.safety.situation.reader"),
    ("rooms-do-not-compose", "app/following/planted.py", "import app.settings"),
    ("star", "app/observe/planted.py", "import app.answering.observing"),
    ("star", "app/answering/planted.py", "import app.observe.metrics"),
    ("domain", "app/domain/planted.py", "import app.observe.names"),
    ("terms", "app/terms/planted.py", "import app.observe.names"),
    ("rooms-do-not-compose", "app/observe/planted.py", "import app.settings"),
    ("rooms-do-not-compose", "app/http/planted.py", "import app.compose_observing"),
    ("star", "app/monitoring/planted.py", "import app.governance.store"),
    ("domain", "app/domain/planted.py", "import app.monitoring.periods"),
    ("terms", "app/terms/planted.py", "import app.monitoring.periods"),
    ("rooms-do-not-compose", "app/monitoring/planted.py", "import app.compose_governance"),
    ("engine-statistics", "app/monitoring/planted.py", "import scipy.special"),
    ("engine-jinja2", "app/console/planted.py", "import jinja2"),
    ("engine-prometheus", "app/http/planted.py", "import prometheus_client"),
    ("engine-mcp", "app/http/planted.py", "import mcp.server"),
    ("engine-mcp", "app/integrations/planted.py", "import mcp_types"),
    ("engine-opentelemetry", "app/answering/planted.py", "import opentelemetry.trace"),
    (
        "engine-opentelemetry",
        "app/observe/planted.py",
        "def f() -> None:\n    import opentelemetry.sdk.trace",
    ),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the three packages and of the contracts."""
    copy = tmp_path_factory.mktemp("house")
    for package in ("app", "ingest", "eval"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(house: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [argument for contract in contracts for argument in ("--contract", contract)]
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command;"
        "lint_imports_command()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", *chosen],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_house_keeps_every_rule(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_breaks_its_rule(
    house: Path, contract: str, file: str, line: str
) -> None:
    planted = house / file
    planted.write_text(line + "\n")
    try:
        done = lint(house, contract)
    finally:
        planted.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"0 kept, 1 broken", done.stdout), done.stdout + done.stderr


def test_every_rule_has_a_planted_violation() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert {rule["id"] for rule in declared["contracts"]} == {rule for rule, _, _ in PLANTED}


def test_importing_the_domain_loads_pydantic_and_the_standard_library_only() -> None:
    program = (
        "import sys, pkgutil, importlib, app.domain, app.domain.ports;"
        "[importlib.import_module(m.name) for p in (app.domain, app.domain.ports)"
        " for m in pkgutil.iter_modules(p.__path__, p.__name__ + '.')];"
        "print(*sorted({m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names))"
    )
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    allowed = {"app", "pydantic", "pydantic_core", "annotated_types", "typing_extensions",
               "typing_inspection"}  # fmt: skip
    ours = {name for name in loaded if not name.startswith("_")}  # `_sysconfigdata...`, `__main__`
    assert "pydantic" in ours
    assert ours <= allowed
