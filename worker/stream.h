/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Server-sent events: connections that stay open and get a message every second, until the client leaves, the server
 * stops, or a quarter of an hour is over (browsers then connect again by themselves). Their number is limited, so that
 * probes and scrapes always find a connection.
 */
#ifndef WF_STREAM_H
#define WF_STREAM_H

#include "document/buffer.h"

struct MHD_Connection;
struct MHD_Response;

typedef struct wf_streams wf_streams; /* defined in stream.c */

/*
 * Append one message's data, a line of JSON without its end, for a client that was sent everything up to *seen; *seen
 * is the caller's to move on. Called in the web server's thread.
 */
typedef void wf_stream_fill(void *context, uint64_t *seen, struct wf_buffer *out);

/* At most `most` clients at a time. NULL without memory. */
wf_streams *wf_streams_new(unsigned most, wf_stream_fill *fill, void *context);

/* End all streams; must come before MHD_stop_daemon. Accepts NULL. */
void wf_streams_close(wf_streams *streams);

/* After MHD_stop_daemon; accepts NULL. */
void wf_streams_free(wf_streams *streams);

/* A response for this connection (the caller destroys its reference); NULL when there are too many, or no memory. */
struct MHD_Response *wf_streams_open(wf_streams *streams, struct MHD_Connection *connection);

/* Clients now. */
unsigned wf_streams_count(wf_streams *streams);

#endif
