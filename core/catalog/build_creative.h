
/* one creative while its line is read */

#ifndef CX_CATALOG_BUILD_CREATIVE_H
#define CX_CATALOG_BUILD_CREATIVE_H

#include "core/catalog/build.h"


typedef struct {
    cx_str_t          media_url;
    cx_cat_str_t      mime;
    uint16_t          w, h;             /* of a native ad's */
    uint16_t          duration;
    uint16_t          bitrate;
    int32_t           skip_offset;
    uint32_t          protocols;
    uint32_t          apis;
    uint8_t           linearity;
    uint8_t           delivery;
    uint8_t           given;
} cx_b_stream_t;

#define CX_B_COMPANIONS_MAX  8
#define CX_B_HTML_MAX        16384

enum { CX_STREAM_VIDEO = 0, CX_STREAM_AUDIO, CX_STREAM_NATIVE };

#define CX_STREAM_MAX  (CX_STREAM_NATIVE + 1)

typedef struct {
    cx_b_creative_t   c;
    cx_str_t          markup;
    cx_str_t          image_url;
    const cx_json_t  *variants;
    cx_b_stream_t     stream[CX_STREAM_MAX];
    cx_cat_native_t   native;
    cx_cat_more_t     more;
    cx_cat_run_t      mimes;
    uint8_t           clickbrowser;
    uint8_t           screen;
    uint8_t           native_given;
    cx_vast_companion_t  companion[CX_B_COMPANIONS_MAX];
} cx_b_new_t;

typedef struct {
    cx_cat_variant_t  v;
    cx_str_t          markup;
    cx_str_t          image_url;
} cx_b_variant_t;

/* the model has as many outputs for them */

#define CX_VARIANTS_MAX  12


/* sets its template, its variants' and what follows from them */

cx_rc_t cx_b_make_creative(cx_builder_t *b, cx_b_new_t *n,
    const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_make_variants(cx_builder_t *b, cx_b_new_t *n,
    const cx_json_at_t *at, cx_error_t *e);

cx_rc_t cx_b_make_stream(cx_builder_t *b, cx_b_new_t *n,
    const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_make_native(cx_builder_t *b, cx_b_new_t *n,
    const cx_json_at_t *at, cx_error_t *e);

/* a field that is not there, or should not be */

cx_rc_t cx_b_missing(const cx_json_at_t *at, const char *field,
    const char *allowed, cx_error_t *e);
cx_rc_t cx_b_conflict(const cx_json_at_t *at, const char *field,
    const char *allowed, cx_error_t *e);

/* room for a source and for its template, got once; the source's template */

cx_rc_t cx_b_markup_room(cx_builder_t *b, cx_buf_t *source, cx_buf_t *out,
    cx_error_t *e);
cx_rc_t cx_b_compile(cx_builder_t *b, cx_buf_t *source, cx_buf_t *out,
    cx_cat_str_t *ref, const cx_json_at_t *at, cx_error_t *e);

/* does it load anything without TLS?  Names of XML namespaces load nothing */

int cx_b_is_secure(cx_str_t s);
int cx_b_wants_landing(const cx_b_new_t *n);

cx_rc_t cx_b_set_companions(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_approvals(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_mimes(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_delivery(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);

/* an address up to its query; its MIME type, empty if that is not known */

size_t cx_b_path_len(cx_str_t url);
cx_str_t cx_b_mime_of(cx_str_t url);

cx_rc_t cx_b_variant_read(cx_builder_t *b, const cx_json_t *v,
    cx_b_variant_t *variant, const cx_json_at_t *at, cx_error_t *e);


#endif /* CX_CATALOG_BUILD_CREATIVE_H */
