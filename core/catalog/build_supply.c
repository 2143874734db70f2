/* lines of supply: whom the files of publishers and of sellers name */

#include <stdlib.h>

#include "core/catalog/build.h"


#define CX_SUPPLY_NAMES_MAX    10000
#define CX_SUPPLY_SELLERS_MAX  CX_LIST_MAX


typedef struct {
    cx_b_ctx_t        c;
    int               kind;             /* cx_owner_e */
    const cx_json_t  *array[5];
} cx_b_supply_t;

enum {
    CX_B_DOMAINS = 0,
    CX_B_BUNDLES,
    CX_B_SUBDOMAINS,
    CX_B_PARTNERS,
    CX_B_SELLERS
};

typedef struct {
    cx_builder_t  *b;
    int            kind;
    uint32_t       file;
    cx_str_t       asi;
    cx_str_t       sid;
    uint32_t       word;
} cx_b_seller_t;


static cx_rc_t
cx_b_set_supply_kind(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t        s;
    cx_b_supply_t  *supply;

    (void) field;

    supply = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_str_eq(s, cx_str("ads_txt"))) {
        supply->kind = CX_OWNER_ADS_TXT;

    } else if (cx_str_eq(s, cx_str("app_ads_txt"))) {
        supply->kind = CX_OWNER_APP_ADS_TXT;

    } else if (cx_str_eq(s, cx_str("sellers_json"))) {
        supply->kind = CX_OWNER_SELLERS_JSON;

    } else {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "ads_txt, app_ads_txt, sellers_json",
                             "is \"%.*s\"", (int) cx_min(s.len, 40),
                             (const char *) s.data);
    }

    return CX_OK;
}


/* their meaning depends on the kind: they are read when it is known */

static cx_rc_t
cx_b_set_supply_array(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    (void) at;
    (void) e;

    ((cx_b_supply_t *) ((cx_b_ctx_t *) ctx)->rec)->array[field->offset] = v;

    return CX_OK;
}


static const cx_json_field_t  cx_b_supply_fields[] = {
    { "type",       cx_b_set_type,         0, 0, 0, 1 },
    { "kind",       cx_b_set_supply_kind,  0, 0, 0, 1 },
    { "domains",    cx_b_set_supply_array, CX_B_DOMAINS, 0, 0, 0 },
    { "bundles",    cx_b_set_supply_array, CX_B_BUNDLES, 0, 0, 0 },
    { "subdomains", cx_b_set_supply_array, CX_B_SUBDOMAINS, 0, 0, 0 },
    { "partners",   cx_b_set_supply_array, CX_B_PARTNERS, 0, 0, 0 },
    { "sellers",    cx_b_set_supply_array, CX_B_SELLERS, 0, 0, 1 }
};


static cx_rc_t
cx_b_set_seller_text(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t  *rec;

    rec = ((cx_b_ctx_t *) ctx)->rec;

    return cx_json_str(v, at, 1, CX_ID_MAX,
                       (cx_str_t *) (rec + field->offset), e);
}


static cx_rc_t
cx_b_set_seller_word(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t        s;
    uint32_t        i;
    cx_b_seller_t  *seller;

    static const struct { const char *name; uint8_t json, word; }  words[] = {
        { "direct",       0, CX_ADS_TXT_DIRECT },
        { "reseller",     0, CX_ADS_TXT_RESELLER },
        { "publisher",    1, CX_SELLERS_JSON_PUBLISHER },
        { "intermediary", 1, CX_SELLERS_JSON_INTERMEDIARY },
        { "both",         1, CX_SELLERS_JSON_BOTH }
    };

    (void) field;

    seller = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < cx_nelts(words); i++) {
        if (words[i].json == (seller->kind == CX_OWNER_SELLERS_JSON)
            && cx_str_eq_nocase(s, cx_strn(words[i].name,
                                           strlen(words[i].name))))
        {
            seller->word = words[i].word;
            return CX_OK;
        }
    }

    return cx_json_error(at, e, CX_E_FIELD_VALUE,
                         seller->kind == CX_OWNER_SELLERS_JSON
                         ? "publisher, intermediary, both"
                         : "direct, reseller",
                         "is \"%.*s\"", (int) cx_min(s.len, 40),
                         (const char *) s.data);
}


static const cx_json_field_t  cx_b_seller_fields[] = {
    { "asi", cx_b_set_seller_text, offsetof(cx_b_seller_t, asi), 0, 0, 0 },
    { "sid", cx_b_set_seller_text, offsetof(cx_b_seller_t, sid), 0, 0, 1 },
    { "is",  cx_b_set_seller_word, 0, 0, 0, 1 }
};


static cx_rc_t
cx_b_seller_put(cx_b_seller_t *s, uint32_t asi, uint32_t sid, cx_error_t *e)
{
    cx_cat_seller_t  *rec;

    rec = s->b->sellers.n < 0x7fffffff ? cx_vec_add(&s->b->sellers, 1) : NULL;

    if (rec == NULL) {
        return cx_b_no_memory(e);
    }

    rec->file = s->file;
    rec->asi = asi;
    rec->sid = sid;
    rec->word = s->word;

    return CX_OK;
}


static cx_rc_t
cx_b_seller_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint8_t         lower[CX_ID_MAX];
    uint32_t        asi, sid;
    cx_b_ctx_t      c;
    cx_b_seller_t  *s;
    cx_json_at_t    here;

    s = ctx;
    s->asi = cx_str("");
    s->word = 0;
    c = (cx_b_ctx_t) { s->b, s, NULL };
    here = (cx_json_at_t) { at, "asi", 3, 0 };

    if (cx_json_object(v, at, cx_b_seller_fields, cx_nelts(cx_b_seller_fields),
                       &c, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    asi = CX_NO_NAME;

    if ((s->asi.len == 0) != (s->kind == CX_OWNER_SELLERS_JSON)) {
        return cx_json_error(&here, e, s->asi.len ? CX_E_FIELD_CONFLICT
                                                  : CX_E_FIELD_MISSING,
                             "for ads_txt and app_ads_txt",
                             s->asi.len ? "is not for this kind"
                                        : "is missing");
    }

    if (s->asi.len) {
        if (cx_b_domain(&s->asi, lower, &here, e) != CX_OK) {
            return CX_ERROR;
        }

        if (cx_b_name(s->b, s->asi, 0, 0, &asi) != CX_OK) {
            return cx_b_no_memory(e);
        }
    }

    if (cx_b_name(s->b, s->sid, 1, 0, &sid) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return cx_b_seller_put(s, asi, sid, e);
}


/* a partner stands among the sellers, without an account */

static cx_rc_t
cx_b_partner_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint8_t         lower[CX_ID_MAX];
    cx_str_t        domain;
    uint32_t        name;
    cx_b_seller_t  *s;

    s = ctx;
    s->word = CX_ADS_TXT_DIRECT;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &domain, e) != CX_OK
        || cx_b_domain(&domain, lower, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    if (cx_b_name(s->b, domain, 0, 0, &name) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return cx_b_seller_put(s, name, CX_NO_NAME, e);
}


typedef struct {
    cx_builder_t  *b;
    int            kind;
    int            domain;
    uint32_t       file;                /* CX_NO_NAME: not read */
} cx_b_owner_t;


static cx_rc_t
cx_b_owner_put(cx_b_owner_t *o, uint32_t name, cx_str_t s,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint32_t        *place;
    cx_cat_owner_t  *rec;

    place = cx_map64_put(&o->b->owner_map,
                         (uint64_t) o->kind << 32 | name);

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    if (*place == 0) {
        rec = cx_vec_add(&o->b->owners, 1);

        if (rec == NULL) {
            return cx_b_no_memory(e);
        }

        rec->name = name;
        rec->kind = (uint32_t) o->kind;
        rec->file = o->file;
        *place = (uint32_t) o->b->owners.n;

        return CX_OK;
    }

    rec = cx_vec_at(&o->b->owners, *place - 1);

    /* that there is a file somewhere is less than the file */

    if (o->file == CX_NO_NAME) {
        return CX_OK;
    }

    if (rec->file != CX_NO_NAME && rec->file != o->file) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT, "each name once",
                             "\"%.*s\" was there before",
                             (int) cx_min(s.len, 80), (const char *) s.data);
    }

    rec->file = o->file;

    return CX_OK;
}


static cx_rc_t
cx_b_owner_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint8_t        lower[CX_ID_MAX];
    cx_str_t       s;
    uint32_t       name;
    cx_b_owner_t  *o;

    o = ctx;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK
        || (o->domain && cx_b_domain(&s, lower, at, e) != CX_OK))
    {
        return CX_ERROR;
    }

    return cx_b_name(o->b, s, 0, 0, &name) == CX_OK
           ? cx_b_owner_put(o, name, s, at, e) : cx_b_no_memory(e);
}


static cx_rc_t
cx_b_owner_array(cx_b_supply_t *s, int array, cx_b_owner_t *o,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_json_at_t  here;

    if (s->array[array] == NULL) {
        return CX_OK;
    }

    here = (cx_json_at_t) { at, cx_b_supply_fields[array + 2].name,
                            strlen(cx_b_supply_fields[array + 2].name), 0 };

    return cx_json_array(s->array[array], &here, CX_SUPPLY_NAMES_MAX,
                         cx_b_owner_item, o, e);
}


static cx_rc_t
cx_b_supply_owners(cx_b_supply_t *s, uint32_t file, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_owner_t  o;
    cx_json_at_t  here;

    o = (cx_b_owner_t) { s->c.b, s->kind, 1, file };

    if (cx_b_owner_array(s, CX_B_DOMAINS, &o, at, e) != CX_OK) {
        return CX_ERROR;
    }

    o.kind = CX_OWNER_BUNDLE;
    o.domain = 0;

    if (s->array[CX_B_BUNDLES] != NULL && s->kind != CX_OWNER_APP_ADS_TXT) {
        here = (cx_json_at_t) { at, "bundles", 7, 0 };
        return cx_json_error(&here, e, CX_E_FIELD_CONFLICT,
                             "for app_ads_txt", "is not for this kind");
    }

    if (cx_b_owner_array(s, CX_B_BUNDLES, &o, at, e) != CX_OK) {
        return CX_ERROR;
    }

    if (s->array[CX_B_DOMAINS] == NULL && s->array[CX_B_BUNDLES] == NULL) {
        here = (cx_json_at_t) { at, "domains", 7, 0 };
        return cx_json_error(&here, e, CX_E_FIELD_MISSING,
                             "domains, or bundles of app_ads_txt",
                             "is missing");
    }

    o = (cx_b_owner_t) { s->c.b, s->kind, 1, CX_NO_NAME };

    return cx_b_owner_array(s, CX_B_SUBDOMAINS, &o, at, e);
}


static int
cx_b_seller_cmp(const void *a, const void *b)
{
    const cx_cat_seller_t  *x, *y;

    x = a;
    y = b;

    if (x->asi != y->asi) {
        return x->asi < y->asi ? -1 : 1;
    }

    if (x->sid != y->sid) {
        return x->sid < y->sid ? -1 : 1;
    }

    return x->word < y->word ? -1 : x->word > y->word;
}


/* who is named twice is what he is at best: direct before reseller */

static void
cx_b_sellers_unique(cx_builder_t *b, size_t first)
{
    size_t            i, n;
    cx_cat_seller_t  *s;

    n = b->sellers.n - first;
    s = cx_vec_at(&b->sellers, first);

    if (n == 0) {
        return;
    }

    qsort(s, n, sizeof(cx_cat_seller_t), cx_b_seller_cmp);

    for (i = 1, n = 1; i < b->sellers.n - first; i++) {
        if (s[i].asi != s[n - 1].asi || s[i].sid != s[n - 1].sid) {
            s[n++] = s[i];
        }
    }

    b->sellers.n = first + n;
}


cx_rc_t
cx_b_add_supply(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    size_t         first;
    cx_b_seller_t  seller;
    cx_b_supply_t  s;
    cx_json_at_t   here;

    memset(&s, 0, sizeof(cx_b_supply_t));
    s.c = (cx_b_ctx_t) { b, &s, NULL };

    if (cx_json_object(v, at, cx_b_supply_fields, cx_nelts(cx_b_supply_fields),
                       &s.c, e)
        != CX_OK
        || cx_b_supply_owners(&s, b->supply_files, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    memset(&seller, 0, sizeof(cx_b_seller_t));
    seller.b = b;
    seller.kind = s.kind;
    seller.file = b->supply_files++;
    first = b->sellers.n;

    here = (cx_json_at_t) { at, "sellers", 7, 0 };

    if (cx_json_array(s.array[CX_B_SELLERS], &here, CX_SUPPLY_SELLERS_MAX,
                      cx_b_seller_item, &seller, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    here = (cx_json_at_t) { at, "partners", 8, 0 };

    if (s.array[CX_B_PARTNERS] != NULL
        && cx_json_array(s.array[CX_B_PARTNERS], &here, CX_SUPPLY_NAMES_MAX,
                         cx_b_partner_item, &seller, e)
           != CX_OK)
    {
        return CX_ERROR;
    }

    cx_b_sellers_unique(b, first);

    return CX_OK;
}


#define CX_B_OBJECT(path, table)  { path, table, cx_nelts(table) }

size_t
cx_b_supply_objects(const cx_b_object_t **objects)
{
    static const cx_b_object_t  list[] = {
        CX_B_OBJECT("supply", cx_b_supply_fields),
        CX_B_OBJECT("supply.sellers[]", cx_b_seller_fields)
    };

    *objects = list;

    return cx_nelts(list);
}


/* where a name of a kind, or a seller of a file, is found */

static cx_rc_t
cx_b_owner_table(cx_b_file_t *o)
{
    uint32_t               i, at, mask, *table;
    const cx_vec_t        *owners;
    const cx_cat_owner_t  *rec;

    owners = &o->b->owners;
    mask = cx_cat_table_size((uint32_t) owners->n) - 1;
    table = cx_vec_add(&o->section[CX_SEC_OWNER_TABLE], mask + 1);

    if (table == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < owners->n; i++) {
        rec = cx_vec_at(owners, i);
        at = (uint32_t) cx_cat_owner_hash(rec->kind, rec->name);

        for (at &= mask; table[at]; at = (at + 1) & mask) {
            /* void */
        }

        table[at] = i + 1;
    }

    return CX_OK;
}


static cx_rc_t
cx_b_seller_table(cx_b_file_t *o)
{
    uint32_t                i, at, mask, *table;
    const cx_vec_t         *sellers;
    const cx_cat_seller_t  *rec;

    sellers = &o->b->sellers;
    mask = cx_cat_table_size((uint32_t) sellers->n) - 1;
    table = cx_vec_add(&o->section[CX_SEC_SELLER_TABLE], mask + 1);

    if (table == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < sellers->n; i++) {
        rec = cx_vec_at(sellers, i);
        at = (uint32_t) cx_cat_seller_hash(rec->file, rec->asi, rec->sid);

        for (at &= mask; table[at]; at = (at + 1) & mask) {
            /* void */
        }

        table[at] = i + 1;
    }

    return CX_OK;
}


/* the lists that an exchange's profile can name */

static cx_rc_t
cx_b_seller_lists(cx_b_file_t *o)
{
    size_t                 i;
    const cx_b_list_t     *l;
    cx_cat_seller_list_t  *rec;

    for (i = 0; i < o->b->lists.n; i++) {
        l = cx_vec_at(&o->b->lists, i);

        if (l->dim != CX_DIM_SELLER || l->number == 0) {
            continue;
        }

        rec = cx_vec_add(&o->section[CX_SEC_SELLER_LISTS], 1);

        if (rec == NULL) {
            return CX_ERROR;
        }

        rec->id = l->id;
        rec->list = l->number - 1;
    }

    return CX_OK;
}


cx_rc_t
cx_b_make_supply(cx_b_file_t *o, cx_error_t *e)
{
    if (cx_b_owner_table(o) != CX_OK || cx_b_seller_table(o) != CX_OK
        || cx_b_seller_lists(o) != CX_OK)
    {
        return cx_b_no_memory(e);
    }

    return CX_OK;
}
