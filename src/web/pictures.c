/* The small pictures of pages: lights, changes of rank, lines over the months, bars. Shapes differ as well as
 * colours, and each has its words. */
#include "web/pieces.h"

/* ---- lights ---- */

void light_shape(Out *out, const Ctx *c, Light light, Str word)
{
    static const char *const shapes[] = {
        [LIGHT_NONE] = "<circle class=\"none\" cx=\"6\" cy=\"6\" r=\"4.2\"/>",
        [LIGHT_GREEN] = "<circle class=\"green\" cx=\"6\" cy=\"6\" r=\"5\"/>",
        [LIGHT_YELLOW] = "<path class=\"yellow\" d=\"M6 .5L12 11H0z\"/>",
        [LIGHT_RED] = "<path class=\"red\" d=\"M1 1h10v10H1z\"/>",
    };
    (void)c;
    out_f(out,
          "<span class=\"light\"><svg width=\"12\" height=\"12\" aria-hidden=\"true\">%s</svg>",
          shapes[light]);
    html_text(out, word);
    out_s(out, S("</span>"));
}

void light(Out *out, const Ctx *c, Light light)
{
    static const Msg words[] = {
        [LIGHT_NONE] = MSG_LIGHT_NONE,
        [LIGHT_GREEN] = MSG_LIGHT_GREEN,
        [LIGHT_YELLOW] = MSG_LIGHT_YELLOW,
        [LIGHT_RED] = MSG_LIGHT_RED,
    };
    light_shape(out, c, light, msg(c->lang, words[light]));
}

/* ---- states ---- */

void state_mark(Out *out, const Ctx *c, StateKind kind, Str word)
{
    static const char *const shapes[] = {
        [STATE_NONE] = "",
        [STATE_OPEN] = "<circle class=\"line\" cx=\"6\" cy=\"6\" r=\"4.5\"/>",
        [STATE_DOING] = ("<circle class=\"line\" cx=\"6\" cy=\"6\" r=\"4.5\"/>"
                         "<path d=\"M6 1.5a4.5 4.5 0 0 1 0 9z\"/>"),
        [STATE_DONE] = "<path class=\"line tick\" d=\"M1.5 6.5l3 3 6-7\"/>",
        [STATE_LATE] = "<path class=\"bad\" d=\"M5 1h2v6.5H5zM5 9h2v2H5z\"/>",
        [STATE_STOPPED] = "<path class=\"line\" d=\"M2 2l8 8M10 2l-8 8\"/>",
    };
    (void)c;
    out_f(out, kind == STATE_LATE ? "<span class=\"state late\">" : "<span class=\"state\">");
    if (kind)
        out_f(out, "<svg width=\"12\" height=\"12\" aria-hidden=\"true\">%s</svg>", shapes[kind]);
    html_text(out, word);
    out_s(out, S("</span>"));
}

/* ---- change of rank ---- */

void rank_change(Out *out, const Ctx *c, bool known, int places)
{
    Msg word = !known       ? MSG_RANK_UNKNOWN
               : places > 0 ? MSG_RANK_UP
               : places < 0 ? MSG_RANK_DOWN
                            : MSG_RANK_SAME;
    int by = places < 0 ? -places : places;
    out_s(out, S("<span class=\"change\" title=\""));
    html_t(out, c->lang, word, {"n", html_hole_int(out, by)});
    out_s(out, S("\"><span aria-hidden=\"true\">"));
    if (!known)
        out_s(out, S("·"));
    else if (places == 0)
        out_s(out, S("－"));
    else
        out_f(out, "<svg width=\"9\" height=\"9\"><path class=\"%s\" d=\"%s\"/></svg>%d",
              places > 0 ? "up" : "down", places > 0 ? "M4.5 .5L9 8.5H0z" : "M4.5 8.5L9 .5H0z", by);
    out_s(out, S("</span><span class=\"said\">"));
    html_t(out, c->lang, word, {"n", html_hole_int(out, by)});
    out_s(out, S("</span></span>"));
}

static void svg_open(Out *out, const char *class, int width, int height, Str words)
{
    out_f(out,
          "<svg class=\"%s\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
          "preserveAspectRatio=\"none\" role=\"img\"><title>",
          class, width, height, width, height);
    html_text(out, words);
    out_s(out, S("</title>"));
}

/* ---- lines ---- */

enum { SPARK_WIDTH = 96, SPARK_HEIGHT = 24, SPARK_MARGIN = 4 }; /* pixels */

static bool is_known(const Spark *s, int i)
{
    return i >= 0 && i < s->count && (!s->known || s->known[i]);
}

/* In tenths of a pixel. */
static int64_t spark_x(const Spark *s, int i)
{
    int64_t room = 10 * (SPARK_WIDTH - 2 * SPARK_MARGIN);
    return 10 * SPARK_MARGIN + (s->count > 1 ? room * i / (s->count - 1) : room);
}

static int64_t spark_y(const Spark *s, int64_t value, int64_t low, int64_t high)
{
    int64_t room = 10 * (SPARK_HEIGHT - 2 * SPARK_MARGIN);
    uint64_t span = low < high ? (uint64_t)high - (uint64_t)low : 0;
    uint64_t above = value <= low ? 0 : (uint64_t)value - (uint64_t)low;
    while (span > INT64_MAX / 1024) {
        span /= 2;
        above /= 2;
    }
    int64_t up = !span ? room / 2 : above >= span ? room : room * (int64_t)above / (int64_t)span;
    return 10 * SPARK_MARGIN + (s->low_is_good ? up : room - up);
}

static void two(Out *out, const char *before, int64_t x, const char *between, int64_t y)
{
    out_s(out, str_from_z(before));
    out_fixed(out, x, 1);
    out_s(out, str_from_z(between));
    out_fixed(out, y, 1);
}

void spark(Out *out, const Ctx *c, const Spark *s)
{
    (void)c;
    int64_t low = s->low, high = s->high;
    int last = -1;
    for (int i = 0; i < s->count; i++) {
        if (!is_known(s, i))
            continue;
        if (s->low == s->high && (last < 0 || s->values[i] < low))
            low = s->values[i];
        if (s->low == s->high && (last < 0 || s->values[i] > high))
            high = s->values[i];
        last = i;
    }
    svg_open(out, "spark", SPARK_WIDTH, SPARK_HEIGHT, s->words);
    if (last >= 0)
        out_s(out, S("<path d=\""));
    for (int i = 0; i <= last; i++) {
        if (!is_known(s, i))
            continue;
        two(out, is_known(s, i - 1) ? "L" : "M", spark_x(s, i), " ",
            spark_y(s, s->values[i], low, high));
        if (!is_known(s, i - 1) && !is_known(s, i + 1))
            out_s(out, S("h0")); /* alone: a dot, by the round cap */
    }
    if (last >= 0) {
        two(out, "\"/><circle cx=\"", spark_x(s, last), "\" cy=\"",
            spark_y(s, s->values[last], low, high));
        out_s(out, S("\" r=\"2.5\"/>"));
    }
    out_s(out, S("</svg>"));
}

/* ---- bars ---- */

enum { GAUGE_WIDTH = 96, GAUGE_HEIGHT = 12, GAUGE_FULL = 100 * 100 };

/* In tenths of a pixel, within the bar. */
static int64_t gauge_x(int64_t hundredths)
{
    int64_t held = hundredths < 0 ? 0 : hundredths > GAUGE_FULL ? GAUGE_FULL : hundredths;
    return 10 * GAUGE_WIDTH * held / GAUGE_FULL;
}

void gauge(Out *out, const Ctx *c, const Gauge *g)
{
    (void)c;
    svg_open(out, "gauge", GAUGE_WIDTH, GAUGE_HEIGHT, g->words);
    out_f(out, "<path class=\"room\" d=\"M0 3h%dv6H0z\"/><path class=\"%s\" d=\"M0 3h", GAUGE_WIDTH,
          g->done < g->plan ? "late" : "done");
    out_fixed(out, gauge_x(g->done), 1);
    out_s(out, S("v6H0z\"/>"));
    if (g->plan >= 0) {
        int64_t x = gauge_x(g->plan);
        out_s(out, S("<path class=\"plan\" d=\"M"));
        out_fixed(out, x > 10 * GAUGE_WIDTH - 15 ? 10 * GAUGE_WIDTH - 15 : x, 1);
        out_s(out, S(" 0h1.5v12h-1.5z\"/>"));
    }
    out_s(out, S("</svg>"));
}

int64_t hundredths(Str text)
{
    Dec dec, rounded;
    return dec_parse(text, &dec, NULL) && dec_round(dec, 2, &rounded, NULL) && rounded.coef >= 0 &&
                   rounded.coef < INT32_MAX
               ? (int64_t)rounded.coef
               : -1;
}

/* ---- where a rank may lie ---- */

enum { SPAN_WIDTH = 240, SPAN_HEIGHT = 20, SPAN_BAR = 8, SPAN_DOT = 4 };

/* In tenths of a pixel: the middle of the place of that rank. */
static int span_x(const Span *s, int rank)
{
    return 10 * SPAN_WIDTH * (2 * rank - 1) / (2 * s->scale);
}

static void span_box(Out *out, const char *class, int from, int to, int height)
{
    out_f(out, "<path class=\"%s\" d=\"M", class);
    out_fixed(out, from, 1);
    out_f(out, " %d", (SPAN_HEIGHT - height) / 2);
    out_s(out, S("H"));
    out_fixed(out, to, 1);
    out_f(out, "v%dH", height);
    out_fixed(out, from, 1);
    out_s(out, S("z\"/>"));
}

void span_picture(Out *out, const Ctx *c, const Span *s)
{
    (void)c;
    if (s->scale < 1)
        return;
    int half = 10 * SPAN_WIDTH / (2 * s->scale);
    half = half > 40 ? 40 : half;
    svg_open(out, "span", SPAN_WIDTH, SPAN_HEIGHT, s->words);
    if (s->zone > 0 && s->zone < s->scale)
        span_box(out, "zone", 10 * SPAN_WIDTH * (s->scale - s->zone) / s->scale, 10 * SPAN_WIDTH,
                 SPAN_HEIGHT);
    if (s->best && s->worst)
        span_box(out, "line", span_x(s, s->best) - half / 2, span_x(s, s->worst) + half / 2, 2);
    if (s->low && s->high)
        span_box(out, "bar", span_x(s, s->low) - half, span_x(s, s->high) + half, SPAN_BAR);
    if (s->at) {
        out_s(out, S("<circle class=\"at\" cx=\""));
        out_fixed(out, span_x(s, s->at), 1);
        out_f(out, "\" cy=\"%d\" r=\"%d\"/>", SPAN_HEIGHT / 2, SPAN_DOT);
    }
    out_s(out, S("</svg>"));
}

/* ---- before and after ---- */

enum { SLOPE_WIDTH = 300, SLOPE_PITCH = 22, SLOPE_SIDE = 70 };

static void slope_end(Out *out, const SlopeLine *line, bool right)
{
    int x = right ? SLOPE_WIDTH - SLOPE_SIDE + 8 : SLOPE_SIDE - 8;
    int y = SLOPE_PITCH * (right ? line->to : line->from) + SLOPE_PITCH / 2;
    int rank = right ? line->after : line->before;
    out_f(out, "<text x=\"%d\" y=\"%d\"%s>", x, y + 5, right ? "" : " class=\"left\"");
    if (right && rank)
        out_f(out, "%d ", rank);
    html_text(out, line->name);
    if (!right && rank)
        out_f(out, " %d", rank);
    out_s(out, S("</text>"));
}

void slope(Out *out, const Ctx *c, const Slope *s)
{
    (void)c;
    out_f(out,
          "<svg class=\"slope\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
          "role=\"img\"><title>",
          SLOPE_WIDTH, SLOPE_PITCH * s->count, SLOPE_WIDTH, SLOPE_PITCH * s->count);
    html_text(out, s->words);
    out_s(out, S("</title>"));
    for (int i = 0; i < s->count; i++) {
        const SlopeLine *line = &s->lines[i];
        const char *class = line->after == line->before  ? "same"
                            : line->after < line->before ? "up"
                                                         : "down";
        out_f(out, "<path class=\"%s\" d=\"M%d %dL%d %d\"/>", class, SLOPE_SIDE,
              SLOPE_PITCH * line->from + SLOPE_PITCH / 2, SLOPE_WIDTH - SLOPE_SIDE,
              SLOPE_PITCH * line->to + SLOPE_PITCH / 2);
        slope_end(out, line, false);
        slope_end(out, line, true);
    }
    out_s(out, S("</svg>\n"));
}

/* ---- QR codes ---- */

void qr_picture(Out *out, const Ctx *c, const QrCode *code, Str words)
{
    enum { QUIET = 4, DOT = 4 }; /* the standard asks for four light dots around */
    int side = code->width + 2 * QUIET;
    (void)c;
    out_f(out,
          "<svg class=\"qr\" role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
          "shape-rendering=\"crispEdges\"><title>",
          side * DOT, side * DOT, side, side);
    html_text(out, words);
    out_f(out, "</title><path class=\"light\" d=\"M0 0h%dv%dH0z\"/><path class=\"dark\" d=\"", side,
          side);
    for (int y = 0; y < code->width; y++)
        for (int x = 0, run; x < code->width; x += run ? run : 1) {
            for (run = 0; x + run < code->width && code->dark[y * code->width + x + run]; run++)
                ;
            if (run)
                out_f(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        }
    out_s(out, S("\"/></svg>\n"));
}
