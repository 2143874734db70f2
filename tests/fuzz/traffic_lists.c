
/*
 * Lists from a stranger, and a request that they are applied to: what is
 * refused names what is wrong; robots and networks are found where a look at
 * one line after the other finds them.
 *
 *     byte   bit 0: networks, else robots
 *     rest   a list, a zero byte, a user agent or an address
 */

#include <stdlib.h>

#include "core/traffic/agents.h"
#include "core/traffic/list.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


typedef struct {
    const cx_address_t  *a;
    int                  in, out;
} fuzz_scan_t;


static void
fuzz_must(int ok)
{
    if (!ok) {
        abort();
    }
}


static cx_rc_t
fuzz_network(void *data, cx_str_t line, const char *at, cx_error_t *e)
{
    int           out;
    fuzz_scan_t  *scan;
    cx_address_t  n;

    (void) at;
    (void) e;

    scan = data;
    out = line.data[0] == '!';

    fuzz_must(cx_network_parse(cx_strn(line.data + out,
                                       line.len - (size_t) out), &n)
              == CX_OK);

    if (n.family == scan->a->family && scan->a->value >= n.value
        && scan->a->value <= cx_address_last(&n))
    {
        scan->out |= out;
        scan->in |= !out;
    }

    return CX_OK;
}


static void
fuzz_networks(cx_str_t list, cx_str_t text)
{
    cx_error_t              e;
    fuzz_scan_t             scan;
    cx_address_t            a;
    cx_traffic_networks_t  *n;

    memset(&e, 0, sizeof(e));
    n = cx_traffic_networks_parse(list, &e);

    if (n == NULL) {
        fuzz_must(e.field[0] && e.fault[0] && e.allowed[0]);
        return;
    }

    /* of a whole address it is known what a scan would say */

    if (cx_address_parse(text, &a) == CX_OK
        && a.bits == cx_address_width(&a))
    {
        memset(&scan, 0, sizeof(scan));
        scan.a = &a;

        fuzz_must(cx_list_parse(list, CX_TRAFFIC_NETWORKS_MAX, fuzz_network,
                                &scan, &e) == CX_OK);
        fuzz_must(cx_traffic_networks_have(n, &a)
                  == (scan.in && !scan.out));
    }

    (void) cx_traffic_networks_have(n, &a);
    cx_traffic_networks_close(n);
}


static int
fuzz_is_word(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}


typedef struct {
    cx_str_t    agent;
    cx_signs_t  signs;
} fuzz_agent_t;


static cx_rc_t
fuzz_pattern(void *data, cx_str_t s, const char *at, cx_error_t *e)
{
    int            except, begin, end;
    size_t         i;
    cx_str_t       a;
    fuzz_agent_t  *scan;

    (void) at;
    (void) e;

    scan = data;
    a = scan->agent;
    except = s.data[0] == '!';
    s = cx_strn(s.data + except, s.len - (size_t) except);
    begin = s.len && s.data[0] == '*';
    s = cx_strn(s.data + begin, s.len - (size_t) begin);
    end = s.len && s.data[s.len - 1] == '*';
    s.len -= (size_t) end;

    for (i = 0; i + s.len <= a.len; i++) {
        if (cx_str_eq_nocase(cx_strn(a.data + i, s.len), s)
            && (begin || !fuzz_is_word(s.data[0]) || i == 0
                || !fuzz_is_word(a.data[i - 1]))
            && (end || !fuzz_is_word(s.data[s.len - 1])
                || i + s.len == a.len || !fuzz_is_word(a.data[i + s.len])))
        {
            scan->signs |= CX_SIGN(except ? CX_IS_EXCEPTION : CX_IS_ROBOT);
        }
    }

    return CX_OK;
}


static int
fuzz_is_plain(cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] < ' ' || s.data[i] > '~'
            || (i && s.data[i] == ' ' && s.data[i - 1] == ' '))
        {
            return 0;
        }
    }

    return 1;
}


static void
fuzz_agents(cx_str_t list, cx_str_t text)
{
    cx_error_t            e;
    cx_signs_t            signs;
    fuzz_agent_t          scan;
    cx_traffic_agents_t  *a;

    memset(&e, 0, sizeof(e));
    a = cx_traffic_agents_parse(list, &e);

    if (a == NULL) {
        fuzz_must(e.field[0] && e.fault[0] && e.allowed[0]);
        return;
    }

    text.len = cx_min(text.len, CX_AGENT_LOOK);
    scan.agent = text;
    scan.signs = 0;

    fuzz_must(cx_list_parse(list, CX_TRAFFIC_AGENTS_MAX, fuzz_pattern, &scan,
                            &e) == CX_OK);

    signs = cx_agents_find(a, text)
            & (CX_SIGN(CX_IS_ROBOT) | CX_SIGN(CX_IS_EXCEPTION));

    /* without what is not seen in it there may be more */

    fuzz_must((signs & scan.signs) == scan.signs);
    fuzz_must(signs == scan.signs || !fuzz_is_plain(text));

    cx_traffic_agents_close(a);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cx_str_t        list, text;
    const uint8_t  *zero;

    if (size < 2) {
        return 0;
    }

    zero = memchr(data + 1, '\0', size - 1);

    if (zero == NULL) {
        return 0;
    }

    list = cx_strn(data + 1, zero - data - 1);
    text = cx_strn(zero + 1, data + size - zero - 1);

    if (data[0] & 1) {
        fuzz_networks(list, text);
    } else {
        fuzz_agents(list, text);
    }

    return 0;
}
