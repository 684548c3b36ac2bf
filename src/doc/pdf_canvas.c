#include "doc/pdf_canvas.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <cairo-pdf.h>
#include <dlfcn.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

/* --- the libraries, opened once and never closed */

#if defined(__SANITIZE_ADDRESS__)
/* What they keep for themselves until the process ends is no leak of ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo\nleak:libfontconfig\nleak:libpango\nleak:libgobject\nleak:libglib\nleak:"
           "libfreetype\nleak:libharfbuzz\n";
}
#endif

#define FUNCTIONS(X)                                                                               \
    X(cairo_pdf_surface_create_for_stream)                                                         \
    X(cairo_pdf_surface_set_metadata)                                                              \
    X(cairo_pdf_surface_set_size)                                                                  \
    X(cairo_surface_finish)                                                                        \
    X(cairo_surface_status)                                                                        \
    X(cairo_surface_destroy)                                                                       \
    X(cairo_create)                                                                                \
    X(cairo_destroy)                                                                               \
    X(cairo_status)                                                                                \
    X(cairo_status_to_string)                                                                      \
    X(cairo_show_page)                                                                             \
    X(cairo_set_source_rgb)                                                                        \
    X(cairo_move_to)                                                                               \
    X(cairo_line_to)                                                                               \
    X(cairo_set_line_width)                                                                        \
    X(cairo_set_line_cap)                                                                          \
    X(cairo_stroke)                                                                                \
    X(cairo_font_options_create)                                                                   \
    X(cairo_font_options_destroy)                                                                  \
    X(cairo_font_options_set_hint_style)                                                           \
    X(cairo_font_options_set_hint_metrics)                                                         \
    X(pango_cairo_font_map_new_for_font_type)                                                      \
    X(pango_cairo_context_set_font_options)                                                        \
    X(pango_cairo_context_set_resolution)                                                          \
    X(pango_cairo_show_glyph_item)                                                                 \
    X(pango_fc_font_map_set_config)                                                                \
    X(pango_font_map_create_context)                                                               \
    X(pango_context_set_round_glyph_positions)                                                     \
    X(pango_context_set_language)                                                                  \
    X(pango_context_set_font_description)                                                          \
    X(pango_language_from_string)                                                                  \
    X(pango_font_description_new)                                                                  \
    X(pango_font_description_free)                                                                 \
    X(pango_font_description_set_family)                                                           \
    X(pango_font_description_set_weight)                                                           \
    X(pango_font_description_set_absolute_size)                                                    \
    X(pango_attr_list_new)                                                                         \
    X(pango_attr_list_insert)                                                                      \
    X(pango_attr_list_unref)                                                                       \
    X(pango_attr_font_features_new)                                                                \
    X(pango_itemize)                                                                               \
    X(pango_shape)                                                                                 \
    X(pango_item_free)                                                                             \
    X(pango_glyph_string_new)                                                                      \
    X(pango_glyph_string_free)                                                                     \
    X(pango_glyph_string_extents)                                                                  \
    X(pango_glyph_item_get_logical_widths)                                                         \
    X(g_list_free)                                                                                 \
    X(g_object_unref)                                                                              \
    X(FcInitLoadConfigAndFonts)                                                                    \
    X(FcConfigDestroy)                                                                             \
    X(FcConfigAppFontAddDir)                                                                       \
    X(FcConfigAppFontAddFile)                                                                      \
    X(FcPatternCreate)                                                                             \
    X(FcPatternAddString)                                                                          \
    X(FcPatternDestroy)                                                                            \
    X(FcObjectSetCreate)                                                                           \
    X(FcObjectSetDestroy)                                                                          \
    X(FcFontList)                                                                                  \
    X(FcFontSetDestroy)

typedef struct Lib {
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
} Lib;

static bool lib_open(Lib *lib, Err *err)
{
    /* looked for in this library and in all that it stands on */
    void *handle = dlopen("libpangocairo-1.0.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return err_set(err, ERR_PDF_LIBRARY, {"reason", str_from_z(dlerror())});
#define X(name)                                                                                    \
    *(void **)(void *)&lib->name = dlsym(handle, #name);                                           \
    if (!lib->name)                                                                                \
        return err_set(err, ERR_PDF_LIBRARY, {"reason", S(#name)});
    FUNCTIONS(X)
#undef X
    return true;
}

/* --- faces */

enum { FAMILIES_MAX = 9 };

typedef struct Face {
    const char *name; /* as an office says it */
    const char *families[FAMILIES_MAX];
    const char *more; /* for characters that it lacks */
    bool bold;
    bool latin; /* letters and digits in the face of LATIN */
} Face;

enum { LATIN = PDF_FACES, LATIN_BOLD, ALL_FACES };

#define TIMES                                                                                      \
    {                                                                                              \
        "Times New Roman", "Liberation Serif", "Tinos", "TeX Gyre Termes", "Nimbus Roman",         \
            "FreeSerif"                                                                            \
    }

static const Face faces[ALL_FACES] = {
    [PDF_FANG] = {"仿宋",
                  {"仿宋_GB2312", "FangSong_GB2312", "FZFangSong-Z02", "FZFangSong-Z02S",
                   "方正仿宋_GBK", "FangSong", "STFangsong", "FandolFang"},
                  "Noto Serif CJK SC",
                  false,
                  true},
    [PDF_KAI] = {"楷体",
                 {"楷体_GB2312", "KaiTi_GB2312", "FZKai-Z03", "方正楷体_GBK", "KaiTi", "STKaiti",
                  "FandolKai", "AR PL KaitiM GB", "AR PL UKai CN"},
                 "Noto Serif CJK SC",
                 false,
                 true},
    [PDF_HEI] = {"黑体",
                 {"SimHei", "FZHei-B01", "方正黑体_GBK", "STHeiti", "FandolHei",
                  "Noto Sans CJK SC"},
                 "Noto Sans CJK SC",
                 false,
                 true},
    [PDF_MARK] = {"小标宋",
                  {"FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK",
                   "Noto Serif CJK SC", "FandolSong"},
                  "Noto Serif CJK SC",
                  true,
                  true},
    [PDF_SONG] = {"宋体",
                  {"SimSun", "FZShuSong-Z01", "方正书宋_GBK", "STSong", "FandolSong",
                   "Noto Serif CJK SC"},
                  "Noto Serif CJK SC",
                  false,
                  false},
    [LATIN] = {"Times New Roman", TIMES, "Noto Serif CJK SC", false, false},
    [LATIN_BOLD] = {"Times New Roman", TIMES, "Noto Serif CJK SC", true, false},
};

/* Where Debian has the Fandol fonts, which is not where fontconfig looks. */
static const char tex_fonts[] = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol";
static const char *const tex_files[] = {"FandolFang-Regular.otf", "FandolKai-Regular.otf",
                                        "FandolHei-Regular.otf", "FandolSong-Regular.otf"};

struct PdfCanvas {
    Arena *arena;
    Lib lib;
    FcConfig *config;
    PangoFontMap *map;
    PangoContext *context;
    PangoAttrList *features;
    const char *families[ALL_FACES]; /* of a font description */
    PangoFontDescription *drawn_in;  /* of the last text */
    int drawn_face;
    double drawn_size;
    cairo_surface_t *surface;
    cairo_t *cairo;
    bool paged;
    Out bytes;
};

static const unsigned char *fc_string(const char *s)
{
    return (const unsigned char *)s;
}

static bool has_family(PdfCanvas *c, const char *family)
{
    FcPattern *pattern = c->lib.FcPatternCreate();
    FcObjectSet *nothing = c->lib.FcObjectSetCreate();
    (void)c->lib.FcPatternAddString(pattern, FC_FAMILY, fc_string(family));
    FcFontSet *found = c->lib.FcFontList(c->config, pattern, nothing);
    bool has = found && found->nfont > 0;
    if (found)
        c->lib.FcFontSetDestroy(found);
    c->lib.FcObjectSetDestroy(nothing);
    c->lib.FcPatternDestroy(pattern);
    return has;
}

static Str family_list(Arena *arena, const Face *face)
{
    Out out = out_new(arena, LIMIT_LINE_BYTES);
    for (int i = 0; i < FAMILIES_MAX && face->families[i]; i++) {
        out_s(&out, i ? S(", ") : S(""));
        out_s(&out, str_from_z(face->families[i]));
    }
    return out_str(&out);
}

/* One family for each face: without it pango would take any font, and nobody would notice. */
static bool choose_families(PdfCanvas *c, Err *err)
{
    for (int f = 0; f < ALL_FACES; f++) {
        const Face *face = &faces[f];
        const char *chosen = NULL;
        for (int i = 0; i < FAMILIES_MAX && face->families[i] && !chosen; i++)
            if (has_family(c, face->families[i]))
                chosen = face->families[i];
        if (!chosen)
            return err_set(err, ERR_PDF_FONT, {"font", str_from_z(face->name)},
                           {"families", family_list(c->arena, face)});
        c->families[f] = str_z(c->arena, arena_fmt(c->arena, "%s,%s", chosen, face->more));
    }
    return true;
}

static bool open_fonts(PdfCanvas *c, Str folder, Err *err)
{
    c->config = c->lib.FcInitLoadConfigAndFonts();
    if (!c->config)
        return err_set(err, ERR_PDF_LIBRARY, {"reason", S("fontconfig")});
    if (folder.len)
        (void)c->lib.FcConfigAppFontAddDir(c->config, fc_string(str_z(c->arena, folder)));
    for (size_t i = 0; i < sizeof tex_files / sizeof tex_files[0]; i++) {
        Str path = arena_fmt(c->arena, "%s/%s", tex_fonts, tex_files[i]);
        (void)c->lib.FcConfigAppFontAddFile(c->config, fc_string(str_z(c->arena, path)));
    }
    if (!choose_families(c, err))
        return false;
    c->map = c->lib.pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!c->map)
        return err_set(err, ERR_PDF_LIBRARY, {"reason", S("pango")});
    /* the macro PANGO_FC_FONT_MAP would call a function that is not linked */
    c->lib.pango_fc_font_map_set_config((PangoFcFontMap *)(void *)c->map, c->config);
    c->context = c->lib.pango_font_map_create_context(c->map);
    cairo_font_options_t *options = c->lib.cairo_font_options_create();
    c->lib.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    c->lib.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    c->lib.pango_cairo_context_set_font_options(c->context, options);
    c->lib.cairo_font_options_destroy(options);
    c->lib.pango_cairo_context_set_resolution(c->context, 72); /* a point is a unit */
    c->lib.pango_context_set_round_glyph_positions(c->context, FALSE);
    c->lib.pango_context_set_language(c->context, c->lib.pango_language_from_string("zh-cn"));
    /* one character, one glyph */
    c->features = c->lib.pango_attr_list_new();
    c->lib.pango_attr_list_insert(c->features,
                                  c->lib.pango_attr_font_features_new("liga=0, clig=0, dlig=0"));
    return true;
}

/* --- the file */

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int length)
{
    Out *out = closure;
    out_s(out, (Str){(const char *)data, (ptrdiff_t)length});
    return out_ok(out) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void stamp(PdfCanvas *c, const PdfHead *head)
{
    enum { MINUTE_MS = 60 * 1000, DAY_S = 24 * 60 * 60 };
    Out out = out_new(c->arena, 64);
    Date date = instant_to_date(head->at_utc_ms, head->offset_minutes);
    int offset = head->offset_minutes < 0 ? -head->offset_minutes : head->offset_minutes;
    int64_t local_ms = head->at_utc_ms + (int64_t)head->offset_minutes * MINUTE_MS;
    int second = (int)(local_ms / 1000 - (int64_t)date * DAY_S);
    date_out(&out, date);
    out_f(&out, "T%02d:%02d:%02d%c%02d:%02d", second / 3600, second / 60 % 60, second % 60,
          head->offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
    const char *when = str_z(c->arena, out_str(&out));
    c->lib.cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
    c->lib.cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_MOD_DATE, when);
    c->lib.cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_TITLE,
                                          str_z(c->arena, head->title));
    c->lib.cairo_pdf_surface_set_metadata(c->surface, CAIRO_PDF_METADATA_AUTHOR,
                                          str_z(c->arena, head->author));
}

bool pdf_canvas_open(Arena *arena, const PdfHead *head, PdfCanvas **ret_canvas, Err *err)
{
    PdfCanvas *c = arena_new(arena, PdfCanvas, 1);
    c->arena = arena;
    c->drawn_face = -1;
    if (!lib_open(&c->lib, err))
        return false;
    *ret_canvas = c;
    if (!open_fonts(c, head->font_folder, err))
        return false;
    c->bytes = out_new(arena, LIMIT_OUTPUT_BYTES);
    c->surface = c->lib.cairo_pdf_surface_create_for_stream(take, &c->bytes, 1, 1);
    c->cairo = c->lib.cairo_create(c->surface);
    stamp(c, head);
    return true;
}

void pdf_canvas_drop(PdfCanvas **canvas)
{
    PdfCanvas *c = *canvas;
    if (!c)
        return;
    if (c->cairo)
        c->lib.cairo_destroy(c->cairo);
    if (c->surface)
        c->lib.cairo_surface_destroy(c->surface);
    if (c->drawn_in)
        c->lib.pango_font_description_free(c->drawn_in);
    if (c->features)
        c->lib.pango_attr_list_unref(c->features);
    if (c->context)
        c->lib.g_object_unref(c->context);
    if (c->map)
        c->lib.g_object_unref(c->map);
    if (c->config)
        c->lib.FcConfigDestroy(c->config);
    *canvas = NULL;
}

/* --- texts */

/* ASCII, and letters with accents. What both scripts have (“ ” — …) is Chinese. */
static bool is_latin(uint32_t cp)
{
    return cp < 0x80 || (cp >= 0xC0 && cp < 0x250 && cp != 0xD7 && cp != 0xF7);
}

static void set_face(PdfCanvas *c, int face, double size)
{
    if (c->drawn_in && c->drawn_face == face && c->drawn_size == size)
        return;
    if (c->drawn_in)
        c->lib.pango_font_description_free(c->drawn_in);
    c->drawn_in = c->lib.pango_font_description_new();
    c->lib.pango_font_description_set_family(c->drawn_in, c->families[face]);
    c->lib.pango_font_description_set_absolute_size(c->drawn_in, size * PANGO_SCALE);
    if (faces[face].bold)
        c->lib.pango_font_description_set_weight(c->drawn_in, PANGO_WEIGHT_BOLD);
    c->lib.pango_context_set_font_description(c->context, c->drawn_in);
    c->drawn_face = face;
    c->drawn_size = size;
}

/* What is done with each piece of a text that is in one font: from and count are characters. */
typedef struct Visit {
    double *widths; /* measured, or drawn with */
    bool draws;
    double x, baseline, rise;
    Str text;
    uint32_t lacks; /* a character that no font has; 0 = none */
} Visit;

static void visit_widths(PdfCanvas *c, Visit *v, PangoGlyphItem *piece, ptrdiff_t from)
{
    PangoRectangle ink;
    int *widths = arena_new(c->arena, int, piece->item->num_chars);
    c->lib.pango_glyph_item_get_logical_widths(piece, v->text.ptr, widths);
    for (int i = 0; i < piece->item->num_chars; i++)
        v->widths[from + i] = (double)widths[i] / PANGO_SCALE;
    c->lib.pango_glyph_string_extents(piece->glyphs, piece->item->analysis.font, &ink, NULL);
    double rise = -(double)ink.y / PANGO_SCALE;
    v->rise = rise > v->rise ? rise : v->rise;
    for (int g = 0; g < piece->glyphs->num_glyphs; g++)
        if (piece->glyphs->glyphs[g].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
            v->lacks = piece->glyphs->glyphs[g].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
}

/* The advances that were asked for; where a character has no glyph of its own its cluster has them. */
static void visit_draw(PdfCanvas *c, Visit *v, PangoGlyphItem *piece, ptrdiff_t from)
{
    PangoGlyphString *s = piece->glyphs;
    Str of = str_sub(v->text, piece->item->offset, piece->item->offset + piece->item->length);
    double width = 0;
    for (int g = 0; g < s->num_glyphs; g++)
        if (s->glyphs[g].attr.is_cluster_start)
            s->glyphs[g].geometry.width = 0;
    ptrdiff_t at = 0;
    for (int i = 0; i < piece->item->num_chars; i++) {
        ptrdiff_t byte = at;
        int owner = 0;
        (void)utf8_next(of, &at);
        for (int g = i < s->num_glyphs ? i : 0; g < s->num_glyphs; g++)
            if (s->log_clusters[g] == byte) {
                owner = g;
                break;
            }
        if (s->num_glyphs)
            s->glyphs[owner].geometry.width += (int)(v->widths[from + i] * PANGO_SCALE + 0.5);
        width += v->widths[from + i];
    }
    c->lib.cairo_move_to(c->cairo, v->x, v->baseline);
    c->lib.pango_cairo_show_glyph_item(c->cairo, v->text.ptr, piece);
    v->x += width;
}

/* One stretch of one script. *from counts characters. */
static void visit_run(PdfCanvas *c, Visit *v, ptrdiff_t start, ptrdiff_t end, ptrdiff_t *from)
{
    GList *items = c->lib.pango_itemize(c->context, v->text.ptr, (int)start, (int)(end - start),
                                        c->features, NULL);
    for (GList *at = items; at; at = at->next) {
        PangoItem *item = at->data;
        PangoGlyphItem piece = {.item = item, .glyphs = c->lib.pango_glyph_string_new()};
        c->lib.pango_shape(v->text.ptr + item->offset, item->length, &item->analysis, piece.glyphs);
        if (v->draws)
            visit_draw(c, v, &piece, *from);
        else
            visit_widths(c, v, &piece, *from);
        *from += item->num_chars;
        c->lib.pango_glyph_string_free(piece.glyphs);
        c->lib.pango_item_free(item);
    }
    c->lib.g_list_free(items);
}

static void visit_text(PdfCanvas *c, int face, double size, Visit *v)
{
    ptrdiff_t chars = 0;
    for (ptrdiff_t start = 0; start < v->text.len;) {
        ptrdiff_t end = start;
        bool latin = is_latin(utf8_next(v->text, &end));
        for (ptrdiff_t next = end; end < v->text.len; end = next)
            if (is_latin(utf8_next(v->text, &next)) != latin)
                break;
        set_face(c, latin && faces[face].latin ? faces[face].bold ? LATIN_BOLD : LATIN : face,
                 size);
        visit_run(c, v, start, end, &chars);
        start = end;
    }
}

bool pdf_canvas_measure(PdfCanvas *c, PdfFace face, double size, Str text, double *ret_widths,
                        double *ret_rise, Err *err)
{
    Visit v = {.widths = ret_widths, .text = text};
    visit_text(c, (int)face, size, &v);
    if (ret_rise)
        *ret_rise = v.rise;
    char letter[4];
    if (v.lacks)
        return err_set(err, ERR_PDF_GLYPH, {"char", {letter, utf8_put(v.lacks, letter)}},
                       {"code", arena_fmt(c->arena, "U+%04X", (unsigned)v.lacks)});
    return true;
}

/* --- pages */

/* 红: Y80 M80 of the standard. */
static void set_colour(PdfCanvas *c, bool red)
{
    static const double RED[] = {0.93, 0.11, 0.14};
    if (red)
        c->lib.cairo_set_source_rgb(c->cairo, RED[0], RED[1], RED[2]);
    else
        c->lib.cairo_set_source_rgb(c->cairo, 0, 0, 0);
}

void pdf_canvas_page(PdfCanvas *c, double width, double height)
{
    if (c->paged)
        c->lib.cairo_show_page(c->cairo);
    c->lib.cairo_pdf_surface_set_size(c->surface, width, height);
    c->paged = true;
}

void pdf_canvas_text(PdfCanvas *c, PdfFace face, double size, bool red, double x, double baseline,
                     Str text, const double *widths)
{
    Visit v = {.widths = (double *)(uintptr_t)widths,
               .draws = true,
               .x = x,
               .baseline = baseline,
               .text = text};
    set_colour(c, red);
    visit_text(c, (int)face, size, &v);
}

void pdf_canvas_rule(PdfCanvas *c, double x0, double y0, double x1, double y1, double width,
                     bool red, double pale, bool round)
{
    set_colour(c, red);
    if (pale > 0)
        c->lib.cairo_set_source_rgb(c->cairo, pale, pale, pale);
    c->lib.cairo_set_line_cap(c->cairo, round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    c->lib.cairo_set_line_width(c->cairo, width);
    c->lib.cairo_move_to(c->cairo, x0, y0);
    c->lib.cairo_line_to(c->cairo, x1, y1);
    c->lib.cairo_stroke(c->cairo);
}

bool pdf_canvas_close(PdfCanvas *c, Str *ret_bytes, Err *err)
{
    if (c->paged)
        c->lib.cairo_show_page(c->cairo);
    c->lib.cairo_surface_finish(c->surface);
    cairo_status_t status = c->lib.cairo_status(c->cairo);
    if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_SURFACE_FINISHED)
        status = c->lib.cairo_surface_status(c->surface);
    if (!out_ok(&c->bytes))
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_OUTPUT_BYTES")},
                       {"limit", arena_fmt(c->arena, "%d", LIMIT_OUTPUT_BYTES)}, {"found", S(">")});
    if (status != CAIRO_STATUS_SUCCESS)
        return err_set(err, ERR_PDF_LIBRARY,
                       {"reason", str_from_z(c->lib.cairo_status_to_string(status))});
    *ret_bytes = out_str(&c->bytes);
    return true;
}
