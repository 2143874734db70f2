
/* The tables of an answer: what its members are called and what they are. */

#include "tests/exchange/judge.h"


typedef struct {
    const char  *name;
    char         type;      /* s i n o; S I of an array, a of objects */
    char         required;
} xc_member_t;


static const xc_member_t  xc_answer_members[] = {
    { "id", 's', 1 },
    { "seatbid", 'a', 0 },
    { "bidid", 's', 0 },
    { "cur", 's', 0 },
    { "customdata", 's', 0 },
    { "nbr", 'i', 0 },
    { "ext", 'o', 0 },
    { NULL, 0, 0 }
};

static const xc_member_t  xc_seat_members[] = {
    { "bid", 'a', 1 },
    { "seat", 's', 0 },
    { "group", 'i', 0 },
    { "ext", 'o', 0 },
    { NULL, 0, 0 }
};

/* crid and adomain are not required by the standard, but by exchanges */

static const xc_member_t  xc_bid_members[] = {
    { "id", 's', 1 },
    { "impid", 's', 1 },
    { "price", 'n', 1 },
    { "nurl", 's', 0 },
    { "burl", 's', 0 },
    { "lurl", 's', 0 },
    { "adm", 's', 0 },
    { "adid", 's', 0 },
    { "adomain", 'S', 1 },
    { "bundle", 's', 0 },
    { "iurl", 's', 0 },
    { "cid", 's', 0 },
    { "crid", 's', 1 },
    { "tactic", 's', 0 },
    { "cattax", 'i', 0 },
    { "cat", 'S', 0 },
    { "attr", 'I', 0 },
    { "apis", 'I', 0 },
    { "api", 'i', 0 },
    { "protocol", 'i', 0 },
    { "qagmediarating", 'i', 0 },
    { "language", 's', 0 },
    { "langb", 's', 0 },
    { "dealid", 's', 0 },
    { "w", 'i', 0 },
    { "h", 'i', 0 },
    { "wratio", 'i', 0 },
    { "hratio", 'i', 0 },
    { "exp", 'i', 0 },
    { "dur", 'i', 0 },
    { "mtype", 'i', 0 },
    { "slotinpod", 'i', 0 },
    { "ext", 'o', 0 },
    { NULL, 0, 0 }
};


static int
xc_types_scalar(const xc_json_t *n, char type)
{
    int64_t  v;

    switch (type) {
    case 's':
        return n->type == XC_JSON_STRING && n->text.len > 0;
    case 'i':
        return xc_json_is_int(n, &v);
    case 'n':
        return n->type == XC_JSON_NUMBER;
    default:
        return n->type == XC_JSON_OBJECT;
    }
}


static int
xc_types_member(const xc_json_t *n, char type)
{
    const xc_json_t  *e;

    if (type != 'S' && type != 'I' && type != 'a') {
        return xc_types_scalar(n, type);
    }

    if (n->type != XC_JSON_ARRAY) {
        return 0;
    }

    for (e = n->child; e; e = e->next) {
        if (!xc_types_scalar(e, type == 'a' ? 'o' : (char) (type | 0x20))) {
            return 0;
        }
    }

    return 1;
}


static void
xc_types_object(xc_judge_t *j, const char *what, const xc_json_t *o,
    const xc_member_t *table)
{
    const xc_json_t    *n;
    const xc_member_t  *m;

    for (n = o->child; n; n = n->next) {

        for (m = table; m->name; m++) {
            if (xc_text_is(n->key, m->name)) {
                break;
            }
        }

        if (m->name == NULL) {
            xc_found(j, XC_R_UNKNOWN, "%s.%.*s", what,
                     (int) (n->key.len < 40 ? n->key.len : 40), n->key.data);

        } else if (!xc_types_member(n, m->type)) {
            xc_found(j, XC_R_TYPE, "%s.%s", what, m->name);
        }
    }

    for (m = table; m->name; m++) {
        if (m->required && xc_json_get(o, m->name) == NULL) {
            xc_found(j, XC_R_REQUIRED, "%s.%s", what, m->name);
        }
    }
}


void
xc_types_answer(xc_judge_t *j)
{
    unsigned          i;
    const xc_json_t  *s;

    xc_types_object(j, "response", j->answer, xc_answer_members);

    s = xc_json_get_as(j->answer, "seatbid", XC_JSON_ARRAY);

    for (s = s ? s->child : NULL; s; s = s->next) {
        if (s->type == XC_JSON_OBJECT) {
            xc_types_object(j, "seatbid", s, xc_seat_members);
        }
    }

    for (i = 0; i < j->noffers; i++) {
        j->current = &j->offer[i];
        xc_types_object(j, "bid", j->offer[i].node, xc_bid_members);
    }

    j->current = NULL;
}
