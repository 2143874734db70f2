
/*
 * Compiled markup out of a file that may be bent: what the check lets
 * through is written without a step outside, and as the inside of a JSON
 * string.  The same bytes as a source: what compiles passes the check.
 */

#include <stdlib.h>
#include <yyjson.h>

#include "core/openrtb/openrtb.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
fuzz_write(cx_str_t compiled)
{
    cx_buf_t            b;
    uint8_t            *mem;
    size_t              room;
    yyjson_doc         *doc;
    cx_ortb_bid_t       bid;
    cx_ortb_response_t  res;

    memset(&bid, 0, sizeof(bid));
    memset(&res, 0, sizeof(res));
    res.id = cx_str("a\"\\\n");
    res.notice_url = (cx_str_t) cx_padded("https://n.example");
    bid.browser_token = (cx_str_t) cx_padded("TOKEN");
    bid.crid = cx_str("</script>");

    room = compiled.len * 64 + 16;
    mem = malloc(room);

    cx_buf_init(&b, mem, room);
    cx_put_char(&b, '"');
    cx_template_write(&b, compiled, &res, &bid);
    cx_put_char(&b, '"');

    doc = yyjson_read((const char *) mem, cx_buf_len(&b), 0);

    if (b.overflow || doc == NULL) {
        abort();
    }

    yyjson_doc_free(doc);
    free(mem);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void        *mem;
    size_t       room;
    cx_buf_t     b;
    cx_error_t   e;

    if (cx_template_check(cx_strn(data, size)) == CX_OK) {
        fuzz_write(cx_strn(data, size));
    }

    room = size * 6 + 64;
    mem = malloc(room);
    cx_buf_init(&b, mem, room);

    if (cx_template_compile(cx_strn(data, size), &b, &e) == CX_OK) {
        if (cx_template_check(cx_strn(mem, cx_buf_len(&b))) != CX_OK) {
            abort();
        }

        fuzz_write(cx_strn(mem, cx_buf_len(&b)));
    }

    free(mem);

    return 0;
}
