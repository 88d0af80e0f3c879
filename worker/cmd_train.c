/* SPDX-License-Identifier: Apache-2.0 */
/* `wirefact train`: see worker/train.h. */
#include "extractors/chain.h"
#include "worker/command.h"
#include "worker/train.h"

int
wf_cmd_train(const struct wf_arguments *args)
{
    struct wf_error err = WF_ERROR_INIT;
    char path[4352];
    struct wf_train_job job;

    wf_train_defaults(&job);
    if (args->values[WF_OPTION_KIND] != NULL)
        job.kind = args->values[WF_OPTION_KIND];
    job.output = args->values[WF_OPTION_OUTPUT];
    job.data_path = args->values[WF_OPTION_DATA] != NULL ? args->values[WF_OPTION_DATA] : wf_chain_data_path(path, sizeof path);
    job.quiet = args->values[WF_OPTION_QUIET] != NULL;
    job.corpora = args->operands;
    job.corpus_count = args->operand_count;
    if (job.output == NULL || job.corpus_count == 0) {
        wf_error_set(&err, WF_EUSAGE, NULL, 0, "train: give --output FILE and at least one DOCS:GOLD");
        return wf_fail(&err);
    }
    for (unsigned i = 0; i < args->set_count; i++) {
        if (wf_train_set(&job, args->sets[i], &err) != WF_OK)
            return wf_fail(&err);
    }
    return wf_train(&job, &err) == WF_OK ? WF_EXIT_OK : wf_fail(&err);
}
