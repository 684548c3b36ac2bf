#!/bin/sh
# year.sh DUBAN RUNNER CASES…: requests answered from the whole sample year, in a database made for them, and on the way
# there from what it is at some instants of the year: cases/inbox_*.txt and cases/leader.txt say which.
set -eu
duban=$(realpath "$1") runner=$(realpath "$2")
shift 2
cd "$DUBAN_SOURCE_ROOT"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sample=data/samples/shifanshi-2021
/usr/bin/python3 tools/make_sample.py $sample "$work/files"
status=0
export LOG="$work/year.log"
play() { # until the line that has this, or the end
    until=${1:+$(grep -n "$1" $sample/year.txt | head -n 1 | cut -d: -f1)}
    FROM=${from:-0} UNTIL=${until:-0} sh tools/run_year.sh "$duban" $sample "$work/files" "sqlite:$work/year.db"
    from=$until
}
asked() { # CASES INSTANT: of a copy, which the sessions are written to
    cp "$work/year.db" "$work/at.db"
    HTTP_FILES_NOW=$2 HTTP_FILES_DB=sqlite:$work/at.db "$runner" "tests/http/cases/$1.txt" || status=1
    rm -f "$work"/at.db*
}
play ' u_t14 appeal file '
asked inbox_appeal 2021-11-11T10:00:00+08:00
play ' import reports .*2021-11 '
asked inbox_before 2021-11-26T09:30:00+08:00
asked inbox_late 2021-12-08T09:30:00+08:00
play ''
asked leader 2022-01-21T10:00:00+08:00
asked inbox_end 2022-01-31T09:30:00+08:00
asked inbox_uncounted 2027-01-04T09:30:00+08:00
HTTP_FILES_DB=sqlite:$work/year.db "$runner" "$@" || status=1
exit $status
