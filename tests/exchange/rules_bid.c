
/* Rules of a bid on its own: whom it is for and what it offers. */

#include "tests/exchange/judge.h"


/* what a converted floor may be off by: each side rounds for itself */

#define XC_FLOOR_SLACK  2


static xc_money_t
xc_floor_at(const xc_json_t *o, const char *name)
{
    int  exact;

    return xc_json_micros(xc_json_get(o, name), &exact);
}


/* the floor that a deal or a medium has for a duration; -1: it has none */

static xc_money_t
xc_floor_duration(const xc_json_t *o, int dur)
{
    xc_money_t        floor;
    const xc_json_t  *d;

    if (dur <= 0) {
        return -1;
    }

    d = xc_json_get_as(o, "durfloors", XC_JSON_ARRAY);

    for (d = d ? d->child : NULL; d; d = d->next) {
        floor = xc_floor_at(d, "bidfloor");

        if (floor >= 0 && xc_json_int(d, "mindur", 0) <= dur
            && xc_json_int(d, "maxdur", INT32_MAX) >= dur)
        {
            return floor;
        }
    }

    floor = xc_floor_at(o, "mincpmpersec");

    return floor > 0 ? floor * dur : -1;
}


/* the floor that applies, and the currency that it is in */

static xc_money_t
xc_floor_of(const xc_offer_t *o, xc_text_t *cur)
{
    xc_text_t   usd = xc_text("USD");
    xc_money_t  floor;

    if (o->deal) {
        floor = xc_floor_duration(o->deal, o->dur);

        if (floor < 0) {
            floor = xc_floor_at(o->deal, "bidfloor");
        }

        if (floor >= 0) {
            *cur = xc_json_text(o->deal, "bidfloorcur");
            *cur = cur->len ? *cur : usd;

            return floor;
        }
    }

    *cur = o->imp->floorcur;
    floor = -1;

    if (o->mtype == 2 || o->mtype == 3) {
        floor = xc_floor_duration(o->medium, o->dur);
    }

    return floor >= 0 ? floor : o->imp->floor;
}


void
xc_offer_floor(xc_judge_t *j, xc_offer_t *o)
{
    xc_text_t   cur;
    xc_money_t  floor;

    floor = xc_floor_of(o, &cur);
    o->floor = xc_rates_convert(j->rates, floor, cur, j->cur);

    if (o->floor > 0 && !xc_text_same_case(cur, j->cur)) {
        o->slack = XC_FLOOR_SLACK + o->floor / 1000000;
    }
}


static void
xc_rules_price(xc_judge_t *j, xc_offer_t *o)
{
    int  exact;

    if (o->price <= 0) {
        xc_found(j, XC_R_PRICE, "%lld micros", (long long) o->price);
        return;
    }

    (void) xc_json_micros(xc_json_get(o->node, "price"), &exact);

    if (!exact) {
        xc_found(j, XC_R_PRICE, "%.*s is no whole number of micros",
                 (int) xc_json_get(o->node, "price")->text.len,
                 xc_json_get(o->node, "price")->text.data);
    }

    if (o->floor < 0) {
        return;
    }

    if (o->price + o->slack < o->floor) {
        xc_found(j, XC_R_FLOOR, "%lld micros, the floor is %lld",
                 (long long) o->price, (long long) o->floor);
    }

    if (o->deal && xc_json_int(o->deal, "at", 0) == 3 && o->floor > 0
        && o->price > o->floor + o->slack)
    {
        xc_found(j, XC_R_FIXED_PRICE, "%lld micros, agreed upon are %lld",
                 (long long) o->price, (long long) o->floor);
    }
}


static int
xc_same_or_below(xc_text_t domain, xc_text_t above)
{
    xc_text_t  tail;

    if (above.len == 0 || domain.len < above.len) {
        return 0;
    }

    tail.data = domain.data + domain.len - above.len;
    tail.len = above.len;

    return xc_text_same_case(tail, above)
           && (domain.len == above.len || tail.data[-1] == '.');
}


/* is the domain, or one above it, in the list? */

static int
xc_domain_in(const xc_json_t *list, xc_text_t domain)
{
    const xc_json_t  *n;

    if (list == NULL || list->type != XC_JSON_ARRAY) {
        return 0;
    }

    for (n = list->child; n; n = n->next) {
        if (n->type == XC_JSON_STRING && xc_same_or_below(domain, n->text)) {
            return 1;
        }
    }

    return 0;
}


static const xc_json_t *
xc_list(const xc_json_t *o, const char *name)
{
    const xc_json_t  *list;

    list = xc_json_get_as(o, name, XC_JSON_ARRAY);

    return list && list->count ? list : NULL;
}


static void
xc_rules_deal(xc_judge_t *j, xc_offer_t *o)
{
    xc_text_t         id;
    const xc_json_t  *d, *list;

    id = xc_json_text(o->node, "dealid");

    if (id.len == 0) {
        if (xc_json_int(xc_json_get(o->imp->node, "pmp"), "private_auction",
                        0) == 1)
        {
            xc_found(j, XC_R_PRIVATE, "imp \"%.*s\" takes no open bid",
                     (int) o->imp->id.len, o->imp->id.data);
        }

        return;
    }

    if (o->deal == NULL) {
        xc_found(j, XC_R_DEAL, "imp \"%.*s\" has no deal \"%.*s\"",
                 (int) o->imp->id.len, o->imp->id.data, (int) id.len, id.data);
        return;
    }

    list = xc_list(o->deal, "wseat");

    if (list && !xc_json_has_text(list, o->seat)) {
        xc_found(j, XC_R_DEAL_SEAT, "\"%.*s\" is not for seat \"%.*s\"",
                 (int) id.len, id.data, (int) o->seat.len, o->seat.data);
    }

    list = xc_list(o->deal, "wadomain");
    d = xc_json_get_as(o->node, "adomain", XC_JSON_ARRAY);

    for (d = list && d ? d->child : NULL; d; d = d->next) {
        if (d->type == XC_JSON_STRING && !xc_domain_in(list, d->text)) {
            xc_found(j, XC_R_DEAL_DOMAIN, "\"%.*s\" is not for %.*s",
                     (int) id.len, id.data, (int) d->text.len, d->text.data);
        }
    }
}


void
xc_rules_bid(xc_judge_t *j, xc_offer_t *o)
{
    int64_t           exp, most;
    xc_text_t         id;
    const xc_json_t  *n;

    if (o->imp == NULL) {
        id = xc_json_text(o->node, "impid");
        xc_found(j, XC_R_IMPID, "\"%.*s\"", (int) id.len, id.data);
        return;
    }

    if (o->medium == NULL) {
        xc_found(j, XC_R_MTYPE, "imp \"%.*s\" has no medium of mtype %d",
                 (int) o->imp->id.len, o->imp->id.data,
                 (int) xc_json_int(o->node, "mtype", 0));
    }

    xc_rules_price(j, o);
    xc_rules_deal(j, o);

    n = xc_json_get(o->node, "exp");
    most = xc_json_int(o->imp->node, "exp", 0);

    if (xc_json_is_int(n, &exp)
        && (exp <= 0 || (most > 0 && exp > most)))
    {
        xc_found(j, XC_R_EXP, "%lld, the imp has %lld", (long long) exp,
                 (long long) most);
    }
}


static int
xc_domain_bare(xc_text_t d)
{
    size_t  i;
    int     dots;
    char    c;

    for (dots = 0, i = 0; i < d.len; i++) {
        c = d.data[i];

        if (c == '.') {
            if (i == 0 || i + 1 == d.len || d.data[i - 1] == '.') {
                return 0;
            }

            dots++;
            continue;
        }

        if (c >= 0 && c != '-' && c != '_' && !(c >= '0' && c <= '9')
            && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
        {
            return 0;
        }
    }

    return dots > 0 && d.len <= 253;
}


static void
xc_rules_advertiser(xc_judge_t *j, xc_offer_t *o)
{
    xc_text_t         bundle;
    const xc_json_t  *d, *list;

    d = xc_json_get_as(o->node, "adomain", XC_JSON_ARRAY);
    list = xc_list(j->ask, "badv");

    for (d = d ? d->child : NULL; d; d = d->next) {

        if (d->type != XC_JSON_STRING) {
            continue;
        }

        if (!xc_domain_bare(d->text)) {
            xc_found(j, XC_R_ADOMAIN, "\"%.*s\"", (int) d->text.len,
                     d->text.data);
        }

        if (xc_domain_in(list, d->text)) {
            xc_found(j, XC_R_BADV, "\"%.*s\"", (int) d->text.len,
                     d->text.data);
        }
    }

    bundle = xc_json_text(o->node, "bundle");

    if (bundle.len && xc_json_has_text(xc_list(j->ask, "bapp"), bundle)) {
        xc_found(j, XC_R_BAPP, "\"%.*s\"", (int) bundle.len, bundle.data);
    }
}


/* is a category one of the list or, written behind a dash, part of one? */

static int
xc_category_in(const xc_json_t *list, xc_text_t cat)
{
    const xc_json_t  *n;

    for (n = list->child; n; n = n->next) {

        if (n->type != XC_JSON_STRING || n->text.len == 0
            || n->text.len > cat.len)
        {
            continue;
        }

        if (xc_text_same(n->text, cat)
            || (cat.data[n->text.len] == '-'
                && xc_text_same(n->text, (xc_text_t) { cat.data,
                                                       n->text.len })))
        {
            return 1;
        }
    }

    return 0;
}


static void
xc_rules_categories(xc_judge_t *j, xc_offer_t *o)
{
    const xc_json_t  *c, *blocked, *allowed;

    if (xc_json_int(o->node, "cattax", 1) != xc_json_int(j->ask, "cattax", 1)) {
        return;
    }

    blocked = xc_list(j->ask, "bcat");
    allowed = xc_list(j->ask, "acat");
    c = xc_json_get_as(o->node, "cat", XC_JSON_ARRAY);

    if (allowed && (c == NULL || c->count == 0)) {
        xc_found(j, XC_R_ACAT, "no category where some are allowed");
    }

    for (c = c ? c->child : NULL; c; c = c->next) {

        if (c->type != XC_JSON_STRING) {
            continue;
        }

        if (blocked && xc_category_in(blocked, c->text)) {
            xc_found(j, XC_R_BCAT, "\"%.*s\"", (int) c->text.len,
                     c->text.data);
        }

        if (allowed && !xc_category_in(allowed, c->text)) {
            xc_found(j, XC_R_ACAT, "\"%.*s\"", (int) c->text.len,
                     c->text.data);
        }
    }
}


static void
xc_rules_numbers(xc_judge_t *j, xc_rule_e rule, const xc_json_t *has,
    const xc_json_t *list, int wanted)
{
    int64_t  v;

    for (has = has && has->type == XC_JSON_ARRAY ? has->child : NULL; has;
         has = has->next)
    {
        if (xc_json_is_int(has, &v) && xc_json_has_int(list, v) != wanted) {
            xc_found(j, rule, "%lld", (long long) v);
        }
    }
}


static void
xc_rules_language(xc_judge_t *j, xc_offer_t *o)
{
    int               i;
    xc_text_t         said;
    const xc_json_t  *n;

    static const char *const  lists[] = { "wlang", "wlangb" };
    static const char *const  names[] = { "language", "langb" };

    for (i = 0; i < 2; i++) {
        n = xc_list(j->ask, lists[i]);
        said = xc_json_text(o->node, names[i]);

        if (n == NULL || said.len == 0 || xc_text_is(said, "xx")) {
            continue;
        }

        for (n = n->child; n; n = n->next) {
            if (n->type == XC_JSON_STRING && xc_text_same_case(n->text, said)) {
                break;
            }
        }

        if (n == NULL) {
            xc_found(j, XC_R_LANGUAGE, "\"%.*s\"", (int) said.len, said.data);
        }
    }
}


static void
xc_rules_dsa(xc_judge_t *j, xc_offer_t *o)
{
    int64_t           required;
    const xc_json_t  *dsa;

    required = xc_json_int(xc_json_get(xc_json_get(xc_json_get(j->ask, "regs"),
                                                   "ext"), "dsa"),
                           "dsarequired", 0);

    if (required != 2 && required != 3) {
        return;
    }

    dsa = xc_json_get(xc_json_get(o->node, "ext"), "dsa");

    if (xc_json_text(dsa, "behalf").len == 0
        || xc_json_text(dsa, "paid").len == 0)
    {
        xc_found(j, XC_R_DSA, "neither behalf nor paid may be missing");
    }
}


void
xc_rules_blocks(xc_judge_t *j, xc_offer_t *o)
{
    const xc_json_t  *list;

    list = xc_list(j->ask, "wseat");

    if (list && !xc_json_has_text(list, o->seat)) {
        xc_found(j, XC_R_WSEAT, "\"%.*s\" is not allowed", (int) o->seat.len,
                 o->seat.data);
    }

    if (o->seat.len && xc_json_has_text(xc_list(j->ask, "bseat"), o->seat)) {
        xc_found(j, XC_R_WSEAT, "\"%.*s\" is blocked", (int) o->seat.len,
                 o->seat.data);
    }

    xc_rules_advertiser(j, o);
    xc_rules_categories(j, o);
    xc_rules_language(j, o);
    xc_rules_dsa(j, o);

    xc_rules_numbers(j, XC_R_BATTR, xc_json_get(o->node, "attr"),
                     xc_list(o->medium, "battr"), 0);

    if (o->mtype != 4) {
        xc_rules_numbers(j, XC_R_API, xc_json_get(o->node, "apis"),
                         xc_list(o->medium, "api"), 1);
    }
}
