/* SPDX-License-Identifier: Apache-2.0 */
/* Links among the figures of a sentence: restated sums, changes, statuses, what is measured. */
#include <string.h>

#include "extractors/figures.h"

bool
fig_link(struct fig_run *r)
{
    (void)r;
    return true;
}
