/* The papers of a formal talk: notice, minutes, what is to be put right, as files. */
#include "app/talk/talk_docs.h"
#include "web/pages.h"

bool talk_file(Ctx *c, Err *err)
{
    TalkDoc doc;
    return talk_doc(&c->app, ctx_text(c, "id"), (TalkDocKind)ctx_i64(c, "paper", 0), &doc, err) &&
           download_paper(c, &doc.paper, doc.text, err);
}
