#!/bin/sh
# sample_half.sh DUBAN WORK DB: the files that units send, in WORK/files, and the sample year played until the middle of
# a month, in DB. On SQLite a copy goes further, WORK/demo.db: some reports of the month are in and some are not, which is
# what the pages show. Prints the line of year.txt that comes next. Callers: sample_run.sh, tests/browser/.
set -eu
duban=$1 work=$2 db=$3
sample=data/samples/shifanshi-2021
/usr/bin/python3 tools/make_sample.py "$sample" "$work/files"
half=$(grep -n '^2021-12-07T.* import reports ' "$sample/year.txt" | sed 's/:.*//')
LOG=$work/year.log UNTIL=$half sh tools/run_year.sh "$duban" "$sample" "$work/files" "$db"
case $db in
sqlite:*)
    cp "${db#sqlite:}" "$work/demo.db"
    cp -r "$work/files/reports/2021-11" "$work/demo-reports"
    (cd "$work/demo-reports" && rm 09-壬新区.csv 06-市住房和城乡建设局.csv 11-市乡村振兴局.csv 08-巩固国家森林城市专班.csv)
    "$duban" --db "sqlite:$work/demo.db" --as clerk1 --now 2021-12-06T16:20:00+08:00 --seed 1 \
        import reports "$work/demo-reports" --period 2021-11 >> "$work/year.log" 2>&1
    ;;
esac
echo "$half"
