
/*
 * Writing into memory of a known size.  What does not fit is not written and
 * sets overflow, which the caller looks at once, at the end.
 */

#ifndef CX_BUF_H
#define CX_BUF_H


typedef struct {
    uint8_t   *start;
    uint8_t   *pos;
    uint8_t   *end;
    unsigned   overflow;
} cx_buf_t;


static inline void
cx_buf_init(cx_buf_t *b, void *mem, size_t size)
{
    b->start = mem;
    b->pos = mem;
    b->end = b->start + size;
    b->overflow = 0;
}


static inline size_t
cx_buf_len(const cx_buf_t *b)
{
    return (size_t) (b->pos - b->start);
}


static inline int
cx_buf_room(cx_buf_t *b, size_t n)
{
    if (cx_unlikely(n > (size_t) (b->end - b->pos))) {
        b->overflow = 1;
        return 0;
    }

    return 1;
}


static inline void
cx_put(cx_buf_t *b, const void *data, size_t n)
{
    if (n && cx_buf_room(b, n)) {
        memcpy(b->pos, data, n);
        b->pos += n;
    }
}


static inline void
cx_put_str(cx_buf_t *b, cx_str_t s)
{
    cx_put(b, s.data, s.len);
}


static inline void
cx_put_cstr(cx_buf_t *b, const char *s)
{
    cx_put(b, s, strlen(s));
}


static inline void
cx_put_char(cx_buf_t *b, char c)
{
    if (cx_buf_room(b, 1)) {
        *b->pos++ = (uint8_t) c;
    }
}

#define cx_put_lit(b, lit)  cx_put((b), (lit), sizeof(lit) - 1)

/*
 * Text that is there for copying again and again has bytes after it that may
 * be read, so that its length needs no looking at; as many are written after
 * the copy, which the text that follows it overwrites.
 */

#define CX_PAD  32

#define cx_padded(lit)                                                        \
    { sizeof(lit) - 1, (const uint8_t *) (lit "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"  \
                                              "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") }


static inline uint8_t *
cx_copy_padded(uint8_t *d, cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i += CX_PAD) {
        memcpy(d + i, s.data + i, CX_PAD);
    }

    return d + s.len;
}


static inline void
cx_put_padded(cx_buf_t *b, cx_str_t s)
{
    if (cx_unlikely(s.len + CX_PAD > (size_t) (b->end - b->pos))) {
        cx_put_str(b, s);
        return;
    }

    b->pos = cx_copy_padded(b->pos, s);
}


/*
 * What is more than copying is done by functions of a position and an end;
 * they return the new position, or NULL if there is no room.  A writer that
 * keeps its buffer in a variable of its own, and hands nobody the address,
 * has its position in a register all the while.
 */

uint8_t *cx_text_uint(uint8_t *p, uint8_t *end, uint64_t v);
uint8_t *cx_text_hex(uint8_t *p, uint8_t *end, uint64_t v, int digits);
uint8_t *cx_text_micros(uint8_t *p, uint8_t *end, int64_t micros);
uint8_t *cx_text_json(uint8_t *p, uint8_t *end, cx_str_t s);
uint8_t *cx_text_quoted(uint8_t *p, uint8_t *end, cx_str_t s);
uint8_t *cx_text_uri(uint8_t *p, uint8_t *end, cx_str_t s);
uint8_t *cx_text_base64url(uint8_t *p, uint8_t *end, const void *data,
    size_t n);


/* from one to the other of two buffers of the same memory */

static inline void
cx_buf_at(cx_buf_t *b, const cx_buf_t *from)
{
    b->pos = from->pos;
    b->overflow = from->overflow;
}


static inline void
cx_buf_take(cx_buf_t *b, uint8_t *p)
{
    if (cx_unlikely(p == NULL)) {
        b->overflow = 1;
        return;
    }

    b->pos = p;
}


static inline void
cx_put_uint(cx_buf_t *b, uint64_t v)
{
    if (v < 10) {
        cx_put_char(b, (char) ('0' + v));
        return;
    }

    cx_buf_take(b, cx_text_uint(b->pos, b->end, v));
}


static inline void
cx_put_int(cx_buf_t *b, int64_t v)
{
    if (v < 0) {
        cx_put_char(b, '-');
        cx_put_uint(b, 0 - (uint64_t) v);
        return;
    }

    cx_put_uint(b, (uint64_t) v);
}


/* low nibbles */

static inline void
cx_put_hex(cx_buf_t *b, uint64_t v, int digits)
{
    cx_buf_take(b, cx_text_hex(b->pos, b->end, v, digits));
}


/* micros as the shortest exact decimal: 1250000 is 1.25 */

static inline void
cx_put_micros(cx_buf_t *b, int64_t micros)
{
    cx_buf_take(b, cx_text_micros(b->pos, b->end, micros));
}


/* a JSON string without its quotes; the same with them */

static inline void
cx_put_json_inner(cx_buf_t *b, cx_str_t s)
{
    cx_buf_take(b, cx_text_json(b->pos, b->end, s));
}


static inline void
cx_put_json(cx_buf_t *b, cx_str_t s)
{
    cx_buf_take(b, cx_text_quoted(b->pos, b->end, s));
}


/* percent-encoding of all but the unreserved characters of RFC 3986 */

static inline void
cx_put_uri(cx_buf_t *b, cx_str_t s)
{
    cx_buf_take(b, cx_text_uri(b->pos, b->end, s));
}


/* base64url without padding */

static inline void
cx_put_base64url(cx_buf_t *b, const void *data, size_t n)
{
    cx_buf_take(b, cx_text_base64url(b->pos, b->end, data, n));
}


/* what the kernels are compared with: into (n * 4 + 2) / 3 bytes */

void cx_base64url_plain(uint8_t *d, const uint8_t *s, size_t n);

/* returns the decoded length, or -1; dst must have room for n * 3 / 4 */

ptrdiff_t cx_base64url_decode(void *dst, const uint8_t *src, size_t n);


#endif /* CX_BUF_H */
