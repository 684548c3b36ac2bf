#include "app/files/file_search.h"

#include "app/embedded.h"

bool file_search_begin(App *app, FileSearch *search, Err *err)
{
    return marks_parse(app->arena, embedded_marks, app->today, &search->marks, err);
}

static bool told(const Mark *mark, Err *err)
{
    return !mark || err_set(err, ERR_FILE_MARK, {"found", mark->word});
}

bool file_search_name(FileSearch *search, Str name, Err *err)
{
    marks_begin(&search->scan, &search->marks, true);
    (void)marks_take(&search->scan, name);
    return told(marks_end(&search->scan), err);
}

void file_search_text_begin(FileSearch *search)
{
    marks_begin(&search->scan, &search->marks, false);
}

bool file_search_piece(void *ctx, Str text, bool line_ends)
{
    FileSearch *search = ctx;
    return marks_take(&search->scan, text) && (!line_ends || marks_line(&search->scan));
}

bool file_search_pdf(void *ctx, Str text)
{
    return marks_take(&((FileSearch *)ctx)->scan, text);
}

bool file_search_end(FileSearch *search, Err *err)
{
    return told(marks_end(&search->scan), err);
}
