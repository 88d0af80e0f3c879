/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary search. What stages find lies in the order of the text, so whatever asks for the facts at a place starts with
 * this.
 */
#ifndef WF_BISECT_H
#define WF_BISECT_H

#include <stdint.h>

/*
 * Sets `at` to the first index of a list of `count` for which `before` no longer holds, to `count` where it holds for
 * all. `before` is an expression over the index `middle`: true for a first part of the list, false for the rest.
 *
 *     WF_BISECT(i, doc->dates.count, doc->dates.items[middle]->fact.at.first < token); first date from `token` on
 */
#define WF_BISECT(at, count, before)                                                                \
    do {                                                                                            \
        uint32_t low_ = 0, high_ = (count);                                                         \
                                                                                                    \
        while (low_ < high_) {                                                                      \
            uint32_t middle = low_ + (high_ - low_) / 2;                                            \
                                                                                                    \
            if (before)                                                                             \
                low_ = middle + 1;                                                                  \
            else                                                                                    \
                high_ = middle;                                                                     \
        }                                                                                           \
        (at) = low_;                                                                                \
    } while (0)

#endif
