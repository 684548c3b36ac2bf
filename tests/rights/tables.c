/* What can be asked for, as JSON: every row of routes.def with its parameters, every command with its options.
 * The walk, the attacker and the probe are made from it, so that nothing new is left out. */
#include "base/json.h"
#include "cli/cli.h"
#include "web/web.h"

#include <stdio.h>

static const Str kinds[] = {SC("code"), SC("text"),   SC("int"),   SC("period"), SC("choice"),
                            SC("flag"), SC("secret"), SC("pairs"), SC("files"),  SC("fields")};
static const Str places[] = {SC("query"), SC("path"), SC("form")};
static const Str accesses[] = {SC("public"), SC("signed_in"), SC("permit")};

static void param_out(Json *json, const Param *p)
{
    json_object(json);
    json_kstr(json, S("name"), str_from_z(p->name));
    json_kstr(json, S("kind"), kinds[p->kind]);
    json_kstr(json, S("place"), places[p->place]);
    json_ki64(json, S("required"), p->required);
    json_ki64(json, S("min"), p->min);
    json_ki64(json, S("max"), p->max);
    json_kstr(json, S("choices"), p->choices ? str_from_z(p->choices) : S(""));
    json_object_end(json);
}

static void route_out(Json *json, const Route *r)
{
    json_object(json);
    json_kstr(json, S("method"), http_method_word(r->method));
    json_kstr(json, S("pattern"), str_from_z(r->pattern));
    json_kstr(json, S("access"), accesses[r->access]);
    json_ki64(json, S("flags"), r->flags);
    json_ki64(json, S("api"), (r->flags & ROUTE_API) != 0);
    json_ki64(json, S("csrf"), r->method != HTTP_GET && !(r->flags & ROUTE_NO_CSRF));
    json_ki64(json, S("body_bytes_max"), r->body_bytes_max);
    json_key(json, S("params"));
    json_array(json);
    for (const Param *p = r->params; p && p->name; p++)
        param_out(json, p);
    json_array_end(json);
    json_object_end(json);
}

static void command_out(Json *json, const CliCommand *command)
{
    json_object(json);
    json_kstr(json, S("name"), str_from_z(command->name));
    json_kstr(json, S("arguments"), str_from_z(command->arguments));
    json_key(json, S("options"));
    json_array(json);
    for (const CliOption *o = command->options; o && o->name; o++)
        json_str(json, str_from_z(o->name));
    json_array_end(json);
    json_object_end(json);
}

int main(void)
{
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, 4 << 20);
    Json json = json_new(&out, false);
    json_object(&json);
    json_key(&json, S("routes"));
    json_array(&json);
    for (const Route *r = web_routes; r->pattern; r++)
        route_out(&json, r);
    json_array_end(&json);
    json_key(&json, S("commands"));
    json_array(&json);
    for (const CliCommand *command = cli_commands; command->name; command++)
        command_out(&json, command);
    json_array_end(&json);
    json_object_end(&json);
    printf("%.*s\n", (int)out.len, out.ptr);
    return !out_ok(&out);
}
