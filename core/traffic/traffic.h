
/*
 * Whether a request can come from a person: robots by the names that they
 * give themselves, addresses of data centres, devices that do not exist.
 */

#ifndef CX_TRAFFIC_H
#define CX_TRAFFIC_H

#include "core/base/base.h"
#include "core/openrtb/openrtb.h"


/*
 * What may be found, with the nbr that says it to an exchange and whether it
 * is sure enough to refuse a request for it; what is not is only counted.
 * Of several the first one is the reason.
 */

#define CX_TRAFFIC_FINDINGS(F)                                                \
    F(BOT,               "bot",                3, 1)                          \
    F(APP_CRAWLER,       "app_crawler",        3, 1)                          \
    F(DATA_CENTER,       "data_center",        5, 1)                          \
    F(ADDRESS_SPECIAL,   "address_special",    4, 1)                          \
    F(IOS_AGENT,         "ios_agent",          4, 1)                          \
    F(ANDROID_AGENT,     "android_agent",      4, 1)                          \
    F(PHONE_AGENT,       "phone_agent",        4, 1)                          \
    F(APPLE_ANDROID,     "apple_android",      6, 1)                          \
    F(MAKE_IOS,          "make_ios",           6, 1)                          \
    F(OS_VERSION,        "os_version",         6, 1)                          \
    F(SCREEN,            "screen",             6, 1)                          \
    F(OS_VERSION_ODD,    "os_version_odd",     6, 0)                          \
    F(TV_AGENT,          "tv_agent",           4, 0)                          \
    F(ADDRESS_PRIVATE,   "address_private",    4, 0)                          \
    F(ADDRESS_MALFORMED, "address_malformed",  4, 0)                          \
    F(AGENT_MISSING,     "agent_missing",      4, 0)

typedef enum {
#define CX_TRAFFIC_ENUM(id, name, nbr, sure)  CX_TRAFFIC_##id,
    CX_TRAFFIC_FINDINGS(CX_TRAFFIC_ENUM)
#undef CX_TRAFFIC_ENUM
    CX_TRAFFIC_MAX
} cx_traffic_e;

const char *cx_traffic_name(cx_traffic_e finding);
int cx_traffic_nbr(cx_traffic_e finding);

/* bit n: finding n is sure; all bits that there are */

#define CX_TRAFFIC_SURE_BIT(id, name, nbr, sure)                              \
    | (uint32_t) (sure) << CX_TRAFFIC_##id

#define CX_TRAFFIC_SURE  (0U CX_TRAFFIC_FINDINGS(CX_TRAFFIC_SURE_BIT))
#define CX_TRAFFIC_ALL   ((1U << CX_TRAFFIC_MAX) - 1)

/* those that lists find, not rules about devices */

#define CX_TRAFFIC_LISTS                                                      \
    (1U << CX_TRAFFIC_BOT | 1U << CX_TRAFFIC_DATA_CENTER)


/*
 * What is looked for in user agents, compiled: the signs of devices that the
 * rules speak of and, from a file, robots.  A line is a text that is looked
 * for in any case of letters, from the beginning to the end of a word; a "*"
 * at either end means that the word may go on there.  A line that begins with
 * "!" is an exception: a user agent that has it is no robot.  What begins with
 * "#" is a comment.
 *
 * Both kinds of lists are read and checked whole, which blocks; afterwards
 * they do not change and any number of processes may share them.
 */

#define CX_TRAFFIC_AGENTS_FILE    (256 * 1024)
#define CX_TRAFFIC_AGENTS_MAX     4096      /* lines */
#define CX_TRAFFIC_AGENT_LEN      64
#define CX_TRAFFIC_AGENTS_TABLE   (16 * 1024 * 1024)

typedef struct cx_traffic_agents_s  cx_traffic_agents_t;

/* path NULL: the signs of devices alone; NULL with *e on an error */

cx_traffic_agents_t *cx_traffic_agents_open(const char *path, cx_error_t *e);
cx_traffic_agents_t *cx_traffic_agents_parse(cx_str_t text, cx_error_t *e);
void cx_traffic_agents_close(cx_traffic_agents_t *a);


/*
 * Networks: one a line as address/prefix, family 4 or 6; "!" before one takes
 * it out of the others; "#" begins a comment.
 */

#define CX_TRAFFIC_NETWORKS_FILE  (32 * 1024 * 1024)
#define CX_TRAFFIC_NETWORKS_MAX   1000000   /* lines */

typedef struct cx_traffic_networks_s  cx_traffic_networks_t;

cx_traffic_networks_t *cx_traffic_networks_open(const char *path,
    cx_error_t *e);
cx_traffic_networks_t *cx_traffic_networks_parse(cx_str_t text,
    cx_error_t *e);
void cx_traffic_networks_close(cx_traffic_networks_t *n);

/* is all of the address, as far as it is certain, in one of them? */

int cx_traffic_networks_have(const cx_traffic_networks_t *n,
    const cx_address_t *a);


typedef struct {
    const cx_traffic_agents_t    *agents;       /* never NULL */
    const cx_traffic_networks_t  *networks;     /* NULL: none */
    uint32_t                      look;         /* findings to look for */
    uint32_t                      refuse;       /* those that are no bid */
} cx_traffic_t;

/* the findings, bit by bit; address: those of the device, 4 or 6 */

uint32_t cx_traffic_check(const cx_traffic_t *t, const cx_ortb_request_t *r,
    const cx_address_t *address, uint32_t naddress);


#endif /* CX_TRAFFIC_H */
