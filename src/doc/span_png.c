#include "doc/span_png.h"

#include <string.h>

/* --- the container: stored, not packed; the docx around it is */

static uint32_t crc_of(uint32_t crc, const uint8_t *bytes, size_t len)
{
    crc = ~crc;
    for (size_t i = 0; i < len; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
    }
    return ~crc;
}

static uint32_t adler_of(const uint8_t *bytes, size_t len)
{
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < len; i++) {
        a = (a + bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static void put32(uint8_t *to, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(n >> (24 - 8 * i));
}

static void put_bytes(Out *out, const uint8_t *bytes, size_t len)
{
    out_s(out, (Str){(const char *)bytes, (ptrdiff_t)len});
}

static void chunk(Arena *arena, Out *out, const char *name, const uint8_t *bytes, size_t len)
{
    uint8_t *whole = arena_new(arena, uint8_t, len + 4), word[4];
    memcpy(whole, name, 4);
    if (len)
        memcpy(whole + 4, bytes, len);
    put32(word, (uint32_t)len);
    put_bytes(out, word, 4);
    put_bytes(out, whole, len + 4);
    put32(word, crc_of(0, whole, len + 4));
    put_bytes(out, word, 4);
}

/* zlib of stored blocks. */
static void pixels(Arena *arena, Out *out, const uint8_t *raw, size_t len)
{
    enum { BLOCK = 65535 };
    uint8_t *z = arena_new(arena, uint8_t, len + 5 * (len / BLOCK + 1) + 6);
    size_t at = 0;
    z[at++] = 0x78;
    z[at++] = 0x01;
    for (size_t from = 0; from < len; from += BLOCK) {
        size_t n = len - from < BLOCK ? len - from : BLOCK;
        z[at++] = from + n == len;
        z[at++] = (uint8_t)n;
        z[at++] = (uint8_t)(n >> 8);
        z[at++] = (uint8_t)~n;
        z[at++] = (uint8_t)(~n >> 8);
        memcpy(z + at, raw + from, n);
        at += n;
    }
    put32(z + at, adler_of(raw, len));
    chunk(arena, out, "IDAT", z, at + 4);
}

/* --- what is drawn */

typedef struct Canvas {
    uint8_t *rows; /* a byte for the filter, then four pixels a byte */
    int width, height, stride;
} Canvas;

enum { WHITE, ZONE, BAR, INK };

static void dot(Canvas *c, int x, int y, unsigned ink)
{
    if (x < 0 || x >= c->width || y < 0 || y >= c->height)
        return;
    uint8_t *byte = &c->rows[(size_t)y * (size_t)c->stride + 1 + (size_t)x / 4];
    int shift = 6 - 2 * (x % 4);
    *byte = (uint8_t)((*byte & ~(3U << shift)) | ink << shift);
}

static void box(Canvas *c, int from, int to, int height, unsigned ink)
{
    int top = (c->height - height) / 2;
    for (int y = top; y < top + height; y++)
        for (int x = from; x < to; x++)
            dot(c, x, y, ink);
}

static void disc(Canvas *c, int x0, int radius, unsigned ink)
{
    int y0 = c->height / 2;
    for (int y = -radius; y <= radius; y++)
        for (int x = -radius; x <= radius; x++)
            if (x * x + y * y <= radius * radius)
                dot(c, x0 + x, y0 + y, ink);
}

static void draw(Canvas *c, const PaperDrawn *d, const PaperSpan *s)
{
#define MIDDLE(rank) (c->width * (2 * (rank)-1) / (2 * d->scale))
    int half = c->width / (2 * d->scale), bar = c->height / 3;
    half = half < bar / 2 ? half : bar / 2;
    if (d->zone > 0 && d->zone < d->scale)
        box(c, c->width * (d->scale - d->zone) / d->scale, c->width, c->height, ZONE);
    if (s->best > 0)
        box(c, MIDDLE(s->best) - half, MIDDLE(s->worst) + half, c->height / 12, INK);
    if (s->low > 0)
        box(c, MIDDLE(s->low) - half, MIDDLE(s->high) + half, bar, BAR);
    if (s->at > 0)
        disc(c, MIDDLE(s->at), c->height / 8, INK);
#undef MIDDLE
}

Str span_png(Arena *arena, const PaperDrawn *drawn, const PaperSpan *span, int width, int height)
{
    static const uint8_t greys[] = {255, 255, 255, 222, 222, 222, 150, 150, 150, 0, 0, 0};
    Canvas c = {.width = width < SPAN_PNG_MAX ? width : SPAN_PNG_MAX,
                .height = height < SPAN_PNG_MAX ? height : SPAN_PNG_MAX};
    c.stride = 1 + (c.width + 3) / 4;
    size_t len = (size_t)c.stride * (size_t)c.height;
    c.rows = arena_new(arena, uint8_t, len);
    draw(&c, drawn, span);
    Out out = out_new(arena, 2 * len + 1024);
    uint8_t head[13] = {[8] = 2, [9] = 3}; /* two bits a pixel, of a palette */
    put32(head, (uint32_t)c.width);
    put32(head + 4, (uint32_t)c.height);
    out_s(&out, S("\x89PNG\r\n\x1a\n"));
    chunk(arena, &out, "IHDR", head, sizeof head);
    chunk(arena, &out, "PLTE", greys, sizeof greys);
    pixels(arena, &out, c.rows, len);
    chunk(arena, &out, "IEND", NULL, 0);
    return out_str(&out);
}
