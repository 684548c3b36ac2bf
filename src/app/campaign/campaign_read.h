/* app/campaign/campaign_read.h - what the parts of app/campaign/campaign_files share; of no use to others. */
#pragma once
#include "app/campaign/campaign_files.h"
#include "app/names.h"
#include "app/table.h"
#include "core/scheme.h"

typedef enum CampaignTable {
    TABLE_BODIES,
    TABLE_POSTS,
    TABLE_UNITS,
    TABLE_TASKS,
    TABLE_RESPONSIBILITIES,
    TABLE_INDICATORS,
    TABLE_TARGETS,
    TABLE_ALLOTMENTS,
    TABLE_PLANS,
    TABLE_ACCOUNTS,
    TABLE_FORMS,
    CAMPAIGN_TABLES
} CampaignTable;

/* Columns in the order of their specs, for faults at a cell. */
enum { BODY_CODE, BODY_NAME, BODY_KIND, BODY_PARENT };
enum { POST_BODY, POST_TITLE, POST_HOLDER };
enum {
    UNIT_CODE,
    UNIT_NAME,
    UNIT_SHORT,
    UNIT_GROUP,
    UNIT_KIND,
    UNIT_BODIES,
    UNIT_LEADER,
    UNIT_FROM,
    UNIT_TO,
    UNIT_SUCCESSOR,
    UNIT_RANKED
};
enum {
    FORM_CODE,
    FORM_NAME,
    FORM_NATURE,
    FORM_NUMBER,
    FORM_ISSUER,
    FORM_APPROVAL,
    FORM_FROM,
    FORM_TO,
    FORM_GROUP
};
enum { TASK_NO, TASK_LEVEL, TASK_PARENT, TASK_TITLE };
enum { RESP_TASK, RESP_ROLE, RESP_PARTY };
enum {
    IND_CODE,
    IND_NAME,
    IND_UNIT,
    IND_MEASURE,
    IND_BASIS,
    IND_DIRECTION,
    IND_ASSESSOR,
    IND_REPORTER
};
enum {
    TARGET_CODE,
    TARGET_TASK,
    TARGET_INDICATOR,
    TARGET_WHAT,
    TARGET_VALUE,
    TARGET_UNIT,
    TARGET_RELATION,
    TARGET_MODALITY,
    TARGET_SCOPE,
    TARGET_PERIOD,
    TARGET_SOURCE,
    TARGET_SPLIT,
    TARGET_NUMERATOR,
    TARGET_DENOMINATOR
};
enum { ALLOT_TARGET, ALLOT_UNIT, ALLOT_VALUE, ALLOT_SOURCE, ALLOT_WEIGHT };
enum { PLAN_INDICATOR, PLAN_PERIOD, PLAN_PERCENT, PLAN_UNIT };
enum { ACCOUNT_NAME, ACCOUNT_ROLE, ACCOUNT_UNIT, ACCOUNT_BODY, ACCOUNT_POST };

/* Line and column of an entry of campaign.yaml. */
typedef struct YamlPlace {
    int line, col;
} YamlPlace;

typedef struct CampaignReader {
    Arena *arena;
    const FileSource *source;
    CampaignDef *def;
    Faults *faults, *warnings;
    Table tables[CAMPAIGN_TABLES];
    bool complete;             /* every file could be read to its end */
    LIST_OF(Scheme *) schemes; /* those of def->schemes, loaded */
    bool schemes_faulty;       /* a scheme was refused */
    LIST_OF(YamlPlace) period_places;
    LIST_OF(YamlPlace) group_places;
    YamlPlace month_place;
    Str groups_file, periods_file; /* where they are listed */
    /* codes → index in the definition's lists; names → the same, to offer the code of a name */
    Names groups, periods, bodies, body_names, units, unit_names, tasks, indicators,
        indicator_names, targets;
} CampaignReader;

extern const Str campaign_yaml_name;

/* campaign.yaml; faults are added, false only when the text has no tree at all. */
bool campaign_yaml_read(CampaignReader *reader, Str text);
/* Its parts, in the order in which they are read; one by one where each is a sheet of a workbook. */
typedef enum HeadPart {
    HEAD_TOP, /* plain keys, issuer, month */
    HEAD_PHASES,
    HEAD_GROUPS,
    HEAD_STOCKTAKES,
    HEAD_PERIODS,
    HEAD_LIGHTS,
    HEAD_PARTS
} HeadPart;
struct TreeReader;
struct XlsxBook;
struct Tree;
void campaign_head_part(CampaignReader *reader, const struct TreeReader *tree,
                        const struct Tree *root, HeadPart part);
/* The same parts and the schemes out of one workbook; false when a sheet could not be read whole. */
bool campaign_book_read(CampaignReader *reader, struct XlsxBook *book);
/* schemes/<file>: loaded and kept, or its faults added. */
void campaign_scheme_read(CampaignReader *reader, Str file, Str text);
/* The same of a workbook or CSV file. */
void campaign_scheme_sheet_read(CampaignReader *reader, Str file, Str bytes);
/* A fault or warning at a line of a YAML file. */
void yaml_fault(Faults *faults, Str file, YamlPlace place, Err *err);
#define yaml_fault_set(faults, file, place, code, ...)                                             \
    do {                                                                                           \
        Err yaml_err_;                                                                             \
        err_set(&yaml_err_, (code), ##__VA_ARGS__);                                                \
        yaml_fault((faults), (file), (place), &yaml_err_);                                         \
    } while (0)
/* next[i] is the parent or successor of i, or -1: marks one node of each circle. */
const bool *campaign_cycles(Arena *arena, const int *next, int count);
/* Whether `found` is one of the codes; if not, and it is not empty, a fault at the cell that offers
 * the nearest known code. `where` names the file that lists them. */
bool campaign_reference(CampaignReader *reader, const Names *codes, Str where, CampaignTable which,
                        int index, int column, Str found);
/* Everything that stands between the files. */
void campaign_check(CampaignReader *reader);
void campaign_check_units(CampaignReader *reader);
void campaign_check_numbers(CampaignReader *reader);
void campaign_check_schemes(CampaignReader *reader);
