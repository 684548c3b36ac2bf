/* doc/old_office.h - office documents before the xml ones (doc, xls, wps, et): what they are, whether they run something, their text.
 *
 * The container is not followed from sector to sector: its folder entries stand at multiples of 128 bytes
 * and are found there, its text is UTF-16 and is found wherever it stands, at both alignments. What it
 * keeps in one byte a letter has no Chinese. Callers: app/files/file_check. */
#pragma once
#include "doc/office_file.h"

typedef enum OldOffice { OLD_NONE, OLD_WORD, OLD_SHEET, OLD_SLIDES, OLD_OTHER } OldOffice;

typedef struct OldOfficeLook {
    OldOffice kind;                 /* OLD_NONE: no such container at all */
    bool macros, encrypted, inside; /* inside: another file is packed into it */
} OldOfficeLook;

OldOfficeLook old_office_look(Str bytes);
/* Runs of letters, each a line. */
void old_office_text(Str bytes, OfficeText fn, void *ctx);
