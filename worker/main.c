/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/command.h"

int
main(int argc, char **argv)
{
    return wf_main(argc, argv);
}
