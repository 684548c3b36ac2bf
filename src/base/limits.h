/* base/limits.h - every limit that a user can meet, by name. Each has a message (err.LIMIT or its
 * own) and a test. Units stand last in the name. */
#pragma once

enum {
    LIMIT_DOCUMENT_BYTES = 8 * 1024 * 1024, /* a policy text for `duban read` */
    LIMIT_CSV_BYTES = 64 * 1024 * 1024,
    LIMIT_CSV_ROWS = 1024 * 1024, /* what spreadsheets have */
    LIMIT_CSV_COLUMNS = 512,
    LIMIT_CSV_CELLS = 30 * 1000 * 1000,
    LIMIT_CSV_ROW_BYTES = 4 * 1024 * 1024, /* of a file that is read row by row */
    LIMIT_CSV_CELL_BYTES = 64 * 1024,
    LIMIT_VALUES_COLUMNS = 10 * 1000, /* of a wide file of values; indicators of a long one */
    LIMIT_VALUES_CODE_BYTES = 200,    /* code of a unit, group, indicator */
    LIMIT_VALUES_UNITS = 4 * 1000 * 1000,
    LIMIT_VALUES_PERIODS = 1200,
    LIMIT_VALUES_PLACES = 50 * 1000 * 1000, /* units times periods */
    LIMIT_XLSX_ENTRIES = 10 * 1000,         /* files in the archive */
    LIMIT_XLSX_NAME_BYTES = 512,            /* name of one of them */
    LIMIT_XLSX_RATIO = 200,                 /* unpacked : packed, of what is larger than … */
    LIMIT_XLSX_RATIO_BYTES = 8 * 1024 * 1024,
    LIMIT_XLSX_CELLS = 30 * 1000 * 1000,
    LIMIT_XLSX_ROWS = 1024 * 1024, /* what spreadsheets have */
    LIMIT_XLSX_COLUMNS = 16 * 1024,
    LIMIT_XLSX_SHEETS = 1000,
    LIMIT_XLSX_STYLES = 64 * 1000,
    LIMIT_XLSX_STRINGS_BYTES = 256 * 1024 * 1024, /* shared texts of a workbook */
    LIMIT_GRID_PLACES = 1000 * 1000, /* rows times columns of the sheets that are compared */
    LIMIT_GRID_TEXT_BYTES = 64 * 1024 * 1024, /* of the cells of one of them */
    LIMIT_GRID_SHEETS = 40,                   /* of a workbook that is compared */
    LIMIT_YAML_BYTES = 4 * 1024 * 1024,
    LIMIT_YAML_DEPTH = 64,
    LIMIT_YAML_NODES = 200 * 1000,
    LIMIT_SCHEME_NODES = 2000,
    LIMIT_FORMULA_BYTES = 8 * 1024, /* of a scheme's leaf */
    LIMIT_FORMULA_DEPTH = 200,      /* brackets and signs inside one another */
    LIMIT_FORMULA_NODES = 2000,     /* numbers, names and operations */
    LIMIT_STABILITY_DRAWS = 10 * 1000 * 1000,
    LIMIT_STABILITY_PLACES = 100 * 1000 * 1000, /* counts: units of each group, squared */
    LIMIT_SCHEME_EVENTS = 1000,                 /* rules of bonus or deduct, vetoes, plans */
    LIMIT_SCHEME_ROWS = 10 * 1000,              /* of its sheets */
    LIMIT_SCHEME_DEPTH = 12,                    /* components inside components */
    LIMIT_JSON_BYTES = 16 * 1024 * 1024,
    LIMIT_JSON_DEPTH = 64,
    LIMIT_JSON_NODES = 200 * 1000,
    LIMIT_CALENDAR_DAYS = 4000, /* of one calendar that is loaded */
    LIMIT_CALENDAR_BYTES = 4 * 1024 * 1024,
    LIMIT_TABLE_ROWS = 200 * 1000, /* records of one table of a campaign or a month */
    LIMIT_CAMPAIGN_PERIODS = 60,
    LIMIT_GROUP_UNITS = 10 * 1000,
    LIMIT_UNIT_BODIES_BYTES = 4 * 1024,     /* the list of bodies of one unit */
    LIMIT_OUTPUT_BYTES = 256 * 1024 * 1024, /* one file or one standard output made by a command */
    LIMIT_PDF_MS = 20 * 1000,               /* for one paper */
    LIMIT_PDF_MEMORY_BYTES = 512 * 1024 * 1024, /* of the process that makes it */
    LIMIT_PDF_BYTES = 64 * 1024 * 1024,         /* of the file */
    LIMIT_PAPER_COLUMNS = 16,                   /* of one table of an official document */
    LIMIT_LINE_BYTES = 8 * 1024,                /* one message to a person */
    LIMIT_FOLDER_ENTRIES = 100 * 1000,          /* files of a folder that is imported */
    LIMIT_FOLDER_FILES = 200,                   /* of units, read at once (收文件夹) */
    LIMIT_FOLDER_BYTES = 512 * 1024 * 1024,     /* all of them */
    LIMIT_JOB_BYTES = 64 * 1024,                /* an order of `duban render` */
    LIMIT_WRITE_WAIT_MS = 60 * 1000,            /* longest wait of a writer for its turn */
    LIMIT_WEB_WRITE_WAIT_MS = 10 * 1000, /* the same of a page: it keeps others from being read */
    /* signing in */
    LIMIT_ACCOUNT_BYTES = 128, /* of what is typed as account, and of an address, that is kept */
    LIMIT_CAMPAIGN_BOOK_BYTES = 16 * 1024 * 1024, /* a campaign that is sent in the browser */
    LIMIT_ACCOUNT_FILE_BYTES = 4 * 1024 * 1024,   /* a sheet of accounts */
    LIMIT_ACCOUNT_SHEET_ROWS = 200,               /* accounts made or authorised at once */
    LIMIT_ACCOUNT_SHEET_BYTES = 60 * 1024,        /* the same as text, on its way through a form */
    LIMIT_ACCOUNT_POST_CHARACTERS = 60,
    LIMIT_ACCOUNT_PHONE_BYTES = 32,
    LIMIT_ACCOUNT_REASON_CHARACTERS = 200, /* why one is switched off */
    LIMIT_PASSWORD_CHARACTERS_MIN = 12,
    LIMIT_PASSWORD_BYTES = 256,
    LIMIT_PASSWORD_WAITING = 8,          /* for the one that is computed */
    LIMIT_LEDGER_PAGE_ROWS = 1000,       /* of one page of the ledger */
    LIMIT_LEDGER_QUERY_BYTES = 400,      /* words that a ledger is searched for */
    LIMIT_PROGRESS_CHARACTERS = 200,     /* of one note on a task */
    LIMIT_REPORT_CELL_CHARACTERS = 1000, /* of one cell of a monthly report that is typed */
    LIMIT_REPORT_ROWS = 1000,            /* of one of its lists */
    LIMIT_REPORT_REQUESTS = 50,
    LIMIT_FIGURE_DIGITS = 15,      /* before the point, of a figure that is reported or confirmed */
    LIMIT_REPORT_NAME_BYTES = 200, /* of a code, number or digest in the name of a field */
    LIMIT_REPORT_DRAFT_BYTES = 512 * 1024, /* of a draft as JSON */
    LIMIT_TARGET_REASON_CHARACTERS = 300,  /* reason and document of a changed target, each */
    LIMIT_REVIEW_CHARACTERS = 300, /* a sentence of a return, a reason of a lock or a ruling */
    LIMIT_REVIEW_PICKS = 400,      /* reports accepted at once */
    LIMIT_CORRECTION_BYTES = 256 * 1024, /* of a sheet of corrections that waits for approval */
    LIMIT_CORRECTIONS_SHOWN = 200,
    LIMIT_AUDIT_OBJECT_BYTES = 200,      /* of what somebody was refused, as it is kept */
    LIMIT_AUDIT_EXPORT_ROWS = 20 * 1000, /* of the audit log, as one table */
    /* files of evidence */
    LIMIT_FILE_BYTES = 50 * 1024 * 1024,
    LIMIT_FILE_NAME_CHARACTERS = 120,
    LIMIT_FILE_OF_TASK = 30,                  /* of one unit, at one task, that are not withdrawn */
    LIMIT_FILE_DAY_BYTES = 500 * 1024 * 1024, /* of one account, in a day */
    LIMIT_FILE_UNPACKED_BYTES = 256 * 1024 * 1024, /* of a document that is an archive */
    LIMIT_FILE_PIXELS = 100 * 1000 * 1000,         /* of a picture */
    LIMIT_FILE_ROW_MS =
        10 * 60 * 1000,             /* a file's bytes may be on the disk so long before its row */
    LIMIT_FILE_CHECKS = 4,          /* files that a server checks at once */
    LIMIT_FILE_WAITING = 2,         /* for one of these to end */
    LIMIT_FILE_TURN_MS = 10 * 1000, /* the longest wait for that */
    LIMIT_FILE_SCAN_MS = 30 * 1000, /* for the virus scanner */
    LIMIT_FILE_TEXT_MS = 20 * 1000, /* for taking the text out of a PDF */
    LIMIT_FILE_TEXT_BYTES = 64 * 1024 * 1024, /* of that text */
    LIMIT_PURGE_CHARACTERS = 200,             /* authority and reason of a purge */
    LIMIT_PURGE_PAGE_ROWS = 100,
    LIMIT_FILE_PAGE_ROWS = 50, /* of the list of files */
    /* highlights */
    LIMIT_HIGHLIGHTS = 5000,   /* of one campaign */
    LIMIT_HIGHLIGHTS_DAY = 20, /* of one account, in a day */
    LIMIT_HIGHLIGHT_TITLE_CHARACTERS = 60,
    LIMIT_HIGHLIGHT_CHARACTERS = 2000,
    LIMIT_HIGHLIGHT_EFFECT_CHARACTERS = 300,
    LIMIT_HIGHLIGHT_REASON_CHARACTERS = 200,
    LIMIT_HIGHLIGHT_NAME_CHARACTERS = 60,  /* of who adopts one, and of the document's number */
    LIMIT_HIGHLIGHT_COMPARED = 20 * 1000,  /* narratives that a new one is held against */
    LIMIT_HIGHLIGHT_COMPARED_BYTES = 6000, /* of each */
    LIMIT_HIGHLIGHT_PAGE_ROWS = 100,
    LIMIT_TALK_LINE_CHARACTERS =
        100, /* of one line of a formal talk's papers: a post, a place, a number */
    LIMIT_TALK_CHARACTERS = 2000,     /* of a text of several lines: reasons, problems, minutes */
    LIMIT_TALK_COMMITMENTS = 30,      /* of one talk; problems likewise */
    LIMIT_TALK_DAYS = 365,            /* for a commitment, and until the report */
    LIMIT_BURDEN_TWICE = 200,         /* figures asked twice that are shown */
    LIMIT_PROVINCE_CHARACTERS = 1000, /* of one free passage of a report to the province */
    LIMIT_PROVINCE_SAYINGS = 300,     /* problems and matters offered for it */
    LIMIT_PROVINCE_NAME_BYTES = 60,   /* of a choice */
    /* trials of other schemes */
    LIMIT_SCREENING_CELLS = 20 * 1000 * 1000, /* periods x units x indicators */
    LIMIT_WHATIF_BASES = 8, /* groups of a campaign that are kept for trials of weights */
    LIMIT_WHATIF_BYTES = 64 * 1024 * 1024, /* all of them */
    LIMIT_WHATIF_DRAWS = 10 * 1000,
    LIMIT_WEIGHTS_CHANGED = 500, /* of one trial */
    LIMIT_SANDBOX_SCHEME_CHARACTERS = 400 * 1000,
    LIMIT_SANDBOX_RESULT_BYTES = 8 * 1024 * 1024, /* all that one trial found */
    LIMIT_SANDBOX_PAGE_ROWS = 100,
    LIMIT_PARALLEL_BOOK_BYTES = 16 * 1024 * 1024, /* the office's workbook */
    LIMIT_PARALLEL_MAP_CHARACTERS = 60 * 1000,
    LIMIT_CONFIRM_CELL_CHARACTERS = 60,  /* of one cell of a data owner's sheet */
    LIMIT_CONFIRM_NOTE_CHARACTERS = 200, /* why it confirms another number */
    LIMIT_CONFIRM_PAGE_CELLS = 400,      /* of one page of it: value and note are a field each */
    LIMIT_CONFIRM_BOOK_BYTES = 4 * 1024 * 1024, /* the sheet as a workbook */
    LIMIT_FORM_SUBS = 60,                       /* parts of a unit's form */
    LIMIT_SESSIONS_SHOWN = 100,
    LIMIT_DELEGATION_DAYS = 92,        /* from the first to the last, both included */
    LIMIT_DELEGATION_CHARACTERS = 100, /* of its reason */
    LIMIT_DELEGATIONS_SHOWN = 500,
    LIMIT_POLICY_VERSIONS = 200, /* shown of the security policy */
    LIMIT_POLICY_IDLE_MINUTES_MIN = 5,
    LIMIT_POLICY_IDLE_MINUTES_MAX = 120,
    LIMIT_POLICY_SESSION_HOURS_MIN = 1,
    LIMIT_POLICY_SESSION_HOURS_MAX = 24,
    LIMIT_POLICY_FIRST_DAYS_MIN = 1,
    LIMIT_POLICY_FIRST_DAYS_MAX = 30,
    LIMIT_POLICY_PROVE_MINUTES_MIN = 1,
    LIMIT_POLICY_PROVE_MINUTES_MAX = 60,
    LIMIT_DIGEST_BYTES = 64 * 1024,      /* of one day and language */
    LIMIT_CALLS_BYTES = 4 * 1024 * 1024, /* a call list as text */
    LIMIT_REMIND_LINK_BYTES = 200,       /* an address in a reminder text */
    /* pages */
    LIMIT_HTTP_CONNECTIONS = 1024,       /* also the length of the queue; beyond: 503 */
    LIMIT_HTTP_HEADER_BYTES = 16 * 1024, /* of one request, its first line included */
    LIMIT_HTTP_HEADERS = 100,
    LIMIT_HTTP_SILENCE_MS = 30 * 1000, /* nothing read, nothing sent: the connection ends */
    LIMIT_HTTP_BODIES_MEMORY_BYTES = 8 * 1024 * 1024, /* of all requests; then files */
    LIMIT_HTTP_OVERRUN_BYTES = 1024 * 1024,           /* read beyond what a chunked body may have */
    LIMIT_HTTP_YIELD_MS = 1000,        /* a connection without a request that long may give way */
    LIMIT_HTTP_TRICKLE_MS = 10 * 1000, /* and one whose body comes that long at less than … */
    LIMIT_HTTP_TRICKLE_BYTES = 1024,   /* … a second */
    LIMIT_HTTP_LINGER_MS = 30 * 1000,  /* for the rest of a request that was refused before */
    LIMIT_HTTP_BODY_MEMORY_BYTES = 1024 * 1024, /* a larger body goes to an unlinked file */
    LIMIT_HTTP_BODY_BYTES = 64 * 1024 * 1024,   /* of any request; a route may allow less */
    LIMIT_HTTP_ANSWER_BYTES = 32 * 1024 * 1024, /* one page or JSON document */
    LIMIT_HTTP_FIELDS = 1000,                   /* of one query or form */
    LIMIT_HTTP_FIELD_BYTES = 64 * 1024,
    LIMIT_HTTP_PARTS = 208,                  /* of one multipart form */
    LIMIT_HTTP_PART_HEADER_BYTES = 8 * 1024, /* of one part: its name, file name and type */
    LIMIT_HTTP_PATH_SEGMENTS = 16,
    LIMIT_HTTP_NEXT_BYTES = 2000, /* of an address to come back to; a longer one is forgotten */
    LIMIT_HTTP_WORKERS = 256,
};
#define LIMIT_FILE_CAMPAIGN_BYTES (INT64_C(20) << 30) /* files of one campaign (quota) */
#define LIMIT_XLSX_BYTES (INT64_C(4) << 30)           /* a workbook unpacked */
#define LIMIT_VALUES_FILE_BYTES (INT64_C(64) << 30)   /* values for `duban score` */
#define LIMIT_VALUES_CELLS INT64_C(500000000)         /* of its panel: 4 GB */
#define LIMIT_CSV_FILE_BYTES (INT64_C(4) << 30)       /* a file that is read row by row */
