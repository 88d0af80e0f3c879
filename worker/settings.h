/* SPDX-License-Identifier: Apache-2.0 */
/* From the configuration to the settings of the chain, the pipeline and the worker. */
#ifndef WF_SETTINGS_H
#define WF_SETTINGS_H

#include "config/config.h"
#include "worker/command.h"
#include "worker/log.h"
#include "worker/run.h"

/* All of it borrows from `config`, and run.log from the struct itself: it must not be moved. */
struct wf_settings {
    struct wf_config *config;
    struct wf_chain_option *options;
    struct wf_chain_settings chain;
    struct wf_pipeline_settings pipeline;
    struct wf_run_settings run;
    struct wf_log log; /* where run.log leads */
};

/*
 * Read the configuration that the arguments name (-c, --set, --data, the environment). Returns WF_EXIT_OK, or
 * after printing everything that is wrong on standard error the exit code that fits.
 */
int wf_settings_load(struct wf_settings *settings, const struct wf_arguments *args);

/* What `run` needs beyond: brokers, topics, properties that librdkafka knows. Prints what is wrong, likewise. */
int wf_settings_check(const struct wf_settings *settings);

/* Accepts an empty one. */
void wf_settings_free(struct wf_settings *settings);

#endif
