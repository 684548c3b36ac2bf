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
mkdir -p "$work" "$out/readings" "$out/rankings" "$out/circulars" "$out/talks" "$out/explanations" "$out/campaigns"

for document in ../shared/documents/*.txt data/documents/*.txt; do
    [ -f "$document" ] || continue
    say "reading $document"
    name=$(basename "$document" .txt)
    "$duban" read "$document" --format json --out "$out/readings/$name.json"
    "$duban" read "$document" --format csv --out "$out/readings/$name.csv"
    as_clerk read "$document" --format xlsx --out "$out/readings/$name.xlsx"
done

say "playing the year $(grep -c '^2' "$sample/year.txt") commands long"
half=$(sh tools/sample_half.sh "$duban" "$work" "$db")
LOG=$work/year.log FROM=$half sh tools/run_year.sh "$duban" "$sample" "$work/files" "$db"

say "writing the ledger, rankings, circulars and talk proposals"
as_clerk ledger --format csv --out "$out/ledger.csv"
as_clerk ledger --format xlsx --out "$out/ledger.xlsx"
as_clerk export reports --format csv --out "$out/reports.csv" 2> /dev/null
as_clerk export reports --out "$out/reports.xlsx" 2> /dev/null
as_clerk export campaign --out "$out/campaigns/shifanshi-2021.xlsx" 2> /dev/null
for step in init 'import campaign data/samples/qinhuangdao-2021' "export campaign --out $out/campaigns/qinhuangdao-2021.xlsx"; do
    # shellcheck disable=SC2086 # words of a command
    "$duban" --db "sqlite:$work/qinhuangdao.db" --as office --now 2021-01-11T09:00:00+08:00 --seed 1 $step >> "$work/year.log" 2>&1
done
groups='taskforce county department'
periods=$(sed -n 's/^2.* publish --period \([0-9-]*\).*/\1/p' "$sample/year.txt")
for period in $(sed -n 's/^2.* evaluate --period \([0-9-]*\).*/\1/p' "$sample/year.txt" | LC_ALL=C sort -u); do
    for group in $groups; do
        as_clerk rank --period "$period" --group "$group" --format csv --out "$out/rankings/$period-$group-ranking.csv"
    done
done
for period in $periods; do
    as_clerk rank --period "$period" --format xlsx --out "$out/rankings/$period-ranking.xlsx"
    as_clerk circular --period "$period" --out "$out/circulars/$period-circular.txt"
    as_clerk circular --period "$period" --format docx --out "$out/circulars/$period-circular.docx"
    as_clerk circular --period "$period" --format trace --out "$out/circulars/$period-figures.csv"
    # a draft only where a correction would change what was printed
    for format in txt docx; do
        as_clerk circular --period "$period" --notice --format "$format" \
            --out "$out/circulars/$period-correction-notice.$format" 2> /dev/null || [ $? = 3 ]
    done
done
as_clerk talks --out "$out/talks.txt"
as_clerk talks --format json --out "$out/talks.json"
sed -n 's/^ *"period": "\(.*\)",$/\1/p; s/^ *"unit": "\(.*\)",$/\1/p' "$out/talks.json" | paste -d ' ' - - |
    while read -r period unit; do
        for format in txt docx; do
            as_clerk talks --period "$period" --unit "$unit" --format "$format" --out "$out/talks/$period-$unit.$format"
        done
    done
as_clerk replay --format csv --out "$out/corrections.csv"
last=$(printf '%s\n' "$periods" | tail -n 1)
tail -n +2 "$out/rankings/$last"-*-ranking.csv | sed -n 's/^[0-9-]*,[^,]*,\([^,]*\),.*/\1/p' | while read -r unit; do
    reader=clerk1 # what stands in a restricted area is read by whose it is
    ! grep -q "^$unit,.*,yes,yes,[^,]*$" "$sample/units.csv" || reader=u_$unit
    "$duban" --db "$db" --as "$reader" --now 2022-01-31T09:00:00+08:00 --seed 1 explain --unit "$unit" --period "$last" --format json --out "$out/explanations/$last-$unit.json"
done
"$duban" --db "$db" --as auditadmin verify > "$out/verify.txt"

cat > "$out/README.txt" <<'END'
样稿·示例数据：示例市的单位、数字、文号均为虚构。readings/ 除外，那是所给文件的整理结果。
SAMPLE: units, figures and numbers of 示例市 are invented. readings/ alone is about the documents given.

readings/        政策文件整理出的任务底稿（csv、xlsx、json）  policy documents as draft ledgers
ledger.csv .xlsx 任务台账：目标、时限、单位、进度、分解对账   the ledger with targets, progress, allotments
reports.csv .xlsx 历次报送、核定、更正的每一个数               every value reported, confirmed, corrected
campaigns/       两个样例活动，各为一个工作簿，可原样导入     the sample campaigns, a workbook each, to be imported
rankings/        各期三个组别的得分和名次（试行期只有得分）   scores and ranks of every period and group
                 *-ranking.xlsx 同一期三组合为一本             the three groups of a period in one workbook
circulars/       *-circular.txt 印发的通报原文                the circulars as issued
                 *-circular.docx 同一通报，按公文格式成文     the same, set as an official document
                 *-figures.csv 通报中每个数字的出处           the origin of every number in them
                 *-correction-notice.* 更正通知草稿           drafts where a correction changes figures
talks.txt .json  约谈建议及其依据、办理情况                   talk proposals with evidence and decisions
talks/           每项约谈建议一份呈批件（docx、txt）          a paper for approval of each proposal
corrections.csv  更正会改变的已发布内容（只列出，不改动）     what corrections would change (never done)
explanations/    最后一期每个单位每一分的来历                 every point of the last period
verify.txt       核验结果                                     the result of duban verify
END

as_clerk rank --period "$last"
cat "$out/talks.txt"
echo
cat "$out/verify.txt"
say ''
say "results are in $out/:"
for entry in "$out"/*; do
    if [ -d "$entry" ]; then
        say "  $entry/  ($(find "$entry" -type f | wc -l) files)"
    else
        say "  $entry"
    fi
done
