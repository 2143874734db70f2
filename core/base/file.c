#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/base.h"


#define CX_SYMLINKS_MAX  40


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

    m->id.dev = (uint64_t) st.st_dev;
    m->id.ino = (uint64_t) st.st_ino;
    m->id.size = st.st_size;
    m->id.mtime_s = st.st_mtim.tv_sec;
    m->id.mtime_ns = st.st_mtim.tv_nsec;
    m->id.ctime_s = st.st_ctim.tv_sec;
    m->id.ctime_ns = st.st_ctim.tv_nsec;

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
cx_map_close(cx_map_t *m)
{
    if (m->data != NULL) {
        (void) munmap((void *) m->data, m->size);
        m->data = NULL;
        m->size = 0;
    }
}


void
cx_map_touch(const cx_map_t *m)
{
#if defined(MADV_POPULATE_READ)
    (void) madvise((void *) m->data, m->size, MADV_POPULATE_READ);
#else
    (void) madvise((void *) m->data, m->size, MADV_WILLNEED);
#endif
}


/* the folder of a path, of which the buffer has room for all */

static const char *
cx_folder(char *dir, size_t size, const char *path)
{
    char  *slash;

    (void) snprintf(dir, size, "%s", path);
    slash = strrchr(dir, '/');

    if (slash == NULL) {
        return ".";
    }

    slash[slash == dir] = '\0';

    return dir;
}


static cx_rc_t
cx_outfile_path(cx_outfile_t *f, const char *path, cx_error_t *e)
{
    if (*path == '\0') {
        return cx_error(e, CX_E_FILE_IO, "path", "the name of a file",
                        "is empty");
    }

    if ((size_t) snprintf(f->path, sizeof(f->path), "%s", path)
        >= sizeof(f->path))
    {
        return cx_error(e, CX_E_FILE_IO, "path", "at most 1023 bytes",
                        "is too long");
    }

    return CX_OK;
}


/* one symbolic link on: CX_DECLINED if the path is none */

static cx_rc_t
cx_outfile_follow(cx_outfile_t *f, cx_error_t *e)
{
    char         dir[sizeof(f->path)], link[sizeof(f->path)];
    char         next[2 * sizeof(f->path) + 1];
    ssize_t      n;
    struct stat  st;

    if (lstat(f->path, &st) == -1 || !S_ISLNK(st.st_mode)) {
        return CX_DECLINED;
    }

    n = readlink(f->path, link, sizeof(link) - 1);

    if (n == -1) {
        return cx_error(e, CX_E_FILE_IO, f->path, NULL, "%s",
                        strerror(errno));
    }

    link[n] = '\0';

    if (*link == '/') {
        return cx_outfile_path(f, link, e);
    }

    (void) snprintf(next, sizeof(next), "%s/%s",
                    cx_folder(dir, sizeof(dir), f->path), link);

    return cx_outfile_path(f, next, e);
}


/*
 * Where a symbolic link leads to, there the file is replaced, as it would be
 * written; what is no file, such as a device, is nobody's to rename over.
 */

static cx_rc_t
cx_outfile_target(cx_outfile_t *f, cx_error_t *e)
{
    int          i;
    cx_rc_t      rc;
    struct stat  st;

    if (stat(f->path, &st) == -1) {
        if (errno != ENOENT) {
            return cx_error(e, CX_E_FILE_IO, f->path, NULL, "%s",
                            strerror(errno));
        }

    } else if (!S_ISREG(st.st_mode)) {
        return cx_error(e, CX_E_FILE_FORMAT, f->path, "a regular file",
                        "is not a regular file");
    }

    rc = CX_OK;

    for (i = 0; rc == CX_OK && i < CX_SYMLINKS_MAX; i++) {
        rc = cx_outfile_follow(f, e);
    }

    if (rc == CX_OK) {
        return cx_error(e, CX_E_FILE_IO, f->path, NULL, "%s",
                        strerror(ELOOP));
    }

    return rc == CX_DECLINED ? CX_OK : CX_ERROR;
}


/*
 * A temporary is locked by who writes it: one that nobody has locked is left
 * of a process that was killed.
 */

static void
cx_outfile_clean(int dir, const char *name)
{
    int          fd;
    struct stat  st;

    fd = openat(dir, name, O_RDONLY|O_NOFOLLOW|O_NONBLOCK|O_CLOEXEC);

    if (fd == -1) {
        return;
    }

    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
        && flock(fd, LOCK_EX|LOCK_NB) == 0)
    {
        (void) unlinkat(dir, name, 0);
    }

    (void) close(fd);
}


static void
cx_outfile_clean_all(const char *path)
{
    DIR            *d;
    char            folder[sizeof(((cx_outfile_t *) 0)->path)];
    size_t          len;
    const char     *name, *p;
    struct dirent  *entry;

    d = opendir(cx_folder(folder, sizeof(folder), path));

    if (d == NULL) {
        return;
    }

    name = strrchr(path, '/');
    name = name ? name + 1 : path;
    len = strlen(name);

    while ((entry = readdir(d)) != NULL) {
        p = entry->d_name;

        if (strncmp(p, name, len) != 0 || p[len] != '.') {
            continue;
        }

        p += len + 1;
        p += strspn(p, "0123456789");

        if (p[-1] != '.' && strcmp(p, ".tmp") == 0) {
            cx_outfile_clean(dirfd(d), entry->d_name);
        }
    }

    (void) closedir(d);
}


cx_rc_t
cx_outfile_open(cx_outfile_t *f, const char *path, int mode, cx_error_t *e)
{
    struct stat  st;

    f->fd = -1;

    if (cx_outfile_path(f, path, e) != CX_OK
        || cx_outfile_target(f, e) != CX_OK)
    {
        return CX_ERROR;
    }

    cx_outfile_clean_all(f->path);

    (void) snprintf(f->tmp, sizeof(f->tmp), "%s.%d.tmp", f->path,
                    (int) getpid());

    for ( ;; ) {
        f->fd = open(f->tmp, O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, mode & 0555);

        if (f->fd == -1) {
            return cx_error(e, CX_E_FILE_IO, f->tmp, NULL, "%s",
                            strerror(errno));
        }

        /* before it was locked, somebody may have taken it for a left one */

        (void) flock(f->fd, LOCK_EX);

        if (fstat(f->fd, &st) == -1 || st.st_nlink) {
            return CX_OK;
        }

        (void) close(f->fd);
    }
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
    int   fd;
    char  dir[sizeof(((cx_outfile_t *) 0)->path)];

    fd = open(cx_folder(dir, sizeof(dir), path),
              O_RDONLY|O_DIRECTORY|O_CLOEXEC);

    if (fd != -1) {
        (void) fsync(fd);
        (void) close(fd);
    }
}


/* the lock goes with the descriptor, so that is closed last */

cx_rc_t
cx_outfile_commit(cx_outfile_t *f, cx_error_t *e)
{
    if (fsync(f->fd) == -1) {
        (void) cx_error(e, CX_E_FILE_IO, f->tmp, NULL, "%s", strerror(errno));
        cx_outfile_abort(f);
        return CX_ERROR;
    }

    if (rename(f->tmp, f->path) == -1) {
        (void) cx_error(e, CX_E_FILE_IO, f->path, NULL, "rename: %s",
                        strerror(errno));
        cx_outfile_abort(f);
        return CX_ERROR;
    }

    (void) close(f->fd);
    f->fd = -1;

    cx_sync_folder(f->path);

    return CX_OK;
}


void
cx_outfile_abort(cx_outfile_t *f)
{
    if (f->fd != -1) {
        (void) unlink(f->tmp);
        (void) close(f->fd);
        f->fd = -1;
    }
}
