/* text/task.h - stage (c): sentences that ask for something become tasks with targets, deadlines and
 * roles. Callers: text/. */
#pragma once
#include "text/outline.h"

/* year = year of the document, 0 = unknown. Fills reading->tasks and facts.other. */
void task_read(const Source *src, const Outline *outline, int year, Reading *reading);
