#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/sign/hmac.h"


#define CX_KEYFILE_MAX  65536


static int
cx_key_hex(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }

    c |= 0x20;

    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}


/* one line without its end: "id hexkey" */

static cx_rc_t
cx_key_parse(cx_str_t line, uint32_t *id, uint8_t key[CX_KEY_LEN])
{
    int             high, low;
    size_t          i;
    const uint8_t  *p, *last;

    p = line.data;
    last = p + line.len;
    *id = 0;

    while (p < last && *p >= '0' && *p <= '9' && *id <= 255) {
        *id = *id * 10 + (uint32_t) (*p++ - '0');
    }

    if (p == line.data || *id > 255 || p == last
        || (*p != ' ' && *p != '\t'))
    {
        return CX_ERROR;
    }

    while (p < last && (*p == ' ' || *p == '\t')) {
        p++;
    }

    if (last - p != CX_KEY_LEN * 2) {
        return CX_ERROR;
    }

    for (i = 0; i < CX_KEY_LEN; i++, p += 2) {
        high = cx_key_hex(p[0]);
        low = cx_key_hex(p[1]);

        if (high < 0 || low < 0) {
            return CX_ERROR;
        }

        key[i] = (uint8_t) (high << 4 | low);
    }

    return CX_OK;
}


static cx_rc_t
cx_keyring_line(cx_keyring_t *k, cx_str_t line, uint32_t number,
    cx_error_t *e)
{
    char      field[32];
    uint8_t   key[CX_KEY_LEN];
    uint32_t  id;

    while (line.len && strchr(" \t\r", line.data[line.len - 1]) != NULL) {
        line.len--;
    }

    if (line.len == 0 || line.data[0] == '#') {
        return CX_OK;
    }

    (void) snprintf(field, sizeof(field), "line %u", number);

    if (cx_key_parse(line, &id, key) != CX_OK) {
        return cx_error(e, CX_E_FILE_FORMAT, field,
                        "\"id key\": 0 to 255, 64 hexadecimal digits",
                        "is no key");
    }

    if (k->index[id] != -1) {
        return cx_error(e, CX_E_FILE_FORMAT, field, "each id once",
                        "key %u is there already", id);
    }

    k->index[id] = (int16_t) k->nkeys;
    k->id[k->nkeys] = (uint8_t) id;
    cx_hmac_key(&k->key[k->nkeys], key);
    k->nkeys++;

    OPENSSL_cleanse(key, sizeof(key));

    return CX_OK;
}


static cx_rc_t
cx_keyring_parse(cx_keyring_t *k, cx_str_t text, const char *path,
    cx_error_t *e)
{
    uint32_t        number;
    const uint8_t  *p, *end, *last;

    last = text.data + text.len;

    for (p = text.data, number = 1; p < last; p = end + 1, number++) {
        end = memchr(p, '\n', (size_t) (last - p));

        if (end == NULL) {
            end = last;
        }

        if (cx_keyring_line(k, cx_strn(p, end - p), number, e) != CX_OK) {
            return CX_ERROR;
        }
    }

    if (k->nkeys == 0) {
        return cx_error(e, CX_E_FILE_FORMAT, path, "lines of \"id key\"",
                        "has no key");
    }

    return CX_OK;
}


static cx_rc_t
cx_keyfile_open(const char *path, int *fd, cx_error_t *e)
{
    struct stat  st;

    *fd = open(path, O_RDONLY|O_CLOEXEC|O_NONBLOCK);

    if (*fd == -1) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    if (fstat(*fd, &st) == -1) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    if (!S_ISREG(st.st_mode)) {
        return cx_error(e, CX_E_FILE_FORMAT, path, "a regular file",
                        "is not a regular file");
    }

    if (st.st_mode & 077) {
        return cx_error(e, CX_E_FILE_IO, path, "0600 or 0400",
                        "holds keys and has the mode %04o: others than its "
                        "owner may use it", st.st_mode & 07777);
    }

    return CX_OK;
}


static cx_rc_t
cx_keyfile_read(int fd, const char *path, uint8_t *mem, size_t *len,
    cx_error_t *e)
{
    ssize_t  n;

    for (*len = 0; *len < CX_KEYFILE_MAX; *len += (size_t) n) {
        n = read(fd, mem + *len, CX_KEYFILE_MAX - *len);

        if (n == 0) {
            return CX_OK;
        }

        if (n == -1) {
            if (errno == EINTR) {
                n = 0;
                continue;
            }

            return cx_error(e, CX_E_FILE_IO, path, NULL, "%s",
                            strerror(errno));
        }
    }

    return cx_error(e, CX_E_TOO_COMPLEX, path, "less than 64 kilobytes",
                    "is too large for a file of keys");
}


cx_keyring_t *
cx_keyring_open(const char *path, cx_error_t *e)
{
    int            fd;
    size_t         len;
    cx_rc_t        rc;
    uint8_t       *mem;
    cx_keyring_t  *k;

    k = calloc(1, sizeof(cx_keyring_t));
    mem = malloc(CX_KEYFILE_MAX);

    if (k == NULL || mem == NULL) {
        free(k);
        free(mem);
        (void) cx_error(e, CX_E_NO_MEMORY, path, NULL, "out of memory");
        return NULL;
    }

    memset(k->index, 0xff, sizeof(k->index));
    len = 0;

    rc = cx_keyfile_open(path, &fd, e);

    if (rc == CX_OK) {
        rc = cx_keyfile_read(fd, path, mem, &len, e);
    }

    if (rc == CX_OK) {
        rc = cx_keyring_parse(k, cx_strn(mem, len), path, e);
    }

    if (fd != -1) {
        (void) close(fd);
    }

    OPENSSL_cleanse(mem, len);
    free(mem);

    if (rc != CX_OK) {
        cx_keyring_close(k);
        return NULL;
    }

    return k;
}


void
cx_keyring_close(cx_keyring_t *k)
{
    if (k != NULL) {
        OPENSSL_cleanse(k, sizeof(cx_keyring_t));
        free(k);
    }
}


static cx_rc_t
cx_keyfile_write(int fd, const char *path, cx_error_t *e)
{
    size_t    i, len;
    cx_buf_t  b;
    uint8_t   key[CX_KEY_LEN], text[256];

    if (RAND_priv_bytes(key, sizeof(key)) != 1) {
        return cx_error(e, CX_E_INTERNAL, path, NULL,
                        "no random bytes for a key");
    }

    cx_buf_init(&b, text, sizeof(text));
    cx_put_lit(&b, "# keys of notices: an id and 64 hexadecimal digits; the "
                   "first one signs\n1 ");

    for (i = 0; i < sizeof(key); i++) {
        cx_put_hex(&b, key[i], 2);
    }

    cx_put_char(&b, '\n');
    len = cx_buf_len(&b);

    if (write(fd, text, len) != (ssize_t) len || fsync(fd) == -1) {
        (void) cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
        len = 0;
    }

    OPENSSL_cleanse(key, sizeof(key));
    OPENSSL_cleanse(text, sizeof(text));

    return len ? CX_OK : CX_ERROR;
}


/*
 * Written beside and linked: the name appears with the whole key behind it,
 * and of two that make it at once one wins.
 */

cx_rc_t
cx_keyring_create(const char *path, cx_error_t *e)
{
    int      fd;
    char     tmp[1056];
    cx_rc_t  rc;

    if (access(path, F_OK) == 0) {
        return CX_DECLINED;
    }

    if ((size_t) snprintf(tmp, sizeof(tmp), "%s.%d.tmp", path, (int) getpid())
        >= sizeof(tmp))
    {
        return cx_error(e, CX_E_FILE_IO, "path", "at most 1023 bytes",
                        "is too long");
    }

    fd = open(tmp, O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0600);

    if (fd == -1) {
        return cx_error(e, CX_E_FILE_IO, tmp, NULL, "%s", strerror(errno));
    }

    rc = cx_keyfile_write(fd, path, e);
    (void) close(fd);

    if (rc == CX_OK && link(tmp, path) == -1) {
        rc = errno == EEXIST ? CX_DECLINED
             : cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    (void) unlink(tmp);

    return rc;
}


uint64_t
cx_keyring_number(const cx_keyring_t *k, cx_str_t text)
{
    uint64_t  n;
    uint8_t   mac[CX_HMAC_LEN];

    cx_hmac(&k->key[0], text.data, text.len, CX_HMAC_NUMBER, mac);
    memcpy(&n, mac, sizeof(n));

    return n;
}
