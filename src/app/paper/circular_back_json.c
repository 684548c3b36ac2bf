#include "app/paper/circular_back.h"

Str circular_difference_text(Arena *arena, const CircularDifference *d)
{
    static const char *const begins[PIECES] = {"", "[-", "{+", "[="};
    static const char *const ends[PIECES] = {"", "-]", "+}", "=]"};
    Out out = out_new(arena, 1 << 20);
    for (int i = 0; i < d->pieces.count; i++) {
        const CircularPiece *p = &d->pieces.items[i];
        out_s(&out, str_from_z(begins[p->kind]));
        out_s(&out, p->text);
        out_s(&out, str_from_z(ends[p->kind]));
    }
    return out_str(&out);
}

static void differences_json(const CircularBack *b, Json *json)
{
    static const Str kinds[PIECES] = {SC("same"), SC("gone"), SC("new"), SC("stays")};
    json_key(json, S("differences"));
    json_array(json);
    for (int i = 0; i < b->differences.count; i++) {
        const CircularDifference *d = &b->differences.items[i];
        json_object(json);
        json_kstr(json, S("passage"), passage_word(d->passage));
        json_ki64(json, S("line"), d->line);
        json_kbool(json, S("new"), d->is_new);
        json_key(json, S("pieces"));
        json_array(json);
        for (int p = 0; p < d->pieces.count; p++) {
            json_object(json);
            json_kstr(json, S("kind"), kinds[d->pieces.items[p].kind]);
            json_kstr(json, S("text"), d->pieces.items[p].text);
            json_object_end(json);
        }
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

static void points_json(const CircularBack *b, Json *json)
{
    json_key(json, S("points"));
    json_array(json);
    for (int i = 0; i < b->points.count; i++) {
        const CircularPoint *p = &b->points.items[i];
        json_object(json);
        json_kstr(json, S("kind"), circular_point_word(p->kind));
        json_kstr(json, S("place"), p->place);
        json_kstr(json, S("before"), p->before);
        json_kstr(json, S("after"), p->after);
        json_kstr(json, S("reference"), p->reference);
        json_object_end(json);
    }
    json_array_end(json);
}

static void people_json(const CircularBack *b, Json *json)
{
    json_key(json, S("comments"));
    json_array(json);
    for (int i = 0; i < b->remarks.count; i++) {
        json_object(json);
        json_kstr(json, S("place"), b->remarks.items[i].place);
        json_kstr(json, S("author"), b->remarks.items[i].author);
        json_kstr(json, S("text"), b->remarks.items[i].text);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("changes_by"));
    json_array(json);
    for (int i = 0; i < b->hands.count; i++) {
        json_object(json);
        json_kstr(json, S("name"), b->hands.items[i].name);
        json_ki64(json, S("inserted"), b->hands.items[i].inserted);
        json_ki64(json, S("deleted"), b->hands.items[i].deleted);
        json_ki64(json, S("moved"), b->hands.items[i].moved);
        json_object_end(json);
    }
    json_array_end(json);
}

void circular_back_json(const CircularBack *b, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), b->desk.period->code);
    json_kstr(json, S("file"), b->file);
    json_ki64(json, S("seen"), b->seen);
    json_ki64(json, S("revision"), b->revision);
    json_kbool(json, S("named"), b->named);
    json_kbool(json, S("printed_otherwise"), b->printed_otherwise);
    json_kbool(json, S("same"), b->same);
    json_key(json, S("text"));
    json_object(json);
    for (int i = 0; i < PASSAGES; i++)
        json_kstr(json, passage_word((CircularPassage)i), b->text.passages[i]);
    json_object_end(json);
    json_key(json, S("changed_on_the_desk_too"));
    json_array(json);
    for (int i = 0; i < PASSAGES; i++)
        if (b->both[i])
            json_str(json, passage_word((CircularPassage)i));
    json_array_end(json);
    differences_json(b, json);
    points_json(b, json);
    people_json(b, json);
    json_ki64(json, S("text_boxes"), b->boxes);
    json_ki64(json, S("footnotes"), b->notes);
    json_ki64(json, S("struck"), b->struck);
    json_object_end(json);
}
