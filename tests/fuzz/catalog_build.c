/* lines: refused with a reason, or a catalogue that opens */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/catalog/builder.h"


static void
fuzz_build(cx_builder_t *b, const uint8_t *data, size_t size)
{
    char           path[64];
    size_t         i, from;
    cx_error_t     e;
    cx_catalog_t  *cat;

    for (i = 0, from = 0; i <= size; i++) {
        if (i < size && data[i] != '\n') {
            continue;
        }

        memset(&e, 0, sizeof(e));

        if (cx_builder_line(b, cx_strn(data + from, i - from), &e) != CX_OK) {
            if (e.code == CX_E_NONE || e.fault[0] == '\0'
                || strncmp(e.field, "line ", 5) != 0)
            {
                abort();
            }

            return;
        }

        from = i + 1;
    }

    (void) snprintf(path, sizeof(path), "/dev/shm/cx-fuzz-%d.cat",
                    (int) getpid());

    if (cx_builder_write(b, path, &e) != CX_OK) {
        return;
    }

    cat = cx_catalog_open(path, NULL, &e);

    if (cat == NULL) {
        abort();
    }

    cx_catalog_close(cat);
    (void) unlink(path);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cx_error_t         e;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    conf.now_s = 1790000000;

    b = cx_builder_create(&conf, &e);

    if (b != NULL) {
        fuzz_build(b, data, size);
        cx_builder_destroy(b);
    }

    return 0;
}
