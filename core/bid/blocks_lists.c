/* the lists of a request become sets, once */

#include "core/bid/blocks_lists.h"


#define CX_BLOCKS_CATEGORY_MAX  64
#define CX_BLOCKS_PARTS_MAX     1024


static cx_rc_t
cx_blocks_strings(cx_blocks_t *bl, cx_set_t *set, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  i;

    if (cx_set_init(set, list->n, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < list->n; i++) {
        cx_set_add(set, cx_blocks_hash(bl, cx_str_trim(list->v[i])));
    }

    return CX_OK;
}


static void
cx_blocks_host(cx_blocks_t *bl, cx_str_t s)
{
    cx_str_t  host;

    host = cx_owner(s);

    if (host.len) {
        cx_set_add(&bl->badv, cx_blocks_hash(bl, host));
        bl->badv_lens |= 1ULL << cx_min(host.len, CX_BLOCKS_LONG);
    }
}


static uint32_t
cx_blocks_commas(const cx_ortb_strs_t *list)
{
    cx_str_t        s;
    uint32_t        i, n;
    const uint8_t  *p;

    for (i = 0, n = 0; i < list->n; i++) {
        s = list->v[i];

        while (s.len && (p = memchr(s.data, ',', s.len)) != NULL) {
            s = cx_strn(p + 1, s.len - (size_t) (p - s.data) - 1);
            n++;
        }
    }

    return n;
}


/* domains, whatever a seller wrote around them; several in one, too */

static cx_rc_t
cx_blocks_hosts(cx_blocks_t *bl, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    cx_str_t        s;
    uint32_t        i, commas;
    const uint8_t  *p;

    commas = cx_blocks_commas(list);

    if (cx_set_init(&bl->badv, list->n + commas, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < list->n; i++) {
        s = list->v[i];

        while (commas && s.len && (p = memchr(s.data, ',', s.len)) != NULL) {
            cx_blocks_host(bl, cx_strn(s.data, (size_t) (p - s.data)));
            s = cx_strn(p + 1, s.len - (size_t) (p - s.data) - 1);
        }

        cx_blocks_host(bl, s);
    }

    return CX_OK;
}


/* as the catalogue names it: "IAB7-39", but "6:150" of another taxonomy */

static uint32_t
cx_blocks_category(const cx_blocks_t *bl, const cx_catalog_file_t *file,
    cx_str_t id)
{
    cx_buf_t  b;
    uint8_t   name[CX_BLOCKS_CATEGORY_MAX];

    id = cx_str_trim(id);

    if (bl->taxonomy == 1) {
        return cx_catalog_find_name(file, id);
    }

    cx_buf_init(&b, name, sizeof(name));
    cx_put_uint(&b, bl->taxonomy);
    cx_put_char(&b, ':');
    cx_put_str(&b, id);

    return b.overflow ? CX_NO_NAME
                      : cx_catalog_find_name(file, cx_strn(name,
                                                           cx_buf_len(&b)));
}


static cx_rc_t
cx_blocks_blocked(cx_blocks_t *bl, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  f, i, name;

    for (f = 0; f < bl->nfiles; f++) {

        if (cx_set_init(&bl->bcat[f], list->n, bl->seed, arena) != CX_OK) {
            return CX_ERROR;
        }

        for (i = 0; i < list->n; i++) {
            name = cx_blocks_category(bl, bl->file[f], list->v[i]);

            if (name != CX_NO_NAME) {
                cx_set_add(&bl->bcat[f], (uint64_t) name + 1);
                cx_filter_add(&bl->bcat_may[f], name);
            }
        }
    }

    return CX_OK;
}


/* those of the parts that are not in the set yet; how many there were */

static uint32_t
cx_blocks_parts(cx_blocks_t *bl, uint32_t f, cx_str_t parts)
{
    size_t    i, k;
    uint32_t  n, name, before;

    for (i = 0, n = 0; i < parts.len; i = k + 1) {

        for (k = i; k < parts.len && parts.data[k] != ' '; k++) { /* void */ }

        name = cx_blocks_category(bl, bl->file[f],
                                  cx_strn(parts.data + i, k - i));

        if (name != CX_NO_NAME
            && bl->acat[f].n < bl->req->r.acat.n + CX_BLOCKS_PARTS_MAX)
        {
            before = bl->acat[f].n;
            cx_set_add(&bl->acat[f], (uint64_t) name + 1);
            n += bl->acat[f].n - before;
        }
    }

    return n;
}


/*
 * Who is allowed in a category is in its parts, too.  An id does not say what
 * it is part of, as it does in the first taxonomy; so the parts join the set,
 * as deep as the taxonomy is.
 */

static void
cx_blocks_widen(cx_blocks_t *bl, uint32_t f)
{
    size_t    next;
    cx_str_t  whole, parts;
    uint32_t  more, name;

    do {
        more = 0;
        next = 0;

        while (cx_catalog_category(bl->taxonomy, &next, &whole, &parts)
               == CX_OK)
        {
            name = cx_blocks_category(bl, bl->file[f], whole);

            if (name != CX_NO_NAME
                && cx_set_has(&bl->acat[f], (uint64_t) name + 1))
            {
                more += cx_blocks_parts(bl, f, parts);
            }
        }

    } while (more);
}


static cx_rc_t
cx_blocks_allowed(cx_blocks_t *bl, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  f, i, name;

    if (bl->taxonomy == 1 || list->n == 0) {
        return cx_blocks_strings(bl, bl->acat, list, arena);
    }

    for (f = 0; f < bl->nfiles; f++) {

        if (cx_set_init(&bl->acat[f], list->n + CX_BLOCKS_PARTS_MAX, bl->seed,
                        arena)
            != CX_OK)
        {
            return CX_ERROR;
        }

        for (i = 0; i < list->n; i++) {
            name = cx_blocks_category(bl, bl->file[f], list->v[i]);

            if (name != CX_NO_NAME) {
                cx_set_add(&bl->acat[f], (uint64_t) name + 1);
            }
        }

        cx_blocks_widen(bl, f);
    }

    return CX_OK;
}


static cx_rc_t
cx_blocks_currencies(cx_blocks_t *bl, cx_arena_t *arena)
{
    uint32_t               i, cur;
    const cx_ortb_strs_t  *list;

    list = &bl->req->r.cur;
    bl->own_cur = 1;

    if (cx_set_init(&bl->cur, cx_max(list->n, 1), bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    if (list->n == 0) {
        bl->first_cur = bl->exchange->currency ? bl->exchange->currency
                                               : CX_USD;
        cx_set_add(&bl->cur, bl->first_cur);
    }

    for (i = 0; i < list->n; i++) {
        cur = cx_currency_said(list->v[i]);

        if (cur) {
            cx_set_add(&bl->cur, cur);
        }

        bl->first_cur = i ? bl->first_cur : cur;
    }

    return CX_OK;
}


cx_rc_t
cx_blocks_lists(cx_blocks_t *bl, uint32_t currency)
{
    cx_arena_t               *arena;
    const cx_ortb_request_t  *r;

    r = &bl->req->r;
    arena = bl->arena;

    return cx_blocks_blocked(bl, &r->bcat, arena) != CX_OK
           || cx_blocks_allowed(bl, &r->acat, arena) != CX_OK
           || cx_blocks_hosts(bl, &r->badv, arena) != CX_OK
           || cx_blocks_strings(bl, &bl->bapp, &r->bapp, arena) != CX_OK
           || cx_blocks_strings(bl, &bl->wseat, &r->wseat, arena) != CX_OK
           || cx_blocks_strings(bl, &bl->bseat, &r->bseat, arena) != CX_OK
           || cx_blocks_languages(bl, arena) != CX_OK
           || (currency == 0 && cx_blocks_currencies(bl, arena) != CX_OK)
           ? CX_ERROR : CX_OK;
}
