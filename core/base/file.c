#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/base.h"


static int64_t
cx_stat_mtime(const struct stat *st)
{
    return (int64_t) st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}


static cx_rc_t
cx_map_fd(cx_map_t *m, int fd, const char *path, cx_error_t *e)
{
    void         *p;
    struct stat   st;

    if (fstat(fd, &st) == -1) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    if (!S_ISREG(st.st_mode)) {
        return cx_error(e, CX_E_FILE_FORMAT, path, "a regular file",
                        "is not a regular file");
    }

    if (st.st_size == 0) {
        return cx_error(e, CX_E_FILE_TRUNCATED, path, NULL, "is empty");
    }

    p = mmap(NULL, (size_t) st.st_size, PROT_READ, MAP_SHARED, fd, 0);

    if (p == MAP_FAILED) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "mmap: %s",
                        strerror(errno));
    }

    m->data = p;
    m->size = (size_t) st.st_size;
    m->dev = (uint64_t) st.st_dev;
    m->ino = (uint64_t) st.st_ino;
    m->mtime_ns = cx_stat_mtime(&st);

    return CX_OK;
}


cx_rc_t
cx_map_open(cx_map_t *m, const char *path, cx_error_t *e)
{
    int      fd;
    cx_rc_t  rc;

    memset(m, 0, sizeof(cx_map_t));

    fd = open(path, O_RDONLY|O_CLOEXEC|O_NONBLOCK);

    if (fd == -1) {
        return cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
    }

    rc = cx_map_fd(m, fd, path, e);

    (void) close(fd);

    return rc;
}


void
cx_map_prefault(const cx_map_t *m)
{
    size_t                   i;
    volatile const uint8_t  *p;

    (void) madvise((void *) m->data, m->size, MADV_WILLNEED);

    for (p = m->data, i = 0; i < m->size; i += 4096) {
        (void) p[i];
    }
}


void
cx_map_close(cx_map_t *m)
{
    if (m->data != NULL) {
        (void) munmap((void *) m->data, m->size);
        m->data = NULL;
        m->size = 0;
    }
}


cx_rc_t
cx_map_same(const cx_map_t *m, const char *path)
{
    struct stat  st;

    if (stat(path, &st) == -1) {
        return CX_DECLINED;
    }

    return m->ino == (uint64_t) st.st_ino && m->dev == (uint64_t) st.st_dev
           && m->mtime_ns == cx_stat_mtime(&st)
           && m->size == (size_t) st.st_size ? CX_OK : CX_DECLINED;
}


cx_rc_t
cx_outfile_open(cx_outfile_t *f, const char *path, int mode, cx_error_t *e)
{
    f->fd = -1;

    if ((size_t) snprintf(f->path, sizeof(f->path), "%s", path)
        >= sizeof(f->path))
    {
        return cx_error(e, CX_E_FILE_IO, "path", "at most 1023 bytes",
                        "is too long");
    }

    (void) snprintf(f->tmp, sizeof(f->tmp), "%s.%d.tmp", path, (int) getpid());

    f->fd = open(f->tmp, O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, mode);

    if (f->fd == -1) {
        return cx_error(e, CX_E_FILE_IO, f->tmp, NULL, "%s", strerror(errno));
    }

    return CX_OK;
}


cx_rc_t
cx_outfile_write(cx_outfile_t *f, const void *data, size_t len, cx_error_t *e)
{
    ssize_t         n;
    const uint8_t  *p;

    for (p = data; len; p += n, len -= (size_t) n) {
        n = write(f->fd, p, len);

        if (n == -1) {
            if (errno == EINTR) {
                n = 0;
                continue;
            }

            return cx_error(e, CX_E_FILE_IO, f->tmp, NULL, "%s",
                            strerror(errno));
        }
    }

    return CX_OK;
}


static void
cx_sync_folder(const char *path)
{
    int    fd;
    char   dir[1024], *slash;

    (void) snprintf(dir, sizeof(dir), "%s", path);
    slash = strrchr(dir, '/');

    if (slash == NULL) {
        (void) strcpy(dir, ".");

    } else {
        slash[slash == dir] = '\0';
    }

    fd = open(dir, O_RDONLY|O_DIRECTORY|O_CLOEXEC);

    if (fd != -1) {
        (void) fsync(fd);
        (void) close(fd);
    }
}


cx_rc_t
cx_outfile_commit(cx_outfile_t *f, cx_error_t *e)
{
    if (fsync(f->fd) == -1 || close(f->fd) == -1) {
        (void) unlink(f->tmp);
        f->fd = -1;
        return cx_error(e, CX_E_FILE_IO, f->tmp, NULL, "%s", strerror(errno));
    }

    f->fd = -1;

    if (rename(f->tmp, f->path) == -1) {
        (void) cx_error(e, CX_E_FILE_IO, f->path, NULL, "rename: %s",
                        strerror(errno));
        (void) unlink(f->tmp);
        return CX_ERROR;
    }

    cx_sync_folder(f->path);

    return CX_OK;
}


void
cx_outfile_abort(cx_outfile_t *f)
{
    if (f->fd != -1) {
        (void) close(f->fd);
        (void) unlink(f->tmp);
        f->fd = -1;
    }
}
