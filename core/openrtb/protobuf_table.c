
/*
 * The tables of the reader, made of the page protobuf_fields.h.
 */

#include "core/openrtb/protobuf_wire.h"


#define CX_PB_INDEX(message, type, number, name, child)                       \
    CX_PB_I_##message##_##name,

#define CX_PB_PLACE(message, type, number, name, child)                       \
    [number] = CX_PB_I_##message##_##name + 1,


/* where a member's type is another than the field's, it does not compile */

#define CX_PB_C_STRING    cx_str_t
#define CX_PB_C_INT32     int32_t
#define CX_PB_C_BOOL      int32_t
#define CX_PB_C_DOUBLE    double
#define CX_PB_C_MONEY     int64_t
#define CX_PB_C_STRINGS   cx_ortb_strs_t
#define CX_PB_C_INT32S    cx_ortb_ints_t
#define CX_PB_C_NUMERALS  cx_ortb_ints_t

#define CX_PB_IS(message, name, ctype)                                        \
    _Static_assert(__builtin_types_compatible_p(                              \
                       __typeof__(((cx_ortb_##message##_t *) 0)->name),       \
                       ctype), #message "." #name);

#define CX_PB_IS_PLAIN(message, type, name, child)                            \
    CX_PB_IS(message, name, CX_PB_C_##type)
#define CX_PB_IS_STRING    CX_PB_IS_PLAIN
#define CX_PB_IS_INT32     CX_PB_IS_PLAIN
#define CX_PB_IS_BOOL      CX_PB_IS_PLAIN
#define CX_PB_IS_DOUBLE    CX_PB_IS_PLAIN
#define CX_PB_IS_MONEY     CX_PB_IS_PLAIN
#define CX_PB_IS_STRINGS   CX_PB_IS_PLAIN
#define CX_PB_IS_INT32S    CX_PB_IS_PLAIN
#define CX_PB_IS_NUMERALS  CX_PB_IS_PLAIN

#define CX_PB_IS_MESSAGE(message, type, name, child)                          \
    CX_PB_IS(message, name, cx_ortb_##child##_t *)
#define CX_PB_IS_MESSAGES(message, type, name, child)                         \
    CX_PB_IS(message, name.v, cx_ortb_##child##_t *)

#define CX_PB_TYPED(message, type, number, name, child)                       \
    CX_PB_IS_##type(message, type, name, child)


#define CX_PB_NONE(child)   0
#define CX_PB_CHILD(child)  CX_ORTB_O_##child

#define CX_PB_CHILD_STRING    CX_PB_NONE
#define CX_PB_CHILD_INT32     CX_PB_NONE
#define CX_PB_CHILD_BOOL      CX_PB_NONE
#define CX_PB_CHILD_DOUBLE    CX_PB_NONE
#define CX_PB_CHILD_MONEY     CX_PB_NONE
#define CX_PB_CHILD_STRINGS   CX_PB_NONE
#define CX_PB_CHILD_INT32S    CX_PB_NONE
#define CX_PB_CHILD_NUMERALS  CX_PB_NONE
#define CX_PB_CHILD_MESSAGE   CX_PB_CHILD
#define CX_PB_CHILD_MESSAGES  CX_PB_CHILD

#define CX_PB_FIELD(message, type, number, name, child)                       \
    { #name, offsetof(cx_ortb_##message##_t, name), CX_PB_##type,             \
      CX_PB_CHILD_##type(child),                                              \
      CX_PB_##type == CX_PB_MESSAGES                                          \
      && CX_PB_CHILD_##type(child) == CX_ORTB_O_imp },


#define CX_PB_TABLES(message, label)                                          \
    CX_PB_##message(CX_PB_TYPED)                                              \
                                                                              \
    enum { CX_PB_##message(CX_PB_INDEX) };                                    \
                                                                              \
    static const cx_pb_field_t  cx_pb_fields_##message[] = {                  \
        CX_PB_##message(CX_PB_FIELD)                                          \
    };                                                                        \
                                                                              \
    static const uint8_t  cx_pb_places_##message[] = {                        \
        CX_PB_##message(CX_PB_PLACE)                                          \
    };

CX_PB_REQUEST(CX_PB_TABLES)


#define CX_PB_ENTRY(message, label)                                           \
    [CX_ORTB_O_##message] = { cx_pb_fields_##message,                         \
                              cx_pb_places_##message,                         \
                              sizeof(cx_pb_places_##message) },

const cx_pb_message_t  cx_pb_messages[CX_ORTB_NOBJECTS] = {
    CX_PB_REQUEST(CX_PB_ENTRY)
};
