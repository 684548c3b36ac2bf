/* doc/xml.h - text into XML: what the letters of a paper may not break.
 *
 * Everything that did not stand in our own source goes through here. & < > " are escaped (so "]]>"
 * is harmless), control characters and the two code points that XML forbids are dropped, a tab
 * becomes a space, malformed bytes become U+FFFD. Callers: writers of office files in doc/. */
#pragma once
#include "base/out.h"

void xml_text(Out *out, Str text);
