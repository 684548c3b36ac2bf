#include "web/assets.h"

#include "web/pages.h"

static bool accepts_gzip(const Ctx *c)
{
    Str rest = http_header(c->request, S("Accept-Encoding"));
    while (rest.len) {
        Str item = str_cut(&rest, ',');
        Str coding = str_trim(str_cut(&item, ';'));
        if (str_eq(coding, S("gzip")))
            return !str_has(item, S("q=0")) || str_has(item, S("q=0."));
    }
    return false;
}

/* The address holds the digest of the bytes: what a browser has once it may keep. */
bool asset_file(Ctx *c, Err *err)
{
    const Asset *asset = asset_find(ctx_text(c, "file"));
    if (!asset)
        return err_set(err, ERR_HTTP_NOT_FOUND, {"found", c->request->path});
    HttpResponse *r = c->response;
    http_set(r, c->arena, S("Content-Type"), asset->type);
    http_set(r, c->arena, S("Cache-Control"), S("public, max-age=31536000, immutable"));
    http_set(r, c->arena, S("ETag"), asset->etag);
    if (asset->gzip.len)
        http_set(r, c->arena, S("Vary"), S("Accept-Encoding"));
    if (str_has(http_header(c->request, S("If-None-Match")), asset->etag)) {
        r->status = 304;
        return true;
    }
    bool packed = asset->gzip.len && accepts_gzip(c);
    if (packed)
        http_set(r, c->arena, S("Content-Encoding"), S("gzip"));
    r->fixed = packed ? asset->gzip : asset->bytes;
    return true;
}
