"""The page in a real browser. Needs `pip install playwright` and a chromium; skips without."""

import shutil
from pathlib import Path

import pytest

from eval.report.page import write_page
from tests.eval.report.run_folders import mirage, not_built, safety

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_a_browser_asks_for_nothing_and_complains_of_nothing(
    tmp_path: Path, width: int, scheme: str
) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    out = tmp_path / "report.html"
    write_page(
        [safety(tmp_path / "a"), not_built(tmp_path / "b"), mirage(tmp_path / "c", 71.57)], out
    )
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(out.as_uri())
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        drawings = page.locator("figure svg").count()
        browser.close()
    assert asked == [out.as_uri()]
    assert complaints == []
    assert overflow == 0
    assert drawings == 3
