
/* The head that all requests have stands ready; length and body follow. */

#include <stdlib.h>
#include <string.h>

#include "tests/exchange/live.h"


#define LENGTH  16                  /* room for its digits and two lines */


xc_live_t *
xc_live_new(const xc_source_t *s)
{
    size_t      head;
    xc_live_t  *live;

    head = strlen(s->head);
    live = malloc(sizeof(xc_live_t) + head + LENGTH + XC_TEXT_MAX);

    if (live == NULL) {
        return NULL;
    }

    live->head = head;
    live->text = live->room;
    memcpy(live->text, s->head, head);

    return live;
}


const xc_request_t *
xc_live_make(xc_live_t *live, xc_traffic_t *t)
{
    size_t         n;
    xc_made_t     *m;
    xc_request_t  *r;

    m = &live->made;
    r = &live->request;
    xc_traffic_make(t, m);

    n = live->head + sprintf(live->text + live->head, "%u\r\n\r\n",
                             m->ask->len);
    memcpy(live->text + n, m->body, m->ask->len);

    r->text = live->text;
    r->len = n + m->ask->len;
    r->id_at = n + m->id_at;
    r->ask = m->ask;

    return r;
}
