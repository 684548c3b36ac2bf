#include "doc/image_head.h"

#include <string.h>

static int64_t be(Str s, ptrdiff_t at, int bytes)
{
    int64_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | (unsigned char)s.ptr[at + i];
    return value;
}

static ImageHead png_head(Str s)
{
    static const char begin[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
    enum { BEGIN = sizeof begin - 1 };
    if (s.len < BEGIN + 8 || memcmp(s.ptr, begin, BEGIN) != 0)
        return (ImageHead){0};
    return (ImageHead){IMAGE_PNG, be(s, BEGIN, 4), be(s, BEGIN + 4, 4)};
}

/* The sizes stand in the frame's head (SOF0 … SOF15 but for the tables among them). */
static bool is_frame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static ImageHead jpeg_head(Str s)
{
    ptrdiff_t at = 2;
    if (s.len < 4 || memcmp(s.ptr, "\xFF\xD8\xFF", 3) != 0)
        return (ImageHead){0};
    while (at + 4 <= s.len && (unsigned char)s.ptr[at] == 0xFF) {
        int marker = (unsigned char)s.ptr[at + 1];
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        if (marker == 0xD9 || marker == 0xDA || marker == 0)
            break;
        if (marker == 1 || (marker >= 0xD0 && marker <= 0xD8)) {
            at += 2;
            continue;
        }
        if (is_frame(marker) && at + 9 <= s.len)
            return (ImageHead){IMAGE_JPEG, be(s, at + 7, 2), be(s, at + 5, 2)};
        at += 2 + (ptrdiff_t)be(s, at + 2, 2);
    }
    return (ImageHead){0};
}

ImageHead image_head(Str bytes)
{
    ImageHead head = png_head(bytes);
    if (head.kind == IMAGE_NONE)
        head = jpeg_head(bytes);
    if (head.width == 0 || head.height == 0)
        head = (ImageHead){0};
    return head;
}
