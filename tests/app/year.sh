#!/bin/sh
# year.sh DUBAN ROOT TEST...: runs the tests on the sample year, on the engine of DUBAN_TEST_ENGINE.
#
# DUBAN_YEAR_DB is the whole year; DUBAN_HALF_DB ends where September is frozen and not yet published.
set -eu
duban=$(realpath "$1") root=$2
shift 2
scratch=$(mktemp -d "${TMPDIR:-/tmp}/duban-year-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
sample=$root/data/samples/shifanshi-2021
/usr/bin/python3 -B "$root/tools/make_sample.py" "$sample" "$scratch/files"
url() { # NAME
    [ "${DUBAN_TEST_ENGINE:-sqlite}" = postgres ] || { echo "sqlite:$scratch/$1.db"; return; }
    createdb -T template0 -E UTF8 --locale=C --strategy=FILE_COPY "duban_$1_$$"
    echo "postgresql:///duban_$1_$$"
}
DUBAN_YEAR_DB=$(url year)
DUBAN_HALF_DB=$(url half)
export DUBAN_YEAR_DB DUBAN_HALF_DB DUBAN_SOURCE_ROOT="$root"
sh "$root/tools/run_year.sh" "$duban" "$sample" "$scratch/files" "$DUBAN_YEAR_DB"
until=$(grep -n ' publish --period 2021-09' "$sample/year.txt" | cut -d: -f1)
UNTIL=$until sh "$root/tools/run_year.sh" "$duban" "$sample" "$scratch/files" "$DUBAN_HALF_DB"
status=0
for test in "$@"; do
    "$test" || status=1
done
exit $status
