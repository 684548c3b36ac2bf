/* app/serve_options.h - what a server is started with. The command line fills it, web/ carries it out; main.c
 * joins the two, so that neither edge knows the other. Callers: cli/cmd_serve, web/serve, main.c. */
#pragma once
#include "base/err.h"
#include "base/networks.h"

typedef struct ServeOptions {
    Str db_url;
    Str address;                  /* numeric */
    int port;                     /* 0: any free one */
    Str tls_certificate, tls_key; /* PEM text; empty: plain HTTP */
    bool behind_proxy;            /* reached through a proxy that speaks https and says for whom */
    Networks admins_from;         /* of the three administrators; none stated: from anywhere */
    int workers;                  /* 0: by the number of processors */
    Str audit_copy;               /* a file that the audit log is copied into; empty: none */
    Str data_folder;              /* for exports and large uploads */
    Str fonts;                    /* of papers (app/paper_file.h) */
    Str scanner;                  /* of viruses (sys/clamd.h); empty: none is set */
    int64_t clock_shift_ms;       /* added to the clock: a demonstration; 0 = none */
    /* Told once, when it listens. */
    void (*ready)(void *ctx, int port);
    /* Told before, when the database has no account yet: what /setup asks for (app/campaign/first_start.h). */
    void (*first_start)(void *ctx, Str code);
    void *ctx;
} ServeOptions;

/* Serves until SIGTERM or SIGINT, then ends gracefully. ERR_SERVE_PLAIN {address}: no TLS on an address
 * that others reach. */
typedef bool (*ServeFn)(Arena *arena, const ServeOptions *options, Err *err);
