/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker's own small web server: a status page at `/`, `/metrics`, `/livez`, `/readyz`, `/version`, `/config`
 * (secrets masked), `/status.json` and the same every second at `/events`. It only reads, has no access control, and
 * listens on the loopback interface unless told otherwise.
 */
#ifndef WF_HTTP_H
#define WF_HTTP_H

#include "config/config.h"
#include "worker/overview.h"

typedef struct wf_http wf_http; /* defined in http.c */

/*
 * Start answering at config->http.listen; `runner`, `recent` (may be NULL) and `config` are borrowed until wf_http_stop.
 * NULL with *err:
 * WF_ECONFIG for an address that is none, WF_EIO when it is taken.
 */
wf_http *wf_http_start(const struct wf_config *config, wf_runner *runner, wf_recent *recent, const char *digest,
    struct wf_error *err);

/* Whether `listen` is an address that wf_http_start takes: WF_ECONFIG with what it looks like. */
enum wf_status wf_http_check_address(const char *listen, struct wf_error *err);

/* Ends open requests; accepts NULL. */
void wf_http_stop(wf_http *http);

/* Note a reload: the new rules' digest, or NULL for one that was refused. Any thread; accepts a NULL server. */
void wf_http_reloaded(wf_http *http, const char *digest);

/* The port that was given by the system where the configuration says 0. */
unsigned wf_http_port(const wf_http *http);

#endif
