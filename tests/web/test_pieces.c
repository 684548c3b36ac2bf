/* Pieces of pages: what they say, what they draw, and that nothing foreign becomes markup. */
#include "check.h"
#include "web/assets.h"
#include "web/pieces.h"
#include "web/ranks.h"

static Ctx ctx(Arena *arena)
{
    return (Ctx){.arena = arena, .lang = LANG_ZH};
}

static Str drawn(Arena *arena, Spark line)
{
    Ctx c = ctx(arena);
    Out out = out_new(arena, 4096);
    spark(&out, &c, &line);
    Str all = out_str(&out);
    ptrdiff_t from = str_find(all, S("</title>"), 0) + 8;
    return str_sub(all, from, str_find(all, S("</svg>"), 0));
}

static void spark__has_gaps_and_marks_the_last(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int64_t values[] = {1, 9, 5, 3, 1};
    const bool known[] = {true, true, false, true, false};
    /* 1 at the top where low is good; alone after a gap: a dot; the last that is known is marked */
    CHECK_STR(
        drawn(&a, (Spark){values, known, 5, 1, 9, true, S("")}),
        S("<path d=\"M4.0 4.0L26.0 20.0M70.0 8.0h0\"/><circle cx=\"70.0\" cy=\"8.0\" r=\"2.5\"/>"));
    const int64_t near[] = {1, 2};
    CHECK(str_starts(drawn(&a, (Spark){near, NULL, 2, 1, 9, true, S("")}),
                     S("<path d=\"M4.0 4.0L92.0 6.0\"")));
    CHECK_STR(drawn(&a, (Spark){values, NULL, 2, 0, 0, false, S("")}),
              S("<path d=\"M4.0 20.0L92.0 4.0\"/><circle cx=\"92.0\" cy=\"4.0\" r=\"2.5\"/>"));
}

static void spark__takes_anything(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int64_t same[] = {7, 7}, wide[] = {INT64_MIN, INT64_MAX}, out_of_scale[] = {-100, 100};
    const bool none[] = {false, false};
    CHECK_STR(drawn(&a, (Spark){.count = 0}), S(""));
    CHECK_STR(drawn(&a, (Spark){same, none, 2, 0, 0, false, S("")}), S(""));
    CHECK_STR(drawn(&a, (Spark){same, NULL, 1, 0, 0, false, S("")}),
              S("<path d=\"M92.0 12.0h0\"/><circle cx=\"92.0\" cy=\"12.0\" r=\"2.5\"/>"));
    CHECK(str_starts(drawn(&a, (Spark){same, NULL, 2, 0, 0, false, S("")}),
                     S("<path d=\"M4.0 12.0L92.0 12.0\"")));
    CHECK(str_starts(drawn(&a, (Spark){wide, NULL, 2, 0, 0, false, S("")}),
                     S("<path d=\"M4.0 20.0L92.0 4.0\"")));
    CHECK(str_starts(drawn(&a, (Spark){out_of_scale, NULL, 2, 1, 9, false, S("")}),
                     S("<path d=\"M4.0 20.0L92.0 4.0\"")));
}

static void long_groups__come_in_parts_that_miss_nobody(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int totals[] = {0, 1, GROUP_PAGE_UNITS, GROUP_PAGE_UNITS + 1, 2843};
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        int seen = 0;
        GroupPart part = group_part(&a, 0, totals[i]);
        for (;;) {
            CHECK(part.from == seen && part.shown <= GROUP_PAGE_UNITS && part.first == (seen > 0));
            seen += part.shown;
            if (!part.next)
                break;
            int64_t from = 0;
            CHECK(str_to_i64(part.next_from, &from));
            part = group_part(&a, from, totals[i]);
        }
        CHECK(seen == totals[i]);
    }
    GroupPart whole = group_part(&a, 0, GROUP_PAGE_UNITS), after = group_part(&a, 9999, 2843);
    CHECK(group_foot(&whole, S("/a"), S("/b")).total == 0);
    CHECK(after.from == 2800 && after.to == 2843 && !after.next);
    TableFoot foot = group_foot(&after, S("/a"), S("/b"));
    CHECK(foot.shown == 43 && foot.total == 2843 && str_eq(foot.first, S("/a")) && !foot.next.len);
}

static Str bar(Arena *arena, int64_t done, int64_t plan)
{
    Ctx c = ctx(arena);
    Out out = out_new(arena, 4096);
    gauge(&out, &c, &(Gauge){done, plan, S("<完成>")});
    CHECK(str_has(out_str(&out), S("<title>&lt;完成&gt;</title>")));
    return out_str(&out);
}

static void gauge__stays_inside_and_shows_lateness(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK(str_has(bar(&a, 5000, 5001), S("class=\"late\" d=\"M0 3h48.0v6H0z\"")));
    CHECK(str_has(bar(&a, 5000, 5000), S("class=\"done\" d=\"M0 3h48.0v6H0z\"")));
    CHECK(str_has(bar(&a, INT64_MAX, 10000),
                  S("class=\"done\" d=\"M0 3h96.0v6H0z\"/><path class=\"plan\" d=\"M94.5")));
    CHECK(str_has(bar(&a, -1, 0), S("class=\"late\" d=\"M0 3h0.0")));
    CHECK(!str_has(bar(&a, 1, -1), S("plan")));
}

static Str change(Arena *arena, Lang lang, bool known, int places)
{
    Ctx c = ctx(arena);
    c.lang = lang;
    Out out = out_new(arena, 4096);
    rank_change(&out, &c, known, places);
    return out_str(&out);
}

static void rank_change__is_said_in_words(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str up = change(&a, LANG_ZH, true, 2), down = change(&a, LANG_EN, true, -1);
    CHECK(str_has(up, S("title=\"升2位\"")) && str_has(up, S("class=\"up\"")) &&
          str_has(up, S("</svg>2</span>")));
    CHECK(str_has(down, S("title=\"down 1\"")) && str_has(down, S("class=\"down\"")));
    CHECK(str_has(change(&a, LANG_ZH, true, 0), S("<span class=\"said\">持平</span>")));
    CHECK(str_has(change(&a, LANG_ZH, false, 3), S("<span class=\"said\">不作比较</span>")));
}

static void light__differs_in_shape_and_word(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    static const Str words[] = {SC("暂无数据"), SC("正常"), SC("滞后"), SC("严重滞后")};
    Str seen[4];
    for (Light i = LIGHT_NONE; i <= LIGHT_RED; i++) {
        Out out = out_new(&a, 4096);
        light(&out, &c, i);
        CHECK(str_ends(out_str(&out), arena_fmt(&a, "</svg>%.*s</span>", STR_ARG(words[i]))));
        seen[i] = str_sub(out_str(&out), 0, str_find(out_str(&out), S("</svg>"), 0));
        for (Light j = LIGHT_NONE; j < i; j++)
            CHECK(!str_eq(seen[i], seen[j]));
    }
}

static void fields_and_files__escape(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    Out out = out_new(&a, 8192);
    field(&out, &c,
          &(Field){.name = S("n"),
                   .label = S("<依据>"),
                   .value = S("\"><script>"),
                   .error = S("a<b"),
                   .required = true});
    Str found = out_str(&out);
    CHECK(str_has(found, S("value=\"&quot;&gt;&lt;script&gt;\"")) &&
          str_has(found, S("&lt;依据&gt;")));
    CHECK(str_has(found, S("aria-invalid=\"true\" aria-describedby=\"e-n\"")) &&
          str_has(found, S("a&lt;b")));
    CHECK(str_has(found, S(" required")) && !str_has(found, S("autofocus")) &&
          !str_has(found, S("maxlength")));
    out = out_new(&a, 8192);
    file_item(&out, &c, S("/a?b=1&c=2"), S("通报<1>.docx"), S("Word"), 1);
    file_item(&out, &c, S("/x"), S("x"), S("Word"), 3 * 1024 * 1024 + 512 * 1024);
    file_item(&out, &c, S("/x"), S("x"), S("csv"), -1);
    CHECK_STR(out_str(&out),
              S("<li><a href=\"/a?b=1&amp;c=2\">通报&lt;1&gt;.docx</a><span>Word 1 KB</span></li>\n"
                "<li><a href=\"/x\">x</a><span>Word 3.5 MB</span></li>\n"
                "<li><a href=\"/x\">x</a><span>csv</span></li>\n"));
}

static void faults_box__says_where_and_how_many_more(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    Faults faults = {.arena = &a};
    Out out = out_new(&a, 1024 * 1024);
    faults_box(&out, &c, &faults);
    notice(&out, &c, NOTICE_ERROR, S(""));
    CHECK_I64(out.len, 0);
    for (int i = 0; i < FAULTS_KEPT_MAX + 5; i++) {
        Err err = {0};
        err_set(&err, ERR_DEC_MALFORMED, {"found", S("<1>")});
        err_at_file(&err, S("a&b.csv"));
        err_at_cell(&err, i + 2, 3);
        faults_add(&faults, &err);
    }
    faults_box(&out, &c, &faults);
    CHECK(str_has(out_str(&out), S("<li>a&amp;b.csv:2:3: “&lt;1&gt;”不是数")));
    CHECK(str_has(out_str(&out), S("共有 105 处要改正")) && str_has(out_str(&out), S("另有5处")));
}

static Str foot(Arena *arena, TableFoot foot)
{
    Ctx c = ctx(arena);
    Out out = out_new(arena, 4096);
    table_foot(&out, &c, &foot);
    return out_str(&out);
}

static void tables__say_how_much_is_shown(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK(str_has(foot(&a, (TableFoot){100, 5000, S(""), S("/l?after=9&q=1")}),
                  S("显示 100 条，共 5000 条")));
    CHECK(str_has(foot(&a, (TableFoot){100, 5000, S(""), S("/l?after=9&q=1")}),
                  S("<a href=\"/l?after=9&amp;q=1\" rel=\"next\">")));
    CHECK(str_has(foot(&a, (TableFoot){7, 7, S(""), S("")}), S("共 7 条")) &&
          !str_has(foot(&a, (TableFoot){7, 7, S(""), S("")}), S("<a")));
    Ctx c = ctx(&a);
    Out out = out_new(&a, 4096);
    sort_head(&out, &c, &(SortHead){S("得分"), S("/r?sort=score"), -1, true});
    CHECK(str_has(out_str(&out), S("<th scope=\"col\" class=\"num\" aria-sort=\"descending\">")) &&
          str_has(out_str(&out), S("▼")));
}

static bool in_order(Str text, const char *const *parts, size_t count)
{
    ptrdiff_t at = 0;
    for (size_t i = 0; i < count; i++) {
        at = str_find(text, str_from_z(parts[i]), at);
        if (at < 0)
            return false;
    }
    return true;
}
#define IN_ORDER(text, ...)                                                                        \
    in_order((text), (const char *const[]){__VA_ARGS__},                                           \
             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void fields__of_each_kind_say_what_is_wrong_beside_them(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    c.session.csrf = S("token<");
    Options options = {0};
    *arena_push(&a, &options) = (Option){S("a\""), S("甲<"), .chosen = true};
    *arena_push(&a, &options) = (Option){S("b"), S("乙"), .chosen = false};
    Out out = out_new(&a, 64 * 1024);
    form_files_begin(&out, &c, S("/x?a=1&b=2"));
    for (FieldKind kind = FIELD_INPUT; kind <= FIELD_FILE; kind++)
        field(&out, &c,
              &(Field){.kind = kind,
                       .name = arena_fmt(&a, "n%d", (int)kind),
                       .label = S("名<称>"),
                       .value = S("</textarea>\"<"),
                       .error = S("a<b"),
                       .help = S("说明"),
                       .options = &options,
                       .any = S("全部"),
                       .required = true});
    form_end(&out, &c);
    Str text = out_str(&out);
    CHECK(!out.overflow);
    CHECK(!str_has(text, S("名<称")) && !str_has(text, S("a<b")) &&
          !str_has(text, S("\"</textarea")));
    CHECK(IN_ORDER(
        text, "<form method=\"post\" action=\"/x?a=1&amp;b=2\" enctype=\"multipart/form-data\">",
        "name=\"csrf\" value=\"token&lt;\"", "id=\"f-n0\"", "<p class=\"wrong\" id=\"e-n0\">a&lt;b",
        "<textarea id=\"f-n1\"", "required", "&lt;/textarea&gt;", "<select id=\"f-n2\"",
        "<option value=\"\">全部", "<option value=\"a&quot;\" selected>甲&lt;", "<fieldset",
        "id=\"f-n3\"", "type=\"radio\"", "checked", "type=\"checkbox\" name=\"n4\"", "id=\"f-n5\"",
        "value=\"1\"", "type=\"file\"", "id=\"e-n6\"", "</form>"));
    FieldFaults faults = {0};
    out = out_new(&a, 8192);
    field_faults(&out, &c, &faults);
    CHECK_I64(out.len, 0);
    *arena_push(&a, &faults) = (FieldFault){S("n2"), S("<名>"), S("不<对>")};
    field_faults(&out, &c, &faults);
    CHECK(IN_ORDER(out_str(&out), "role=\"alert\"", "共有 1 处", "<a href=\"#f-n2\">&lt;名&gt;</a>",
                   "不&lt;对&gt;"));
    CHECK_STR(fault_of(&faults, S("n2")), S("不<对>"));
    CHECK_STR(fault_of(&faults, S("n3")), S(""));
}

static void confirm__says_what_will_happen_and_asks_why(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    Confirm undo = {.action = S("/undo"),
                    .label = S("撤回"),
                    .what = S("各单位<不再>看到"),
                    .reason = S("why")};
    Out out = out_new(&a, 8192);
    confirm_act(&out, &c, &undo);
    CHECK(IN_ORDER(out_str(&out), "<details class=\"confirm\">",
                   "<summary class=\"button danger\">撤回", "action=\"/undo\"", "name=\"csrf\"",
                   "各单位&lt;不再&gt;看到", "理由", "name=\"why\"", "required",
                   "<button class=\"button danger\">撤回"));
    out = out_new(&a, 8192);
    undo.error = S("请写明理由");
    confirm_act(&out, &c, &undo);
    CHECK(IN_ORDER(out_str(&out), "<details class=\"confirm\" open>", "请写明理由"));
}

static void tables__are_drawn_from_data(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    Table t = {
        .id = S("t"), .empty = S("没有<任务>"), .empty_href = S("/new"), .empty_label = S("新建")};
    table_add_column(&a, &t, S("任务"), CELL_HEAD)->head.href = S("/l?sort=a&b");
    table_add_column(&a, &t, S("完成"), CELL_NUMBER)->head.plan = true;
    table_add_column(&a, &t, S("状态"), CELL_SHORT);
    Out out = out_new(&a, 16 * 1024);
    table(&out, &c, &t);
    CHECK(!str_has(out_str(&out), S("<table")) &&
          IN_ORDER(out_str(&out), "没有&lt;任务&gt;", "href=\"/new\"", "新建"));
    static const Light green = LIGHT_GREEN;
    TableRow *row = table_add_row(&a, &t);
    row->group = S("三<重>");
    row->own = true;
    *row_add_cell(&a, row) =
        (Cell){.text = S("a<b"), .href = S("/t/1?x=1&y"), .mark = S("力争"), .note = S("n<")};
    *row_add_cell(&a, row) = (Cell){.text = S("1.50"), .unit = S("亿元"), .bad = true};
    row_add_cell(&a, row)->light = &green;
    row = table_add_row(&a, &t);
    row_add_cell(&a, row)->text = S("限制");
    *row_add_cell(&a, row) = (Cell){.text = S("不列"), .across = 2};
    row_add_cell(&a, row)->text = S("多出的一格");
    t.foot = (TableFoot){2, 9, S(""), S("/n")};
    out = out_new(&a, 16 * 1024);
    sheet(&out, &c, &t);
    Str text = out_str(&out);
    CHECK(IN_ORDER(text, "<section class=\"sheet\">", "id=\"t\"", "href=\"/l?sort=a&amp;b\"",
                   "class=\"num plan\"", "colspan=\"3\">三&lt;重&gt;", "<tr class=\"own\">",
                   "<th scope=\"row\"><a href=\"/t/1?x=1&amp;y\">a&lt;b</a>", "力争", "n&lt;",
                   "<td class=\"num\"><span class=\"wrong\">1.50</span><span class=\"unit\">亿元",
                   "正常", "<td colspan=\"2\">不列", "显示 2 条，共 9 条", "href=\"/n\""));
    CHECK(!str_has(text, S("多出的一格"))); /* no more cells than columns */
}

static void chart__names_its_table_and_its_script(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Ctx c = ctx(&a);
    Out out = out_new(&a, 4096);
    chart(&out, &c,
          &(Chart){.kind = CHART_BARS,
                   .table = S("t"),
                   .words = S("<图>"),
                   .unit = S("%"),
                   .down = S("1,2")});
    CHECK(IN_ORDER(out_str(&out), "role=\"img\" aria-label=\"&lt;图&gt;\"",
                   "data-script=\"/assets/charts.", "data-kind=\"2\"", "data-table=\"t\"",
                   "data-down=\"1,2\""));
    out = out_new(&a, 4096);
    restricted_badge(&out, &c);
    state_mark(&out, &c, STATE_LATE, S("逾<期"));
    CHECK(IN_ORDER(out_str(&out), "限制内容", "class=\"state late\"", "逾&lt;期"));
}

static void assets__are_found_by_their_digest_only(void **state)
{
    (void)state;
    int count = 0;
    for (const Asset *asset = assets_all; asset->name.len; asset++, count++) {
        CHECK(asset_find(asset->file) == asset);
        CHECK(asset->bytes.len > 0 && asset->gzip.len < asset->bytes.len);
        CHECK(str_eq(str_sub(asset->url, 8, asset->url.len), asset->file) && asset->etag.len == 18);
        CHECK(!asset_find(asset->name));
    }
    CHECK(count >= 3);
    CHECK(!asset_find(S("")));
}

static void download__of_a_sheet_is_whole_or_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    HttpResponse response;
    Ctx c = ctx(&a);
    c.response = &response;
    Sheet sheet = sheet_new(&a, S("s"), 2);
    sheet.columns[0].title = S("单位");
    sheet.columns[1].title = S("数");
    sheet_cell(&sheet, S("甲区"));
    sheet_cell(&sheet, S("1,5"));
    http_response_init(&response, &a);
    CHECK(download_csv(&c, &sheet, S("报"), &err));
    CHECK_STR(out_str(&response.body), S("\xEF\xBB\xBF单位,数\n甲区,\"1,5\"\n"));
    CHECK_STR(http_sent(&response, S("Content-Disposition")),
              S("attachment; filename*=UTF-8''%E6%8A%A5.csv"));
    http_response_init(&response, &a);
    response.body.max_bytes = 20; /* the head has room, the row has not */
    CHECK(!download_csv(&c, &sheet, S("报"), &err));
    CHECK(err.code == ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spark__has_gaps_and_marks_the_last),
        cmocka_unit_test(spark__takes_anything),
        cmocka_unit_test(long_groups__come_in_parts_that_miss_nobody),
        cmocka_unit_test(gauge__stays_inside_and_shows_lateness),
        cmocka_unit_test(rank_change__is_said_in_words),
        cmocka_unit_test(light__differs_in_shape_and_word),
        cmocka_unit_test(fields_and_files__escape),
        cmocka_unit_test(faults_box__says_where_and_how_many_more),
        cmocka_unit_test(tables__say_how_much_is_shown),
        cmocka_unit_test(fields__of_each_kind_say_what_is_wrong_beside_them),
        cmocka_unit_test(confirm__says_what_will_happen_and_asks_why),
        cmocka_unit_test(tables__are_drawn_from_data),
        cmocka_unit_test(chart__names_its_table_and_its_script),
        cmocka_unit_test(assets__are_found_by_their_digest_only),
        cmocka_unit_test(download__of_a_sheet_is_whole_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
