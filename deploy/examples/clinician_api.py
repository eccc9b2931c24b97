"""The clinician's endpoints by the Python client (`pip install ./deploy/client`), one by one.

CITEWELL_URL=http://127.0.0.1:8008 CITEWELL_KEY=cw_... python deploy/examples/clinician_api.py
"""

import json
import os
from datetime import date
from pathlib import Path

from citewell_client import (
    Answer,
    Citewell,
    ClaimEvent,
    DoneEvent,
    FeedbackVerdict,
    FiltersBody,
    InvalidRequest,
)

URL = os.environ.get("CITEWELL_URL", "http://127.0.0.1:8008")
QUESTION = "What dose of apixaban with an eGFR of 22?"
RECORD = json.loads((Path(__file__).parent / "patient.json").read_text(encoding="utf-8"))

with Citewell(URL, os.environ.get("CITEWELL_KEY")) as citewell:
    recent = FiltersBody(published_from=date(2020, 1, 1))
    found = citewell.search("apixaban kidney", k=2, filters=recent)
    print("found", found.passages[0].title)

    outcome = citewell.ask(QUESTION)
    if isinstance(outcome, Answer):
        cited = outcome.claims[0].citations[0]
        source = citewell.document(cited.document_id, mark=cited.span)
        assert source.marked is not None
        assert source.marked.quote == cited.quote
        print("answer", outcome.claims[0].text, "--", source.title)
        receipt = citewell.feedback(outcome.trace.trace_id, FeedbackVerdict.helpful)
        print("feedback", receipt.verdict)
    else:
        print(outcome.kind)

    for event in citewell.stream(QUESTION):
        if isinstance(event, ClaimEvent):
            print("claim", event.claim.text)
        elif isinstance(event, DoneEvent):
            print("done", event.outcome.kind)

    summary = citewell.summary(RECORD, as_of=date(2026, 3, 31))
    print("summary", [section.title for section in summary.sections])

    try:
        citewell.ask("?")
    except InvalidRequest as refused:
        print("refused", refused.slug, refused.detail)
