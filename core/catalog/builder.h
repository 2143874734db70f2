
/*
 * Building a catalogue file from JSON lines.  Blocks, allocates, and says
 * which line and field was wrong.
 *
 * A line is one entity: {"type":"campaign",…}, "adgroup", "creative",
 * "list" (shared domain, bundle, … lists), "org" or, for an overlay,
 * {"type":"campaign","id":…,"deleted":true}.  Children may come before their
 * parents.  schema/catalog.schema.json has the fields.
 */

#ifndef CX_CATALOG_BUILDER_H
#define CX_CATALOG_BUILDER_H

#include "core/catalog/catalog.h"


typedef struct {
    const char  *previous;      /* keep its slots and landing pages; or NULL */
    const char  *previous_overlay;      /* the same; or NULL */
    const char  *base;          /* build an overlay over this one; or NULL */
    int64_t      now_s;
    int64_t      token_life_s;  /* how long retired things are kept */
    uint32_t     feature_layout;

    /* fills the offer's columns; above this room, so it is handed in */

    void       (*features)(cx_offer_features_t *f, cx_str_t campaign_id,
                           cx_str_t adgroup_id, cx_str_t creative_id,
                           cx_str_t category, cx_media_e media, int32_t w,
                           int32_t h);
} cx_builder_conf_t;

typedef struct cx_builder_s  cx_builder_t;

cx_builder_t *cx_builder_create(const cx_builder_conf_t *conf, cx_error_t *e);
cx_rc_t cx_builder_line(cx_builder_t *b, cx_str_t line, cx_error_t *e);

/* path has to last as long as the builder */

cx_rc_t cx_builder_file(cx_builder_t *b, const char *path, cx_error_t *e);
cx_rc_t cx_builder_write(cx_builder_t *b, const char *path, cx_error_t *e);

/* the file whose line the error is about; NULL: it is about no line of one */

const char *cx_builder_wrong(const cx_builder_t *b);

void cx_builder_destroy(cx_builder_t *b);


#endif /* CX_CATALOG_BUILDER_H */
