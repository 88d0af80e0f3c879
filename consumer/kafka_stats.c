/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "consumer/kafka_state.h"

static int
count_up(json_t *brokers)
{
    const char *name;
    json_t *broker;
    int up = 0;

    json_object_foreach(brokers, name, broker) {
        const char *state = json_string_value(json_object_get(broker, "state"));

        up += state != NULL && strcmp(state, "UP") == 0;
    }
    return up;
}

int
wf_consumer_read_stats(const char *text, size_t len, wf_consumer_open *open, void *context)
{
    json_t *all = json_loadb(text, len, 0, NULL), *topic, *partition, *brokers = json_object_get(all, "brokers");
    int up = brokers == NULL ? -1 : count_up(brokers);
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
    return up;
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
    struct wf_consumer *c = opaque;

    (void)client;
    c->brokers_up = wf_consumer_read_stats(text, len, note_open, c);
    return 0; /* the library frees the text */
}
