/* SPDX-License-Identifier: Apache-2.0 */
#include "extractors/model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/buffer.h"

struct order {
    uint64_t key;
    uint32_t index;
};

static int
compare_order(const void *a, const void *b)
{
    const struct order *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Indexes of `keys` in the order of their keys; NULL without memory. */
static struct order *
sorted(const uint64_t *keys, uint32_t count)
{
    struct order *order = malloc((count + 1u) * sizeof *order);

    if (order == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        order[i] = (struct order){ keys[i], i };
    qsort(order, count, sizeof *order, compare_order);
    return order;
}

/* Bits so that a bucket holds one or two items. */
static uint32_t
bits_for(uint32_t count, uint32_t least)
{
    uint32_t bits = least;

    while (bits < WF_MODEL_TOP_BITS && (1u << bits) < count)
        bits++;
    return bits;
}

static void
align(struct wf_buffer *out)
{
    while (out->len % 8 != 0 && !out->failed)
        wf_buffer_putc(out, '\0');
}

static uint32_t
put_starts(struct wf_buffer *out, const struct order *order, uint32_t count, uint32_t bits)
{
    uint32_t offset, at = 0;

    align(out);
    offset = (uint32_t)out->len;
    for (uint32_t bucket = 0; bucket <= 1u << bits; bucket++) {
        while (at < count && order[at].key >> (64 - bits) < bucket)
            at++;
        wf_buffer_append(out, (const char *)&at, sizeof at);
    }
    align(out);
    return offset;
}

static void
put_row(struct wf_buffer *out, uint64_t key, uint32_t bits, const int32_t *weights, uint32_t labels)
{
    unsigned char row[WF_MODEL_ROW_SIZE(WF_MODEL_LABELS_MAX)] = { 0 };
    int32_t most = 0, scale;

    for (uint32_t i = 0; i < labels; i++) {
        int32_t size = weights[i] < 0 ? -weights[i] : weights[i];

        most = size > most ? size : most;
    }
    scale = (most + 126) / 127;
    scale = scale < 1 ? 1 : scale > 255 ? 255 : scale;
    row[0] = (unsigned char)key;
    row[1] = (unsigned char)(key >> 8);
    row[WF_MODEL_ROW_MORE] = (unsigned char)(key >> (64 - WF_MODEL_TOP_BITS) & ((1u << (WF_MODEL_TOP_BITS - bits)) - 1u));
    row[WF_MODEL_ROW_SCALE] = (unsigned char)scale;
    for (uint32_t i = 0; i < labels; i++) {
        int32_t w = (weights[i] * 2 + (weights[i] < 0 ? -scale : scale)) / (2 * scale);

        w = w > 127 ? 127 : w < -127 ? -127 : w;
        row[WF_MODEL_ROW_HEAD + i] = (unsigned char)(int8_t)w;
    }
    wf_buffer_append(out, (const char *)row, WF_MODEL_ROW_SIZE(labels));
}

static enum wf_status
save(const struct wf_buffer *out, const char *path, struct wf_error *err)
{
    FILE *file = fopen(path, "wb");
    bool good;

    if (file == NULL)
        return wf_error_set(err, WF_EIO, path, 0, "%s", strerror(errno));
    good = fwrite(out->data, 1, out->len, file) == out->len;
    good = fclose(file) == 0 && good;
    return good ? WF_OK : wf_error_set(err, WF_EIO, path, 0, "write failed");
}

enum wf_status
wf_model_write(const struct wf_model_image *image, const char *path, struct wf_error *err)
{
    struct wf_model_header head = { .version = WF_MODEL_VERSION };
    struct order *rows = NULL, *words = NULL;
    struct wf_buffer out = WF_BUFFER_INIT;
    enum wf_status st = WF_OK;

    if (image->rows > WF_MODEL_ROWS_MAX || image->words > WF_MODEL_WORDS_MAX ||
        image->labels > WF_MODEL_LABELS_MAX || image->classes > WF_MODEL_CLASSES_MAX)
        return wf_error_set(err, WF_EDATA, path, 0, "the model is larger than a file may be");
    rows = sorted(image->row_keys, image->rows);
    words = sorted(image->word_keys, image->words);
    if (rows == NULL || words == NULL) {
        st = wf_error_set(err, WF_ENOMEM, path, 0, "no memory to write the model");
        goto done;
    }
    memcpy(head.magic, WF_MODEL_MAGIC, sizeof head.magic);
    head.kind = image->kind;
    head.labels = image->labels;
    head.rows = image->rows;
    head.row_bits = bits_for(image->rows, WF_MODEL_ROW_BITS_MIN);
    head.words = image->words;
    head.word_bits = bits_for(image->words, 1);
    head.clusters = image->clusters;
    head.classes = image->classes;
    head.unit = image->unit;
    wf_buffer_append(&out, (const char *)&head, sizeof head);
    head.row_starts = put_starts(&out, rows, image->rows, head.row_bits);
    head.row = (uint32_t)out.len;
    for (uint32_t i = 0; i < image->rows; i++)
        put_row(&out, rows[i].key, head.row_bits, image->row_weights + (size_t)rows[i].index * image->labels,
            image->labels);
    align(&out);
    head.transitions = (uint32_t)out.len;
    wf_buffer_append(&out, (const char *)image->transitions,
        sizeof *image->transitions * image->labels * image->labels);
    head.word_starts = put_starts(&out, words, image->words, head.word_bits);
    head.word = (uint32_t)out.len;
    for (uint32_t i = 0; i < image->words; i++) {
        struct wf_model_word word = { (uint16_t)words[i].key, image->word_infos[words[i].index] };

        wf_buffer_append(&out, (const char *)&word, sizeof word);
    }
    align(&out);
    head.cluster_map = (uint32_t)out.len;
    wf_buffer_append(&out, (const char *)image->cluster_map, 4 * (size_t)image->clusters);
    align(&out);
    head.class_names = (uint32_t)out.len;
    for (uint32_t i = 0; i < image->classes; i++)
        wf_buffer_append(&out, image->class_names[i], strlen(image->class_names[i]) + 1);
    head.class_names_size = (uint32_t)out.len - head.class_names;
    align(&out);
    if (out.failed) {
        st = wf_error_set(err, WF_ENOMEM, path, 0, "no memory to write the model");
        goto done;
    }
    head.size = out.len;
    memcpy(out.data, &head, sizeof head);
    head.digest = wf_model_checksum(out.data + offsetof(struct wf_model_header, labels),
        out.len - offsetof(struct wf_model_header, labels));
    memcpy(out.data, &head, sizeof head);
    st = save(&out, path, err);
done:
    wf_buffer_free(&out);
    free(rows);
    free(words);
    return st;
}
