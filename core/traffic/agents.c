/*
 * An automaton of Aho and Corasick over the letters that the patterns have,
 * in either case: one step for each byte, whatever the number of patterns.
 * States in which something ends stand behind all others, so that one
 * comparison tells.
 */

#include <stdlib.h>

#include "core/traffic/agents.h"
#include "core/traffic/list.h"


typedef struct {
    uint32_t    next;           /* + 1: another one that ends there */
    uint8_t     len;
    uint8_t     begins;         /* only where a word does */
    uint8_t     ends;
    cx_signs_t  signs;
} cx_pattern_t;

typedef struct {
    uint32_t  pattern;          /* + 1: the first that ends there */
    uint32_t  shorter;          /* + 1: the end of a shorter one */
} cx_end_t;

struct cx_traffic_agents_s {
    uint8_t        letter[256];
    uint32_t      *step;        /* states are rows: state x letters */
    uint32_t       letters;
    uint32_t       first_end;   /* a row */
    cx_end_t      *end;
    cx_pattern_t  *pattern;
    uint32_t       npatterns;
};

/* while it is built */

typedef struct {
    cx_traffic_agents_t  *a;
    uint8_t              *text; /* of all patterns, CX_TRAFFIC_AGENT_LEN each */
    uint32_t              room;
    uint32_t              total;
    uint32_t              nstates;
    uint32_t             *step; /* states by number */
    uint32_t             *fail;
    uint32_t             *queue;
    uint32_t             *ends; /* pattern + 1, by state */
    uint32_t             *shorter;      /* state, 0 none */
} cx_agents_build_t;


/* "*" at an end: a word may go on there */

static const struct {
    const char  *text;
    cx_sign_e    sign;
} cx_agent_signs[] = {
    { "android", CX_AGENT_ANDROID },
    { "iphone*", CX_AGENT_IOS },
    { "ipad*", CX_AGENT_IOS },
    { "ipod*", CX_AGENT_IOS },
    { "windows phone", CX_AGENT_WINDOWS_PHONE },
    { "sm-a*", CX_AGENT_PHONE_MODEL },
    { "sm-g*", CX_AGENT_PHONE_MODEL },
    { "sm-n*", CX_AGENT_PHONE_MODEL },
    { "sm-s*", CX_AGENT_PHONE_MODEL },
    { "smart-tv", CX_AGENT_TV },
    { "smarttv", CX_AGENT_TV },
    { "hbbtv", CX_AGENT_TV },
    { "web0s", CX_AGENT_TV },
    { "bravia", CX_AGENT_TV },
    { "crkey", CX_AGENT_TV },
    { "roku*", CX_AGENT_TV },
    { "appletv*", CX_AGENT_TV },
    { "apple tv", CX_AGENT_TV },
    { "android tv", CX_AGENT_TV },
    { "googletv", CX_AGENT_TV },
    { "googlebot*", CX_AGENT_CRAWLER },
    { "bingbot", CX_AGENT_CRAWLER },
    { "yandexbot", CX_AGENT_CRAWLER },
    { "baiduspider*", CX_AGENT_CRAWLER },
    { "duckduckbot*", CX_AGENT_CRAWLER },
    { "applebot*", CX_AGENT_CRAWLER }
};


static int
cx_is_word(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}


static cx_rc_t
cx_agents_room(cx_agents_build_t *b)
{
    void                 *text, *pattern;
    uint32_t              room;
    cx_traffic_agents_t  *a;

    a = b->a;

    if (a->npatterns < b->room) {
        return CX_OK;
    }

    room = b->room ? b->room * 2 : 128;

    text = realloc(b->text, (size_t) room * CX_TRAFFIC_AGENT_LEN);

    if (text == NULL) {
        return CX_ERROR;
    }

    b->text = text;
    pattern = realloc(a->pattern, room * sizeof(cx_pattern_t));

    if (pattern == NULL) {
        return CX_ERROR;
    }

    a->pattern = pattern;
    b->room = room;

    return CX_OK;
}


static cx_rc_t
cx_agents_add(cx_agents_build_t *b, cx_str_t s, cx_sign_e sign,
    const char *at, cx_error_t *e)
{
    int            open_begin, open_end;
    size_t         i;
    uint8_t       *text;
    cx_pattern_t  *p;

    open_begin = s.len && s.data[0] == '*';
    s.data += open_begin;
    s.len -= (size_t) open_begin;

    open_end = s.len && s.data[s.len - 1] == '*';
    s.len -= (size_t) open_end;

    if (s.len < 3 || s.len > CX_TRAFFIC_AGENT_LEN) {
        return cx_error(e, CX_E_FILE_FORMAT, at, "3 to 64 characters and a "
                        "\"*\" at either end", "a text of %lu characters",
                        (unsigned long) s.len);
    }

    if (cx_agents_room(b) != CX_OK) {
        return cx_error(e, CX_E_NO_MEMORY, at, NULL, "out of memory");
    }

    text = b->text + (size_t) b->a->npatterns * CX_TRAFFIC_AGENT_LEN;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] < ' ' || s.data[i] > '~' || s.data[i] == '*') {
            return cx_error(e, CX_E_FILE_FORMAT, at, "letters, digits and "
                            "signs of ASCII; \"*\" only at either end",
                            "byte 0x%02x in a text", s.data[i]);
        }

        text[i] = s.data[i] >= 'A' && s.data[i] <= 'Z' ? s.data[i] | 0x20
                                                       : s.data[i];
    }

    p = &b->a->pattern[b->a->npatterns++];
    p->len = (uint8_t) s.len;
    p->begins = !open_begin && cx_is_word(text[0]);
    p->ends = !open_end && cx_is_word(text[s.len - 1]);
    p->signs = CX_SIGN(sign);
    p->next = 0;
    b->total += (uint32_t) s.len;

    return CX_OK;
}


static cx_rc_t
cx_agents_line(void *data, cx_str_t line, const char *at, cx_error_t *e)
{
    if (line.data[0] == '!') {
        return cx_agents_add(data, cx_strn(line.data + 1, line.len - 1),
                             CX_IS_EXCEPTION, at, e);
    }

    return cx_agents_add(data, line, CX_IS_ROBOT, at, e);
}


/* letter 0 is all that no pattern has */

static void
cx_agents_letters(cx_agents_build_t *b)
{
    uint8_t               c;
    uint32_t              i, k;
    cx_traffic_agents_t  *a;

    a = b->a;
    a->letters = 1;

    for (i = 0; i < a->npatterns; i++) {
        for (k = 0; k < a->pattern[i].len; k++) {
            c = b->text[i * CX_TRAFFIC_AGENT_LEN + k];

            if (a->letter[c] == 0) {
                a->letter[c] = (uint8_t) a->letters++;
            }
        }
    }

    for (c = 'A'; c <= 'Z'; c++) {
        a->letter[c] = a->letter[c | 0x20];
    }
}


static cx_rc_t
cx_agents_alloc(cx_agents_build_t *b, cx_error_t *e)
{
    uint64_t  states;

    states = (uint64_t) b->total + 1;

    if (states * b->a->letters * sizeof(uint32_t) > CX_TRAFFIC_AGENTS_TABLE) {
        return cx_error(e, CX_E_TOO_COMPLEX, "the list", "fewer of them",
                        "%u characters of patterns are too many", b->total);
    }

    b->step = calloc(states * b->a->letters, sizeof(uint32_t));
    b->a->step = calloc(states * b->a->letters, sizeof(uint32_t));
    b->fail = calloc(states * 4, sizeof(uint32_t));
    b->a->end = calloc(states, sizeof(cx_end_t));

    if (b->step == NULL || b->a->step == NULL || b->fail == NULL
        || b->a->end == NULL)
    {
        return cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
    }

    b->queue = b->fail + states;
    b->ends = b->queue + states;
    b->shorter = b->ends + states;
    b->nstates = 1;

    return CX_OK;
}


/* the same text twice is one pattern */

static void
cx_agents_ends(cx_agents_build_t *b, uint32_t state, uint32_t i)
{
    uint32_t       k;
    cx_pattern_t  *p, *q;

    p = &b->a->pattern[i];

    for (k = b->ends[state]; k; k = q->next) {
        q = &b->a->pattern[k - 1];

        if (q->begins == p->begins && q->ends == p->ends) {
            q->signs |= p->signs;
            return;
        }
    }

    p->next = b->ends[state];
    b->ends[state] = i + 1;
}


static void
cx_agents_trie(cx_agents_build_t *b)
{
    uint32_t              i, k, state, *step;
    cx_traffic_agents_t  *a;

    a = b->a;

    for (i = 0; i < a->npatterns; i++) {
        state = 0;

        for (k = 0; k < a->pattern[i].len; k++) {
            step = &b->step[state * a->letters
                            + a->letter[b->text[i * CX_TRAFFIC_AGENT_LEN
                                                + k]]];

            if (*step == 0) {
                *step = b->nstates++;
            }

            state = *step;
        }

        cx_agents_ends(b, state, i);
    }
}


/* breadth first: where a step is missing, that of the longest end takes it */

static void
cx_agents_links(cx_agents_build_t *b)
{
    uint32_t  head, tail, state, to, c, fail, letters;

    letters = b->a->letters;
    head = 0;
    tail = 0;
    b->queue[tail++] = 0;

    while (head < tail) {
        state = b->queue[head++];

        for (c = 1; c < letters; c++) {
            to = b->step[state * letters + c];
            fail = state ? b->step[b->fail[state] * letters + c] : 0;

            if (to == 0) {
                b->step[state * letters + c] = fail;
                continue;
            }

            b->fail[to] = fail;
            b->shorter[to] = b->ends[fail] ? fail : b->shorter[fail];
            b->queue[tail++] = to;
        }
    }
}


/* the states in the order in which they are kept, those with an end last */

static void
cx_agents_order(cx_agents_build_t *b)
{
    uint32_t              i, c, from, n, *number;
    cx_traffic_agents_t  *a;

    a = b->a;
    number = b->queue;
    n = 0;

    for (i = 0; i < b->nstates; i++) {
        if (b->ends[i] == 0 && b->shorter[i] == 0) {
            number[i] = n++;
        }
    }

    from = n;

    for (i = 0; i < b->nstates; i++) {
        if (b->ends[i] || b->shorter[i]) {
            number[i] = n++;
        }
    }

    a->first_end = from * a->letters;

    for (i = 0; i < b->nstates; i++) {
        for (c = 0; c < a->letters; c++) {
            a->step[number[i] * a->letters + c] =
                number[b->step[i * a->letters + c]] * a->letters;
        }

        if (number[i] >= from) {
            a->end[number[i] - from].pattern = b->ends[i];
            a->end[number[i] - from].shorter =
                b->shorter[i] ? number[b->shorter[i]] - from + 1 : 0;
        }
    }
}


static cx_rc_t
cx_agents_build(cx_agents_build_t *b, cx_str_t text, cx_error_t *e)
{
    size_t  i;

    for (i = 0; i < cx_nelts(cx_agent_signs); i++) {
        if (cx_agents_add(b, cx_strn(cx_agent_signs[i].text,
                                     strlen(cx_agent_signs[i].text)),
                          cx_agent_signs[i].sign, NULL, e) != CX_OK)
        {
            return CX_ERROR;
        }
    }

    if (cx_list_parse(text, CX_TRAFFIC_AGENTS_MAX, cx_agents_line, b, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    cx_agents_letters(b);

    if (cx_agents_alloc(b, e) != CX_OK) {
        return CX_ERROR;
    }

    cx_agents_trie(b);
    cx_agents_links(b);
    cx_agents_order(b);

    return CX_OK;
}


cx_traffic_agents_t *
cx_traffic_agents_parse(cx_str_t text, cx_error_t *e)
{
    cx_rc_t            rc;
    cx_agents_build_t  b;

    memset(&b, 0, sizeof(b));
    b.a = calloc(1, sizeof(cx_traffic_agents_t));

    if (b.a == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
        return NULL;
    }

    rc = cx_agents_build(&b, text, e);

    free(b.text);
    free(b.step);
    free(b.fail);

    if (rc != CX_OK) {
        cx_traffic_agents_close(b.a);
        return NULL;
    }

    return b.a;
}


cx_traffic_agents_t *
cx_traffic_agents_open(const char *path, cx_error_t *e)
{
    cx_str_t              text;
    cx_traffic_agents_t  *a;

    if (path == NULL) {
        return cx_traffic_agents_parse(cx_str(""), e);
    }

    if (cx_list_read(path, CX_TRAFFIC_AGENTS_FILE, &text, e) != CX_OK) {
        return NULL;
    }

    a = cx_traffic_agents_parse(text, e);
    free((void *) text.data);

    return a;
}


void
cx_traffic_agents_close(cx_traffic_agents_t *a)
{
    if (a != NULL) {
        free(a->step);
        free(a->end);
        free(a->pattern);
        free(a);
    }
}


/* characters that nobody sees: no bytes of others begin like one of these */

static const struct {
    uint8_t  len;
    uint8_t  from[3];
    uint8_t  to;                /* of the last byte */
    uint8_t  blank;             /* else it has no width at all */
} cx_agent_unseen[] = {
    { 2, { 0xc2, 0xa0 },       0xa0, 1 },       /* no-break space */
    { 2, { 0xc2, 0xad },       0xad, 0 },       /* soft hyphen */
    { 2, { 0xcd, 0x8f },       0x8f, 0 },
    { 3, { 0xe1, 0xa0, 0x8e }, 0x8e, 0 },
    { 3, { 0xe2, 0x80, 0x80 }, 0x8a, 1 },       /* spaces of all widths */
    { 3, { 0xe2, 0x80, 0x8b }, 0x8f, 0 },       /* no width, directions */
    { 3, { 0xe2, 0x80, 0xaa }, 0xae, 0 },
    { 3, { 0xe2, 0x80, 0xaf }, 0xaf, 1 },
    { 3, { 0xe2, 0x81, 0xa0 }, 0xaf, 0 },
    { 3, { 0xe3, 0x80, 0x80 }, 0x80, 1 },
    { 3, { 0xef, 0xb8, 0x80 }, 0x8f, 0 },       /* selectors of a variant */
    { 3, { 0xef, 0xbb, 0xbf }, 0xbf, 0 }        /* byte order mark */
};


/* how many bytes there are of it; 0: it is seen */

static size_t
cx_agents_unseen(const uint8_t *p, size_t n, int *blank)
{
    size_t   i, len;
    uint8_t  last;

    if (*p <= ' ' || *p == 0x7f) {
        *blank = *p == ' ' || (*p >= '\t' && *p <= '\r');
        return 1;
    }

    if (*p < 0xc2) {
        return 0;
    }

    for (i = 0; i < cx_nelts(cx_agent_unseen); i++) {
        len = cx_agent_unseen[i].len;

        if (n < len || memcmp(p, cx_agent_unseen[i].from, len - 1) != 0) {
            continue;
        }

        last = p[len - 1];

        if (last >= cx_agent_unseen[i].from[len - 1]
            && last <= cx_agent_unseen[i].to)
        {
            *blank = cx_agent_unseen[i].blank;
            return len;
        }
    }

    return 0;
}


/* a run of blanks is one, and what has no width is not there */

static cx_str_t
cx_agents_plain(cx_str_t s, uint8_t *plain)
{
    int     blank;
    size_t  i, n, skip;

    for (i = 0, n = 0; i < s.len && n < CX_AGENT_LOOK; /* void */) {
        skip = cx_agents_unseen(s.data + i, s.len - i, &blank);

        if (skip == 0) {
            plain[n++] = s.data[i++];
            continue;
        }

        if (blank && n > 0 && plain[n - 1] != ' ') {
            plain[n++] = ' ';
        }

        i += skip;
    }

    return cx_strn(plain, n);
}


/* what ends in this state, behind the byte at i, and stands as a word */

static cx_signs_t
cx_agents_end(const cx_traffic_agents_t *a, uint32_t state, cx_str_t s,
    size_t i)
{
    size_t               from;
    uint32_t             k, n;
    cx_signs_t           signs;
    const cx_pattern_t  *p;

    signs = 0;

    for (n = (state - a->first_end) / a->letters + 1; n;
         n = a->end[n - 1].shorter)
    {
        for (k = a->end[n - 1].pattern; k; k = p->next) {
            p = &a->pattern[k - 1];
            from = i + 1 - p->len;

            if ((p->begins && from > 0 && cx_is_word(s.data[from - 1]))
                || (p->ends && i + 1 < s.len && cx_is_word(s.data[i + 1])))
            {
                continue;
            }

            signs |= p->signs;
        }
    }

    return signs;
}


/* odd: there are runs of blanks in it, or something that is not ASCII */

static cx_signs_t
cx_agents_scan(const cx_traffic_agents_t *a, cx_str_t s, uint32_t *odd)
{
    size_t           i, n;
    uint8_t          c, before;
    uint32_t         state, seen;
    cx_signs_t       signs;
    const uint32_t  *step;

    step = a->step;
    n = cx_min(s.len, CX_AGENT_LOOK);
    state = 0;
    signs = 0;
    seen = 0;
    before = 0;

    for (i = 0; i < n; i++) {
        c = s.data[i];
        state = step[state + a->letter[c]];
        seen |= (c < ' ') | (c > '~') | ((c == ' ') & (before == ' '));
        before = c;

        if (cx_unlikely(state >= a->first_end)) {
            signs |= cx_agents_end(a, state, s, i);
        }
    }

    *odd = seen;

    return signs;
}


cx_signs_t
cx_agents_find(const cx_traffic_agents_t *a, cx_str_t s)
{
    uint8_t     plain[CX_AGENT_LOOK];
    uint32_t    odd;
    cx_signs_t  signs;

    signs = cx_agents_scan(a, s, &odd);

    if (cx_unlikely(odd)) {
        signs |= cx_agents_scan(a, cx_agents_plain(s, plain), &odd);
    }

    return signs;
}
