
/* A request, an empty line, an answer: both are read and judged. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <string.h>

#include "tests/exchange/judge.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t       n;
    const char  *text, *answer;

    static xc_judge_t  judge;

    text = (const char *) data;
    answer = memmem(text, size, "\n\n", 2);

    if (answer == NULL) {
        return 0;
    }

    n = (size_t) (answer - text);

    if (xc_judge_ask(&judge, text, n, "") == XC_OK) {
        (void) xc_judge_answer(&judge, 200, "application/json", answer + 2,
                               size - n - 2, 1);
    }

    return 0;
}
