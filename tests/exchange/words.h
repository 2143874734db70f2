
/* What requests are made of. */

#ifndef XC_WORDS_H
#define XC_WORDS_H

#include <stdint.h>


typedef struct {
    const char  *code;              /* alpha-3 */
    const char  *region;
    const char  *city;
    const char  *zip;
    const char  *language;
    int          lat;               /* in ten thousandths of a degree */
    int          lon;
    int          offset;            /* minutes from UTC */
    uint8_t      gdpr;
    uint8_t      weight;
} xc_country_t;

typedef struct {
    const char  *ua;
    const char  *make;
    const char  *model;
    const char  *os;
    const char  *osv;
    const char  *browser;           /* of client hints; NULL: not sent */
    const char  *version;
    uint16_t     w;
    uint16_t     h;
    uint8_t      type;              /* "devicetype" */
    uint8_t      weight;
} xc_device_t;

#define XC_COUNTRIES  19
#define XC_DEVICES    12
#define XC_PHONES     5             /* the first of the devices */
#define XC_TVS        9             /* from here; the last is a screen */
#define XC_SCREEN     11
#define XC_WORDS      48
#define XC_CATEGORIES 40
#define XC_BAD_NAMES  12
#define XC_SEGMENTS   6
#define XC_SOURCES    6
#define XC_DEAL_NAMES 3

extern const xc_country_t  xc_countries[XC_COUNTRIES];
extern const xc_device_t   xc_devices[XC_DEVICES];
extern const char *const   xc_words[XC_WORDS];
extern const char *const   xc_categories[XC_CATEGORIES];
extern const char *const   xc_rivals[XC_BAD_NAMES];
extern const char *const   xc_segments[XC_SEGMENTS];
extern const char *const   xc_sources[XC_SOURCES];
extern const char *const   xc_deal_names[XC_DEAL_NAMES];


#endif /* XC_WORDS_H */
