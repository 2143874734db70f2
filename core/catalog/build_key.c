/* values of targeting, brought into the form in which requests have them */

#include <stdio.h>

#include "core/catalog/build_target.h"


typedef struct { const char *name; uint8_t v[6]; }  cx_b_word_t;


static const cx_b_word_t  cx_b_kinds[] = {
    { "site", { 1 } }, { "app", { 2 } }, { "dooh", { 3 } }, { NULL, { 0 } }
};

static const cx_b_word_t  cx_b_devices[] = {
    { "mobile", { 1, 4, 5 } }, { "desktop", { 2 } }, { "tv", { 3, 7 } },
    { "phone", { 4 } }, { "tablet", { 5 } }, { "connected", { 6 } },
    { "set_top_box", { 7 } }, { "ooh", { 8 } }, { NULL, { 0 } }
};

static const cx_b_word_t  cx_b_connections[] = {
    { "ethernet", { 1 } }, { "wifi", { 2 } },
    { "cellular", { 3, 4, 5, 6, 7 } }, { "2g", { 4 } }, { "3g", { 5 } },
    { "4g", { 6 } }, { "5g", { 7 } }, { NULL, { 0 } }
};

static const cx_b_word_t  cx_b_positions[] = {
    { "above_fold", { 1 } }, { "locked", { 2 } }, { "below_fold", { 3 } },
    { "header", { 4 } }, { "footer", { 5 } }, { "sidebar", { 6 } },
    { "fullscreen", { 7 } }, { NULL, { 0 } }
};

static const cx_b_word_t  cx_b_placements[] = {
#define CX_B_PLACEMENT(id, name)  { name, { CX_PLACEMENT_##id } },
    CX_PLACEMENTS(CX_B_PLACEMENT)
#undef CX_B_PLACEMENT
    { NULL, { 0 } }
};

/* the verdicts on the supply: their keys are one more than their numbers */

static const cx_b_word_t  cx_b_schains[] = {
#define CX_B_SCHAIN(id, name)  { name, { CX_SCHAIN_##id + 1 } },
    CX_SCHAINS(CX_B_SCHAIN)
#undef CX_B_SCHAIN
    { NULL, { 0 } }
};

static const cx_b_word_t  cx_b_ads_txts[] = {
#define CX_B_ADS_TXT(id, name)  { name, { CX_ADS_TXT_##id + 1 } },
    CX_ADS_TXTS(CX_B_ADS_TXT)
#undef CX_B_ADS_TXT
    { NULL, { 0 } }
};

static const cx_b_word_t  cx_b_sellers_jsons[] = {
#define CX_B_SELLERS_JSON(id, name)  { name, { CX_SELLERS_JSON_##id + 1 } },
    CX_SELLERS_JSONS(CX_B_SELLERS_JSON)
#undef CX_B_SELLERS_JSON
    { NULL, { 0 } }
};


static cx_rc_t
cx_b_put(cx_b_side_t *side, uint32_t key, cx_error_t *e)
{
    uint32_t     *member;
    cx_b_term_t  *t;

    if (side->list != NULL) {
        member = cx_vec_add(&side->b->members, 1);

        if (member == NULL) {
            return cx_b_no_memory(e);
        }

        *member = key;
        side->list->names.n++;

        return CX_OK;
    }

    t = cx_vec_add(&side->b->terms, 1);

    if (t == NULL) {
        return cx_b_no_memory(e);
    }

    t->dim = side->dim;
    t->exclude = side->exclude;
    t->key = key;

    return CX_OK;
}


static cx_rc_t
cx_b_put_name(cx_b_side_t *side, cx_str_t s, cx_error_t *e)
{
    uint32_t  name;

    if (cx_b_name(side->b, s, cx_dims[side->dim].kind == CX_KEY_EXACT, 0,
                  &name)
        != CX_OK)
    {
        return cx_b_no_memory(e);
    }

    return cx_b_put(side, name, e);
}


static cx_rc_t
cx_b_refused(cx_str_t s, const cx_json_at_t *at, const char *allowed,
    cx_error_t *e)
{
    return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is \"%.*s\"",
                         (int) cx_min(s.len, 60), (const char *) s.data);
}


/* a word of a list of them, or the number itself; max 0: words alone */

static cx_rc_t
cx_b_key_word(cx_b_side_t *side, const cx_json_t *v, const cx_json_at_t *at,
    const cx_b_word_t *words, int64_t max, cx_error_t *e)
{
    char       allowed[192];
    size_t     i, j;
    int64_t    n;
    cx_buf_t   b;
    cx_str_t   s;

    if (cx_json_type(v) == CX_JSON_NUMBER && max) {
        return cx_json_int(v, at, 1, max, &n, e) == CX_OK
               ? cx_b_put(side, (uint32_t) n, e) : CX_ERROR;
    }

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    cx_buf_init(&b, allowed, sizeof(allowed) - 1);

    for (i = 0; words[i].name != NULL; i++) {
        if (cx_str_eq_nocase(s, cx_strn(words[i].name,
                                        strlen(words[i].name))))
        {
            for (j = 0; words[i].v[j]; j++) {
                if (cx_b_put(side, words[i].v[j], e) != CX_OK) {
                    return CX_ERROR;
                }
            }

            return CX_OK;
        }

        cx_put_cstr(&b, i ? ", " : "");
        cx_put_cstr(&b, words[i].name);
    }

    cx_put_cstr(&b, max ? ", or a number" : "");
    *b.pos = '\0';

    return cx_b_refused(s, at, allowed, e);
}


static cx_rc_t
cx_b_key_country(cx_b_side_t *side, cx_str_t s, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint32_t  n;

    n = cx_country(s);

    return cx_country_known(n) ? cx_b_put(side, n, e)
             : cx_b_refused(s, at, "a country of ISO 3166-1: \"DEU\" or "
                                   "\"DE\"", e);
}


/* "US-CA" as "USA-CA", "DE/Berlin" as "DEU/Berlin" */

static cx_rc_t
cx_b_key_in_country(cx_b_side_t *side, cx_str_t s, char sep,
    const cx_json_at_t *at, cx_error_t *e)
{
    size_t          len;
    uint8_t         copy[CX_ID_MAX + 4];
    uint32_t        n;
    const uint8_t  *p;

    p = memchr(s.data, sep, s.len);

    if (p == NULL) {
        return sep == '/' ? cx_b_put_name(side, s, e)
               : cx_b_refused(s, at, "a region of ISO 3166-2: \"US-CA\"", e);
    }

    n = cx_country(cx_strn(s.data, p - s.data));
    len = s.len - (size_t) (p - s.data);

    if (!cx_country_known(n) || len < 2) {
        return cx_b_refused(s, at, sep == '/'
                            ? "with a country before \"/\": \"DEU/Berlin\""
                            : "a region of ISO 3166-2: \"US-CA\"", e);
    }

    copy[0] = (uint8_t) (n >> 16);
    copy[1] = (uint8_t) (n >> 8);
    copy[2] = (uint8_t) n;
    memcpy(copy + 3, p, len);

    return cx_b_put_name(side, cx_strn(copy, len + 3), e);
}


static cx_rc_t
cx_b_key_domain(cx_b_side_t *side, cx_str_t s, const cx_json_at_t *at,
    cx_error_t *e)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] <= ' ' || strchr("/:?#@,*", s.data[i]) != NULL) {
            return cx_b_refused(s, at, "a domain: \"news.example\"", e);
        }
    }

    return cx_b_put_name(side, s, e);
}


/* a seller's domain, or with one account there: "ads.example/pub-17" */

static cx_rc_t
cx_b_key_seller(cx_b_side_t *side, cx_str_t s, const cx_json_at_t *at,
    cx_error_t *e)
{
    size_t          i, host;
    const uint8_t  *slash;

    slash = memchr(s.data, '/', s.len);
    host = slash == NULL ? s.len : (size_t) (slash - s.data);

    for (i = 0; i < host; i++) {
        if (s.data[i] <= ' ' || strchr(":?#@,*", s.data[i]) != NULL) {
            break;
        }
    }

    if (i < host || host == 0 || host + 1 == s.len) {
        return cx_b_refused(s, at, "a domain, or a domain and an account: "
                                   "\"ads.example/pub-17\"", e);
    }

    return cx_b_put_name(side, s, e);
}


static int
cx_all_digits(cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len && s.data[i] >= '0' && s.data[i] <= '9'; i++) {
        /* void */
    }

    return s.len != 0 && i == s.len;
}


/* "IAB17-44" of the old taxonomy; "7:483", or just 483, of a newer one */

static cx_rc_t
cx_b_key_category(cx_b_side_t *side, const cx_json_t *v,
    const cx_json_at_t *at, const char *tax, cx_error_t *e)
{
    char             copy[64];
    cx_str_t         s;
    const uint8_t   *colon;
    cx_json_type_e   type;

    type = cx_json_type(v);

    if (type != CX_JSON_NUMBER && type != CX_JSON_STRING) {
        return cx_json_str(v, at, 1, CX_ID_MAX, &s, e);
    }

    s = cx_json_text(v);

    if (cx_all_digits(s) && s.len < 32) {
        (void) snprintf(copy, sizeof(copy), "%s:%.*s", tax, (int) s.len,
                        (const char *) s.data);
        return cx_b_put_name(side, cx_strn(copy, strlen(copy)), e);
    }

    if (type == CX_JSON_NUMBER) {
        return cx_b_refused(s, at, "a whole number", e);
    }

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    colon = memchr(s.data, ':', s.len);

    if (side->dim == CX_DIM_GENRE
        || (s.len > 3 && cx_str_eq_nocase(cx_strn(s.data, 3), cx_str("IAB")))
        || (colon != NULL && cx_all_digits(cx_strn(s.data, colon - s.data))))
    {
        return cx_b_put_name(side, s, e);
    }

    return cx_b_refused(s, at, "\"IAB17-44\", or \"TAXONOMY:ID\" as in "
                               "\"7:483\"", e);
}


static cx_rc_t
cx_b_key_language(cx_b_side_t *side, cx_str_t s, const cx_json_at_t *at,
    cx_error_t *e)
{
    size_t  i;

    for (i = 0; i < s.len && ((s.data[i] | 0x20) >= 'a')
                && ((s.data[i] | 0x20) <= 'z'); i++)
    {
        /* void */
    }

    if (i < s.len || s.len < 2 || s.len > 3) {
        return cx_b_refused(s, at, "a language of ISO 639: \"en\"", e);
    }

    return cx_b_put_name(side, s, e);
}


static cx_rc_t
cx_b_key_custom(cx_b_side_t *side, cx_str_t s, const cx_json_at_t *at,
    cx_error_t *e)
{
    return memchr(s.data, '=', s.len) != NULL
           ? cx_b_put_name(side, s, e)
           : cx_b_refused(s, at, "a key and its value: \"plan=gold\"", e);
}


static cx_rc_t
cx_b_key_string(cx_b_side_t *side, cx_str_t s, const cx_json_at_t *at,
    cx_error_t *e)
{
    switch (side->dim) {

    case CX_DIM_COUNTRY:
        return cx_b_key_country(side, s, at, e);

    case CX_DIM_REGION:
        return cx_b_key_in_country(side, s, '-', at, e);

    case CX_DIM_CITY:
    case CX_DIM_POSTAL:
        return cx_b_key_in_country(side, s, '/', at, e);

    case CX_DIM_DOMAIN:
        return cx_b_key_domain(side, s, at, e);

    case CX_DIM_SELLER:
        return cx_b_key_seller(side, s, at, e);

    case CX_DIM_LANGUAGE:
    case CX_DIM_CONTENT_LANG:
        return cx_b_key_language(side, s, at, e);

    case CX_DIM_CUSTOM:
    case CX_DIM_CUSTOM_ALL:
        return cx_b_key_custom(side, s, at, e);

    default:
        return cx_b_put_name(side, s, e);
    }
}


/* a venue of taxonomy 1, "101" or "transit.airports"; "2:15" of another */

static cx_rc_t
cx_b_key_venue(cx_b_side_t *side, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_str_t  s;

    if (cx_json_type(v) == CX_JSON_NUMBER) {
        s = cx_json_text(v);

        return cx_all_digits(s) ? cx_b_put_name(side, s, e)
               : cx_b_refused(s, at, "a whole number", e);
    }

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    if (s.len > 2 && s.data[0] == '1' && s.data[1] == ':') {
        s = cx_strn(s.data + 2, s.len - 2);
    }

    return cx_b_put_name(side, s, e);
}


cx_rc_t
cx_b_key(cx_b_side_t *side, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    int64_t   n;
    cx_str_t  s;

    switch (side->dim) {

    case CX_DIM_KIND:
        return cx_b_key_word(side, v, at, cx_b_kinds, 3, e);

    case CX_DIM_DEVICE:
        return cx_b_key_word(side, v, at, cx_b_devices, 8, e);

    case CX_DIM_CONNECTION:
        return cx_b_key_word(side, v, at, cx_b_connections, 7, e);

    case CX_DIM_POSITION:
        return cx_b_key_word(side, v, at, cx_b_positions, 7, e);

    case CX_DIM_PLACEMENT:
        return cx_b_key_word(side, v, at, cx_b_placements, 0, e);

    case CX_DIM_SCHAIN:
        return cx_b_key_word(side, v, at, cx_b_schains, 0, e);

    case CX_DIM_ADS_TXT:
        return cx_b_key_word(side, v, at, cx_b_ads_txts, 0, e);

    case CX_DIM_SELLERS_JSON:
        return cx_b_key_word(side, v, at, cx_b_sellers_jsons, 0, e);

    case CX_DIM_VENUE:
        return cx_b_key_venue(side, v, at, e);

    case CX_DIM_MEDIA_RATING:
        return cx_json_int(v, at, 1, 3, &n, e) == CX_OK
               ? cx_b_put(side, (uint32_t) n, e) : CX_ERROR;

    case CX_DIM_CAT:
    case CX_DIM_SECTION:
    case CX_DIM_CONTENT_CAT:
        return cx_b_key_category(side, v, at, "7", e);

    case CX_DIM_GENRE:
        return cx_b_key_category(side, v, at, "9", e);

    default:
        return cx_json_str(v, at, 1, CX_ID_MAX, &s, e) == CX_OK
               ? cx_b_key_string(side, s, at, e) : CX_ERROR;
    }
}


cx_rc_t
cx_b_list_ref(cx_b_side_t *side, cx_str_t id, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint32_t      *place;
    cx_b_list_t   *l;
    cx_b_term_t   *t;
    cx_builder_t  *b;
    cx_cat_str_t   ref;

    b = side->b;

    if (cx_dims[side->dim].kind != CX_KEY_STR) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE, "values",
                             "cannot be a list here");
    }

    place = cx_b_string(b, id, &ref) == CX_OK
            ? cx_map64_put(&b->ids, cx_b_id(CX_ID_LIST, ref)) : NULL;

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    if (*place == 0) {
        l = cx_vec_add(&b->lists, 1);

        if (l == NULL) {
            return cx_b_no_memory(e);
        }

        l->id = ref;
        *place = (uint32_t) b->lists.n;
    }

    l = cx_vec_at(&b->lists, *place - 1);

    if (l->used_line == 0) {
        l->used_line = b->line;
        (void) cx_json_where(at, l->used_at, sizeof(l->used_at));
        l->used_dim = side->dim;
    }

    if ((l->defined && l->dim != side->dim) || l->used_dim != side->dim) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT,
                             "a list of this kind",
                             "\"%.*s\" is a list of another kind",
                             (int) id.len, (const char *) id.data);
    }

    t = cx_vec_add(&b->terms, 1);

    if (t == NULL) {
        return cx_b_no_memory(e);
    }

    t->dim = side->dim;
    t->exclude = side->exclude;
    t->list = 1;
    t->key = *place - 1;

    return CX_OK;
}


/* the kind of a list is the last part of the path of its dimension */

static const char *
cx_b_dim_field(int dim)
{
    const char  *dot;

    dot = strrchr(cx_dims[dim].path, '.');

    return dot == NULL ? cx_dims[dim].path : dot + 1;
}


static const uint8_t  cx_b_list_dims[] = {
    CX_DIM_DOMAIN, CX_DIM_BUNDLE, CX_DIM_KEYWORD, CX_DIM_CITY, CX_DIM_POSTAL,
    CX_DIM_METRO, CX_DIM_REGION, CX_DIM_MODEL, CX_DIM_SELLER,
    CX_DIM_PUBLISHER
};


int
cx_b_list_dim(cx_str_t kind)
{
    size_t  i;

    for (i = 0; i < cx_nelts(cx_b_list_dims); i++) {
        if (cx_str_eq(kind, cx_strn(cx_b_dim_field(cx_b_list_dims[i]),
                                    strlen(cx_b_dim_field(cx_b_list_dims[i])))))
        {
            return cx_b_list_dims[i];
        }
    }

    return -1;
}


cx_rc_t
cx_b_list_kinds(char *dst, size_t size)
{
    size_t    i;
    cx_buf_t  b;

    cx_buf_init(&b, dst, size - 1);

    for (i = 0; i < cx_nelts(cx_b_list_dims); i++) {
        cx_put_cstr(&b, i ? ", " : "");
        cx_put_cstr(&b, cx_b_dim_field(cx_b_list_dims[i]));
    }

    *b.pos = '\0';

    return b.overflow ? CX_ERROR : CX_OK;
}


static cx_rc_t
cx_b_list_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    return cx_b_key(ctx, v, at, e);
}


cx_rc_t
cx_b_list_values(cx_builder_t *b, cx_b_list_t *l, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_side_t  side;

    l->names.first = (uint32_t) b->members.n;
    l->names.n = 0;

    side.b = b;
    side.list = l;
    side.dim = l->dim;
    side.exclude = 0;

    return cx_json_array(v, at, CX_LIST_MAX, cx_b_list_item, &side, e);
}


typedef struct {
    cx_b_side_t  side;
    cx_b_list_t  names;
} cx_b_all_t;


cx_rc_t
cx_b_all(cx_builder_t *b, int dim, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    int           segments;
    size_t        first;
    uint32_t      n, *words;
    cx_b_all_t    all;
    cx_b_term_t  *t;

    segments = dim == CX_DIM_SEGMENT;

    memset(&all, 0, sizeof(cx_b_all_t));
    all.side.b = b;
    all.side.list = &all.names;
    all.side.dim = segments ? CX_DIM_SEGMENT_ALL : CX_DIM_CUSTOM_ALL;
    first = b->members.n;

    if (cx_json_array(v, at, CX_OP_ENTRIES_MAX, cx_b_list_item, &all.side, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    n = all.names.names.n;
    b->members.n = first;

    if (n == 0) {
        return CX_OK;
    }

    words = cx_vec_add(&b->words, n + 1);
    t = cx_vec_add(&b->terms, 1);

    if (words == NULL || t == NULL) {
        return cx_b_no_memory(e);
    }

    words[0] = (segments ? CX_OP_SEGMENT_ALL : CX_OP_CUSTOM_ALL) | n << 8;
    memcpy(words + 1, cx_vec_at(&b->members, first), n * sizeof(uint32_t));

    t->dim = all.side.dim;
    t->key = words[1];

    return CX_OK;
}
