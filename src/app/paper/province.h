/* app/paper/province.h - the monthly report to the province (报省材料): assembled, edited in its free sentences, approved, kept.
 *
 * Its figures come from the reports and confirmed values of the month and cannot be edited; the office chooses highlights,
 * problems and suggestions and writes sentences of its own, whose numbers must be among the facts. What the
 * director has approved is kept as it was printed, with digest, paper, the origin of every number and the values behind each
 * sum. When a correction moves a figure later, the next version says what changed.
 * Callers: cli/, web/. */
#pragma once
#include "app/figures.h"
#include "app/paper/province_edit.h"
#include "doc/paper.h"
#include "store/province.h"

typedef struct Province {
    const CampaignPeriod *period;
    bool approved; /* what stands here is the approved version `row`; else a draft */
    ProvinceRow row;
    int versions; /* approved so far */
    ProvinceDraft draft;
    ProvinceEdits edits;
    ProvinceFacts facts; /* of today */
    ProvinceFaults faults;
    Paper paper;
    Figures figures;
    Str text;
    Sheet trace,
        changes; /* changes: place, before, after: of the draft against the newest approved version, or of that
                             version against the one before it */
} Province;

/* version 0: the newest approved one, or with `draft` or where there is none the draft. ERR_PROVINCE_EMPTY,
 * ERR_PROVINCE_VERSION {found}, ERR_PERIOD_UNKNOWN. */
bool province_read(App *app, Str period, int version, bool draft, Province *ret_province, Err *err);
/* Keeps choices and sentences as the next revision. `seen` is the revision that the writer saw: ERR_PROVINCE_MOVED. */
bool province_make(App *app, Str period, int seen, const ProvinceEdits *edits,
                   Province *ret_province, Err *err);
typedef struct ProvinceSign {
    Str number, signer; /* 发文字号, 签发人 (a post) */
    int seen;           /* the revision that is approved */
} ProvinceSign;
/* Two people: somebody has looked at what the program assembled and kept it as a draft, and who approves is another one.
 * ERR_PROVINCE_UNDRAFTED, ERR_PROVINCE_SELF. The same draft when it is approved: `seen`. */
bool province_may_sign(const App *app, const Province *province, Err *err);
/* ERR_PROVINCE_UNDRAFTED, ERR_PROVINCE_SELF, ERR_PROVINCE_FAULTS {found}, ERR_PROVINCE_ADDRESSEE, ERR_PROVINCE_SIGN, ERR_PROVINCE_SAME, ERR_PROVINCE_MOVED. */
bool province_approve(App *app, Str period, const ProvinceSign *sign, Province *ret_province,
                      Err *err);
typedef struct ProvinceEntry {
    const CampaignPeriod *period;
    ProvinceRow row; /* version 0: none approved */
} ProvinceEntry;
typedef LIST_OF(ProvinceEntry) ProvinceEntries;
/* Months that have begun, newest first. */
bool province_list(App *app, ProvinceEntries *ret_entries, Err *err);
bool province_docx(App *app, const Province *province, Str *ret_bytes, Err *err);
bool province_pdf(App *app, const Province *province, Str *ret_bytes, Err *err);
void province_json(const Province *province, Json *json);

/* province_paper.c: the paper, and the numbers of the free sentences that are not among its facts. */
typedef struct ProvinceHead {
    Str number, signer, addressee;
    Date issued_on; /* DATE_NONE: a draft */
} ProvinceHead;
bool province_paper(App *app, const ProvinceFacts *facts, const ProvinceEdits *edits,
                    const ProvinceHead *head, ProvinceFaults *ret_faults, Figures *ret_figures,
                    Paper *ret_paper, Str *ret_text, Err *err);
