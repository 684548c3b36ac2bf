/* tests/http/case_file.h - requests and what must be answered, as text that anybody can write.
 *
 *   # words for the reader
 *   case a wrong password is told apart from nothing        begins a case
 *   as director1                      signed in as; nobody by default
 *   peer 192.0.2.7                    the other side; 127.0.0.1 by default
 *   secure                            reached by https
 *   behind-proxy                      X-Forwarded-For is a proxy's
 *   later 16                          that many minutes after the case before, from here on
 *   sql UPDATE account SET …          done before the request
 *   > POST /sign-in                   the request line; the next ones are headers, then after an empty
 *   > Origin: https://duban.example   one the body, its lines joined by CRLF
 *   >
 *   > account=director1&password=x
 *   < 401                             the status
 *   < Content-Type: text/html*        a header; * is any text
 *   <! Set-Cookie: *                  no header like this
 *   + 口令                            the body has this
 *   - Traceback                       the body does not have this
 *   = ok\n                            the body is this
 *   arena-peak <= 256K                the request took no more memory
 *
 * In what is sent and wanted: \n \r \t \\ \xNN, and holes: {csrf} and {password} of the account,
 * {asset app.css} its address, {etag app.css}, {5000*x} repeated. Callers: tests/http/. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

typedef enum WantedKind {
    WANTED_HEADER,
    WANTED_NO_HEADER,
    WANTED_TEXT,
    WANTED_NO_TEXT,
    WANTED_BODY,
} WantedKind;

typedef struct CaseLine {
    int line;
    WantedKind kind; /* of what is wanted */
    Str text;
} CaseLine;

typedef struct CaseLines {
    CaseLine *items;
    int count;
    size_t cap;
} CaseLines;

typedef struct HttpCase {
    const char *file;
    int line;
    Str name, account, peer, sql;
    int64_t later_minutes;
    bool secure, behind_proxy;
    CaseLines sent, wanted;
    int status;
    int64_t arena_max; /* bytes; CASE_ARENA_MAX where the case does not say */
} HttpCase;

enum { CASE_ARENA_MAX = 128 * 1024 };

typedef struct HttpCases {
    HttpCase *items;
    int count;
    size_t cap;
} HttpCases;

/* Appends the cases of a file; false with the place printed where a line cannot be understood. */
bool case_file_parse(Arena *arena, const char *file, Str text, HttpCases *cases);
