/* Ranks over the periods: a line a unit, drawn on the server, so that it stands there without script, on paper and in grey. */
#include "web/pieces.h"

enum {
    WIDTH = 1000, /* of the picture's own pixels; it is drawn as wide as there is room */
    LEFT = 34,
    TOP = 30,
    GAP = 16, /* between the last point and its name */
    WIDE = 13,
    NARROW = 8, /* a letter of a name */
    FEW = 12,
    MANY = 24, /* lines: how near to each other they stand */
};

typedef struct Picture {
    const Bump *b;
    int *slots; /* [line * points + point] the row it stands in; -1: none */
    int rows, pitch, right;
} Picture;

/* Those of one rank one below the other, in the order of the lines. */
static void fill_slots(Picture *p, int point)
{
    int n = p->b->lines.count, points = p->b->points.count;
    for (int u = 0; u < n; u++) {
        int rank = p->b->lines.items[u].ranks[point], slot = rank - 1;
        for (int v = 0; v < u; v++)
            slot += p->b->lines.items[v].ranks[point] == rank;
        p->slots[u * points + point] = rank > 0 ? slot : -1;
        if (rank > 0 && slot >= p->rows)
            p->rows = slot + 1;
    }
}

static int width_of(Str name)
{
    int width = 0;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        unsigned char byte = (unsigned char)name.ptr[i];
        width += byte < 0x80 ? NARROW : byte >= 0xC0 ? WIDE : 0;
    }
    return width;
}

static int x_of(const Picture *p, int point)
{
    return LEFT + (WIDTH - LEFT - p->right) * point / (p->b->points.count - 1);
}

static int y_of(const Picture *p, int slot)
{
    return TOP + p->pitch * slot + p->pitch / 2;
}

static void label(Out *out, const char *class, const char *anchor, int x, int y, Str text)
{
    out_f(out, "<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">", class, anchor, x, y);
    html_text(out, text);
    out_s(out, S("</text>"));
}

static void dots(Out *out, const Picture *p, int line)
{
    const BumpLine *of = &p->b->lines.items[line];
    int points = p->b->points.count;
    for (int i = 0; i < points; i++) {
        int slot = p->slots[line * points + i];
        if (slot < 0)
            continue;
        out_f(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>", x_of(p, i), y_of(p, slot),
              of->strong ? 9 : 3);
        if (of->strong)
            label(out, "on", "middle", x_of(p, i), y_of(p, slot) + 4,
                  arena_fmt(out->arena, "%d", of->ranks[i]));
    }
}

static void line_out(Out *out, const Picture *p, int line)
{
    const BumpLine *of = &p->b->lines.items[line];
    int points = p->b->points.count, end = -1;
    bool drawn = false;
    out_s(out, of->strong ? S("<g class=\"strong\"><path d=\"") : S("<g><path d=\""));
    for (int i = 0; i < points; i++) {
        int slot = p->slots[line * points + i];
        if (slot >= 0)
            out_f(out, "%c%d %d", drawn ? 'L' : 'M', x_of(p, i), y_of(p, slot));
        drawn = slot >= 0;
        end = slot >= 0 ? i : end;
    }
    out_s(out, S("\"/>"));
    dots(out, p, line);
    if (end >= 0)
        label(out, "name", "start", x_of(p, end) + GAP, y_of(p, p->slots[line * points + end]) + 4,
              arena_fmt(out->arena, "%d %.*s", of->ranks[end], STR_ARG(of->name)));
    out_s(out, S("</g>\n"));
}

void bump(Out *out, const Ctx *c, const Bump *b)
{
    int n = b->lines.count, points = b->points.count;
    if (n == 0 || points < 2)
        return;
    Picture p = {.b = b, .slots = arena_new(c->arena, int, n *points)};
    for (int i = 0; i < points; i++)
        fill_slots(&p, i);
    p.pitch = p.rows <= FEW ? 30 : p.rows <= MANY ? 23 : 18;
    for (int u = 0; u < n; u++) {
        int width = width_of(b->lines.items[u].name) + GAP + 3 * NARROW;
        p.right = width > p.right ? width : p.right;
    }
    p.right = p.right > WIDTH / 2 ? WIDTH / 2 : p.right;
    out_f(out, "<svg class=\"bump\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDTH,
          TOP + p.pitch * p.rows + 4);
    html_text(out, b->words);
    out_s(out, S("</title>\n"));
    for (int i = 0; i < points; i++)
        label(out, "axis", "middle", x_of(&p, i), 16, b->points.items[i]);
    for (int row = 0; row < p.rows; row++)
        label(out, "axis", "end", LEFT - 14, y_of(&p, row) + 4, arena_fmt(c->arena, "%d", row + 1));
    for (int strong = 0; strong < 2; strong++) /* those that are asked for lie on top */
        for (int u = 0; u < n; u++)
            if (b->lines.items[u].strong == (strong == 1))
                line_out(out, &p, u);
    out_s(out, S("</svg>\n"));
}
