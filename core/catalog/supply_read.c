/* ads.txt, app-ads.txt and sellers.json, with whatever stands in them */

#include <stdlib.h>

#include "core/catalog/build.h"
#include "core/catalog/supply_read.h"


#define CX_ADS_FIELDS  4


/* lists that are filled while the file is read, each as JSON text */

typedef struct {
    cx_vec_t          sellers;
    cx_vec_t          partners;
    cx_vec_t          subdomains;
    cx_supply_text_t *out;
    uint32_t          place;            /* the line, the number of the seller */
    int               full;             /* no memory */
} cx_supply_read_t;


static void
cx_supply_skip(cx_supply_read_t *r)
{
    if (r->out->skipped < CX_SUPPLY_PLACES) {
        r->out->place[r->out->skipped] = r->place;
    }

    r->out->skipped++;
}


static void
cx_supply_put(cx_supply_read_t *r, cx_vec_t *v, cx_str_t s)
{
    uint8_t  *p;

    p = v->n + s.len < CX_SUPPLY_TEXT_MAX ? cx_vec_add(v, s.len) : NULL;

    if (p == NULL) {
        r->full = 1;
        return;
    }

    memcpy(p, s.data, s.len);
}

#define cx_supply_lit(r, v, lit)  cx_supply_put(r, v, cx_str(lit))


/* printable ASCII alone came through cx_supply_text() */

static void
cx_supply_string(cx_supply_read_t *r, cx_vec_t *v, cx_str_t s)
{
    size_t  i;

    cx_supply_lit(r, v, "\"");

    for (i = 0; i < s.len; i++) {
        if (s.data[i] == '"' || s.data[i] == '\\') {
            cx_supply_lit(r, v, "\\");
        }

        cx_supply_put(r, v, cx_strn(s.data + i, 1));
    }

    cx_supply_lit(r, v, "\"");
}


static cx_str_t
cx_supply_trim(cx_str_t s)
{
    while (s.len && (s.data[0] <= ' ' || s.data[0] == 0x7f)) {
        s.data++;
        s.len--;
    }

    while (s.len && s.data[s.len - 1] <= ' ') {
        s.len--;
    }

    return s;
}


static int
cx_supply_text(cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len && s.data[i] >= 0x20 && s.data[i] < 0x7f; i++) {
        /* void */
    }

    return i == s.len && s.len != 0 && s.len <= CX_ID_MAX;
}


/* a domain, without what some write around it; empty if it is none */

static cx_str_t
cx_supply_domain(cx_str_t s)
{
    size_t  i;

    s = cx_host(s);

    if (!cx_supply_text(s) || memchr(s.data, '.', s.len) == NULL) {
        return cx_str("");
    }

    for (i = 0; i < s.len; i++) {
        if (strchr(" /:?#@,*\"\\", s.data[i]) != NULL) {
            return cx_str("");
        }
    }

    return s;
}


static void
cx_supply_domain_item(cx_supply_read_t *r, cx_vec_t *v, uint32_t *n,
    cx_str_t s)
{
    s = cx_supply_domain(s);

    if (s.len == 0 || *n == 10000) {
        cx_supply_skip(r);
        return;
    }

    if ((*n)++) {
        cx_supply_lit(r, v, ",");
    }

    cx_supply_string(r, v, s);
}


static void
cx_supply_seller(cx_supply_read_t *r, cx_str_t asi, cx_str_t sid,
    const char *word)
{
    if (r->out->sellers == CX_LIST_MAX) {
        cx_supply_skip(r);
        return;
    }

    cx_supply_put(r, &r->sellers, r->out->sellers++ ? cx_str(",{")
                                                    : cx_str("{"));

    if (asi.len) {
        cx_supply_lit(r, &r->sellers, "\"asi\":");
        cx_supply_string(r, &r->sellers, asi);
        cx_supply_lit(r, &r->sellers, ",");
    }

    cx_supply_lit(r, &r->sellers, "\"sid\":");
    cx_supply_string(r, &r->sellers, sid);
    cx_supply_lit(r, &r->sellers, ",\"is\":\"");
    cx_supply_put(r, &r->sellers, cx_strn(word, strlen(word)));
    cx_supply_lit(r, &r->sellers, "\"}");
}


/* NAME=VALUE; contacts, owners and managers do not authorize anybody */

static void
cx_ads_variable(cx_supply_read_t *r, cx_str_t name, cx_str_t value)
{
    name = cx_supply_trim(name);
    value = cx_supply_trim(value);

    if (cx_str_eq_nocase(name, cx_str("subdomain"))) {
        cx_supply_domain_item(r, &r->subdomains, &r->out->subdomains, value);

    } else if (cx_str_eq_nocase(name, cx_str("inventorypartnerdomain"))) {
        cx_supply_domain_item(r, &r->partners, &r->out->partners, value);
    }
}


/* who, with which account, how: what follows is of no use here */

static void
cx_ads_record(cx_supply_read_t *r, cx_str_t line)
{
    size_t       i, from;
    uint32_t     n;
    cx_str_t     f[CX_ADS_FIELDS];
    const char  *word;

    memset(f, 0, sizeof(f));

    for (i = 0, from = 0, n = 0; i <= line.len && n < CX_ADS_FIELDS; i++) {
        if (i == line.len || line.data[i] == ',') {
            f[n++] = cx_supply_trim(cx_strn(line.data + from, i - from));
            from = i + 1;
        }
    }

    word = cx_str_eq_nocase(f[2], cx_str("direct")) ? "direct"
           : cx_str_eq_nocase(f[2], cx_str("reseller")) ? "reseller" : NULL;

    f[0] = cx_supply_domain(f[0]);

    if (f[0].len == 0 || !cx_supply_text(f[1]) || word == NULL) {
        cx_supply_skip(r);
        return;
    }

    if (cx_str_eq_nocase(f[0], cx_str("placeholder.example.com"))
        && cx_str_eq_nocase(f[1], cx_str("placeholder")))
    {
        r->out->nobody = 1;
        return;
    }

    cx_supply_seller(r, f[0], f[1], word);
}


static void
cx_ads_line(cx_supply_read_t *r, cx_str_t line)
{
    size_t  i;

    /* a comment, or data of an extension, up to the end of the line */

    for (i = 0; i < line.len && line.data[i] != '#' && line.data[i] != ';';
         i++)
    {
        /* void */
    }

    line = cx_supply_trim(cx_strn(line.data, i));

    if (line.len == 0) {
        return;
    }

    for (i = 0; i < line.len && line.data[i] != ','; i++) {
        if (line.data[i] == '=') {
            cx_ads_variable(r, cx_strn(line.data, i),
                            cx_strn(line.data + i + 1, line.len - i - 1));
            return;
        }
    }

    cx_ads_record(r, line);
}


static cx_rc_t
cx_ads_read(cx_supply_read_t *r, cx_str_t text, cx_error_t *e)
{
    size_t  i, from;

    r->place = 1;

    for (i = 0, from = 0; i <= text.len && !r->full; i++) {
        if (i == text.len || text.data[i] == '\n' || text.data[i] == '\r') {
            cx_ads_line(r, cx_strn(text.data + from, i - from));
            from = i + 1;

            /* the two together are one end */

            if (from >= text.len || text.data[i] == '\n'
                || text.data[from] != '\n')
            {
                r->place++;
            }
        }
    }

    /* a page of errors, or nothing: that says nothing of anybody */

    if (r->out->sellers == 0 && !r->out->nobody) {
        return cx_error(e, CX_E_FILE_FORMAT, "file",
                        "records as \"ads.example, pub-17, DIRECT\", or the "
                        "placeholder for nobody",
                        "has no record in it");
    }

    return CX_OK;
}


static cx_rc_t
cx_sellers_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    size_t             i;
    cx_str_t           id, type;
    const cx_json_t   *m;
    cx_supply_read_t  *r;

    static const char *const  types[] = { "publisher", "intermediary",
                                          "both" };

    (void) at;
    (void) e;

    r = ctx;
    id = cx_str("");
    type = cx_str("");

    if (cx_json_type(v) == CX_JSON_OBJECT) {
        m = cx_json_get(v, "seller_id");

        if (m != NULL && (cx_json_type(m) == CX_JSON_STRING
                          || cx_json_type(m) == CX_JSON_NUMBER))
        {
            id = cx_supply_trim(cx_json_text(m));
        }

        m = cx_json_get(v, "seller_type");

        if (m != NULL && cx_json_type(m) == CX_JSON_STRING) {
            type = cx_supply_trim(cx_json_text(m));
        }
    }

    for (i = 0; i < cx_nelts(types); i++) {
        if (cx_str_eq_nocase(type, cx_strn(types[i], strlen(types[i])))) {
            break;
        }
    }

    if (i == cx_nelts(types) || !cx_supply_text(id)) {
        cx_supply_skip(r);

    } else {
        cx_supply_seller(r, cx_str(""), id, types[i]);
    }

    r->place++;

    return CX_OK;
}


static cx_rc_t
cx_sellers_read(cx_supply_read_t *r, cx_str_t text, cx_error_t *e)
{
    cx_rc_t           rc;
    cx_json_at_t      at;
    cx_json_doc_t     doc;
    const cx_json_t  *sellers;

    if (cx_json_parse(&doc, text, CX_SUPPLY_TEXT_MAX, e) != CX_OK) {
        return CX_ERROR;
    }

    at = (cx_json_at_t) { NULL, "sellers", 7, 0 };
    sellers = cx_json_type(doc.root) == CX_JSON_OBJECT
              ? cx_json_get(doc.root, "sellers") : NULL;

    rc = sellers == NULL
         ? cx_json_error(&at, e, CX_E_FIELD_MISSING, "an array", "is missing")
         : cx_json_array(sellers, &at, CX_LIST_MAX, cx_sellers_item, r, e);

    cx_json_free(&doc);

    if (rc == CX_OK && r->out->sellers == 0) {
        return cx_json_error(&at, e, CX_E_FIELD_VALUE,
                             "objects with seller_id and seller_type",
                             "has no seller in it");
    }

    return rc;
}


static cx_rc_t
cx_supply_names(cx_supply_read_t *r, cx_vec_t *line, const char *key,
    const char *const *names, size_t n, int domains, cx_error_t *e)
{
    size_t    i;
    cx_str_t  s;

    if (n == 0) {
        return CX_OK;
    }

    cx_supply_lit(r, line, ",\"");
    cx_supply_put(r, line, cx_strn(key, strlen(key)));
    cx_supply_lit(r, line, "\":[");

    for (i = 0; i < n; i++) {
        s = cx_strn(names[i], strlen(names[i]));
        s = domains ? cx_supply_domain(s) : s;

        if (!cx_supply_text(s)) {
            return cx_error(e, CX_E_FIELD_VALUE, domains ? "domain" : "bundle",
                            domains ? "a domain: \"news.example\""
                                    : "1 to 128 printable characters",
                            "is \"%.60s\"", names[i]);
        }

        if (i) {
            cx_supply_lit(r, line, ",");
        }

        cx_supply_string(r, line, s);
    }

    cx_supply_lit(r, line, "]");

    return CX_OK;
}


static cx_rc_t
cx_supply_line(cx_supply_read_t *r, const cx_supply_source_t *source,
    cx_vec_t *line, cx_error_t *e)
{
    static const char *const  kinds[] = { "ads_txt", "app_ads_txt",
                                          "sellers_json" };

    cx_supply_lit(r, line, "{\"type\":\"supply\",\"kind\":\"");
    cx_supply_put(r, line, cx_strn(kinds[source->kind],
                                   strlen(kinds[source->kind])));
    cx_supply_lit(r, line, "\"");

    if (cx_supply_names(r, line, "domains", source->domain, source->ndomain,
                        1, e)
        != CX_OK
        || cx_supply_names(r, line, "bundles", source->bundle,
                           source->nbundle, 0, e)
           != CX_OK)
    {
        return CX_ERROR;
    }

    if (r->out->subdomains) {
        cx_supply_lit(r, line, ",\"subdomains\":[");
        cx_supply_put(r, line, cx_strn(r->subdomains.data, r->subdomains.n));
        cx_supply_lit(r, line, "]");
    }

    if (r->out->partners) {
        cx_supply_lit(r, line, ",\"partners\":[");
        cx_supply_put(r, line, cx_strn(r->partners.data, r->partners.n));
        cx_supply_lit(r, line, "]");
    }

    cx_supply_lit(r, line, ",\"sellers\":[");

    if (r->sellers.n) {
        cx_supply_put(r, line, cx_strn(r->sellers.data, r->sellers.n));
    }

    cx_supply_lit(r, line, "]}");

    return r->full ? cx_error(e, CX_E_NO_MEMORY, "file", NULL, "no memory")
                   : CX_OK;
}


cx_rc_t
cx_supply_read(const cx_supply_source_t *source, cx_str_t text,
    cx_supply_text_t *out, cx_error_t *e)
{
    cx_rc_t           rc;
    cx_vec_t          line;
    cx_supply_read_t  r;

    memset(out, 0, sizeof(cx_supply_text_t));
    memset(&r, 0, sizeof(cx_supply_read_t));
    memset(&line, 0, sizeof(cx_vec_t));

    r.out = out;
    r.sellers.size = 1;
    r.partners.size = 1;
    r.subdomains.size = 1;
    line.size = 1;

    if (text.len > CX_SUPPLY_TEXT_MAX) {
        return cx_error(e, CX_E_BODY_TOO_LARGE, "file", "at most 256 MB",
                        "has %zu bytes", text.len);
    }

    if (text.len >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
        text = cx_strn(text.data + 3, text.len - 3);
    }

    rc = source->kind == CX_SUPPLY_FILE_SELLERS_JSON
         ? cx_sellers_read(&r, text, e) : cx_ads_read(&r, text, e);

    if (rc == CX_OK) {
        rc = cx_supply_line(&r, source, &line, e);
    }

    free(r.sellers.data);
    free(r.partners.data);
    free(r.subdomains.data);

    if (rc != CX_OK) {
        free(line.data);
        return CX_ERROR;
    }

    out->line = line.data;
    out->len = line.n;

    return CX_OK;
}
