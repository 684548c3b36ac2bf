/* sys/qr.h - a text as the dots of a QR code, by libqrencode. Callers: app/people/factor.c; drawn by web/pieces. */
#pragma once
#include "base/err.h"

typedef struct QrCode {
    int width;                 /* dots of a side, without the quiet zone */
    const unsigned char *dark; /* width * width, row by row: 1 dark, 0 light */
} QrCode;

/* Medium correction. ERR_CRYPTO where the text is too long. */
bool qr_make(Arena *arena, Str text, QrCode *ret_code, Err *err);
