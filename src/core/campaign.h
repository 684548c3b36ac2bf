/* core/campaign.h - a campaign (活动) as plain data: what its files state and the database keeps.
 *
 * Types only. Lists are arrays in official order (官方顺序): the order of rows is data, never
 * collation. Strings live in the arena of whoever read them; an empty Str is "not stated". A Date
 * of DATE_NONE is "not stated". Filled by app/campaign/campaign_files (from files) and store/campaign (from
 * the database); read by app/. */
#pragma once
#include "base/date.h"
#include "base/dec.h"

#define DATE_NONE INT32_MIN

#define LIST_OF(Type)                                                                              \
    struct {                                                                                       \
        Type *items;                                                                               \
        int count;                                                                                 \
        size_t cap;                                                                                \
    }

typedef struct CampaignPhase {
    Str name;
    Date from, to;
    Str source;
} CampaignPhase;

typedef struct PeerGroup { /* 组别 */
    Str code, name;
    int size; /* as the document states it; 0 = not stated */
    Str source;
} PeerGroup;

typedef struct StocktakeRule { /* 调度: who chairs, how often */
    Str chair;                 /* a post */
    Str every;                 /* month · quarter · half_year · ad_hoc */
    Str source;
} StocktakeRule;

enum { REMIND_WORKDAYS_MAX = 20 }; /* before the day and after it */

/* The month in workdays of the following month (sample: due on the 5th). 0 = not stated. */
typedef struct MonthRule {
    int opens_day; /* day of the reported month itself */
    int due, confirm, lock, trial_run, appeal, ruling, freeze, issue;
    int remind
        [REMIND_WORKDAYS_MAX]; /* 提醒: so many workdays before a report is due, falling; none = no such reminder */
    int nremind;
    int escalate; /* 提请: so many workdays after it was due; 0 = nobody is told */
    int talk_days,
        talk_workdays; /* 约谈整改报告: so many days, or workdays, after the talk; 0 = not stated */
    int receipt;       /* 签收: so many workdays after a circular is issued */
    int leader_seen; /* 待分管领导阅知: so many workdays after publication a red light waits for its leader; 0 = till seen */
} MonthRule;

typedef struct CampaignPeriod { /* 所属期 */
    Str code, name;
    Date from, to;
    bool ranked; /* no: a trial period, data without rank */
    /* Computed from the MonthRule and the calendar at import; DATE_NONE without a rule. */
    Date opens_on, due_on, confirm_on, lock_on, trial_run_on, appeal_on, ruling_on, freeze_on,
        issue_on;
} CampaignPeriod;

typedef struct Body { /* 机构 */
    Str code, name, kind, parent, source;
} Body;

typedef struct Post { /* 职务; held by a post, never by a named person */
    Str body, title, holder;
    bool concurrent;
    Str source;
} Post;

typedef struct Unit { /* a reporting unit: a seat in a peer group */
    Str code, name, short_name, group, kind;
    Str bodies;                /* codes, ";"-separated, the lead body first */
    Str leader;                /* post of the leader in charge */
    Date valid_from, valid_to; /* DATE_NONE = open */
    Str successor;             /* code of the unit that continues this seat */
    bool ranked, restricted;
    Str source;
} Unit;

typedef struct Task { /* theme → area → task → measure */
    Str no, level, parent, title, text;
    Date deadline;
    Str deadline_text;
    bool restricted;
    Str source;
} Task;

typedef struct Responsibility {
    Str task, role, party, source; /* role: lead_leader · lead · responsible · supporting */
} Responsibility;

typedef struct Indicator {
    Str code, name, unit, measure, basis, direction, assessor, reporter;
    int lag;      /* periods by which the value comes later */
    int decimals; /* shown */
    Str source;
} Indicator;

typedef struct Target {
    Str code, task, indicator, what;
    Str value; /* canonical decimal; empty = unknown */
    Str unit, relation, modality, scope, period, source;
    Str split; /* 分解方式 as stated; empty: target_split derives it (core/target.h) */
    Str numerator, denominator; /* 比率: the indicators whose sums make the city's rate */
} Target;

typedef struct Allotment {
    Str target, unit, value, source;
    Str weight; /* 权数: of a weighted mean; empty = not stated */
} Allotment;

typedef struct PlanPoint { /* 序时: scheduled cumulative share of the annual target, per cent */
    Str indicator, period, percent;
    Str unit; /* its own plan; empty: of everybody who has none */
} PlanPoint;

/* A target, or a unit's part of it, as it holds from a period on (decision 0010). Not of the campaign's
 * files: made by app/target/target_change, and loaded with the campaign. */
typedef struct TargetChange {
    Str id, target, unit; /* unit empty: the target itself */
    int64_t seq;          /* 1, 2, 3 … of the same target */
    Str from;             /* period code */
    Str before, after;    /* canonical decimals; empty = nothing was stated */
    Str behind_period,
        behind_gap; /* it was behind in that month, by so many points; empty = it was not */
    Str reason, document;
    int64_t at;
    Str by, behalf;
} TargetChange;

typedef struct LightRule {      /* 亮灯 */
    Str effective;              /* period code: holds from there on, until the next one */
    Str yellow_from, red_above; /* percentage points behind schedule, canonical decimals */
    Str source;
} LightRule;

/* What a monthly form must say in its head (表头): forms that are statistics need number, issuer, approval and
 * validity, and are closed when it is over. */
typedef struct FormRule {
    Str code, name; /* 表名 */
    Str nature; /* work · department · cited: 工作进展 · 部门统计 · 引用统计机构 */
    Str number, issuer, approval;
    Date valid_from, valid_to; /* DATE_NONE = open */
    Str group;                 /* peer group that fills it in; empty = all */
    Str source;
} FormRule;

typedef struct Account {
    Str name, role, unit, body, post;
} Account;

typedef struct SchemeFile {
    Str file;  /* name inside the campaign's folder */
    Str group; /* peer group code */
    int version;
    Str effective; /* period code */
    Str text;      /* the YAML as read */
    Str digest;    /* of the text, hex; filled when saved */
} SchemeFile;

/* A version that was proposed after the import. */
typedef struct SchemeVersion {
    Str id, group;
    int version;
    Str effective; /* period code */
    Str file;      /* what was brought in was called so */
    Str text;      /* canonical */
    Str digest;    /* of the text, hex */
    Str reason;
    int64_t at;
    Str by, behalf;
} SchemeVersion;

/* What was decided on a version, of the import or proposed; the newest holds. */
typedef struct SchemeDecision {
    Str id, group;
    int version;
    Str act;                        /* approve · withdraw */
    Str digest;                     /* of the text that was decided on */
    Str authority, document, dated; /* approve: the body, the number of its paper, its date */
    Str reason;                     /* withdraw */
    int64_t at;
    Str by, behalf;
} SchemeDecision;

typedef struct CampaignDef {
    Str code, name, city;
    int year;
    Str predecessor, source_document;
    bool sample;
    Str issuer, issuer_number; /* the body that may issue circulars, and its 发文代字 */
    bool has_month;
    MonthRule month;
    LIST_OF(CampaignPhase) phases;
    LIST_OF(PeerGroup) groups;
    LIST_OF(StocktakeRule) stocktakes;
    LIST_OF(CampaignPeriod) periods;
    LIST_OF(Body) bodies;
    LIST_OF(Post) posts;
    LIST_OF(Unit) units;
    LIST_OF(Task) tasks;
    LIST_OF(Responsibility) responsibilities;
    LIST_OF(Indicator) indicators;
    LIST_OF(Target) targets;
    LIST_OF(Allotment) allotments;
    LIST_OF(PlanPoint) plans;
    LIST_OF(TargetChange) changes; /* in the order in which they were made */
    LIST_OF(FormRule) forms;
    LIST_OF(LightRule) lights; /* in order of effective */
    LIST_OF(Account) accounts;
    LIST_OF(SchemeFile) schemes;       /* of the import */
    LIST_OF(SchemeVersion) versions;   /* proposed since, by group and version */
    LIST_OF(SchemeDecision) decisions; /* in the order in which they were made */
} CampaignDef;
