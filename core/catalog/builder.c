#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/catalog/build.h"


static const struct {
    size_t  offset;
    size_t  size;
} cx_b_vecs[] = {
#define CX_B_VEC(name, type)  { offsetof(cx_builder_t, name), sizeof(type) }
    CX_B_VEC(files, cx_b_source_t),
    CX_B_VEC(strings, uint8_t),
    CX_B_VEC(names, cx_cat_name_t),
    CX_B_VEC(name_table, uint32_t),
    CX_B_VEC(name_runs, uint32_t),
    CX_B_VEC(campaigns, cx_b_campaign_t),
    CX_B_VEC(adgroups, cx_b_adgroup_t),
    CX_B_VEC(creatives, cx_b_creative_t),
    CX_B_VEC(lists, cx_b_list_t),
    CX_B_VEC(orgs, cx_b_org_t),
    CX_B_VEC(variants, cx_cat_variant_t),
    CX_B_VEC(more, cx_cat_more_t),
    CX_B_VEC(companions, cx_cat_companion_t),
    CX_B_VEC(approvals, uint32_t),
    CX_B_VEC(dsas, cx_cat_dsa_t),
    CX_B_VEC(transparency, cx_cat_transparency_t),
    CX_B_VEC(rates, cx_cat_rate_t),
    CX_B_VEC(owners, cx_cat_owner_t),
    CX_B_VEC(sellers, cx_cat_seller_t),
    CX_B_VEC(natives, cx_cat_native_t),
    CX_B_VEC(images, cx_cat_image_t),
    CX_B_VEC(data, cx_cat_data_t),
    CX_B_VEC(trackers, cx_cat_str_t),
    CX_B_VEC(terms, cx_b_term_t),
    CX_B_VEC(words, uint32_t),
    CX_B_VEC(members, uint32_t),
    CX_B_VEC(zones, cx_cat_zone_t),
    CX_B_VEC(transitions, cx_cat_transition_t),
    CX_B_VEC(schedules, cx_cat_schedule_t),
    CX_B_VEC(markup, uint8_t)
#undef CX_B_VEC
};


static cx_rc_t
cx_builder_open(cx_builder_t *b, cx_error_t *e)
{
    const cx_builder_conf_t  *c;

    c = &b->conf;

    if (c->base != NULL) {
        b->base = cx_catalog_open(c->base, NULL, e);

        if (b->base == NULL) {
            return CX_ERROR;
        }
    }

    if (c->previous != NULL) {
        b->previous[0] = cx_catalog_open(c->previous, NULL, e);

        if (b->previous[0] == NULL) {
            return CX_ERROR;
        }
    }

    /* an overlay is opened on what it was made for */

    if (c->previous_overlay != NULL) {
        if (c->previous == NULL && c->base == NULL) {
            return cx_error(e, CX_E_FIELD_CONFLICT, "previous overlay",
                            "the base that it was made for as well",
                            "is nothing without its base");
        }

        b->previous[1] = cx_catalog_open(c->previous ? c->previous : c->base,
                                         c->previous_overlay, e);

        if (b->previous[1] == NULL) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


cx_builder_t *
cx_builder_create(const cx_builder_conf_t *conf, cx_error_t *e)
{
    size_t         i;
    cx_builder_t  *b;

    b = calloc(1, sizeof(cx_builder_t));

    if (b == NULL) {
        (void) cx_b_no_memory(e);
        return NULL;
    }

    b->conf = *conf;
    b->seed = cx_hash_mix((uint64_t) conf->now_s, 1);

    for (i = 0; i < cx_nelts(cx_b_vecs); i++) {
        ((cx_vec_t *) ((char *) b + cx_b_vecs[i].offset))->size
            = cx_b_vecs[i].size;
    }

    if (cx_builder_open(b, e) != CX_OK) {
        cx_builder_destroy(b);
        return NULL;
    }

    return b;
}


void
cx_builder_destroy(cx_builder_t *b)
{
    size_t  i;

    if (b == NULL) {
        return;
    }

    for (i = 0; i < cx_nelts(cx_b_vecs); i++) {
        free(((cx_vec_t *) ((char *) b + cx_b_vecs[i].offset))->data);
    }

    free(b->string_map.key);
    free(b->string_map.value);
    free(b->ids.key);
    free(b->ids.value);
    free(b->schedule_map.key);
    free(b->schedule_map.value);
    free(b->owner_map.key);
    free(b->owner_map.value);

    cx_catalog_close(b->base);
    cx_catalog_close(b->previous[0]);
    cx_catalog_close(b->previous[1]);

    free(b);
}


uint32_t
cx_b_wrong_line(cx_builder_t *b, uint32_t line)
{
    size_t                i;
    const cx_b_source_t  *source;

    for (i = b->files.n; i-- > 0; /* void */) {
        source = cx_vec_at(&b->files, i);

        if (line > source->before) {
            b->wrong = source->path;
            return line - source->before;
        }
    }

    return line;
}


const char *
cx_builder_wrong(const cx_builder_t *b)
{
    return b->wrong;
}


/* "line 12" or, for errors of the JSON itself, the same before the field */

static void
cx_builder_where(cx_error_t *e, const char *line)
{
    if (e != NULL && strncmp(e->field, "line ", 5) != 0) {
        (void) snprintf(e->field, sizeof(e->field), "%s", line);
    }
}


static cx_rc_t
cx_builder_entity(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    char              allowed[128];
    size_t            i;
    cx_str_t          s;
    cx_buf_t          buf;
    const cx_json_t  *type;
    cx_json_at_t      here;

    if (cx_json_type(v) != CX_JSON_OBJECT) {
        return cx_json_error(at, e, CX_E_FIELD_TYPE, "an object",
                             "is no object");
    }

    type = cx_json_get(v, "type");
    here = (cx_json_at_t) { at, "type", 4, 0 };

    if (type == NULL) {
        return cx_json_error(&here, e, CX_E_FIELD_MISSING, NULL,
                             "is missing");
    }

    if (cx_json_str(type, &here, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    cx_buf_init(&buf, allowed, sizeof(allowed) - 1);

    for (i = 0; i < cx_b_nentities; i++) {
        if (cx_str_eq(s, cx_strn(cx_b_entities[i].type,
                                 strlen(cx_b_entities[i].type))))
        {
            return cx_b_entities[i].add(b, v, at, e);
        }

        cx_put_cstr(&buf, i ? ", " : "");
        cx_put_cstr(&buf, cx_b_entities[i].type);
    }

    *buf.pos = '\0';

    return cx_json_error(&here, e, CX_E_FIELD_VALUE, allowed, "is \"%.*s\"",
                         (int) cx_min(s.len, 40), (const char *) s.data);
}


cx_rc_t
cx_builder_line(cx_builder_t *b, cx_str_t line, cx_error_t *e)
{
    char           name[32];
    cx_rc_t        rc;
    cx_json_at_t   at;
    cx_json_doc_t  doc;

    b->line++;
    b->wrong = NULL;

    while (line.len && (line.data[line.len - 1] == '\n'
                        || line.data[line.len - 1] == '\r'
                        || line.data[line.len - 1] == ' '))
    {
        line.len--;
    }

    if (line.len == 0) {
        return CX_OK;
    }

    (void) snprintf(name, sizeof(name), "line %u",
                    cx_b_wrong_line(b, b->line));

    if (cx_json_parse(&doc, line, CX_LINE_MAX, e) != CX_OK) {
        cx_builder_where(e, name);
        return CX_ERROR;
    }

    at = (cx_json_at_t) { NULL, name, strlen(name), 0 };
    rc = cx_builder_entity(b, doc.root, &at, e);

    if (rc != CX_OK) {
        cx_builder_where(e, name);

    } else {
        b->wrong = NULL;
    }

    cx_json_free(&doc);

    return rc;
}


/* a line at a time, so that its length is bounded before it is held */

static cx_rc_t
cx_builder_stream(cx_builder_t *b, FILE *in, const char *path, cx_error_t *e)
{
    int             c;
    char            where[32];
    uint8_t        *p;
    cx_vec_t        line;
    cx_rc_t         rc;
    cx_b_source_t  *source;

    source = cx_vec_add(&b->files, 1);

    if (source == NULL) {
        return cx_b_no_memory(e);
    }

    source->path = path;
    source->before = b->line;

    memset(&line, 0, sizeof(cx_vec_t));
    line.size = 1;
    rc = CX_OK;

    do {
        line.n = 0;

        while ((c = getc_unlocked(in)) != EOF && c != '\n') {
            p = line.n < line.room ? line.data + line.n++
                                   : cx_vec_add(&line, 1);

            if (p == NULL || line.n > CX_LINE_MAX) {
                (void) snprintf(where, sizeof(where), "line %u",
                                cx_b_wrong_line(b, b->line + 1));
                free(line.data);
                return cx_error(e, CX_E_BODY_TOO_LARGE, where,
                                "at most 256 MB", "is too long");
            }

            *p = (uint8_t) c;
        }

        rc = cx_builder_line(b, cx_strn(line.data, line.n), e);

    } while (rc == CX_OK && c != EOF);

    free(line.data);

    if (rc == CX_OK && ferror(in)) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    return rc;
}


cx_rc_t
cx_builder_file(cx_builder_t *b, const char *path, cx_error_t *e)
{
    FILE     *in;
    cx_rc_t   rc;

    if (strcmp(path, "-") == 0) {
        return cx_builder_stream(b, stdin, "standard input", e);
    }

    in = fopen(path, "re");

    if (in == NULL) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    rc = cx_builder_stream(b, in, path, e);
    (void) fclose(in);

    return rc;
}
