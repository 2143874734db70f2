
/*
 * Internet addresses as requests have them: with an end that may have been
 * cut off or made zero, so that it is known how many bits are certain.
 */

#ifndef CX_ADDRESS_H
#define CX_ADDRESS_H


typedef unsigned __int128  cx_u128_t;

/* family 4 has its address in the lowest 32 bits */

typedef struct {
    cx_u128_t  value;           /* what is not certain is 0 */
    uint8_t    family;          /* 4, 6; 0: there is none */
    uint8_t    bits;            /* that are certain, at most 32 or 128 */
    uint8_t    malformed;       /* there is something, and no address */
} cx_address_t;


/*
 * "203.0.113.7", "2001:db8::7", "::ffff:203.0.113.7" (family 4), and what was
 * cut off: "203.0.113", "203.0.113.x", "203.0.113.0", "203.0.113.0/24",
 * "2001:db8:1", "2001:db8:1:x:x:x:x:x", "2001:db8:1::".  A zero at the end of
 * family 4, or all of the interface of family 6, is taken for something that
 * was cut off.  What is around it is left out: blanks, brackets, a port, a
 * zone, a dot at the end, zeros before a number, and all behind a comma.
 * CX_DECLINED: there is nothing; CX_ERROR: it is no address.
 */

cx_rc_t cx_address_parse(cx_str_t s, cx_address_t *a);

/*
 * A network as it is written in lists: "203.0.113.0/24", "2001:db8::/32", or
 * a whole address.  CX_DECLINED: the bits behind the prefix are not zero.
 */

cx_rc_t cx_network_parse(cx_str_t s, cx_address_t *a);

/*
 * The address of family 4 that one of family 6 has in it: "64:ff9b::/96",
 * "2002::/16", "::203.0.113.7".  CX_DECLINED: none.
 */

cx_rc_t cx_address_inner(const cx_address_t *a, cx_address_t *inner);


static inline unsigned
cx_address_width(const cx_address_t *a)
{
    return a->family == 4 ? 32 : 128;
}


/* the last address that has these certain bits */

static inline cx_u128_t
cx_address_last(const cx_address_t *a)
{
    unsigned  free_bits;

    free_bits = cx_address_width(a) - a->bits;

    return free_bits == 128 ? ~(cx_u128_t) 0
           : a->value | (((cx_u128_t) 1 << free_bits) - 1);
}


#endif /* CX_ADDRESS_H */
