/* Results as CSV or JSON: pieces of rows are put into words by all workers and written in order. */
#include "app/score/score_parts.h"
#include "base/json.h"
#include "base/limits.h"
#include "sys/files.h"
#include "sys/spool.h"

enum { PIECE_ROWS = 128, PIECES = 32, CELL_BYTES = 32 };

typedef struct Piece {
    Arena arena;
    Out out;
} Piece;

typedef struct Writing {
    const ScoreFiles *files;
    const ScoreOut *to;
    int64_t from, end;        /* rows */
    int64_t first, stop;      /* of the pieces at hand, and where the nodes at hand end */
    const int32_t *period_of; /* [row] */
    const int32_t *group_of;
    Arena nodes;        /* of the period at hand, where nodes do not stay */
    double **fractions; /* [nnodes] of rows from nodes_first to nodes_end */
    int64_t nodes_first, nodes_end;
    Piece pieces[PIECES];
} Writing;

/* ---- cells ---- */

/* value / 10^decimals with all of them, as score_text and faster. */
static int fixed(char *to, int64_t value, int decimals)
{
    char digits[CELL_BYTES];
    int n = 0, len = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    while (rest > 0 || n <= decimals) {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (value < 0)
        to[len++] = '-';
    while (n > 0) {
        if (n == decimals)
            to[len++] = '.';
        to[len++] = digits[--n];
    }
    return len;
}

static Str fixed_str(char *room, int64_t value, int decimals)
{
    return (Str){room, fixed(room, value, decimals)};
}

/* Points of a node, empty where it does not count. */
static Str points_of(const Writing *w, int node, int64_t row, char *room)
{
    double fraction = w->fractions[node][row - w->nodes_first];
    int64_t q;
    if (fraction != fraction || !score_quantise(fraction * w->files->scheme.nodes[node].full, &q))
        return (Str){room, 0};
    return fixed_str(room, q, SCORE_DECIMALS);
}

static int shown_decimals(const Scheme *scheme)
{
    return scheme->rank_rounds ? scheme->rank_round : SCORE_DECIMALS;
}

/* The number that is ranked and printed. */
static Str shown(const ScoreFiles *files, int64_t row, char *room)
{
    int decimals = shown_decimals(&files->scheme);
    int64_t q = files->result.rounded[row];
    for (int i = decimals; i < SCORE_DECIMALS; i++)
        q /= 10;
    return fixed_str(room, q, decimals);
}

/* With fractional ties 3 is 1.5. */
static Str rank_of(const ScoreFiles *files, int64_t row, char *room)
{
    int32_t rank = files->result.rank[row];
    if (files->scheme.ties != TIES_FRACTIONAL)
        return fixed_str(room, rank, 0);
    return rank % 2 ? fixed_str(room, (int64_t)rank * 5, 1) : fixed_str(room, rank / 2, 0);
}

static Str status_of(unsigned flags)
{
    if (!(flags & UNIT_HAS_SCORE))
        return S("none");
    if (flags & UNIT_TOO_LITTLE)
        return S("too_little");
    if (!(flags & UNIT_RANKED))
        return S("excluded");
    return flags & UNIT_VETOED ? S("vetoed") : S("ranked");
}

/* ---- the cells of a row, whatever the form ---- */

typedef struct RowSink {
    void *to;
    void (*text)(void *to, Str key, Str value);
    void (*number)(void *to, Str key, Str value);
    void (*node)(void *to, Str code, Str value);
} RowSink;

static void put_streak(const ScoreFiles *files, int64_t row, const RowSink *sink)
{
    char room[CELL_BYTES];
    const ScoreStreak *streak = files->streaks ? &files->streaks[row] : NULL;
    sink->number(sink->to, S("run"), streak ? fixed_str(room, streak->run, 0) : S(""));
    sink->number(sink->to, S("cumulative"),
                 streak ? fixed_str(room, streak->cumulative, 0) : S(""));
    int step = !streak ? -1 : streak->due >= 0 ? streak->due : streak->step;
    sink->text(sink->to, S("step"),
               step >= 0 ? ladder_word(files->scheme.ladder[step].step) : S(""));
    sink->number(sink->to, S("due"), streak ? (streak->due >= 0 ? S("1") : S("0")) : S(""));
}

static void put_row(const Writing *w, int64_t row, const RowSink *sink)
{
    const ScoreFiles *files = w->files;
    const Panel *panel = &files->values.panel;
    const EngineResult *r = &files->result;
    const ScoreChange *change = &files->changes[row];
    unsigned flags = r->flags[row];
    char room[CELL_BYTES];
    bool has = flags & UNIT_HAS_SCORE, ranked = flags & UNIT_RANKED;
    sink->text(sink->to, S("period"), panel->periods[w->period_of[row]]);
    sink->text(sink->to, S("unit"), panel->units[panel->unit_of[row]]);
    sink->text(sink->to, S("group"), panel->groups[w->group_of[row]]);
    sink->text(sink->to, S("status"), status_of(flags));
    sink->number(sink->to, S("score"),
                 has ? fixed_str(room, r->score[row], SCORE_DECIMALS) : S(""));
    sink->number(sink->to, S("shown"), has ? shown(files, row, room) : S(""));
    sink->number(sink->to, S("rank"), ranked ? rank_of(files, row, room) : S(""));
    sink->number(sink->to, S("from_bottom"),
                 ranked ? fixed_str(room, r->from_bottom[row], 0) : S(""));
    sink->number(sink->to, S("in_bottom"), flags & UNIT_IN_BOTTOM ? S("1") : S("0"));
    sink->number(sink->to, S("score_change"),
                 change->known ? fixed_str(room, change->score, SCORE_DECIMALS) : S(""));
    sink->number(sink->to, S("rank_change"),
                 change->known ? fixed_str(room, change->places, 0) : S(""));
    sink->number(sink->to, S("improvement"),
                 change->known ? fixed_str(room, change->rank, 0) : S(""));
    put_streak(files, row, sink);
    for (int n = 0; n < files->scheme.nnodes; n++)
        if (w->fractions && w->fractions[n])
            sink->node(sink->to, files->scheme.nodes[n].code, points_of(w, n, row, room));
}

/* ---- CSV ---- */

static void csv_sink_text(void *to, Str key, Str value)
{
    (void)key;
    csv_text(to, value);
}

/* Numbers of ours need no look at their form. */
static void csv_sink_number(void *to, Str key, Str value)
{
    CsvOut *csv = to;
    (void)key;
    if (csv->in_row)
        out_c(csv->out, ',');
    csv->in_row = true;
    out_s(csv->out, value);
}

static void csv_head_cell(void *to, Str key, Str value)
{
    (void)value;
    csv_text(to, key);
}

static void csv_head_node(void *to, Str code, Str value)
{
    AUTO_ARENA arena = {0};
    (void)value;
    csv_text(to, arena_fmt(&arena, "node.%.*s", STR_ARG(code)));
}

static void csv_head(const Writing *w, Out *out)
{
    CsvOut csv = csv_out_new(out, false);
    RowSink sink = {&csv, csv_head_cell, csv_head_cell, csv_head_node};
    put_row(w, w->from, &sink);
    csv_end_row(&csv);
}

static void csv_rows(const Writing *w, int64_t from, int64_t to, Out *out)
{
    CsvOut csv = csv_out_new(out, false);
    RowSink sink = {&csv, csv_sink_text, csv_sink_number, csv_sink_number};
    for (int64_t row = from; row < to; row++) {
        put_row(w, row, &sink);
        csv_end_row(&csv);
    }
}

/* ---- JSON ---- */

typedef struct JsonRow {
    Json json;
    bool in_nodes;
} JsonRow;

static void json_sink_text(void *to, Str key, Str value)
{
    json_kstr(&((JsonRow *)to)->json, key, value);
}

static void json_sink_number(void *to, Str key, Str value)
{
    JsonRow *row = to;
    json_key(&row->json, key);
    if (value.len)
        json_str(&row->json, value);
    else
        json_null(&row->json);
}

static void json_sink_node(void *to, Str code, Str value)
{
    JsonRow *row = to;
    if (!row->in_nodes) {
        json_key(&row->json, S("nodes"));
        json_object(&row->json);
        row->in_nodes = true;
    }
    json_sink_number(row, code, value);
}

static void json_rows(const Writing *w, int64_t from, int64_t to, Out *out)
{
    for (int64_t row = from; row < to; row++) {
        JsonRow one = {.json = json_new(out, false)};
        RowSink sink = {&one, json_sink_text, json_sink_number, json_sink_node};
        out_s(out, row == w->from ? S("\n") : S(",\n"));
        json_object(&one.json);
        put_row(w, row, &sink);
        if (one.in_nodes)
            json_object_end(&one.json);
        json_object_end(&one.json);
    }
}

static void json_head(const Writing *w, Out *out)
{
    const Scheme *scheme = &w->files->scheme;
    Json json = json_new(out, false);
    json_object(&json);
    json_kstr(&json, S("scheme"), scheme->code);
    json_ki64(&json, S("version"), scheme->version);
    json_kbool(&json, S("trial"), scheme_is_trial(scheme));
    out_s(out, S(",\"rows\":["));
}

/* ---- the file ---- */

static void make_piece(void *ctx, int64_t item, int worker)
{
    Writing *w = ctx;
    Piece *piece = &w->pieces[item];
    int64_t from = w->first + item * PIECE_ROWS, to = from + PIECE_ROWS;
    (void)worker;
    arena_reset(&piece->arena);
    piece->out = out_new(&piece->arena, LIMIT_OUTPUT_BYTES);
    if (to > w->stop)
        to = w->stop;
    if (w->to->format == SCORE_JSON)
        json_rows(w, from, to, &piece->out);
    else
        csv_rows(w, from, to, &piece->out);
}

static void tell(const Writing *w, int64_t row)
{
    const ScoreJob *job = w->files->job;
    if (job->progress)
        job->progress(job->progress_ctx, SCORE_WRITING, row - w->from, w->end - w->from);
}

static bool too_long(Err *err)
{
    AUTO_ARENA arena = {0};
    Str limit = arena_fmt(&arena, "%d", LIMIT_OUTPUT_BYTES);
    return err_set(err, ERR_LIMIT, {"name", S("LIMIT_OUTPUT_BYTES")}, {"limit", limit},
                   {"found", arena_fmt(&arena, ">%d", LIMIT_OUTPUT_BYTES)});
}

/* The nodes of the row, and of how many after it. */
static bool take_nodes(Writing *w, int64_t row, Err *err)
{
    const ScoreFiles *files = w->files;
    if (row < w->nodes_end)
        return true;
    w->nodes_first = 0;
    w->nodes_end = files->values.panel.nrows;
    w->fractions = files->result.fractions;
    if (!files->by_period || files->job->nodes == SCORE_NODES_NONE)
        return true;
    arena_done(&w->nodes);
    w->nodes_first = row;
    return score_period_nodes(&w->nodes, files, row, &w->fractions, &w->nodes_end, err);
}

static bool write_rows(Writing *w, int fd, Str name, Err *err)
{
    ParFor alone = par_one();
    const ParFor *par = w->files->job->par ? w->files->job->par : &alone;
    int64_t next;
    for (w->first = w->from; w->first < w->end; w->first = next) {
        if (!take_nodes(w, w->first, err))
            return false;
        w->stop = w->nodes_end < w->end ? w->nodes_end : w->end;
        next = w->first + PIECES * PIECE_ROWS < w->stop ? w->first + PIECES * PIECE_ROWS : w->stop;
        int64_t left = (w->stop - w->first + PIECE_ROWS - 1) / PIECE_ROWS;
        int count = left < PIECES ? (int)left : PIECES;
        par_for(par, count, make_piece, w);
        for (int i = 0; i < count; i++) {
            if (!out_ok(&w->pieces[i].out))
                return too_long(err);
            if (!fd_write(fd, out_str(&w->pieces[i].out), name, err))
                return false;
        }
        tell(w, w->first);
    }
    return true;
}

static bool write_all(Writing *w, int fd, Str name, Err *err)
{
    AUTO_ARENA arena = {0};
    Out head = out_new(&arena, LIMIT_OUTPUT_BYTES);
    bool json = w->to->format == SCORE_JSON;
    if (!take_nodes(w, w->from, err))
        return false;
    if (json)
        json_head(w, &head);
    else
        csv_head(w, &head);
    if (!fd_write(fd, out_str(&head), name, err))
        return false;
    bool ok = write_rows(w, fd, name, err);
    for (int i = 0; i < PIECES; i++)
        arena_done(&w->pieces[i].arena);
    Out tail = out_new(&arena, LIMIT_OUTPUT_BYTES);
    out_s(&tail, S("\n]"));
    if (w->to->explanation.len) {
        out_s(&tail, S(",\"explanation\":"));
        out_s(&tail, w->to->explanation);
    }
    out_s(&tail, S("}\n"));
    return ok && (!json || fd_write(fd, out_str(&tail), name, err));
}

static bool unknown_period(const Writing *w, Err *err)
{
    AUTO_ARENA arena = {0};
    const Panel *panel = &w->files->values.panel;
    return err_set(err, ERR_PERIOD_UNKNOWN, {"found", w->to->period},
                   {"expected", arena_fmt(&arena, "%.*s … %.*s", STR_ARG(panel->periods[0]),
                                          STR_ARG(panel->periods[panel->nperiods - 1]))});
}

/* Rows of the period stand together. */
static bool choose_rows(Writing *w, Err *err)
{
    const Panel *panel = &w->files->values.panel;
    int period = score_files_period(w->files, w->to->period);
    w->end = panel->nrows;
    if (w->to->period.len == 0)
        return true;
    if (period < 0)
        return unknown_period(w, err);
    while (w->from < w->end && w->period_of[w->from] < period)
        w->from++;
    for (w->end = w->from; w->end < panel->nrows && w->period_of[w->end] == period;)
        w->end++;
    return true;
}

static void name_rows(Arena *arena, Writing *w)
{
    const Panel *panel = &w->files->values.panel;
    int32_t *periods = arena_new(arena, int32_t, panel->nrows);
    int32_t *groups = arena_new(arena, int32_t, panel->nrows);
    for (int b = 0; b < panel->nblocks; b++)
        for (int i = 0; i < panel->blocks[b].count; i++) {
            periods[panel->blocks[b].first + i] = panel->blocks[b].period;
            groups[panel->blocks[b].first + i] = panel->blocks[b].group;
        }
    w->period_of = periods;
    w->group_of = groups;
}

bool score_files_write(const ScoreFiles *files, const ScoreOut *to, Err *err)
{
    AUTO_ARENA arena = {0};
    AUTO_SPOOL spool = {0};
    Writing *w = arena_new(&arena, Writing, 1);
    w->files = files;
    w->to = to;
    name_rows(&arena, w);
    if (!choose_rows(w, err))
        return false;
    bool ok = to->path.len == 0
                  ? write_all(w, to->fd, S("stdout"), err)
                  : spool_open(&spool, &arena, to->path, err) &&
                        write_all(w, spool.fd, spool.temporary, err) && spool_put(&spool, err);
    arena_done(&w->nodes);
    return ok;
}
