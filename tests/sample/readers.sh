#!/bin/sh
# readers.sh DUBAN ROOT PICTURES: what the main job leaves, read by programs of others: mammoth and exceljs (package.json),
# and LibreOffice, whose pages are kept as pictures.
set -eu
duban=$(realpath "$1") pictures=$(realpath -m "$3")
cd "$2"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sh tools/sample_run.sh "$duban" "$scratch/work" "$scratch/out" > "$scratch/log" 2>&1 || { tail -n 5 "$scratch/log"; exit 1; }
status=0
reader() { # NAME COMMAND...: what it prints goes to a file of that name; 77 is its word for skipped
    name=$1
    shift
    "$@" > "$scratch/$name" || [ $? = 77 ] || status=1
}
reader mammoth node tests/docx/read_mammoth.mjs "$scratch/out/circulars" "$scratch/out/talks"
reader exceljs node tests/xlsx/read_exceljs.mjs "$scratch/out"
reader pictures /usr/bin/python3 -B tests/docx/check_pictures.py year "$scratch/out" "$pictures"
grep -hvE '^[0-9]+ passed' "$scratch/mammoth" "$scratch/exceljs" "$scratch/pictures"
# one closing line of all
sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$scratch/mammoth" "$scratch/exceljs" "$scratch/pictures" |
    awk '{ p += $1; f += $2; s += $3 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }'
exit $status
