#!/usr/bin/env bash
# Runs the suites that eval/gates.toml has gates for and checks them: the sample always, a public set
# where its folder is there. Runs and vectors are kept under CITEWELL_HOME.
set -euo pipefail
cd "$(dirname "$0")/.."

citewell=.venv/bin/citewell
runs="$CITEWELL_HOME/runs-to-gate"
rm -rf "$runs"

gated() { # NAME SUITE ARGUMENT...
    local name=$1
    shift
    "$citewell" eval run "$@" --out "$runs/$name"
    "$citewell" eval gate "$runs/$name"
}

gated citations-sample citations --data corpora/sample

gated freshness-own freshness
gated conflicts-own conflicts
gated leaks-own leaks --set library=corpora/sample

for set in emergencies everyday crisis harmful_twins; do
    gated "safety-$set" safety --set stage=screening --data "eval/own/$set.jsonl"
done
gated claims-own claims
gated conversations-own conversations
gated silent-pairs interactions --data eval/own/silent_pairs.jsonl

gated follow-ups-own follow_ups

if [ -d "$DATA/medquad" ]; then
    "$citewell" eval make follow-up-library --data "$DATA" --out "$runs/follow-up-library.jsonl"
    gated follow-ups-held follow_ups --data eval/own/follow_ups_held.jsonl \
        --set library="$runs/follow-up-library.jsonl"
else
    echo "skipped: $DATA/medquad is not on this machine"
fi

scifact="$DATA/beir/scifact-train"
if [ -d "$scifact" ]; then
    gated retrieval-scifact retrieval --data "$scifact"
else
    echo "skipped: $scifact is not on this machine"
fi
