#!/bin/sh
# readers.sh DUBAN ROOT: what the main job leaves, read by programs of others: mammoth and exceljs (package.json).
set -eu
duban=$(realpath "$1")
cd "$2"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sh tools/sample_run.sh "$duban" "$scratch/work" "$scratch/out" > "$scratch/log" 2>&1 || { tail -n 5 "$scratch/log"; exit 1; }
status=0
node tests/docx/read_mammoth.mjs "$scratch/out/circulars" > "$scratch/mammoth" || status=$?
node tests/xlsx/read_exceljs.mjs "$scratch/out" > "$scratch/exceljs" || status=$?
grep -hvE '^[0-9]+ passed' "$scratch/mammoth" "$scratch/exceljs"
# one closing line of both
sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$scratch/mammoth" "$scratch/exceljs" |
    awk '{ p += $1; f += $2; s += $3 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }'
exit $status
