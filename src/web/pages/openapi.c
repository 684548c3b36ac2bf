#include "web/pages.h"

#include "web/frame.h"

static const Str param_words[] = {
    [PARAM_CODE] = SC("string"),   [PARAM_TEXT] = SC("string"),   [PARAM_INT] = SC("integer"),
    [PARAM_PERIOD] = SC("string"), [PARAM_CHOICE] = SC("string"), [PARAM_FLAG] = SC("string"),
    [PARAM_SECRET] = SC("string"), [PARAM_FILES] = SC("array"),   [PARAM_PAIRS] = SC("object"),
    [PARAM_FIELDS] = SC("object"),
};

static void choices(Json *json, Str words)
{
    json_key(json, S("enum"));
    json_array(json);
    while (words.len)
        json_str(json, str_cut(&words, '|'));
    json_array_end(json);
}

static void schema(Json *json, const Param *p)
{
    json_object(json);
    json_kstr(json, S("type"), param_words[p->kind]);
    if (p->kind == PARAM_INT) {
        json_ki64(json, S("minimum"), p->min);
        json_ki64(json, S("maximum"), p->max);
    } else if (p->kind == PARAM_PERIOD) {
        json_kstr(json, S("pattern"), S("^[0-9]{4}-[0-9]{2}$"));
    } else if (p->kind == PARAM_CHOICE) {
        choices(json, str_from_z(p->choices));
    } else if (p->kind == PARAM_FLAG) {
        choices(json, S("1"));
    } else if (p->kind == PARAM_FILES) {
        json_key(json, S("items"));
        json_object(json);
        json_kstr(json, S("type"), S("string"));
        json_kstr(json, S("format"), S("binary"));
        json_object_end(json);
    } else if (p->kind == PARAM_PAIRS || p->kind == PARAM_FIELDS) {
        json_key(json, S("additionalProperties"));
        json_object(json);
        json_kstr(json, S("type"), S("string"));
        json_object_end(json);
    } else if (p->max) {
        json_ki64(json, S("maxLength"), p->max);
    }
    json_object_end(json);
}

static void parameters(Json *json, const Route *route)
{
    json_key(json, S("parameters"));
    json_array(json);
    for (const Param *p = route->params; p && p->name; p++) {
        if (p->place == IN_FORM)
            continue;
        json_object(json);
        json_kstr(json, S("name"), str_from_z(p->name));
        json_kstr(json, S("in"), p->place == IN_PATH ? S("path") : S("query"));
        json_kbool(json, S("required"), p->required || p->place == IN_PATH);
        json_key(json, S("schema"));
        schema(json, p);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool has_files(const Route *route)
{
    for (const Param *p = route->params; p && p->name; p++)
        if (p->kind == PARAM_FILES)
            return true;
    return false;
}

static void body(Json *json, const Route *route)
{
    if (route->method != HTTP_POST || !route->params)
        return;
    json_key(json, S("requestBody"));
    json_object(json);
    json_key(json, S("content"));
    json_object(json);
    json_key(json, has_files(route) ? S("multipart/form-data") : S("application/json"));
    json_object(json);
    json_key(json, S("schema"));
    json_object(json);
    json_kstr(json, S("type"), S("object"));
    json_key(json, S("properties"));
    json_object(json);
    for (const Param *p = route->params; p->name; p++) {
        if (p->place != IN_FORM)
            continue;
        json_key(json, str_from_z(p->name));
        schema(json, p);
    }
    json_object_end(json);
    json_key(json, S("required"));
    json_array(json);
    for (const Param *p = route->params; p->name; p++)
        if (p->place == IN_FORM && p->required)
            json_str(json, str_from_z(p->name));
    json_array_end(json);
    json_object_end(json);
    json_object_end(json);
    json_object_end(json);
    json_object_end(json);
}

static void operation(Ctx *c, Json *json, const Route *route)
{
    json_key(json, route->method == HTTP_POST ? S("post") : S("get"));
    json_object(json);
    json_kstr(json, S("summary"), msg(c->lang, route->summary));
    if (route->access == ROUTE_PERMIT)
        json_kstr(json, S("x-permission"), action_word(route->action));
    parameters(json, route);
    body(json, route);
    json_key(json, S("responses"));
    json_object(json);
    json_key(json, S("200"));
    json_object(json);
    json_kstr(json, S("description"), msg(c->lang, route->summary));
    json_object_end(json);
    json_key(json, S("default"));
    json_object(json);
    json_kstr(json, S("description"), S("{\"error\": {\"code\", \"message\", …}}"));
    json_object_end(json);
    json_object_end(json);
    json_object_end(json);
}

static bool seen_before(const Route *route)
{
    for (const Route *r = web_routes; r < route; r++)
        if ((r->flags & ROUTE_API) && str_eq(str_from_z(r->pattern), str_from_z(route->pattern)))
            return true;
    return false;
}

/* All routes that answer as JSON, as the table of routes has them. */
bool openapi_answer(Ctx *c, Err *err)
{
    if (!c->json)
        return err_set(err, ERR_HTTP_NOT_FOUND, {"found", c->request->path});
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("openapi"), S("3.0.3"));
    json_key(&json, S("info"));
    json_object(&json);
    json_kstr(&json, S("title"), S("duban"));
    json_kstr(&json, S("version"), S("1"));
    json_object_end(&json);
    json_key(&json, S("paths"));
    json_object(&json);
    for (const Route *route = web_routes; route->pattern; route++) {
        if (!(route->flags & ROUTE_API) || seen_before(route))
            continue;
        json_key(&json, arena_fmt(c->arena, "/api/v1%s", route->pattern));
        json_object(&json);
        for (const Route *same = route; same->pattern; same++)
            if ((same->flags & ROUTE_API) &&
                str_eq(str_from_z(same->pattern), str_from_z(route->pattern)))
                operation(c, &json, same);
        json_object_end(&json);
    }
    json_object_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}
