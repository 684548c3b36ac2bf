#!/bin/sh
# sample_serve.sh DUBAN WORK [DB]: serves the sample year for trying it out. On SQLite that is a copy which
# stands in the middle of a month (tools/sample_run.sh leaves it), on another database the whole year.
# The clock of the pages starts at an instant of the sample year. The first sign-in is made once and kept.
set -eu
duban=$1 work=$2 db=${3:-sqlite:$2/duban.db}
now=2022-01-31T09:00:00+08:00
if [ "$db" = "sqlite:$work/duban.db" ]; then
    db=sqlite:$work/demo.db
    now=2021-12-07T09:30:00+08:00
fi
if [ ! -s "$work/sign-in.txt" ]; then
    (umask 077 && "$duban" --db "$db" --as director1 passwd --generate > "$work/sign-in.txt")
fi
cat >&2 <<ENDTEXT

  账号 account   director1
  密码 password  $(tail -n 1 "$work/sign-in.txt")
  示例市的单位和数据均为虚构；时钟从 $now 走起。
  SAMPLE: an invented city; the clock starts at $now.

ENDTEXT
exec "$duban" --db "$db" --now "$now" serve --listen "${LISTEN:-127.0.0.1:8420}" --data "$work/data"
