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
until=$(grep -n ' publish --period 2021-09' "$sample/year.txt" | cut -d: -f1)
play() { # DB: to its end, or from FROM, or until UNTIL
    sh "$root/tools/run_year.sh" "$duban" "$sample" "$scratch/files" "$1"
}
if [ "${DUBAN_TEST_ENGINE:-sqlite}" = postgres ]; then
    DUBAN_HALF_DB=postgresql:///duban_half_$$ DUBAN_YEAR_DB=postgresql:///duban_year_$$
    createdb -T template0 -E UTF8 --locale=C --strategy=FILE_COPY "duban_half_$$"
    UNTIL=$until play "$DUBAN_HALF_DB"
    createdb -T "duban_half_$$" --strategy=FILE_COPY "duban_year_$$"
    FROM=$until play "$DUBAN_YEAR_DB"
else
    YEARS=${YEARS:-$scratch} # the year goes on from the half
    DUBAN_HALF_DB=sqlite:$scratch/half.db DUBAN_YEAR_DB=sqlite:$scratch/year.db
    export YEARS
    UNTIL=$until play "$DUBAN_HALF_DB"
    play "$DUBAN_YEAR_DB"
fi
export DUBAN_YEAR_DB DUBAN_HALF_DB DUBAN_SOURCE_ROOT="$root"
status=0
for test in "$@"; do
    "$test" || status=1
done
exit $status
