/* app/paper_writer.h - an official paper under construction: numbered headings, paragraphs, and every
 * number remembered with its origin.
 *
 * Sentences come from the message table (paper.*), always in Chinese: a paper is an official document,
 * whatever language its reader has chosen. Callers: circular_*.c, talk_paper.c. */
#pragma once
#include "app/figures.h"
#include "doc/paper.h"
#include "i18n/msg.h"

typedef struct PaperWriter {
    App *app;
    Paper paper;
    Figures figures;
    int chapter, section; /* numbers of the last headings */
    Str chapter_line;
    const struct CircularFacts *facts; /* of a circular */
} PaperWriter;

/* A message of the paper, in Chinese, in the arena of the App. */
Str paper_say_args(App *app, Msg id, const Arg *args, int nargs);
#define paper_say(app, id, ...)                                                                    \
    paper_say_args((app), (id), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                             \
                   (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
/* The campaign without its city in front: the issuer's name says the city already. */
Str paper_campaign(App *app, Figures *figures);
Str campaign_name(const App *app); /* the same, remembered nowhere */
/* 2021年7月: the period, as papers name it. */
Str period_text(PaperWriter *w, const CampaignPeriod *period);

/* Numbers, each remembered with its origin. */
Str writer_number(PaperWriter *w, int n, Figure origin);
Str writer_layout(PaperWriter *w, int n); /* a number that only counts parts of the paper */
Str writer_period(PaperWriter *w, const CampaignPeriod *period);
Str writer_date(PaperWriter *w, Date date);
/* Puts its running number before the text; the place of the figures that follow. */
void writer_heading(PaperWriter *w, int level, Str text);
void writer_paragraph(PaperWriter *w, Str text);
/* What a person has written, whose digits are the person's and not figures of the paper: a phrase, and a paragraph a line. */
Str writer_said(PaperWriter *w, Str text);
void writer_said_lines(PaperWriter *w, Str text);
/* Says above a paper of a sample campaign that it is one. */
void writer_sample_mark(PaperWriter *w);
Out writer_list(PaperWriter *w);
/* Puts the separator between items: 甲、乙、丙. */
void writer_item(Out *list, Msg separator, Str item);
/* The text, and the proof that every number of it has its origin. ERR_PAPER_FIGURE, ERR_LIMIT. */
bool writer_done(PaperWriter *w, Figures *ret_figures, Paper *ret_paper, Str *ret_text, Err *err);
