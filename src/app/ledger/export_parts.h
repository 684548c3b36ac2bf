/* app/ledger/export_parts.h - what the kinds of app/ledger/export share; of no use to others. */
#pragma once
#include "app/ledger/export.h"

/* The target of a table of the campaign at hand. */
ExportTarget export_target(const App *app, const ExportJob *job);
/* The audit row of what is taken out, then the file is put in its place. */
bool export_put(App *app, const ExportJob *job, Str party, ExportFile *file, ExportDone *ret_done,
                Err *err);
bool export_reports(App *app, const ExportJob *job, ExportDone *ret_done, Err *err);
