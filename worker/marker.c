/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/marker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLOTS 256
#define CRASHES_MAX 1000 /* lines kept; older ones are of documents long past */
#define TOPIC_SIZE 256

/* One lane in the mapped file. `busy` is set last and cleared first. */
struct mark {
    _Atomic uint32_t busy;
    int32_t partition;
    int64_t offset;
    char topic[TOPIC_SIZE];
};

struct crash {
    char topic[TOPIC_SIZE];
    int32_t partition;
    int64_t offset;
    unsigned tries;
};

struct wf_markers {
    char folder[400];
    unsigned lanes, slot;
    int fd;
    struct mark *marks;
    pthread_mutex_t lock;
    struct crash *crashes;
    atomic_uint crash_count; /* read without the lock: nearly always 0 */
    unsigned capacity;
};

static void
path_of(const struct wf_markers *m, const char *name, char out[512])
{
    snprintf(out, 512, "%s/%s", m->folder, name);
}

static struct crash *
crash_find(struct wf_markers *m, const char *topic, int32_t partition, int64_t offset)
{
    for (unsigned i = 0; i < m->crash_count; i++) {
        struct crash *crash = &m->crashes[i];

        if (crash->offset == offset && crash->partition == partition && strcmp(crash->topic, topic) == 0)
            return crash;
    }
    return NULL;
}

static void
crash_add(struct wf_markers *m, const char *topic, int32_t partition, int64_t offset)
{
    struct crash *crash = crash_find(m, topic, partition, offset);

    if (crash != NULL) {
        crash->tries++;
        return;
    }
    if (m->crash_count == m->capacity) {
        unsigned capacity = m->capacity == 0 ? 16 : m->capacity * 2;
        struct crash *grown = realloc(m->crashes, capacity * sizeof *grown);

        if (grown == NULL)
            return; /* one try is not counted */
        m->crashes = grown;
        m->capacity = capacity;
    }
    crash = &m->crashes[m->crash_count];
    snprintf(crash->topic, sizeof crash->topic, "%s", topic);
    crash->partition = partition;
    crash->offset = offset;
    crash->tries = 1;
    m->crash_count++;
}

/* The shared file, opened and locked; -1 without it. */
static int
crashes_open(const struct wf_markers *m, int flags)
{
    char path[512];
    int fd;

    path_of(m, "crashes", path);
    fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void
crashes_read(struct wf_markers *m, int fd)
{
    int copy = dup(fd);
    FILE *in = copy < 0 ? NULL : fdopen(copy, "r");
    char topic[TOPIC_SIZE];
    int32_t partition;
    int64_t offset;

    m->crash_count = 0;
    if (in == NULL) {
        if (copy >= 0)
            close(copy);
        return;
    }
    rewind(in);
    while (fscanf(in, "%255s %" SCNd32 " %" SCNd64, topic, &partition, &offset) == 3)
        crash_add(m, topic, partition, offset);
    fclose(in);
}

static void
crashes_write(struct wf_markers *m, int fd)
{
    unsigned first = m->crash_count > CRASHES_MAX ? m->crash_count - CRASHES_MAX : 0;

    if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        return;
    for (unsigned i = first; i < m->crash_count; i++)
        for (unsigned n = 0; n < m->crashes[i].tries; n++)
            dprintf(fd, "%s %" PRId32 " %" PRId64 "\n", m->crashes[i].topic, m->crashes[i].partition,
                m->crashes[i].offset);
}

/* What the former owner of the slot was in the middle of. */
static void
note_crashes(struct wf_markers *m, unsigned lanes)
{
    int fd = crashes_open(m, O_RDWR | O_CREAT);

    if (fd < 0)
        return;
    crashes_read(m, fd);
    for (unsigned i = 0; i < lanes; i++) {
        struct mark *mark = &m->marks[i];

        mark->topic[TOPIC_SIZE - 1] = '\0';
        if (mark->busy == 1 && mark->topic[0] != '\0')
            crash_add(m, mark->topic, mark->partition, mark->offset);
        mark->busy = 0;
    }
    crashes_write(m, fd);
    close(fd);
}

static enum wf_status
take_slot(struct wf_markers *m, struct wf_error *err)
{
    char path[512], name[32];

    for (m->slot = 0; m->slot < SLOTS; m->slot++) {
        snprintf(name, sizeof name, "lanes-%u", m->slot);
        path_of(m, name, path);
        m->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (m->fd < 0)
            return wf_error_set(err, WF_EIO, path, 0, "%s", strerror(errno));
        if (flock(m->fd, LOCK_EX | LOCK_NB) == 0)
            return WF_OK;
        close(m->fd);
        m->fd = -1;
    }
    return wf_error_set(err, WF_EIO, m->folder, 0, "all %d slots are taken", SLOTS);
}

static enum wf_status
map_slot(struct wf_markers *m, struct wf_error *err)
{
    struct stat info;
    size_t size = 64 * sizeof(struct mark); /* as many as lanes can be, so that fewer lanes still see all marks */

    if (fstat(m->fd, &info) != 0 || ftruncate(m->fd, (off_t)size) != 0)
        return wf_error_set(err, WF_EIO, m->folder, 0, "cannot size the marker file: %s", strerror(errno));
    m->marks = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0);
    if (m->marks == MAP_FAILED) {
        m->marks = NULL;
        return wf_error_set(err, WF_EIO, m->folder, 0, "cannot map the marker file: %s", strerror(errno));
    }
    return WF_OK;
}

wf_markers *
wf_markers_open(const char *folder, unsigned lanes, struct wf_error *err)
{
    struct wf_markers *m = calloc(1, sizeof *m);

    if (m == NULL) {
        wf_error_set(err, WF_ENOMEM, NULL, 0, "no memory for crash markers");
        return NULL;
    }
    m->fd = -1;
    m->lanes = lanes;
    pthread_mutex_init(&m->lock, NULL);
    if (strlen(folder) >= sizeof m->folder) {
        wf_error_set(err, WF_EIO, folder, 0, "the path is too long");
        goto fail;
    }
    snprintf(m->folder, sizeof m->folder, "%s", folder);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        wf_error_set(err, WF_EIO, folder, 0, "cannot make the folder: %s", strerror(errno));
        goto fail;
    }
    if (take_slot(m, err) != WF_OK || map_slot(m, err) != WF_OK)
        goto fail;
    note_crashes(m, 64);
    return m;
fail:
    wf_markers_close(m);
    return NULL;
}

void
wf_markers_close(wf_markers *m)
{
    if (m == NULL)
        return;
    if (m->marks != NULL) {
        for (unsigned i = 0; i < 64; i++)
            m->marks[i].busy = 0;
        munmap(m->marks, 64 * sizeof(struct mark));
    }
    if (m->fd >= 0)
        close(m->fd);
    pthread_mutex_destroy(&m->lock);
    free(m->crashes);
    free(m);
}

unsigned
wf_markers_slot(const wf_markers *m)
{
    return m->slot;
}

void
wf_marker_enter(wf_markers *m, unsigned lane, const char *topic, int32_t partition, int64_t offset)
{
    struct mark *mark;
    size_t len;

    if (m == NULL)
        return;
    mark = &m->marks[lane];
    len = strlen(topic);
    if (len >= TOPIC_SIZE)
        len = TOPIC_SIZE - 1;
    memcpy(mark->topic, topic, len);
    mark->topic[len] = '\0';
    mark->partition = partition;
    mark->offset = offset;
    atomic_store_explicit(&mark->busy, 1, memory_order_release);
}

void
wf_marker_leave(wf_markers *m, unsigned lane)
{
    if (m != NULL)
        atomic_store_explicit(&m->marks[lane].busy, 0, memory_order_release);
}

unsigned
wf_marker_tries(wf_markers *m, const char *topic, int32_t partition, int64_t offset)
{
    struct crash *crash;
    unsigned tries;

    if (m == NULL || m->crash_count == 0)
        return 0;
    pthread_mutex_lock(&m->lock);
    crash = crash_find(m, topic, partition, offset);
    tries = crash == NULL ? 0 : crash->tries;
    pthread_mutex_unlock(&m->lock);
    return tries;
}

void
wf_marker_forget(wf_markers *m, const char *topic, int32_t partition, int64_t offset)
{
    struct crash *crash;
    int fd;

    if (m == NULL || wf_marker_tries(m, topic, partition, offset) == 0)
        return;
    pthread_mutex_lock(&m->lock);
    fd = crashes_open(m, O_RDWR);
    if (fd >= 0) {
        crashes_read(m, fd); /* others may have added to it */
        crash = crash_find(m, topic, partition, offset);
        if (crash != NULL)
            *crash = m->crashes[--m->crash_count];
        crashes_write(m, fd);
        close(fd);
    }
    pthread_mutex_unlock(&m->lock);
}

void
wf_markers_reload(wf_markers *m)
{
    int fd;

    if (m == NULL)
        return;
    pthread_mutex_lock(&m->lock);
    fd = crashes_open(m, O_RDWR);
    if (fd >= 0) {
        crashes_read(m, fd);
        close(fd);
    }
    pthread_mutex_unlock(&m->lock);
}
