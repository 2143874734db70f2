/*
 * The library maps the file that it is given.  A file on a disk may be
 * written into or cut while it is mapped, and reading it may wait for the
 * disk; so it is given a copy in memory that nobody can change.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/geo/file.h"
#include "core/geo/geo.h"


static cx_rc_t
cx_geo_io(cx_error_t *e)
{
    return cx_error(e, CX_E_FILE_IO, NULL, NULL, "%s", strerror(errno));
}


static cx_rc_t
cx_geo_copy(int to, int from, uint64_t size, cx_error_t *e)
{
    ssize_t   n;
    uint64_t  left;

    for (left = size; left; left -= (uint64_t) n) {
        n = sendfile(to, from, NULL, left);

        if (n == -1) {
            if (errno == EINTR) {
                n = 0;
                continue;
            }

            return cx_geo_io(e);
        }

        if (n == 0) {
            return cx_error(e, CX_E_FILE_TRUNCATED, NULL, NULL,
                            "became shorter while it was read");
        }
    }

    return fcntl(to, F_ADD_SEALS, F_SEAL_SHRINK|F_SEAL_GROW|F_SEAL_WRITE) == 0
           ? CX_OK : cx_geo_io(e);
}


static cx_rc_t
cx_geo_check_file(int fd, uint64_t *size, cx_error_t *e)
{
    char         allowed[64];
    struct stat  st;

    if (fstat(fd, &st) == -1) {
        return cx_geo_io(e);
    }

    if (!S_ISREG(st.st_mode)) {
        return cx_error(e, CX_E_FILE_FORMAT, NULL, "a regular file",
                        "is not a regular file");
    }

    *size = (uint64_t) st.st_size;

    if (*size == 0 || *size > CX_GEO_FILE_MAX) {
        (void) snprintf(allowed, sizeof(allowed), "from 1 to %lu bytes",
                        (unsigned long) CX_GEO_FILE_MAX);
        return cx_error(e, CX_E_FILE_FORMAT, NULL, allowed,
                        "has %lu bytes", (unsigned long) *size);
    }

    return CX_OK;
}


static cx_rc_t
cx_geo_map(int fd, MMDB_s *mmdb, cx_error_t *e)
{
    int   rc;
    char  name[64];

    (void) snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);

    rc = MMDB_open(name, MMDB_MODE_MMAP, mmdb);

    if (rc == MMDB_SUCCESS) {
        return CX_OK;
    }

    return cx_error(e, rc == MMDB_OUT_OF_MEMORY_ERROR ? CX_E_NO_MEMORY
                       : rc == MMDB_IO_ERROR || rc == MMDB_FILE_OPEN_ERROR
                       ? CX_E_FILE_IO : CX_E_FILE_FORMAT,
                    NULL, "a MaxMind database", "%s", MMDB_strerror(rc));
}


static cx_rc_t
cx_geo_load_fd(int from, MMDB_s *mmdb, cx_error_t *e)
{
    int       to;
    cx_rc_t   rc;
    uint64_t  size;

    size = 0;

    if (cx_geo_check_file(from, &size, e) != CX_OK) {
        return CX_ERROR;
    }

    to = memfd_create("campaign-geo", MFD_CLOEXEC|MFD_ALLOW_SEALING);

    if (to == -1) {
        return cx_geo_io(e);
    }

    rc = cx_geo_copy(to, from, size, e);

    if (rc == CX_OK) {
        rc = cx_geo_map(to, mmdb, e);
    }

    (void) close(to);

    return rc;
}


cx_rc_t
cx_geo_load(const char *path, MMDB_s *mmdb, cx_error_t *e)
{
    int      fd;
    cx_rc_t  rc;

    fd = open(path, O_RDONLY|O_CLOEXEC|O_NONBLOCK);

    if (fd == -1) {
        return cx_geo_io(e);
    }

    rc = cx_geo_load_fd(fd, mmdb, e);
    (void) close(fd);

    return rc;
}
