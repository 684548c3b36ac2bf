#include "sys/qr.h"

#include <qrencode.h>

bool qr_make(Arena *arena, Str text, QrCode *ret_code, Err *err)
{
    QRcode *code =
        QRcode_encodeData((int)text.len, (const unsigned char *)text.ptr, 0, QR_ECLEVEL_M);
    if (!code)
        return err_set(err, ERR_CRYPTO, {"what", S("QR")});
    size_t count = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = arena_alloc(arena, count, 1);
    for (size_t i = 0; i < count; i++)
        dark[i] = code->data[i] & 1;
    *ret_code = (QrCode){code->width, dark};
    QRcode_free(code);
    return true;
}
