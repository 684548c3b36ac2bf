/* app/report/report_receipt.h - the receipt (回执) of a report: that these bytes came at that second, and who signed.
 *
 * Made of what stands on record each time it is asked for; it is the same each time. The head of the audit
 * chain is that of the moment when the report came: the digest of the row that vouches for it. While that row
 * is in the chain and `duban verify` agrees, nothing in the receipt can have been changed since.
 * Callers: web/, cli/. */
#pragma once
#include "app/app.h"
#include "base/json.h"
#include "doc/paper.h"
#include "i18n/msg.h"
#include "store/month.h"

typedef enum ReceiptSecond {
    SECOND_NONE,  /* none is kept: a file of the office, an older report */
    SECOND_OTHER, /* another account */
    SECOND_SAME,  /* the unit has one account only */
    SECOND_SCAN   /* the signed form is among the files */
} ReceiptSecond;

typedef struct ReportReceipt {
    Submission head;
    Str form; /* 表名 */
    Str unit_name, period_name;
    Date due_on; /* DATE_NONE: the campaign states none */
    Str filled_post, approved_post;
    Str entered_post;
    ReceiptSecond second;
    int values, tasks, files;
    int64_t chain_seq; /* row of the audit chain that vouches for it */
    Str chain_head;    /* its digest: the head of the chain at that moment */
    int64_t made_at;   /* now */
} ReportReceipt;

/* ERR_SUBMISSION_UNKNOWN (also for what is no report), ERR_DENIED. */
bool report_receipt(App *app, Str submission, ReportReceipt *ret_receipt, Err *err);
void report_receipt_json(const ReportReceipt *receipt, Arena *arena, Json *json);
/* Label and value of every line, in a person's language: what page and paper show. */
typedef struct ReceiptLine {
    Str label, value;
} ReceiptLine;
typedef LIST_OF(ReceiptLine) ReceiptLines;
void report_receipt_lines(const ReportReceipt *receipt, Arena *arena, Lang lang,
                          ReceiptLines *ret_lines);
/* 网页 · 工作簿 … ; empty: a command. */
Str report_channel_text(Lang lang, Str channel);
/* One page that says how to verify; for paper_txt and docx. Always in Chinese, as papers are. */
bool report_receipt_paper(App *app, const ReportReceipt *receipt, Paper *ret_paper, Err *err);
