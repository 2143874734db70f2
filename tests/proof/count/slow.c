
/*
 * A slow-down on purpose: linked with --wrap=cx_openrtb_read, so that each
 * request is read twice.  The gate has to see it.
 */

#include "core/openrtb/openrtb.h"


cx_rc_t __real_cx_openrtb_read(const cx_ortb_reader_t *rd, const uint8_t *p,
    size_t len, cx_arena_t *arena, cx_openrtb_request_t **req, cx_error_t *e);
cx_rc_t __wrap_cx_openrtb_read(const cx_ortb_reader_t *rd, const uint8_t *p,
    size_t len, cx_arena_t *arena, cx_openrtb_request_t **req, cx_error_t *e);


cx_rc_t
__wrap_cx_openrtb_read(const cx_ortb_reader_t *rd, const uint8_t *p,
    size_t len, cx_arena_t *arena, cx_openrtb_request_t **req, cx_error_t *e)
{
    if (__real_cx_openrtb_read(rd, p, len, arena, req, e) != CX_OK) {
        return CX_ERROR;
    }

    return __real_cx_openrtb_read(rd, p, len, arena, req, e);
}
