#include "web/assets.h"

const Asset *asset_find(Str file)
{
    for (const Asset *asset = assets_all; asset->name.len; asset++)
        if (str_eq(asset->file, file))
            return asset;
    return NULL;
}
