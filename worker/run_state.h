/* SPDX-License-Identifier: Apache-2.0 */
/* The runner from inside: shared by the run*.c files, and by nobody else. */
#ifndef WF_RUN_STATE_H
#define WF_RUN_STATE_H

#include "worker/lane.h"

#define WF_LANES_MAX 64

struct rd_kafka_s;
struct rd_kafka_mock_cluster_s;

struct wf_runner {
    struct wf_run_settings settings; /* with the defaults filled in */
    struct wf_lane_common common;
    struct wf_chain_share first_chain;
    wf_lane *lanes[WF_LANES_MAX];
    char instance[256], brokers[1024];
    struct rd_kafka_s *mock_client;
    struct rd_kafka_mock_cluster_s *mock;
    atomic_bool reload, hurry;
};

#endif
