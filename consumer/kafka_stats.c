/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "consumer/kafka_state.h"

void
wf_consumer_read_stats(const char *text, size_t len, wf_consumer_open *open, void *context)
{
    json_t *all = json_loadb(text, len, 0, NULL), *topic, *partition;
    const char *name, *number;

    json_object_foreach(json_object_get(all, "topics"), name, topic) {
        json_object_foreach(json_object_get(topic, "partitions"), number, partition) {
            json_int_t id = json_integer_value(json_object_get(partition, "partition"));
            json_int_t high = json_integer_value(json_object_get(partition, "hi_offset"));
            json_t *stable = json_object_get(partition, "ls_offset");

            /* negative: not known yet; partition -1 stands for those without a place */
            if (id >= 0 && high >= 0 && json_is_integer(stable) && json_integer_value(stable) >= 0
                && json_integer_value(stable) <= high)
                open(context, name, (int32_t)id, (int64_t)(high - json_integer_value(stable)));
        }
    }
    json_decref(all);
}

static void
note_open(void *context, const char *topic, int32_t partition, int64_t records)
{
    struct wf_consumer_row *row = wf_consumer_row(context, topic, partition);

    if (row != NULL)
        row->open = records;
}

int
wf_consumer_stats(rd_kafka_t *client, char *text, size_t len, void *opaque)
{
    (void)client;
    wf_consumer_read_stats(text, len, note_open, opaque);
    return 0; /* the library frees the text */
}
