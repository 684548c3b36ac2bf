/* text/facts.h - stage (d): the rules of the machine that a document states: its campaign and parts,
 * bodies and posts, groups, cadence, bottom places, who reports to whom, phases, plans.
 * Callers: text/. */
#pragma once
#include "text/outline.h"

void facts_read(const Source *src, const Outline *outline, Reading *reading);
/* Its parts, in facts.c, machine.c, cadence.c and papers.c. */
void facts_campaign(const Source *src, const Outline *outline, Reading *reading);
void facts_machine(const Source *src, Reading *reading);
void facts_cadence(const Source *src, Reading *reading);
void facts_papers(const Source *src, const Outline *outline, Reading *reading);
