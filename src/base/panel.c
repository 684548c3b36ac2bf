#include "base/panel.h"

const double *panel_column(const Panel *panel, Str indicator, ColumnKind kind)
{
    for (int i = 0; i < panel->ncolumns; i++)
        if (panel->columns[i].kind == kind && str_eq(panel->columns[i].indicator, indicator))
            return panel->columns[i].cells;
    return NULL;
}
