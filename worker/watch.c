/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/watch.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct wf_watch {
    char **paths; /* NULL-terminated */
    uint64_t known, last; /* digests: of what was reported, and of the call before */
};

wf_watch *
wf_watch_new(void)
{
    return calloc(1, sizeof(wf_watch));
}

static void
free_paths(char **paths)
{
    for (char **p = paths; p != NULL && *p != NULL; p++)
        free(*p);
    free(paths);
}

void
wf_watch_free(wf_watch *watch)
{
    if (watch == NULL)
        return;
    free_paths(watch->paths);
    free(watch);
}

/* FNV-1a */
static void
mix(uint64_t *digest, const void *data, size_t len)
{
    const unsigned char *bytes = data;

    for (size_t i = 0; i < len; i++)
        *digest = (*digest ^ bytes[i]) * UINT64_C(1099511628211);
}

static uint64_t
look(const wf_watch *watch)
{
    uint64_t digest = UINT64_C(14695981039346656037);

    for (char **p = watch->paths; p != NULL && *p != NULL; p++) {
        struct stat st;

        mix(&digest, *p, strlen(*p));
        if (stat(*p, &st) != 0)
            continue;
        mix(&digest, &st.st_ino, sizeof st.st_ino);
        mix(&digest, &st.st_size, sizeof st.st_size);
        mix(&digest, &st.st_mtim.tv_sec, sizeof st.st_mtim.tv_sec);
        mix(&digest, &st.st_mtim.tv_nsec, sizeof st.st_mtim.tv_nsec);
    }
    return digest;
}

bool
wf_watch_set(wf_watch *watch, const char *const *const *lists, unsigned count)
{
    size_t size = 0, n = 0;
    char **paths;

    for (unsigned l = 0; l < count; l++)
        for (const char *const *p = lists[l]; p != NULL && *p != NULL; p++)
            size++;
    paths = calloc(size + 1, sizeof *paths);
    if (paths == NULL)
        return false;
    for (unsigned l = 0; l < count; l++) {
        for (const char *const *p = lists[l]; p != NULL && *p != NULL; p++) {
            paths[n] = strdup(*p);
            if (paths[n++] == NULL) {
                free_paths(paths);
                return false;
            }
        }
    }
    free_paths(watch->paths);
    watch->paths = paths;
    watch->known = watch->last = look(watch);
    return true;
}

bool
wf_watch_changed(wf_watch *watch)
{
    uint64_t now = look(watch);
    bool settled = now == watch->last;

    watch->last = now;
    if (!settled || now == watch->known)
        return false;
    watch->known = now;
    return true;
}
