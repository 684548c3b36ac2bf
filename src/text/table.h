/* text/table.h - flattened tables: 序号/任务/牵头单位/责任单位/完成时限, a row a line or a cell a line.
 * Callers: text/. */
#pragma once
#include "text/source.h"

/* Adds a task for each row of the tables; year = year of the document. */
void table_tasks(const Source *src, int year, Reading *reading);
