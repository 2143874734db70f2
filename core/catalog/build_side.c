/* what few lines have: companions, approvals, transparency, MIME types */

#include "core/catalog/build_creative.h"


#define CX_APPROVALS_MAX      64
#define CX_TRANSPARENCY_MAX   32
#define CX_MIMES_MAX          8

#define CX_F_COMPANION(f)  offsetof(cx_vast_companion_t, f)
#define CX_F_DSA(f)        offsetof(cx_cat_dsa_t, f)
#define CX_F_PARTY(f)      offsetof(cx_cat_transparency_t, f)


/* one of the words of an enumeration, as its number */

static int
cx_b_word(const char *const *words, size_t n, cx_str_t s)
{
    size_t  i;

    for (i = 0; i < n; i++) {
        if (cx_str_eq(s, cx_strn(words[i], strlen(words[i])))) {
            return (int) i;
        }
    }

    return -1;
}


static cx_rc_t
cx_b_not_a_word(cx_str_t s, const cx_json_at_t *at, const char *allowed,
    cx_error_t *e)
{
    return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is \"%.*s\"",
                         (int) cx_min(s.len, 40), (const char *) s.data);
}


static cx_rc_t
cx_b_set_companion_type(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    int                  type;
    cx_str_t             s;
    cx_vast_companion_t *c;

    static const char *const  types[] = { "static", "html", "iframe" };

    (void) field;

    c = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    type = cx_b_word(types, cx_nelts(types), s);

    if (type < 0) {
        return cx_b_not_a_word(s, at, "static, html, iframe", e);
    }

    c->type = CX_COMPANION_STATIC + type;

    return CX_OK;
}


/* url and html are the same place, so that only one of them can be given */

static cx_rc_t
cx_b_companion_text(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, size_t max, cx_error_t *e)
{
    cx_str_t  *s;

    s = (cx_str_t *) ((uint8_t *) ((cx_b_ctx_t *) ctx)->rec + field->offset);

    if (s->len) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT, "either url or html",
                             "is one more");
    }

    return cx_json_str(v, at, 1, max, s, e);
}


static cx_rc_t
cx_b_set_companion_html(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_companion_text(ctx, field, v, at, CX_B_HTML_MAX, e);
}


static cx_rc_t
cx_b_set_companion_mime(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_companion_text(ctx, field, v, at, CX_ID_MAX, e);
}


static cx_rc_t
cx_b_set_companion_url(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t  *rec;

    rec = ((cx_b_ctx_t *) ctx)->rec;

    return cx_b_companion_text(ctx, field, v, at, CX_URL_MAX, e) == CX_OK
           ? cx_b_url(*(cx_str_t *) (rec + field->offset), at, e) : CX_ERROR;
}


static const cx_json_field_t  cx_b_companion_fields[] = {
    { "w",     cx_b_set_i32,            CX_F_COMPANION(w),
                                        1, CX_FORMAT_SIZE_MAX, 1 },
    { "h",     cx_b_set_i32,            CX_F_COMPANION(h),
                                        1, CX_FORMAT_SIZE_MAX, 1 },
    { "type",  cx_b_set_companion_type, 0, 0, 0, 1 },
    { "mime",  cx_b_set_companion_mime, CX_F_COMPANION(mime), 0, 0, 0 },
    { "url",   cx_b_set_companion_url,  CX_F_COMPANION(resource), 0, 0, 0 },
    { "html",  cx_b_set_companion_html, CX_F_COMPANION(resource), 0, 0, 0 },
    { "click", cx_b_set_companion_url,  CX_F_COMPANION(click), 0, 0, 0 }
};


static cx_rc_t
cx_b_companion_sound(const cx_json_t *v, cx_vast_companion_t *c,
    const cx_json_at_t *at, cx_error_t *e)
{
    const char   *field;
    cx_json_at_t  here;

    field = c->type == CX_COMPANION_HTML ? "html" : "url";
    here = (cx_json_at_t) { at, field, strlen(field), 0 };

    if (cx_json_get(v, field) == NULL) {
        return cx_json_error(&here, e, CX_E_FIELD_MISSING,
                             "url; for the type html html", "is missing");
    }

    if (c->type == CX_COMPANION_STATIC && c->mime.len == 0) {
        c->mime = cx_b_mime_of(c->resource);

        if (c->mime.len == 0) {
            here = (cx_json_at_t) { at, "mime", 4, 0 };
            return cx_json_error(&here, e, CX_E_FIELD_MISSING,
                                 "the type of the image", "is missing");
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_b_companion(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint32_t              mime;
    cx_b_ctx_t           *outer, c;
    cx_b_new_t           *n;
    cx_cat_companion_t   *rec;
    cx_vast_companion_t  *companion;

    outer = ctx;
    n = outer->rec;
    companion = &n->companion[n->more.companions.n];
    memset(companion, 0, sizeof(cx_vast_companion_t));
    c = (cx_b_ctx_t) { outer->b, companion, NULL };

    if (cx_json_object(v, at, cx_b_companion_fields,
                       cx_nelts(cx_b_companion_fields), &c, e)
        != CX_OK
        || cx_b_companion_sound(v, companion, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    mime = CX_NO_NAME;

    if (companion->type == CX_COMPANION_STATIC
        && cx_b_name(outer->b, companion->mime, 0, 0, &mime) != CX_OK)
    {
        return cx_b_no_memory(e);
    }

    rec = cx_vec_add(&outer->b->companions, 1);

    if (rec == NULL) {
        return cx_b_no_memory(e);
    }

    rec->mime = mime == CX_NO_NAME ? 0 : mime + 1;
    rec->type = (uint8_t) companion->type;
    rec->w = (uint16_t) companion->w;
    rec->h = (uint16_t) companion->h;
    n->more.companions.n++;

    return CX_OK;
}


cx_rc_t
cx_b_set_companions(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_new_t    *n;
    cx_builder_t  *b;

    (void) field;

    b = ((cx_b_ctx_t *) ctx)->b;
    n = ((cx_b_ctx_t *) ctx)->rec;
    n->more.companions.first = (uint32_t) b->companions.n;

    return cx_json_array(v, at, CX_B_COMPANIONS_MAX, cx_b_companion, ctx, e);
}


static cx_rc_t
cx_b_approval(void *ctx, cx_str_t key, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    int            state;
    cx_str_t       s;
    uint32_t       name, *place, i, n;
    cx_b_ctx_t    *c;
    cx_cat_run_t  *run;

    static const char *const  states[] = {
#define CX_B_APPROVAL(id, name)  name,
        CX_APPROVALS(CX_B_APPROVAL)
#undef CX_B_APPROVAL
    };

    c = ctx;
    run = &((cx_b_new_t *) c->rec)->more.approvals;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    state = cx_b_word(states, cx_nelts(states), s);

    if (state <= CX_APPROVAL_UNKNOWN) {
        return cx_b_not_a_word(s, at, "pending, approved, rejected", e);
    }

    place = cx_vec_add(&c->b->approvals, 1);

    if (place == NULL || cx_b_name(c->b, key, 0, 0, &name) != CX_OK) {
        return cx_b_no_memory(e);
    }

    /* in the order of names, of which each is there once */

    n = run->n++;

    for (i = n; i > 0 && place[(int64_t) i - n - 1] >> 2 >= name; i--) {
        if (place[(int64_t) i - n - 1] >> 2 == name) {
            return cx_json_error(at, e, CX_E_JSON_DUPLICATE, "once",
                                 "occurs twice");
        }

        place[(int64_t) i - n] = place[(int64_t) i - n - 1];
    }

    place[(int64_t) i - n] = name << 2 | (uint32_t) state;

    return CX_OK;
}


cx_rc_t
cx_b_set_approvals(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_new_t    *n;
    cx_builder_t  *b;

    (void) field;

    b = ((cx_b_ctx_t *) ctx)->b;
    n = ((cx_b_ctx_t *) ctx)->rec;
    n->more.approvals.first = (uint32_t) b->approvals.n;

    return cx_json_members(v, at, CX_APPROVALS_MAX, CX_ID_MAX, cx_b_approval,
                           ctx, e);
}


static cx_rc_t
cx_b_mime(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_str_t     s;
    uint32_t     name, *place;
    cx_b_ctx_t  *c;
    cx_b_new_t  *n;

    c = ctx;
    n = c->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK
        || cx_b_clean(s, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    if (memchr(s.data, '/', s.len) == NULL) {
        return cx_b_not_a_word(s, at, "a MIME type: \"image/png\"", e);
    }

    if (cx_b_name(c->b, s, 0, 0, &name) != CX_OK) {
        return cx_b_no_memory(e);
    }

    place = cx_vec_add(&c->b->name_runs, 1);

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    *place = name;
    n->mimes.n++;

    return CX_OK;
}


cx_rc_t
cx_b_set_mimes(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_new_t    *n;
    cx_builder_t  *b;

    (void) field;

    b = ((cx_b_ctx_t *) ctx)->b;
    n = ((cx_b_ctx_t *) ctx)->rec;
    n->mimes.first = (uint32_t) b->name_runs.n;

    return cx_json_array(v, at, CX_MIMES_MAX, cx_b_mime, ctx, e);
}


static cx_rc_t
cx_b_method(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    int       method;
    cx_str_t  s;

    static const char *const  methods[] = { "streaming", "progressive",
                                            "download" };

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    method = cx_b_word(methods, cx_nelts(methods), s);

    if (method < 0) {
        return cx_b_not_a_word(s, at, "streaming, progressive, download", e);
    }

    *(uint8_t *) ctx |= (uint8_t) (1U << (1 + method));

    return CX_OK;
}


cx_rc_t
cx_b_set_delivery(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t  *rec;

    rec = ((cx_b_ctx_t *) ctx)->rec;

    return cx_json_array(v, at, 3, cx_b_method, rec + field->offset, e);
}


static cx_rc_t
cx_b_set_party_domain(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t        lower[CX_ID_MAX];
    cx_str_t       s;
    cx_b_ctx_t    *c;
    cx_cat_str_t  *place;

    c = ctx;
    place = (cx_cat_str_t *) ((uint8_t *) c->rec + field->offset);

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK
        || cx_b_clean(s, at, e) != CX_OK
        || cx_b_domain(&s, lower, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    return cx_b_string(c->b, s, place) == CX_OK ? CX_OK : cx_b_no_memory(e);
}


static const cx_json_field_t  cx_b_party_fields[] = {
    { "domain", cx_b_set_party_domain, CX_F_PARTY(domain), 0, 0, 1 },
    { "params", cx_b_set_bits,         CX_F_PARTY(params), 0, 0, 1 }
};


static cx_rc_t
cx_b_party(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_ctx_t             *outer, c;
    cx_cat_dsa_t           *dsa;
    cx_cat_transparency_t   party, *place;

    outer = ctx;
    dsa = outer->rec;
    memset(&party, 0, sizeof(cx_cat_transparency_t));
    c = (cx_b_ctx_t) { outer->b, &party, NULL };

    if (cx_json_object(v, at, cx_b_party_fields, cx_nelts(cx_b_party_fields),
                       &c, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    place = cx_vec_add(&outer->b->transparency, 1);

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    *place = party;
    dsa->transparency.n++;

    return CX_OK;
}


static cx_rc_t
cx_b_set_parties(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    (void) field;

    return cx_json_array(v, at, CX_TRANSPARENCY_MAX, cx_b_party, ctx, e);
}


static const cx_json_field_t  cx_b_dsa_fields[] = {
    { "behalf",       cx_b_set_text,    CX_F_DSA(behalf), 0, 0, 0 },
    { "paid",         cx_b_set_text,    CX_F_DSA(paid), 0, 0, 0 },
    { "transparency", cx_b_set_parties, 0, 0, 0, 0 },
    { "adrender",     cx_b_set_u32,     CX_F_DSA(adrender), 0, 1, 0 }
};


cx_rc_t
cx_b_set_dsa(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_ctx_t    *outer, c;
    cx_cat_dsa_t   dsa, *place;

    outer = ctx;
    memset(&dsa, 0, sizeof(cx_cat_dsa_t));
    dsa.transparency.first = (uint32_t) outer->b->transparency.n;
    c = (cx_b_ctx_t) { outer->b, &dsa, NULL };

    if (cx_json_object(v, at, cx_b_dsa_fields, cx_nelts(cx_b_dsa_fields), &c,
                       e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    place = cx_vec_add(&outer->b->dsas, 1);

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    *place = dsa;
    *(uint32_t *) ((uint8_t *) outer->rec + field->offset)
        = (uint32_t) outer->b->dsas.n;

    return CX_OK;
}


/* what the end of an address says of what is there */

cx_str_t
cx_b_mime_of(cx_str_t url)
{
    size_t  i, n;

    static const struct { const char *end; const char *mime; }  known[] = {
        { ".jpg", "image/jpeg" },      { ".jpeg", "image/jpeg" },
        { ".png", "image/png" },       { ".gif", "image/gif" },
        { ".webp", "image/webp" },     { ".avif", "image/avif" },
        { ".svg", "image/svg+xml" }
    };

    url.len = cx_b_path_len(url);

    for (i = 0; i < cx_nelts(known); i++) {
        n = strlen(known[i].end);

        if (url.len > n
            && cx_str_eq_nocase(cx_strn(url.data + url.len - n, n),
                                cx_strn(known[i].end, n)))
        {
            return cx_strn(known[i].mime, strlen(known[i].mime));
        }
    }

    return cx_str("");
}


/* up to the query */

size_t
cx_b_path_len(cx_str_t url)
{
    size_t  i;

    for (i = 0; i < url.len && url.data[i] != '?' && url.data[i] != '#'; i++) {
        /* void */
    }

    return i;
}


#define CX_B_OBJECT(path, table)  { path, table, cx_nelts(table) }

size_t
cx_b_side_objects(const cx_b_object_t **objects)
{
    static const cx_b_object_t  list[] = {
        CX_B_OBJECT("creative.companions[]", cx_b_companion_fields),
        CX_B_OBJECT("campaign.dsa", cx_b_dsa_fields),
        CX_B_OBJECT("campaign.dsa.transparency[]", cx_b_party_fields)
    };

    *objects = list;

    return cx_nelts(list);
}
