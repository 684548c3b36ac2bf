/* The words of a text document from any bytes, as a whole archive, and as its parts: cells stand in their table, comments at a
 * block that is there, and texts are UTF-8. */
#include "fuzz.h"

#include "base/utf8.h"
#include "doc/docx_text.h"
#include "doc/pack.h"

#include <assert.h>

/* One text is document, styles, numbering and comments at once: what one does not know it leaves alone. */
static Str packed(Arena *arena, Str part)
{
    const PackEntry parts[] = {
        {S("word/document.xml"), part},
        {S("word/styles.xml"), part},
        {S("word/numbering.xml"), part},
        {S("word/comments.xml"), part},
        {S("docProps/custom.xml"), part},
        {S("word/_rels/document.xml.rels"),
         S("<x><Relationship Type='/styles' Target='styles.xml'/><Relationship Type='/comments' "
           "Target='comments.xml'/><Relationship Type='/numbering' Target='numbering.xml'/></x>")}};
    Err err = {0};
    Str bytes = S("");
    assert(pack_zip(arena, parts, sizeof parts / sizeof parts[0], 0, 0, &bytes, &err));
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str bytes = fuzz_str(data, size);
    DocxText text;
    Err err = {0};
    if (size > 256 * 1024)
        return 0;
    if (!str_starts(bytes, S("PK")))
        bytes = packed(&arena, bytes);
    if (!docx_text(&arena, bytes, S("in.docx"), &text, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    for (int i = 0; i < text.blocks.count; i++) {
        const DocxBlock *b = &text.blocks.items[i];
        assert(utf8_valid(b->text, NULL) && utf8_valid(b->label, NULL));
        assert(b->heading >= 0 && b->heading <= 9 && (b->is_table || b->cells.count == 0));
        for (int k = 0; k < b->cells.count; k++) {
            const DocxCell *cell = &b->cells.items[k];
            assert(cell->row >= 1 && cell->row <= b->rows && cell->col >= 1 &&
                   utf8_valid(cell->text, NULL));
        }
    }
    for (int i = 0; i < text.comments.count; i++) {
        const DocxComment *c = &text.comments.items[i];
        assert(c->block >= -1 && c->block <= text.blocks.count && utf8_valid(c->text, NULL));
    }
    for (int i = 0; i < text.authors.count; i++)
        assert(utf8_valid(text.authors.items[i].name, NULL));
    return 0;
}
