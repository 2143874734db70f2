#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/traffic/list.h"


static int
cx_list_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r';
}


static cx_str_t
cx_list_trim(cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len && s.data[i] != '#'; i++) {
        /* void */
    }

    s.len = i;

    while (s.len && cx_list_blank(s.data[s.len - 1])) {
        s.len--;
    }

    while (s.len && cx_list_blank(s.data[0])) {
        s.data++;
        s.len--;
    }

    return s;
}


cx_rc_t
cx_list_parse(cx_str_t text, uint32_t max, cx_list_line_pt line, void *data,
    cx_error_t *e)
{
    char            at[32];
    cx_str_t        s;
    uint32_t        number, entries;
    const uint8_t  *p, *end, *last;

    entries = 0;
    last = text.data + text.len;

    for (p = text.data, number = 1; p < last; p = end + 1, number++) {
        end = memchr(p, '\n', (size_t) (last - p));

        if (end == NULL) {
            end = last;
        }

        s = cx_list_trim(cx_strn(p, end - p));

        if (s.len == 0) {
            continue;
        }

        (void) snprintf(at, sizeof(at), "line %u", number);

        if (entries++ == max) {
            (void) snprintf(at, sizeof(at), "at most %u", max);
            return cx_error(e, CX_E_TOO_COMPLEX, "the list", at,
                            "has too many entries");
        }

        if (line(data, s, at, e) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_list_fill(int fd, uint8_t *mem, size_t size, size_t *len, cx_error_t *e)
{
    ssize_t  n;

    for (*len = 0; *len < size; *len += (size_t) n) {
        n = read(fd, mem + *len, size - *len);

        if (n == 0) {
            break;
        }

        if (n == -1) {
            if (errno == EINTR) {
                n = 0;
                continue;
            }

            return cx_error(e, CX_E_FILE_IO, NULL, NULL, "%s",
                            strerror(errno));
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_list_load(int fd, size_t max, cx_str_t *text, cx_error_t *e)
{
    char         allowed[64];
    size_t       len;
    uint8_t     *mem;
    struct stat  st;

    if (fstat(fd, &st) == -1) {
        return cx_error(e, CX_E_FILE_IO, NULL, NULL, "%s", strerror(errno));
    }

    if (!S_ISREG(st.st_mode)) {
        return cx_error(e, CX_E_FILE_FORMAT, NULL, "a regular file",
                        "is not a regular file");
    }

    if ((uint64_t) st.st_size > max) {
        (void) snprintf(allowed, sizeof(allowed), "at most %lu bytes",
                        (unsigned long) max);
        return cx_error(e, CX_E_TOO_COMPLEX, NULL, allowed, "is too large");
    }

    mem = malloc((size_t) st.st_size + 1);

    if (mem == NULL) {
        return cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
    }

    if (cx_list_fill(fd, mem, (size_t) st.st_size, &len, e) != CX_OK) {
        free(mem);
        return CX_ERROR;
    }

    *text = cx_strn(mem, len);

    return CX_OK;
}


cx_rc_t
cx_list_read(const char *path, size_t max, cx_str_t *text, cx_error_t *e)
{
    int      fd;
    cx_rc_t  rc;

    fd = open(path, O_RDONLY|O_CLOEXEC|O_NONBLOCK);

    if (fd == -1) {
        return cx_error(e, CX_E_FILE_IO, NULL, NULL, "%s", strerror(errno));
    }

    rc = cx_list_load(fd, max, text, e);
    (void) close(fd);

    return rc;
}
