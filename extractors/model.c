/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_CHECKED offsetof(struct wf_model_header, labels) /* the digest covers what follows */

uint64_t
wf_model_checksum(const void *data, size_t len)
{
    const unsigned char *at = data;
    uint64_t lanes[4] = { 1, 2, 3, 4 }, word, sum = len;

    for (; len >= 32; at += 32, len -= 32) {
        for (unsigned i = 0; i < 4; i++) {
            memcpy(&word, at + 8 * i, 8);
            lanes[i] = (lanes[i] ^ word) * UINT64_C(0x9E3779B97F4A7C15);
            lanes[i] ^= lanes[i] >> 29;
        }
    }
    for (; len > 0; at++, len--)
        sum = wf_mix(sum, *at);
    for (unsigned i = 0; i < 4; i++)
        sum = wf_mix(sum, lanes[i]);
    return sum;
}

/* `count` items of `size` bytes at `offset` lie inside the file, aligned to eight. */
static bool
inside(const struct wf_model_header *head, uint32_t offset, uint64_t count, uint64_t size)
{
    return offset % 8 == 0 && offset >= sizeof *head && count * size <= head->size &&
        offset <= head->size - count * size;
}

/* Starts of buckets go up from 0 to `count`. */
static bool
starts_are_sound(const uint32_t *starts, uint32_t bits, uint32_t count)
{
    uint32_t buckets = 1u << bits;
    bool sound = starts[0] == 0 && starts[buckets] == count;

    for (uint32_t i = 0; i < buckets; i++)
        sound &= starts[i] <= starts[i + 1];
    return sound;
}

static bool
names_are_sound(const wf_model *model)
{
    const struct wf_model_header *head = model->head;
    uint32_t found = 0;

    if (head->classes == 0)
        return head->class_names_size == 0;
    for (uint32_t i = 0; i < head->class_names_size; i++)
        found += model->class_names[i] == '\0';
    return found == head->classes && model->class_names[head->class_names_size - 1] == '\0';
}

static bool
words_are_sound(const wf_model *model)
{
    uint32_t clusters = model->head->clusters;
    bool sound = true;

    for (uint32_t i = 0; i < model->head->words; i++)
        sound &= WF_WORD_CLUSTER(model->words[i].info) <= clusters;
    return sound;
}

/* What is wrong with a file that can hold a header, NULL where nothing is. */
static const char *
fault_of(wf_model *model, const char *base, size_t size, enum wf_model_kind kind, uint32_t labels)
{
    const struct wf_model_header *head = model->head;

    if (memcmp(head->magic, WF_MODEL_MAGIC, sizeof head->magic) != 0)
        return "no model file";
    if (head->version != WF_MODEL_VERSION)
        return "made for another version of wirefact; make it again with `wirefact train`";
    if (head->kind != kind || head->labels != labels)
        return "a model of another kind";
    if (head->size != size)
        return "cut or padded";
    if (head->digest != wf_model_checksum(base + HEAD_CHECKED, size - HEAD_CHECKED))
        return "changed or damaged: the digest differs";
    if (head->rows > WF_MODEL_ROWS_MAX || head->words > WF_MODEL_WORDS_MAX || head->row_bits < WF_MODEL_ROW_BITS_MIN ||
        head->row_bits > WF_MODEL_TOP_BITS || head->word_bits < 1 || head->word_bits > 20 || head->clusters > 2047 ||
        head->classes > WF_MODEL_CLASSES_MAX || head->unit == 0 ||
        !inside(head, head->row_starts, (1u << head->row_bits) + 1u, 4) ||
        !inside(head, head->row, head->rows, model->row_size) ||
        !inside(head, head->transitions, (uint64_t)labels * labels, 4) ||
        !inside(head, head->word_starts, (1u << head->word_bits) + 1u, 4) ||
        !inside(head, head->word, head->words, 4) || !inside(head, head->cluster_map, head->clusters, 4) ||
        !inside(head, head->class_names, head->class_names_size, 1))
        return "inconsistent header";
    model->row_starts = (const void *)(base + head->row_starts);
    model->rows = (const void *)(base + head->row);
    model->transitions = (const void *)(base + head->transitions);
    model->word_starts = (const void *)(base + head->word_starts);
    model->words = (const void *)(base + head->word);
    model->cluster_map = (const void *)(base + head->cluster_map);
    model->class_names = base + head->class_names;
    if (!starts_are_sound(model->row_starts, head->row_bits, head->rows) ||
        !starts_are_sound(model->word_starts, head->word_bits, head->words) || !names_are_sound(model) ||
        !words_are_sound(model))
        return "inconsistent tables";
    return NULL;
}

wf_model *
wf_model_open(const char *path, enum wf_model_kind kind, uint32_t labels, struct wf_error *err)
{
    wf_model *model = NULL, *out = NULL;
    const char *fault;
    struct stat status;
    void *base = MAP_FAILED;
    size_t size = 0;
    int fd;

    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        wf_error_set(err, WF_EIO, path, 0, "%s", strerror(errno));
        goto done;
    }
    if (!S_ISREG(status.st_mode) || (size_t)status.st_size < sizeof(struct wf_model_header) ||
        status.st_size > (off_t)WF_MODEL_SIZE_MAX) {
        wf_error_set(err, WF_EDATA, path, 0, "no model file");
        goto done;
    }
    size = (size_t)status.st_size;
    base = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (base == MAP_FAILED) {
        wf_error_set(err, WF_EIO, path, 0, "%s", strerror(errno));
        goto done;
    }
    model = calloc(1, sizeof *model);
    if (model == NULL) {
        wf_error_set(err, WF_ENOMEM, path, 0, "no memory for the model");
        goto done;
    }
    model->head = base;
    model->row_size = WF_MODEL_ROW_SIZE(labels);
    fault = fault_of(model, base, size, kind, labels);
    if (fault != NULL) {
        wf_error_set(err, WF_EDATA, path, 0, "%s", fault);
        goto done;
    }
    model->row_shift = 64 - model->head->row_bits;
    model->more_mask = (1u << (WF_MODEL_TOP_BITS - model->head->row_bits)) - 1u;
    snprintf(model->digest, sizeof model->digest, "%016llx", (unsigned long long)model->head->digest);
    base = MAP_FAILED; /* the model owns it from here */
    out = model;
    model = NULL;
done:
    free(model);
    if (base != MAP_FAILED)
        munmap(base, size);
    if (fd >= 0)
        close(fd);
    return out;
}

void
wf_model_close(wf_model *model)
{
    if (model == NULL)
        return;
    munmap((void *)(uintptr_t)model->head, (size_t)model->head->size);
    free(model);
}
