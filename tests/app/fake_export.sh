#!/bin/sh
# fake_export.sh: stands in for duban in test_jobs.c. ledger: writes its file; reports: never ends; campaign: fails; long: fails at length.
order=$(cat)
of() { printf '%s' "$order" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
out=$(of out)
echo '{"done":12,"total":100,"rows":3400}'
case $(of kind) in
    export-ledger)
        printf '%s' "$(of account) $(of db)" > "$out"
        echo '{"done":100,"total":100,"rows":5000}'
        echo '{"result":"'"$out"'","bytes":18,"rows":5000,"name":"台账.csv"}' ;;
    export-reports) : > "$out"; exec sleep 600 ;;
    export-long) i=0; printf x >&2; while [ $i -lt 700 ]; do printf '督' >&2; i=$((i + 1)); done; exit 6 ;;
    *) echo '{"error":{"code":"FILE_FULL","args":{}}}'; echo "the disk is full" >&2; exit 6 ;;
esac
