
/* what user agents are looked through for; nobody else's business */

#ifndef CX_TRAFFIC_AGENTS_H
#define CX_TRAFFIC_AGENTS_H

#include "core/traffic/traffic.h"


/* what is known of a device; the rules are made of these */

typedef enum {
    CX_IS_ROBOT = 0,            /* a line of the file */
    CX_IS_EXCEPTION,
    CX_AGENT_ANDROID,           /* what the user agent says */
    CX_AGENT_IOS,
    CX_AGENT_WINDOWS_PHONE,
    CX_AGENT_PHONE_MODEL,
    CX_AGENT_TV,
    CX_AGENT_CRAWLER,
    CX_AGENT_NONE,
    CX_OS_ANDROID,              /* what the fields say */
    CX_OS_IOS,
    CX_MAKE_APPLE,
    CX_MAKE_ANDROID,            /* of those who make no other phones */
    CX_TYPE_PHONE,
    CX_TYPE_TV,
    CX_TYPE_SCREEN,             /* outdoors */
    CX_IN_APP,
    CX_VERSION_NONE,
    CX_VERSION_ODD,
    CX_SIZE_NONE,
    CX_ADDR_SPECIAL,
    CX_ADDR_PRIVATE,
    CX_ADDR_MALFORMED,
    CX_ADDR_LISTED,
    CX_SIGN_MAX
} cx_sign_e;

typedef uint32_t  cx_signs_t;

#define CX_SIGN(sign)  ((cx_signs_t) 1 << (sign))


/* of an agent no more than this is looked at */

#define CX_AGENT_LOOK  2048

cx_signs_t cx_agents_find(const cx_traffic_agents_t *a, cx_str_t agent);


#endif /* CX_TRAFFIC_AGENTS_H */
