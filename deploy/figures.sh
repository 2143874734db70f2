#!/usr/bin/env bash
#
# Writes the table of what the proofs measured last, all of it, into the part of
# README.md that is marked for it.

set -euo pipefail

cd "$(dirname "$0")/.."

figures=$RUN/proof.jsonl

[ -s "$figures" ] || { echo "no $figures: \"make proof\" makes it" >&2; exit 1; }

tests/proof/table "$figures" | awk '
    FNR == NR { table = table $0 "\n"; next }
    /^<!-- \/figures -->/ { skip = 0 }
    !skip { print }
    /^<!-- figures -->/ { printf "\n## Figures\n\n%s\n", table; skip = 1 }
    ' - README.md > README.md.new
mv README.md.new README.md
