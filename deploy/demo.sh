#!/usr/bin/env bash
# `make demo`: the sample corpus in, cited answers out. Nothing leaves the machine.
set -euo pipefail
cd "$(dirname "$0")/.."
citewell=.venv/bin/citewell

ask() {
  printf '\n\033[1m$ citewell ask "%s"%s\033[0m\n' "$1" "${2:+ $2 $3}"
  "$citewell" ask "$@"
}

printf '\033[1m$ citewell ingest corpora/sample\033[0m\n'
"$citewell" ingest corpora/sample
ask "What dose of apixaban with an eGFR of 22?"
ask "Can I take ibuprofen with my blood thinner?" --audience patient
ask "Which antibiotics should be avoided in a urinary tract infection in pregnancy?"
ask "What is the maximum daily dose of paracetamol for an adult?"
ask "What is the dose of ivacaftor in cystic fibrosis?"
