import re
from pathlib import Path

from eval.report.markdown import markdown_report
from eval.report.markdown_text import code, plain
from eval.suite import SuiteResult
from tests.eval.report.run_folders import kept, mirage, not_built, safety


def test_figures_stand_with_intervals_and_reasons(tmp_path: Path) -> None:
    told = markdown_report([safety(tmp_path / "a"), not_built(tmp_path / "b")])
    assert (
        "| `recall` | 0.6667 | 0.4167 to 0.9167 | **in-sample**: the floor was chosen on these "
        "items |"
    ) in told
    assert "| `precision` | **undefined** |  | nothing was flagged |" in told
    assert "| `recall` | **not built** |  | there are no rules for interactions |" in told
    assert "Reported on twelve made-up items. Fitted on: a floor on the half \\`tuned\\`" in told


def test_breakdowns_are_folded_and_every_fold_is_closed(tmp_path: Path) -> None:
    told = markdown_report([safety(tmp_path / "a")])
    assert "<details><summary>by kind, 2 groups</summary>\n\n|  | `recall` | `items` |" in told
    assert told.count("<details>") == told.count("</details>") == 2
    assert "\n\n\n" not in told


def test_the_published_rows_are_the_first_and_those_around_ours(tmp_path: Path) -> None:
    told = markdown_report([mirage(tmp_path / "run", 71.57)])
    rows = [line for line in told.splitlines() if "http" in line or "this run" in line]
    assert len(rows) == 3 + 5
    assert rows[0].startswith("| 1 | LinCogRAG | 94.95 |")
    assert "**replayed predictions, this run** | 71.57" in rows[5]
    assert "[Xiong et al., 2024](https://aclanthology.org/2024.findings-acl.372/)" in rows[4]


def test_words_of_others_are_neither_markup_nor_mentions(tmp_path: Path) -> None:
    evil = "<img src=x> *bold* | [a](b) @someone #12 https://example.org `x`\n\n# head"
    result = SuiteResult(
        suite=evil,
        headline={evil: 0.5},
        breakdowns={f"by_{evil}": {evil: {evil: 0.5}}},
        fitted_on=evil,
        reported_on=evil,
        notes=(evil,),
    )
    told = markdown_report([kept(tmp_path / "run", result)])
    prose = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", told, flags=re.DOTALL)
    assert "&lt;img src=x&gt; \\*bold\\* \\| \\[a\\](b) @<!-- -->someone #<!-- -->12" in prose
    for markup in ("<img", "*bold*", "[a]", "@someone", "#12", "https://", "\n# head"):
        assert markup not in prose.replace("\\*", "").replace("\\]", "")
    for line in told.splitlines():
        if line.startswith("|") and "0.5000" in line:
            assert line.count(" | ") in (1, 3)  # as many cells as columns


def test_a_cell_of_code_keeps_its_ticks_and_its_table() -> None:
    assert code("a`b|c") == "`` a`b\\|c ``"
    assert code("ndcg@10") == "`ndcg@10`"
    assert plain("a | b <c> @d #1 e@f") == "a \\| b &lt;c&gt; @<!-- -->d #<!-- -->1 e@f"
