#include "sys/yaml.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <assert.h>
#include <yaml.h>

/* A map or list that is being read; in a map, `key` is waiting for its value. */
typedef struct Open {
    Tree *tree;
    bool has_key;
    Str key;
    int key_line, key_col;
} Open;

typedef struct Build {
    Arena *arena;
    Open open[LIMIT_YAML_DEPTH];
    int depth, nodes;
    Tree *root;
} Build;

static bool at_mark(Err *err, yaml_mark_t mark)
{
    return err_at_cell(err, (int64_t)mark.line + 1, (int64_t)mark.column + 1);
}

static bool limit_error(Arena *arena, Str name, int64_t limit, int64_t found, Err *err)
{
    return err_set(err, ERR_LIMIT, {"name", name},
                   {"limit", arena_fmt(arena, "%lld", (long long)limit)},
                   {"found", arena_fmt(arena, "%lld", (long long)found)});
}

static bool new_node(Build *build, TreeKind kind, yaml_mark_t mark, Tree **ret_tree, Err *err)
{
    if (++build->nodes > LIMIT_YAML_NODES)
        return limit_error(build->arena, S("LIMIT_YAML_NODES"), LIMIT_YAML_NODES, build->nodes,
                           err);
    Tree *tree = arena_new(build->arena, Tree, 1);
    tree->kind = kind;
    tree->line = (int)mark.line + 1;
    tree->col = (int)mark.column + 1;
    *ret_tree = tree;
    return true;
}

static bool plain_null(Str text)
{
    return text.len == 0 || str_eq(text, S("~")) || str_eq(text, S("null"));
}

/* Hangs a value where it belongs: under the waiting key, into the list, or as the root. */
static void place(Build *build, Tree *tree)
{
    if (build->depth == 0) {
        build->root = tree;
        return;
    }
    Open *open = &build->open[build->depth - 1];
    assert(open->tree);
    if (open->tree->kind == TREE_MAP) {
        tree->key = open->key;
        tree->key_line = open->key_line;
        tree->key_col = open->key_col;
        open->has_key = false;
    }
    tree_append(open->tree, tree);
}

static bool wants_key(const Build *build)
{
    return build->depth > 0 && build->open[build->depth - 1].tree->kind == TREE_MAP &&
           !build->open[build->depth - 1].has_key;
}

static bool on_scalar(Build *build, const yaml_event_t *event, Err *err)
{
    Str text = arena_str(build->arena, (Str){(const char *)event->data.scalar.value,
                                             (ptrdiff_t)event->data.scalar.length});
    bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (wants_key(build)) {
        Open *open = &build->open[build->depth - 1];
        open->has_key = true;
        open->key = text;
        open->key_line = (int)event->start_mark.line + 1;
        open->key_col = (int)event->start_mark.column + 1;
        return true;
    }
    Tree *tree;
    if (!new_node(build, !quoted && plain_null(text) ? TREE_NULL : TREE_TEXT, event->start_mark,
                  &tree, err))
        return false;
    tree->text = text;
    tree->quoted = quoted;
    place(build, tree);
    return true;
}

static bool on_open(Build *build, TreeKind kind, const yaml_event_t *event, Err *err)
{
    if (wants_key(build))
        return err_set(err, ERR_YAML_KEY);
    if (build->depth == LIMIT_YAML_DEPTH)
        return limit_error(build->arena, S("LIMIT_YAML_DEPTH"), LIMIT_YAML_DEPTH, build->depth + 1,
                           err);
    Tree *tree;
    if (!new_node(build, kind, event->start_mark, &tree, err))
        return false;
    place(build, tree);
    build->open[build->depth++] = (Open){.tree = tree};
    return true;
}

static bool on_close(Build *build, Err *err)
{
    const Tree *tree = build->open[--build->depth].tree;
    const Tree *twice = tree_twice(build->arena, tree);
    if (!twice)
        return true;
    err_set(err, ERR_TREE_TWICE, {"key", twice->key});
    return err_at_cell(err, twice->key_line, twice->key_col);
}

static Str text_of(const yaml_char_t *z)
{
    return z ? str_from_z((const char *)z) : S("");
}

/* Anchors and tags would give a text a second meaning that its reader cannot see. */
static bool refuse_props(const yaml_char_t *anchor, const yaml_char_t *tag, Err *err)
{
    if (anchor)
        return err_set(err, ERR_YAML_ANCHOR, {"found", text_of(anchor)});
    if (tag)
        return err_set(err, ERR_YAML_TAG, {"found", text_of(tag)});
    return true;
}

static bool on_event(Build *build, const yaml_event_t *event, Err *err)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return err_set(err, ERR_YAML_ANCHOR, {"found", text_of(event->data.alias.anchor)});
    case YAML_SCALAR_EVENT:
        return refuse_props(event->data.scalar.anchor, event->data.scalar.tag, err) &&
               on_scalar(build, event, err);
    case YAML_SEQUENCE_START_EVENT:
        return refuse_props(event->data.sequence_start.anchor, event->data.sequence_start.tag,
                            err) &&
               on_open(build, TREE_LIST, event, err);
    case YAML_MAPPING_START_EVENT:
        return refuse_props(event->data.mapping_start.anchor, event->data.mapping_start.tag, err) &&
               on_open(build, TREE_MAP, event, err);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return on_close(build, err);
    case YAML_DOCUMENT_START_EVENT:
        return build->root ? err_set(err, ERR_YAML_DOCUMENTS) : true;
    default:
        return true;
    }
}

static bool syntax_error(const yaml_parser_t *parser, Err *err)
{
    err_set(err, ERR_YAML_SYNTAX,
            {"found", str_from_z(parser->problem ? parser->problem : "yaml")});
    return at_mark(err, parser->problem_mark);
}

static bool run(Build *build, yaml_parser_t *parser, Err *err)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return syntax_error(parser, err);
        bool ok = on_event(build, &event, err);
        if (!ok)
            at_mark(err, event.start_mark);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (!ok)
            return false;
    }
    return true;
}

bool yaml_parse(Arena *arena, Str text, Tree **ret_tree, Err *err)
{
    if (text.len > LIMIT_YAML_BYTES)
        return limit_error(arena, S("LIMIT_YAML_BYTES"), LIMIT_YAML_BYTES, text.len, err);
    ptrdiff_t bad_at = 0;
    if (!utf8_valid(text, &bad_at)) {
        err_set(err, ERR_TEXT_ENCODING,
                {"found", arena_fmt(arena, "\\x%02x", (unsigned char)text.ptr[bad_at])});
        return err_at_byte(err, bad_at + 1);
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return err_set(err, ERR_INTERNAL, {"what", S("yaml_parser_initialize")});
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)(text.ptr ? text.ptr : ""),
                                 (size_t)text.len);
    Build build = {.arena = arena};
    bool ok = run(&build, &parser, err);
    yaml_parser_delete(&parser);
    if (!ok)
        return false;
    if (!build.root)
        build.root = arena_new(arena, Tree, 1);
    *ret_tree = build.root;
    return true;
}
