#!/usr/bin/env bash
# The clinician's endpoints with curl, one after another; needs python3 to pick fields out of JSON.
#
#     CITEWELL_URL=http://127.0.0.1:8008 CITEWELL_KEY=cw_... deploy/examples/clinician_api.sh
#
# A service started with --dev asks for no key.
set -euo pipefail
cd "$(dirname "$0")"
URL="${CITEWELL_URL:-http://127.0.0.1:8008}"
QUESTION='What dose of apixaban with an eGFR of 22?'

# The key goes in by a file of its own: what stands on a command line, everybody on the machine sees.
config="$(mktemp)"
trap 'rm -f "$config"' EXIT
[ -z "${CITEWELL_KEY:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$CITEWELL_KEY" >"$config"

call() { curl --silent --show-error --fail-with-body --noproxy '*' --config "$config" "$@"; }
# What is sent comes on standard input, for the same reason; each POST has a key of its own.
post() {
  call -X POST "$URL$1" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: $(python3 -c 'import uuid; print(uuid.uuid4())')" --data-binary @- "${@:2}"
}
field() {
  python3 -c 'import json, sys
it = json.load(sys.stdin)
for key in sys.argv[1:]:
    it = it[int(key) if key.isdigit() else key]
print(it)' "$@"
}

echo "== Search: the ranking alone"
post /v1/search <<<'{"query": "apixaban kidney", "k": 2, "filters": {"published_from": "2020-01-01"}}' |
  field passages 0 title

echo "== Ask: an answer, an abstention or a referral, told apart by kind"
answer="$(post /v1/questions <<<"{\"question\": \"$QUESTION\"}")"
field kind <<<"$answer"
field claims 0 text <<<"$answer"

echo "== Read the cited words where they stand"
document="$(field claims 0 citations 0 document_id <<<"$answer")"
start="$(field claims 0 citations 0 span start <<<"$answer")"
end="$(field claims 0 citations 0 span end <<<"$answer")"
call "$URL/v1/documents/$document?mark=$start-$end" | field marked quote

echo "== The same answer as events, as they come"
post /v1/questions --no-buffer -H 'Accept: text/event-stream' <<<"{\"question\": \"$QUESTION\"}" |
  grep '^event: '

echo "== A patient's record on one page"
python3 -c 'import json; print(json.dumps({"patient": json.load(open("patient.json")), "as_of": "2026-03-31"}))' |
  post /v1/patient-summaries | field sections 0 title

echo "== Say whether it helped"
trace="$(field trace trace_id <<<"$answer")"
post /v1/feedback <<<"{\"trace_id\": \"$trace\", \"verdict\": \"helpful\"}" | field verdict

echo "== A mistake is a problem that says what to do"
post /v1/search <<<'{"query": "apixaban", "k": 1000}' | field detail || true
