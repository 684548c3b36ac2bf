#!/bin/sh
# fake_export.sh: stands in for duban in test_jobs.c. ledger: writes its file; reports: never ends; campaign: fails.
while [ $# != 0 ]; do
    case $1 in
        --out) out=$2; shift 2 ;;
        export) what=$2; shift 2 ;;
        *) shift ;;
    esac
done
echo "12% rows=3400  writing" >&2
case $what in
    ledger) printf '%s' "$DUBAN_AS $DUBAN_DB" > "$out"; echo "100% rows=5000  writing" >&2 ;;
    reports) : > "$out"; exec sleep 600 ;;
    *) echo "the disk is full" >&2; exit 6 ;;
esac
