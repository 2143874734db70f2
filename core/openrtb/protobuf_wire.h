
/*
 * Protobuf's encoding: what the reader, the writer and the tests share.
 */

#ifndef CX_OPENRTB_PROTOBUF_WIRE_H
#define CX_OPENRTB_PROTOBUF_WIRE_H

#include "core/openrtb/protobuf_fields.h"
#include "core/openrtb/read.h"


typedef enum {
    CX_PB_VARINT = 0,
    CX_PB_FIXED64 = 1,
    CX_PB_BYTES = 2,
    CX_PB_GROUP = 3,
    CX_PB_GROUP_END = 4,
    CX_PB_FIXED32 = 5
} cx_pb_wire_e;

typedef enum {
    CX_PB_STRING = 0,
    CX_PB_INT32,
    CX_PB_BOOL,
    CX_PB_DOUBLE,
    CX_PB_MONEY,
    CX_PB_STRINGS,
    CX_PB_INT32S,
    CX_PB_NUMERALS,
    CX_PB_MESSAGE,
    CX_PB_MESSAGES
} cx_pb_type_e;


/* the numbers, by message and name */

#define CX_PB_NUMBER(message, type, number, name, child)                      \
    CX_PB_##message##_##name = number,

#define CX_PB_MESSAGE_NUMBERS(message, label)                                 \
    enum { CX_PB_##message(CX_PB_NUMBER) };

CX_PB_REQUEST(CX_PB_MESSAGE_NUMBERS)
CX_PB_RESPONSE(CX_PB_MESSAGE_NUMBERS)

#undef CX_PB_MESSAGE_NUMBERS
#undef CX_PB_NUMBER


typedef struct {
    const char  *name;
    uint16_t     offset;
    uint8_t      type;          /* cx_pb_type_e */
    uint8_t      child;         /* cx_ortb_object_e */
    uint8_t      bounded;       /* at most CX_ORTB_MAX_IMPS */
} cx_pb_field_t;

typedef struct {
    const cx_pb_field_t  *fields;
    const uint8_t        *place;        /* by number, 1 is the first field */
    uint32_t              nplaces;
} cx_pb_message_t;

extern const cx_pb_message_t  cx_pb_messages[CX_ORTB_NOBJECTS];


#endif /* CX_OPENRTB_PROTOBUF_WIRE_H */
