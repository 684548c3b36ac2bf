#!/bin/sh
# year.sh DUBAN RUNNER CASES…: requests answered from the whole sample year, in a database made for them.
set -eu
duban=$(realpath "$1") runner=$(realpath "$2")
shift 2
cd "$DUBAN_SOURCE_ROOT"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 tools/make_sample.py data/samples/shifanshi-2021 "$work/files"
LOG=$work/year.log sh tools/run_year.sh "$duban" data/samples/shifanshi-2021 "$work/files" "sqlite:$work/year.db"
HTTP_FILES_DB=sqlite:$work/year.db "$runner" "$@"
