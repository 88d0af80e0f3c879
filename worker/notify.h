/* SPDX-License-Identifier: Apache-2.0 */
/* systemd's notification protocol (sd_notify(3)): one datagram to the socket that the environment names. */
#ifndef WF_NOTIFY_H
#define WF_NOTIFY_H

#include <stdbool.h>

/* Send "READY=1" and the like. True also where nobody waits for it; false with errno where it cannot be sent. */
bool wf_notify(const char *state);

/* Milliseconds within which the service manager wants to hear of us; 0: it does not. */
unsigned wf_notify_watchdog_ms(void);

#endif
