/* app/paper/circular_back.h - the circular that a leader edited in WPS, Word or LibreOffice comes back in.
 *
 * The docx is laid beside the paper that was handed out (a property of the file says which revision), passage by passage. Words
 * that changed become the text, in which a figure that stands unchanged is still its reference. A figure of the result that reads
 * otherwise stays what it is and is pointed at, and so is all that a person should look at before he takes the text over: names,
 * numbers that were typed, cells of a table, head and foot. Nothing is written here: taking over is circular_save_draft with
 * `text` and `seen`. Callers: cli/cmd_circular, web/pages/circular_back. */
#pragma once
#include "app/paper/circular_desk.h"

typedef enum CircularPointKind {
    POINT_FIGURE,  /* reads otherwise: stays as the result has it */
    POINT_OWNER,   /* the figure of one unit stands behind the name of another: left as typed */
    POINT_GONE,    /* taken out with its words */
    POINT_UNKNOWN, /* a reference to nothing */
    POINT_LOOKS,   /* typed, and looks like a figure of the month */
    POINT_TYPED,   /* a number that is not of the result */
    POINT_NAME,    /* of a unit or group: changed, new or gone; words, taken over */
    POINT_CELL,    /* of a table: not taken over */
    POINT_FIXED,   /* head, foot, annex: not taken over */
    POINT_OUTSIDE, /* a paragraph outside of the passages: not taken over */
    POINTS
} CircularPointKind;
Str circular_point_word(CircularPointKind kind);

typedef struct CircularPoint {
    CircularPointKind kind;
    Str place, before, after; /* as printed before, as the file has it */
    Str reference;            /* of the figure, or that could be put; empty: none */
} CircularPoint;

typedef enum CircularPieceKind {
    PIECE_SAME,
    PIECE_GONE,
    PIECE_NEW,
    PIECE_STAYS, /* a figure of the result where the file has another */
    PIECES
} CircularPieceKind;
typedef struct CircularPiece {
    CircularPieceKind kind;
    Str text;
} CircularPiece;

typedef struct CircularDifference {
    CircularPassage passage;
    int line;    /* of the paper that was handed out */
    bool is_new; /* a paragraph behind that line */
    LIST_OF(CircularPiece) pieces;
} CircularDifference;

typedef struct CircularRemark {
    Str place, author, text;
} CircularRemark;

typedef struct CircularHand { /* whose tracked changes they are, as the file says */
    Str name;
    int inserted, deleted, moved;
} CircularHand;

typedef struct CircularBack {
    CircularDesk desk; /* as it stands */
    Str file;
    int seen;               /* the newest revision, 0: none */
    int revision;           /* that the file is laid beside */
    bool named;             /* the file says which; else it is the newest */
    bool printed_otherwise; /* that revision would be printed otherwise today */
    CircularText text;      /* that would stand */
    bool same;              /* nothing would be saved */
    bool both[PASSAGES];    /* changed in the file, and on the desk since it was handed out */
    LIST_OF(CircularDifference) differences;
    LIST_OF(CircularPoint) points; /* by kind */
    LIST_OF(CircularRemark) remarks;
    LIST_OF(CircularHand) hands;
    int boxes, notes,
        struck; /* text boxes and footnotes, which are not read; what is struck through, which is left out */
} CircularBack;

/* Asks for the permission to draft. ERR_CIRCULAR_BACK_FILE {found}: no such document; ERR_CIRCULAR_BACK_OTHER {found, expected}: another
 * circular; ERR_CIRCULAR_BACK_STRANGE: not one paragraph is of this one; ERR_LIMIT, and the faults of a draft and of archive and XML. */
bool circular_back_read(App *app, Lang lang, Str period, CircularKind kind, Str file, Str bytes,
                        CircularBack *ret_back, Err *err);
Str circular_difference_place(Arena *arena, Lang lang, const CircularDifference *difference);
/* One line of the differences: "[-84.27-]{+84.72+}"; figures that stay "[=84.27=]". */
Str circular_difference_text(Arena *arena, const CircularDifference *difference);
Str circular_point_text(Arena *arena, Lang lang, const CircularPoint *point);
void circular_back_json(const CircularBack *back, Json *json);
