#!/bin/sh
# run_year.sh DUBAN SAMPLE OUT DB: plays the office's year (SAMPLE/year.txt) into an empty database.
#
# Each line is `INSTANT ACCOUNT COMMAND ARGUMENT…`, words as in a shell, $SAMPLE and $OUT filled in.
# Instants are injected and ids seeded by the line, so two runs make the same database on any engine.
# FROM=LINE begins with that line, UNTIL=LINE stops before it. Prints the commands with VERBOSE=1; a failure names its line.
# YEARS=FOLDER: what this program plays into SQLite from the beginning is kept there and copied when it is asked for again;
# a longer play goes on from the longest that is kept (./dev test makes the folder anew for each stage).
set -eu
duban=$1 SAMPLE=$2 OUT=$3 db=$4
years=
case $db in sqlite:*) [ "${FROM:-0}" != 0 ] || [ -e "${db#sqlite:}" ] || years=${YEARS:-} ;; esac
if [ -n "$years" ]; then
    sums() { (cd "$1" && find . -type f -exec sha256sum {} + | LC_ALL=C sort); } # a test may play a campaign or files of its own
    kept=$years/$({ realpath "$duban" "$SAMPLE"; sums "$SAMPLE"; sums "$OUT"; } | sha256sum | cut -c 1-16)
    exec 8> "$kept.lock"
    flock 8
    end=${UNTIL:-0}
    [ "$end" != 0 ] || end=99999
    if [ ! -f "$kept-$end.db" ]; then
        from=0
        for other in "$kept"-*.db; do
            line=${other##*-} line=${line%.db}
            if [ -f "$other" ] && [ "$line" -lt "$end" ] && [ "$line" -gt "$from" ]; then from=$line; fi
        done
        rm -f "$kept.part"*
        [ "$from" = 0 ] || cp -p "$kept-$from.db" "$kept.part"
        YEARS='' FROM=$from UNTIL=$end sh "$0" "$duban" "$SAMPLE" "$OUT" "sqlite:$kept.part" 8>&-
        mv "$kept.part" "$kept-$end.db"
    fi
    cp -p "$kept-$end.db" "${db#sqlite:}"
    exit 0
fi
log=${LOG:-/dev/null}
line=0
while IFS= read -r text <&3; do
    line=$((line + 1))
    [ "${UNTIL:-0}" -gt 0 ] && [ "$line" -ge "$UNTIL" ] && break
    [ "$line" -lt "${FROM:-0}" ] && continue
    case $text in '' | '#'*) continue ;; esac
    eval "set -- $text"
    instant=$1 account=$2
    shift 2
    [ "${VERBOSE:-0}" = 1 ] && echo "+ $instant $account: duban $*" >&2
    if ! "$duban" --db "$db" --as "$account" --now "$instant" --seed "$line" "$@" >>"$log" 2>&1; then
        echo "$SAMPLE/year.txt:$line: failed: duban $*" >&2
        [ "$log" = /dev/null ] || tail -n 5 "$log" >&2
        exit 1
    fi
done 3<"$SAMPLE/year.txt"
