/* SPDX-License-Identifier: Apache-2.0 */
/* A name and a value as configured, handed to a library unchanged. */
#ifndef WF_PROPERTY_H
#define WF_PROPERTY_H

struct wf_property {
    const char *name; /* NULL ends a list */
    const char *value;
};

#endif
