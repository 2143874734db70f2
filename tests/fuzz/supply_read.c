/* bytes as ads.txt or sellers.json: refused, or a line that is read again */

#include <stdlib.h>

#include "core/catalog/builder.h"
#include "core/catalog/supply_read.h"


static void
fuzz_line(const cx_supply_text_t *text)
{
    cx_error_t         e;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    memset(&e, 0, sizeof(e));
    conf.now_s = 1790000000;
    b = cx_builder_create(&conf, &e);

    if (b == NULL || cx_builder_line(b, cx_strn(text->line, text->len), &e)
                     != CX_OK)
    {
        abort();
    }

    cx_builder_destroy(b);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t             *copy;
    cx_error_t           e;
    cx_supply_text_t     text;
    cx_supply_source_t   source;

    static const char *const  name[] = { "news.example" };

    if (size == 0) {
        return 0;
    }

    memset(&e, 0, sizeof(e));
    memset(&source, 0, sizeof(source));
    source.kind = data[0] % 3;
    source.domain = name;
    source.ndomain = 1;

    /* of its own size, so that a byte beyond it is seen */

    copy = malloc(size > 1 ? size - 1 : 1);

    if (copy == NULL) {
        return 0;
    }

    memcpy(copy, data + 1, size - 1);

    if (cx_supply_read(&source, cx_strn(copy, size - 1), &text, &e) == CX_OK) {
        fuzz_line(&text);
        free(text.line);

    } else if (e.code == CX_E_NONE || e.fault[0] == '\0') {
        abort();
    }

    free(copy);

    return 0;
}
