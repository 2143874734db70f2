
/*
 * OpenRTB 2.6 in protobuf: the same request, the same response.
 */

#ifndef CX_OPENRTB_PROTOBUF_H
#define CX_OPENRTB_PROTOBUF_H


/*
 * As cx_openrtb_read(), from the message BidRequest of schema/openrtb.proto.
 * Strings point into the body.  Fields that the schema does not have are
 * skipped; one that it has and that comes with another wire type is an
 * error.
 */

cx_rc_t cx_openrtb_read_protobuf(const cx_ortb_reader_t *rd,
    const uint8_t *body, size_t len, cx_arena_t *arena,
    cx_openrtb_request_t **req, cx_error_t *e);

/* as cx_openrtb_write(), as the message BidResponse */

void cx_openrtb_write_protobuf(cx_buf_t *b, const cx_ortb_response_t *res);


#endif /* CX_OPENRTB_PROTOBUF_H */
