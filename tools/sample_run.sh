#!/bin/sh
# sample_run.sh DUBAN [WORK OUT [DB]]: the main job of `./dev run`. Reads the documents, plays the year
# of the sample campaign into a database of its own (in WORK, var/sample) and leaves the results in OUT
# (var/out). Both folders are made anew; instants are injected and ids seeded, so that two runs leave
# the same files, whatever the database.
set -eu
duban=$1 work=${2:-var/sample} out=${3:-var/out}
db=${4:-sqlite:$work/duban.db}
sample=data/samples/shifanshi-2021
say() { printf '%s\n' "$*" >&2; }
as_clerk() { "$duban" --db "$db" --as clerk1 --now 2022-01-31T09:00:00+08:00 --seed 1 "$@"; }

rm -rf "$work" "$out"
mkdir -p "$work" "$out/readings" "$out/rankings" "$out/circulars"

documents=../shared/documents
[ -d "$documents" ] || documents=data/documents
say "reading the documents of $documents"
for document in "$documents"/*.txt; do
    name=$(basename "$document" .txt)
    "$duban" read "$document" --format json --out "$out/readings/$name.json"
    "$duban" read "$document" --format csv --out "$out/readings/$name.csv"
done

say "making the files that units send in the sample year"
python3 tools/make_sample.py "$sample" "$work/files"
say "playing the year $(grep -c '^2' "$sample/year.txt") commands long"
LOG=$work/year.log sh tools/run_year.sh "$duban" "$sample" "$work/files" "$db"

say "writing the ledger, rankings, circulars and talk proposals"
as_clerk ledger --format csv --out "$out/ledger.csv"
groups=$(cut -d, -f4 "$sample/units.csv" | tail -n +2 | sort -u)
periods=$(sed -n 's/^2.* publish --period \([0-9-]*\).*/\1/p' "$sample/year.txt")
for period in $periods; do
    for group in $groups; do
        as_clerk rank --period "$period" --group "$group" --format csv --out "$out/rankings/$period-$group.csv"
    done
    as_clerk circular --period "$period" --format txt --out "$out/circulars/$period.txt"
done
as_clerk talks --out "$out/talks.txt"
as_clerk talks --format json --out "$out/talks.json"
"$duban" --db "$db" --as auditadmin verify > "$out/verify.txt"

last=$(printf '%s\n' "$periods" | tail -n 1)
as_clerk rank --period "$last"
cat "$out/talks.txt"
echo
cat "$out/verify.txt"
say ''
say "results are in $out/:"
find "$out" -type f | LC_ALL=C sort | sed 's/^/  /' >&2
