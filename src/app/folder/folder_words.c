/* The words of a folder's reading. */
#include "app/folder/folder_words.h"
#include "app/folder/folder_out.h"

#define WORDS(name, ...)                                                                           \
    static const struct {                                                                          \
        Str word;                                                                                  \
        Msg msg;                                                                                   \
    } name[] = {__VA_ARGS__}

WORDS(file_words, [FOLDER_TAKEN] = {SC("taken"), MSG_FOLDER_FILE_TAKEN},
      [FOLDER_SIGNED] = {SC("signed"), MSG_FOLDER_FILE_SIGNED},
      [FOLDER_OLDER] = {SC("older"), MSG_FOLDER_FILE_OLDER},
      [FOLDER_SAME] = {SC("same"), MSG_FOLDER_FILE_SAME},
      [FOLDER_ASKED] = {SC("asked"), MSG_FOLDER_FILE_ASKED},
      [FOLDER_LEFT] = {SC("left"), MSG_FOLDER_FILE_LEFT},
      [FOLDER_PERIOD] = {SC("period"), MSG_FOLDER_FILE_PERIOD},
      [FOLDER_NO_FORM] = {SC("no_form"), MSG_FOLDER_FILE_NO_FORM},
      [FOLDER_NO_UNIT] = {SC("no_unit"), MSG_FOLDER_FILE_NO_UNIT},
      [FOLDER_REFUSED] = {SC("refused"), MSG_FOLDER_FILE_REFUSED});
WORDS(unit_words, [FOLDER_UNIT_MISSING] = {SC("missing"), MSG_FOLDER_UNIT_MISSING},
      [FOLDER_UNIT_SCAN_ONLY] = {SC("scan_only"), MSG_FOLDER_UNIT_SCAN_ONLY},
      [FOLDER_UNIT_ASKED] = {SC("asked"), MSG_FOLDER_UNIT_ASKED},
      [FOLDER_UNIT_READY] = {SC("ready"), MSG_FOLDER_UNIT_READY},
      [FOLDER_UNIT_FAULTY] = {SC("faulty"), MSG_FOLDER_UNIT_FAULTY},
      [FOLDER_UNIT_SAME] = {SC("same"), MSG_FOLDER_UNIT_SAME},
      [FOLDER_UNIT_KEPT] = {SC("kept"), MSG_FOLDER_UNIT_KEPT});
WORDS(cell_words, [FOLDER_CELL_EMPTY] = {SC("empty"), MSG_FOLDER_CELL_EMPTY},
      [FOLDER_CELL_VALUE] = {SC("value"), MSG_FOLDER_CELL_VALUE},
      [FOLDER_CELL_NA] = {SC("na"), MSG_FOLDER_CELL_NA},
      [FOLDER_CELL_PENDING] = {SC("pending"), MSG_FOLDER_CELL_PENDING},
      [FOLDER_CELL_UNCLEAR] = {SC("unclear"), MSG_FOLDER_CELL_UNCLEAR});
WORDS(why_words, [FOLDER_WHY_NONE] = {SC(""), MSG_FOLDER_CELL_EMPTY},
      [FOLDER_WHY_TEXT] = {SC("text"), MSG_FOLDER_WHY_TEXT},
      [FOLDER_WHY_ERROR] = {SC("error"), MSG_FOLDER_WHY_ERROR},
      [FOLDER_WHY_HIDDEN] = {SC("hidden"), MSG_FOLDER_WHY_HIDDEN},
      [FOLDER_WHY_MERGED] = {SC("merged"), MSG_FOLDER_WHY_MERGED},
      [FOLDER_WHY_TWICE] = {SC("twice"), MSG_FOLDER_WHY_TWICE},
      [FOLDER_WHY_MEASURE] = {SC("measure"), MSG_FOLDER_WHY_MEASURE},
      [FOLDER_WHY_COLUMN] = {SC("column"), MSG_FOLDER_WHY_COLUMN},
      [FOLDER_WHY_ROW] = {SC("row"), MSG_FOLDER_WHY_ROW},
      [FOLDER_WHY_DASH] = {SC("dash"), MSG_FOLDER_WHY_DASH},
      [FOLDER_WHY_RECORD] = {SC("record"), MSG_FOLDER_WHY_RECORD},
      [FOLDER_WHY_COPIED] = {SC("copied"), MSG_FOLDER_WHY_COPIED});
WORDS(change_words,
      [FOLDER_COLUMN_RENAMED] = {SC("column_renamed"), MSG_FOLDER_CHANGE_COLUMN_RENAMED},
      [FOLDER_COLUMN_MOVED] = {SC("column_moved"), MSG_FOLDER_CHANGE_COLUMN_MOVED},
      [FOLDER_COLUMN_ADDED] = {SC("column_added"), MSG_FOLDER_CHANGE_COLUMN_ADDED},
      [FOLDER_COLUMN_MISSING] = {SC("column_missing"), MSG_FOLDER_CHANGE_COLUMN_MISSING},
      [FOLDER_ROW_RENAMED] = {SC("row_renamed"), MSG_FOLDER_CHANGE_ROW_RENAMED},
      [FOLDER_ROW_ADDED] = {SC("row_added"), MSG_FOLDER_CHANGE_ROW_ADDED},
      [FOLDER_ROW_MISSING] = {SC("row_missing"), MSG_FOLDER_CHANGE_ROW_MISSING},
      [FOLDER_ROW_SKIPPED] = {SC("row_skipped"), MSG_FOLDER_CHANGE_ROW_SKIPPED},
      [FOLDER_SHEET_HIDDEN] = {SC("sheet_hidden"), MSG_FOLDER_CHANGE_SHEET_HIDDEN},
      [FOLDER_TURNED] = {SC("turned"), MSG_FOLDER_CHANGE_TURNED},
      [FOLDER_NO_PERIOD] = {SC("no_period"), MSG_FOLDER_CHANGE_NO_PERIOD});
WORDS(choice_words, {SC("head"), MSG_FOLDER_CHOICE_HEAD}, {SC("title"), MSG_FOLDER_CHOICE_TITLE},
      {SC("sheet"), MSG_FOLDER_CHOICE_SHEET}, {SC("file"), MSG_FOLDER_CHOICE_FILE},
      {SC("none"), MSG_FOLDER_CHOICE_NONE}, {SC("this"), MSG_FOLDER_CHOICE_THIS},
      {SC("other"), MSG_FOLDER_CHOICE_OTHER}, {SC("month"), MSG_FOLDER_CHOICE_MONTH},
      {SC("cumulative"), MSG_FOLDER_CHOICE_CUMULATIVE},
      {SC("last_year"), MSG_FOLDER_CHOICE_LAST_YEAR}, {SC("code"), MSG_FOLDER_CHOICE_CODE},
      {SC("name"), MSG_FOLDER_CHOICE_NAME}, {SC("as_is"), MSG_FOLDER_CHOICE_AS_IS},
      {SC("convert"), MSG_FOLDER_CHOICE_CONVERT}, {SC("later"), MSG_FOLDER_CHOICE_LATER},
      {SC("earlier"), MSG_FOLDER_CHOICE_EARLIER}, {SC("put_right"), MSG_FOLDER_CHOICE_PUT_RIGHT});
static const Msg ask_msgs[FOLDER_ASKS] = {
    [FOLDER_ASK_UNIT] = MSG_FOLDER_ASK_UNIT,      [FOLDER_ASK_WHO] = MSG_FOLDER_ASK_WHO,
    [FOLDER_ASK_PERIOD] = MSG_FOLDER_ASK_PERIOD,  [FOLDER_ASK_SHEET] = MSG_FOLDER_ASK_SHEET,
    [FOLDER_ASK_COLUMN] = MSG_FOLDER_ASK_COLUMN,  [FOLDER_ASK_ROW] = MSG_FOLDER_ASK_ROW,
    [FOLDER_ASK_CODE] = MSG_FOLDER_ASK_CODE,      [FOLDER_ASK_MEASURE] = MSG_FOLDER_ASK_MEASURE,
    [FOLDER_ASK_SCALE] = MSG_FOLDER_ASK_SCALE,    [FOLDER_ASK_VERSION] = MSG_FOLDER_ASK_VERSION,
    [FOLDER_ASK_FIGURES] = MSG_FOLDER_ASK_FIGURES};

Str folder_file_word(FolderFileState state)
{
    return file_words[state].word;
}

Str folder_unit_word(FolderUnitState state)
{
    return unit_words[state].word;
}

Str folder_cell_word(FolderCellState state)
{
    return cell_words[state].word;
}

Str folder_change_word(FolderChangeKind kind)
{
    return change_words[kind].word;
}

Str folder_why_word(FolderWhy why)
{
    return why_words[why].word;
}

Str folder_file_text(Lang lang, FolderFileState state)
{
    return msg(lang, file_words[state].msg);
}

Str folder_unit_text(Lang lang, FolderUnitState state)
{
    return msg(lang, unit_words[state].msg);
}

Str folder_cell_text(Lang lang, FolderCellState state)
{
    return msg(lang, cell_words[state].msg);
}

Str folder_why_text(Lang lang, FolderWhy why)
{
    return why == FOLDER_WHY_NONE ? S("") : msg(lang, why_words[why].msg);
}

Str folder_change_text(Lang lang, FolderChangeKind kind)
{
    return msg(lang, change_words[kind].msg);
}

Str folder_question_text(const App *app, Lang lang, const FolderResult *result,
                         const FolderQuestion *q)
{
    bool percent = q->kind == FOLDER_ASK_SCALE && q->b.len == 0;
    return msg_str(app->arena, lang, percent ? MSG_FOLDER_ASK_SCALE_PERCENT : ask_msgs[q->kind],
                   {"what", q->what}, {"a", q->a}, {"b", q->b},
                   {"period", period_name(app, result->period->code)});
}

Str folder_choice_text(const App *app, Lang lang, const FolderQuestion *q, Str choice)
{
    if (q->kind == FOLDER_ASK_ROW) {
        const Indicator *ind = app_indicator(app, choice);
        if (ind)
            return ind->name;
    }
    for (size_t i = 0;
         q->kind != FOLDER_ASK_SHEET && i < sizeof choice_words / sizeof *choice_words; i++)
        if (str_eq(choice_words[i].word, choice))
            return msg(lang, choice_words[i].msg);
    return str_eq(choice, S("none")) ? msg(lang, MSG_FOLDER_CHOICE_NONE) : choice;
}

Str folder_file_reason(const App *app, Lang lang, const FolderFileLine *line)
{
    if (line->state != FOLDER_REFUSED || !line->err.code)
        return S("");
    Out out = out_new(app->arena, 4096);
    Err err = line->err;
    err.file[0] = 0;
    err.row = err.col = err.byte = 0;
    msg_err(&out, lang, &err);
    return out_str(&out);
}

FolderCounts folder_counts(const FolderResult *result)
{
    FolderCounts n = {0};
    for (int i = 0; i < result->units.count; i++) {
        FolderUnitState state = result->units.items[i].state;
        n.ready += state == FOLDER_UNIT_READY;
        n.missing += state == FOLDER_UNIT_MISSING || state == FOLDER_UNIT_SCAN_ONLY;
        n.asked += state == FOLDER_UNIT_ASKED;
        n.faulty += state == FOLDER_UNIT_FAULTY;
        n.same += state == FOLDER_UNIT_SAME;
        n.kept += state == FOLDER_UNIT_KEPT;
    }
    return n;
}
