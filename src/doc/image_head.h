/* doc/image_head.h - what the head of a picture says of it: kind, width and height, without unpacking it.
 *
 * Callers: app/files/file_check. */
#pragma once
#include "base/str.h"

typedef enum ImageKind { IMAGE_NONE, IMAGE_PNG, IMAGE_JPEG } ImageKind;
typedef struct ImageHead {
    ImageKind kind; /* IMAGE_NONE: neither, or damaged */
    int64_t width, height;
} ImageHead;

ImageHead image_head(Str bytes);
