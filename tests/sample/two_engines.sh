#!/bin/sh
# two_engines.sh DUBAN ROOT: the main job on SQLite, again on SQLite, and on PostgreSQL (run it inside
# tests/store/with_pg.sh) leaves the same files, byte for byte, and none of what it promises is missing.
set -eu
duban=$(realpath "$1")
cd "$2"
unset YEARS # each job plays the year itself
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0
result() { # NAME STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)) mark='[       OK ]'; else failed=$((failed + 1)) mark='[  FAILED  ]'; fi
    echo "$mark $1"
}
job() { # FOLDER [DB]
    sh tools/sample_run.sh "$duban" "$scratch/$1.work" "$scratch/$1" ${2:+"$2"} > "$scratch/$1.printed" 2> "$scratch/$1.log" ||
        { tail -n 5 "$scratch/$1.log"; return 1; }
}

status=0; job first || status=1; result main_job__runs_on_sqlite $status
for kind in ledger.xlsx 'readings/*.xlsx' 'rankings/2021-12-ranking.xlsx' 'readings/*.json' 'readings/*.csv' ledger.csv 'rankings/2021-12-*-ranking.csv' 'circulars/2021-12-circular.txt' 'circulars/2021-12-circular.docx' '*talks*' 'talks/2021-12-c09.docx' \
    corrections.csv 'explanations/2021-12-c09.json' reports.csv reports.xlsx campaigns/shifanshi-2021.xlsx campaigns/qinhuangdao-2021.xlsx \
    README.txt; do
    status=0
    find "$scratch/first" -path "$scratch/first/$kind" -size +0 | grep -q . || status=1
    result "main_job__leaves_$kind" $status
done
status=0
for folder in circulars talks; do /usr/bin/python3 -B tests/docx/check_docx.py words "$scratch/first/$folder" || status=1; done
result main_job__leaves_docx_with_the_words_of_the_text $status
status=0; { job second && diff -r "$scratch/first" "$scratch/second"; } || status=1
result main_job__leaves_the_same_files_again $status
psql -q -d postgres -c "CREATE DATABASE two_engines TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
status=0; { job third postgresql:///two_engines && diff -r "$scratch/first" "$scratch/third"; } || status=1
result main_job__leaves_the_same_files_on_postgresql $status
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
