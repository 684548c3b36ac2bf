/* The frame and every piece with sample data, for pictures and for the eye: preview FOLDER writes pieces.html,
 * pieces.en.html, sign_in.html, error.html and the assets they name. */
#include "web/assets.h"
#include "web/pieces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct PreviewRow {
    Str code, name, mark, lead, target, actual, unit, score;
    int rank, change;
    Light light;
    Spark line;
    Gauge bar;
} PreviewRow;

typedef struct PreviewView {
    const Faults *faults;
    LIST_OF(PreviewRow) themes, ranks, tasks;
    LIST_OF(SortHead) heads;
    TableFoot foot;
} PreviewView;

#include "preview.html.h"

typedef struct SignInView {
    Str account, error, next;
} SignInView;
#include "web/templates/sign_in.html.h"
typedef struct ErrorView {
    int status;
    Str sentence, help, back;
} ErrorView;
#include "web/templates/error.html.h"

enum { MONTHS = 6 };

static void add_themes(Arena *a, PreviewView *v)
{
    static const PreviewRow rows[] = {
        {.name = SC("三重 · 京津冀协同发展"), .light = LIGHT_GREEN, .rank = 18},
        {.name = SC("三重 · 重大项目建设"), .light = LIGHT_YELLOW, .rank = 26},
        {.name = SC("三重 · 重大民生实事"), .light = LIGHT_GREEN, .rank = 40},
        {.name = SC("四创 · 创新驱动发展"), .light = LIGHT_GREEN, .rank = 12},
        {.name = SC("四创 · 创城、创卫、创森"), .light = LIGHT_RED, .rank = 15},
        {.name = SC("五优化 · 自然生态"), .light = LIGHT_NONE, .rank = 9},
        {.name = SC("五优化 · 营商环境"), .light = LIGHT_GREEN, .rank = 8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        *arena_push(a, &v->themes) = rows[i];
}

static void add_ranks(Arena *a, PreviewView *v)
{
    static const Str names[] = {SC("海港区"),         SC("山海关区"), SC("北戴河区"),
                                SC("抚宁区"),         SC("昌黎县"),   SC("卢龙县"),
                                SC("青龙满族自治县"), SC("开发区"),   SC("北戴河新区")};
    static const int64_t ranks[][MONTHS] = {
        {3, 2, 2, 1, 2, 1}, {1, 1, 1, 2, 1, 2}, {5, 4, 6, 5, 4, 3},
        {2, 3, 3, 4, 5, 4}, {6, 6, 5, 3, 3, 5}, {4, 5, 4, 6, 6, 6},
        {7, 7, 0, 0, 7, 7}, {9, 8, 8, 8, 9, 8}, {8, 9, 9, 9, 8, 9}};
    static const int changes[] = {1, -1, 1, 1, -2, 0, 0, 1, -1};
    static bool known[9][MONTHS];
    for (int i = 0; i < 9; i++) {
        for (int m = 0; m < MONTHS; m++)
            known[i][m] = ranks[i][m] != 0;
        *arena_push(a, &v->ranks) = (PreviewRow){
            .code = arena_fmt(a, "c%02d", i + 1),
            .name = names[i],
            .rank = i + 1,
            .score = arena_fmt(a, "%d.%02d", 95 - 2 * i, (i * 37) % 100),
            .change = changes[i],
            .line = {ranks[i], known[i], MONTHS, 1, 9, true,
                     arena_fmt(a, "名次 1 至 6 月，现第%d名", i + 1)},
        };
    }
}

static void add_tasks(Arena *a, PreviewView *v)
{
    static const PreviewRow rows[] = {
        {.code = SC("1.2.1"),
         .name = SC("重大项目完成投资不低于310亿元"),
         .lead = SC("市发展和改革委员会"),
         .target = SC("310.00"),
         .unit = SC("亿元"),
         .actual = SC("172.40"),
         .score = SC("55.61"),
         .bar = {5561, 5000, SC("完成 55.61%，序时 50%")},
         .light = LIGHT_GREEN},
        {.code = SC("1.2.2"),
         .name = SC("谋划储备项目不少于800个"),
         .lead = SC("市发展和改革委员会"),
         .target = SC("800"),
         .unit = SC("个"),
         .actual = SC("344"),
         .score = SC("43.00"),
         .bar = {4300, 5000, SC("完成 43%，序时 50%")},
         .light = LIGHT_YELLOW},
        {.code = SC("1.3.1"),
         .name = SC("省定20项民生工程"),
         .lead = SC("市民政局"),
         .target = SC("20"),
         .unit = SC("项"),
         .actual = SC("4"),
         .score = SC("20.00"),
         .bar = {2000, 5000, SC("完成 20%，序时 50%")},
         .light = LIGHT_RED},
        {.code = SC("2.3.1"),
         .name = SC("所有县进入省级以上文明城市行列，县级市、县全部达到国家卫生县城标准，并建立长效"
                    "管理机制"),
         .mark = SC("力争"),
         .lead = SC("市精神文明建设委员会办公室、市爱国卫生运动委员会办公室"),
         .light = LIGHT_NONE},
        {.code = SC("3.3.1"),
         .name = SC("PM2.5平均浓度达到省定要求"),
         .lead = SC("市生态环境局"),
         .actual = SC("41.2"),
         .unit = SC("µg/m³"),
         .score = SC("100.00"),
         .bar = {10000, -1, SC("完成 100%")},
         .light = LIGHT_GREEN},
        {.code = SC("3.4.2"),
         .name = SC("“免申即享”事项上线"),
         .lead = SC("市行政审批局"),
         .target = SC("60"),
         .unit = SC("项"),
         .actual = SC("71"),
         .score = SC("118.33"),
         .bar = {11833, 5000, SC("完成 118.33%，序时 50%")},
         .light = LIGHT_GREEN},
    };
    for (size_t i = 0; i < 24; i++)
        *arena_push(a, &v->tasks) = rows[i % (sizeof rows / sizeof *rows)];
    *arena_push(a, &v->heads) = (SortHead){S("目标"), S("/ledger?sort=target"), 0, true};
    *arena_push(a, &v->heads) = (SortHead){S("完成"), S("/ledger?sort=actual"), -1, true};
    v->foot = (TableFoot){100, 5000, S("/ledger"), S("/ledger?after=2.3.1")};
}

static void add_faults(Arena *a, Faults *faults)
{
    *faults = (Faults){.arena = a};
    for (int i = 0; i < 3; i++) {
        Err err = {0};
        err_set(&err, ERR_DEC_MALFORMED, {"found", i ? S("12，5") : S("一百")});
        err_at_file(&err, S("月报-海港区.xlsx"));
        err_at_cell(&err, 12 + i, 4);
        faults_add(faults, &err);
    }
}

static void write_file(const char *folder, Str name, Str bytes)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name)) >= (int)sizeof path)
        exit(2);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.ptr, 1, (size_t)bytes.len, file) != (size_t)bytes.len ||
        fclose(file)) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    AUTO_ARENA a = {0};
    Faults faults;
    add_faults(&a, &faults);
    PreviewView v = {.faults = &faults};
    add_themes(&a, &v);
    add_ranks(&a, &v);
    add_tasks(&a, &v);
    Web web = {.clock_moved = true};
    HttpRequest request = {.arena = &a, .path = S("/ledger"), .query = S("theme=1")};
    Account account = {.name = S("office"), .post = S("活动办主任")};
    Ctx c = {.arena = &a,
             .web = &web,
             .request = &request,
             .now_ms = INT64_C(1625792400000),
             .signed_in = true};
    c.session = (Session){.account = S("office"), .csrf = S("token")};
    c.app.def =
        (CampaignDef){.code = S("s"), .name = S("示例市“三重四创五优化”活动"), .sample = true};
    *arena_push(&a, &c.app.def.accounts) = account;
    c.app.actor = (Actor){.name = S("office"), .role = ROLE_OFFICE_DIRECTOR, .unit = S("c01")};
    for (Lang lang = 0; lang < LANG_COUNT; lang++) {
        Out out = out_new(&a, 4 * 1024 * 1024);
        c.lang = lang;
        frame_top(&out, &c, S("任务台账"), NAV_LEDGER);
        preview_html(&out, &c, &v);
        frame_bottom(&out, &c);
        write_file(argv[1], lang == LANG_ZH ? S("pieces.html") : S("pieces.en.html"),
                   out_str(&out));
    }
    Out out = out_new(&a, 4 * 1024 * 1024);
    c.lang = LANG_ZH;
    frame_top(&out, &c, S("未能办理"), NAV_NONE);
    error_html(
        &out, &c,
        &(ErrorView){404, S("没有这个页面：/ledgr"), S("请核对地址，或从上方栏目进入。"), S("/")});
    frame_bottom(&out, &c);
    write_file(argv[1], S("error.html"), out_str(&out));
    out = out_new(&a, 4 * 1024 * 1024);
    c = (Ctx){.arena = &a, .web = &web, .request = &request, .now_ms = c.now_ms};
    frame_top(&out, &c, S("登录"), NAV_NONE);
    sign_in_html(&out, &c, &(SignInView){S("office"), S("账号或口令不对"), S("/ledger")});
    frame_bottom(&out, &c);
    write_file(argv[1], S("sign_in.html"), out_str(&out));
    for (const Asset *asset = assets_all; asset->name.len; asset++)
        write_file(argv[1], asset->file, asset->bytes);
    return 0;
}
