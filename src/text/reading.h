/* text/reading.h - what a policy document says, as a draft for a clerk to confirm.
 *
 * Built by text_read (text/read.h). Every Span is [start, end) in bytes of the file as it came.
 * Absent text is an empty Str; a value that the document masks or leaves to others is `unknown`,
 * never a number. Lists are in the order of the document. Callers: text/, app/, the writers in
 * cli/ and later web/. */
#pragma once
#include "base/arena.h"
#include "base/date.h"

typedef struct Span {
    int64_t start, end;
} Span;

typedef struct Spans {
    Span *items;
    int count;
    size_t cap;
} Spans;

typedef struct Strs {
    Str *items;
    int count;
    size_t cap;
} Strs;

/* A calendar date of which a text may give only a part; 0 = not given. */
typedef struct PartDate {
    int year, month, day;
} PartDate;

typedef enum CleanKind {
    CLEAN_FURNITURE,   /* lines of the page around the text */
    CLEAN_PAGE_NUMBER, /* - 3 - */
    CLEAN_PINYIN,      /* 內(nèi) */
    CLEAN_PUNCTUATION, /* ,, and ,。 */
    CLEAN_TRADITIONAL, /* 創 → 创 */
    CLEAN_WIDTH,       /* ３ → 3 */
    CLEAN_INVISIBLE,   /* zero-width and control characters */
    CLEAN_MARKUP,      /* &nbsp; and tags left by a copy */
    CLEAN_WRAP,        /* lines broken inside a sentence, joined */
    CLEAN_KIND_COUNT
} CleanKind;

typedef struct Section {
    Str no; /* the marker as the document writes it: 一 (一) 1 第一 一是; [一是] when supplied */
    int level;  /* 1 = top */
    int parent; /* index of the enclosing section, -1 = none */
    Str path;   /* markers from the top: 二/一是/(二) */
    Str title;
    Span span;
    int children; /* numbered sections directly below */
} Section;

typedef struct Sections {
    Section *items;
    int count;
    size_t cap;
} Sections;

typedef enum Relation {
    REL_EQ,
    REL_GE,
    REL_LE,
    REL_GT,
    REL_LT,
    REL_ABOUT,
    REL_GROWTH,   /* grows by; `bound` may bind it further */
    REL_DECLINE,  /* falls by */
    REL_RANGE,    /* value … value_to */
    REL_COMPLETE, /* all of it done: a milestone without a number */
    REL_ALL,      /* every member of a list */
    REL_COUNT
} Relation;

typedef struct DraftTarget {
    Str value; /* canonical decimal, empty when unknown or not numeric */
    Str value_to;
    Str base; /* "from 40%": where it starts */
    Str unit;
    Relation relation;
    Relation bound; /* of a growth: 8%以上; REL_EQ otherwise */
    Str modality;   /* the word of the document: 力争, 确保; empty = plain */
    Str what;
    Str set_by; /* unknown because another body sets it: 省 */
    Str every;  /* 每年: a value per period */
    bool unknown;
    Spans spans; /* where it is said; twice when it is said twice */
} DraftTarget;

typedef struct Targets {
    DraftTarget *items;
    int count;
    size_t cap;
} Targets;

typedef struct DraftTask {
    int no;
    int section; /* index, -1 = none */
    Str path;
    Str text;
    Strs leaders;
    Strs lead;
    Strs responsible;
    Strs supporting;
    Str deadline;      /* ISO date; empty when the text does not fix a day */
    Str deadline_text; /* as written */
    Targets targets;
    Span span;
} DraftTask;

typedef struct Tasks {
    DraftTask *items;
    int count;
    size_t cap;
} Tasks;

typedef enum WarnKind {
    WARN_PAGE_OF, /* page n of m */
    WARN_PREVIEW_ENDS,
    WARN_LOGIN_NEEDED,
    WARN_MORE_ELSEWHERE,
    WARN_TEXT_OMITTED,
    WARN_ANNOUNCED_FOUND, /* announced n, found m */
    WARN_NO_FIRST,        /* 二是 without 一是 */
    WARN_SKIPPED,         /* 四 after 二 */
    WARN_MASKED,          /* n masked values */
    WARN_NO_TITLE,
    WARN_TITLE_DERIVED,
    WARN_DATE_NO_YEAR,
    WARN_NAMED_NOT_GIVEN, /* n plans, m named */
    WARN_TABLE_ROW,       /* a row of a flattened table could not be split with certainty */
    WARN_ENDS_OPEN,       /* the last sentence has no end */
    WARN_COUNT
} WarnKind;

typedef struct Warning {
    WarnKind kind;
    Str what; /* words of the document, or the marker missing */
    int announced, found;
    Span span;
} Warning;

typedef struct Warnings {
    Warning *items;
    int count;
    size_t cap;
} Warnings;

/* A part of a campaign's name and what it stands for: 三创 → three parts. */
typedef struct Component {
    Str name;
    int announced; /* the number in the name */
    Strs parts;    /* as the text lists them */
    int headed;    /* numbered areas under its heading, 0 = it has no heading */
    int areas;     /* the same with areas that open into several titles counted by those */
    Strs titles;   /* of the areas counted */
    Span span;
} Component;

typedef struct Components {
    Component *items;
    int count;
    size_t cap;
} Components;

typedef struct DraftPost {
    Str body;        /* 领导小组 */
    Str post;        /* 常务副组长 */
    Str held_by;     /* post of the holder, never a name */
    bool concurrent; /* 兼 */
    Span span;
} DraftPost;

typedef struct Posts {
    DraftPost *items;
    int count;
    size_t cap;
} Posts;

typedef struct DraftBody {
    Str name;
    int count;  /* 15个活动专班; 1 for a named body */
    Strs parts; /* 分别负责… : one entry for each */
    Span span;
} DraftBody;

typedef struct Bodies {
    DraftBody *items;
    int count;
    size_t cap;
} Bodies;

/* 1+1+15+4 */
typedef struct Structure {
    Str text;
    Str what; /* 工作架构 */
    int parts[12];
    int nparts;
    Span span;
} Structure;

typedef struct Structures {
    Structure *items;
    int count;
    size_t cap;
} Structures;

typedef struct Group {
    Str name;
    int size;
    Span span;
} Group;

typedef struct Groups {
    Group *items;
    int count;
    size_t cap;
    int announced; /* 分成3个组别; 0 = not said */
} Groups;

typedef struct Cadence {
    Str every; /* month, quarter, half_year, ad_hoc … */
    Str act;   /* stocktake, circular, report, evaluation … */
    Str text;  /* 调度, 考评通报 */
    Strs by;   /* who chairs or does it */
    Str to;    /* of a report: to whom */
    int times; /* 每月1次; 0 = not said */
    Span span;
} Cadence;

typedef struct Cadences {
    Cadence *items;
    int count;
    size_t cap;
} Cadences;

/* 连续(n 个月)排名后三位 → 约谈 */
typedef struct Bottom {
    int n;
    bool consecutive;
    int months; /* 0 = the text does not say: unknown */
    Str period; /* month, quarter, time; empty when unknown */
    Str consequence;
    Span span;
} Bottom;

typedef struct Bottoms {
    Bottom *items;
    int count;
    size_t cap;
} Bottoms;

typedef struct Phase {
    int no;
    Str title;
    Str from, to; /* as written */
    Span span;
} Phase;

typedef struct Phases {
    Phase *items;
    int count;
    size_t cap;
} Phases;

/* 《…》等9个具体实施方案 */
typedef struct Plans {
    Strs named;
    int count; /* 0 = the text gives no number */
    Str kind;  /* 具体实施方案 */
    Span span;
} Plans;

typedef struct PlanList {
    Plans *items;
    int count;
    size_t cap;
} PlanList;

typedef struct DateFact {
    PartDate date;
    Str role; /* held, published, signed, mentioned */
    Str text;
    Span span;
} DateFact;

typedef struct DateFacts {
    DateFact *items;
    int count;
    size_t cap;
} DateFacts;

typedef struct Facts {
    Str campaign; /* 三重四创五优化 */
    Components components;
    int areas; /* sum over the components with headings; 0 = none */
    Structures structures;
    Bodies bodies;
    Posts posts;
    Groups groups;
    Cadences cadence;
    Bottoms bottom;
    Strs report_chain; /* unit → city office → province office */
    Phases phases;
    PlanList plans;
    Strs documents; /* 《…》 named in the text */
    DateFacts dates;
    Str source; /* the medium a copy comes from */
    Strs addressees;
    Targets other; /* targets said outside any task */
    int masked;    /* masked values in the text */
} Facts;

typedef struct Reading {
    Str title;
    Str doc_no;
    Str issuer;
    Str issued; /* ISO date; empty when the text does not fix a day */
    int cleaning[CLEAN_KIND_COUNT];
    Sections sections;
    Tasks tasks;
    Facts facts;
    Warnings warnings;
} Reading;

/* Stages for --trace: what the text looked like after cleaning. */
typedef struct Removed {
    CleanKind kind;
    Str text;
    Span span;
} Removed;

typedef struct RemovedList {
    Removed *items;
    int count;
    size_t cap;
} RemovedList;
