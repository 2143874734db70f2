
/* Native requests: a text in a text, as 1.1 had it, or an object. */

#include "tests/exchange/traffic.h"


#define ROOM  4096


static void
write_asset(xc_out_t *t, const xc_asset_t *a)
{
    xc_open(t, NULL, '{');
    xc_int(t, "id", a->id);

    if (a->required) {
        xc_int(t, "required", 1);
    }

    switch (a->kind) {

    case 't':
        xc_open(t, "title", '{');
        xc_int(t, "len", a->len);
        break;

    case 'i':
        xc_open(t, "img", '{');
        xc_int(t, "type", a->type);
        xc_int(t, "wmin", a->w);
        xc_int(t, "hmin", a->h);
        break;

    default:
        xc_open(t, "data", '{');
        xc_int(t, "type", a->type);
        xc_int(t, "len", a->len);
    }

    xc_put(t, "}}");
}


static void
write_request(xc_made_t *m, xc_out_t *t, const xc_imp_t *imp)
{
    unsigned  i;

    xc_put_char(t, '{');
    xc_str(t, "ver", "1.2");
    xc_int(t, "context", xc_pick(m, 1, 2));
    xc_int(t, "plcmttype", xc_pick(m, 1, 4));
    xc_int(t, "plcmtcnt", 1);
    xc_open(t, "assets", '[');

    for (i = 0; i < imp->nassets; i++) {
        write_asset(t, &imp->asset[i]);
    }

    xc_shut(t, ']');
    xc_put(t, ",\"eventtrackers\":[{\"event\":1,\"methods\":[1,2]}]");
    xc_int(t, "privacy", 1);
    xc_put_char(t, '}');
}


void
xc_write_native(xc_made_t *m, const xc_imp_t *imp)
{
    char      room[ROOM];
    xc_out_t  inner, *t;

    t = &m->text;
    xc_open(t, "native", '{');
    xc_str(t, "ver", "1.2");

    if (xc_odds(m, 65)) {
        xc_text_start(&inner, room, sizeof(room) - 1);
        write_request(m, &inner, imp);
        *inner.at = '\0';
        t->overflow |= inner.overflow;
        xc_str(t, "request", room);

    } else {
        xc_name(t, "request");
        write_request(m, t, imp);
    }

    if (xc_odds(m, 60)) {
        xc_put(t, ",\"api\":[7]");
    }

    xc_shut(t, '}');
}
