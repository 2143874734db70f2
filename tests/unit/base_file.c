#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"


static char  folder[64];


static const char *
in_folder(const char *name)
{
    static char  path[4][256];
    static int   n;

    n = (n + 1) % 4;
    (void) snprintf(path[n], sizeof(path[n]), "%s/%s", folder, name);

    return path[n];
}


static void
begin(void)
{
    (void) strcpy(folder, "/tmp/cx_base_file.XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
}


static void
end(void)
{
    char  command[128];

    (void) snprintf(command, sizeof(command), "rm -rf %s", folder);
    CHECK(system(command) == 0);
}


static cx_rc_t
put(const char *path, const char *text, cx_error_t *e)
{
    cx_outfile_t  f;

    if (cx_outfile_open(&f, path, 0644, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_outfile_write(&f, text, strlen(text), e) != CX_OK) {
        cx_outfile_abort(&f);
        return CX_ERROR;
    }

    return cx_outfile_commit(&f, e);
}


static int
holds(const char *path, const char *text)
{
    int         same;
    cx_map_t    m;
    cx_error_t  e;

    if (cx_map_open(&m, path, &e) != CX_OK) {
        return 0;
    }

    same = m.size == strlen(text) && memcmp(m.data, text, m.size) == 0;
    cx_map_close(&m);

    return same;
}


static void
make(const char *path)
{
    int  fd;

    fd = open(path, O_WRONLY|O_CREAT|O_CLOEXEC, 0444);
    CHECK(fd != -1);
    (void) close(fd);
}


static int
is_there(const char *path)
{
    struct stat  st;

    return lstat(path, &st) == 0;
}


static void
a_file_is_replaced_whole(void)
{
    int          fd;
    cx_error_t   e;
    struct stat  st;

    begin();
    CHECK_INT(put(in_folder("a"), "one", &e), CX_OK);

    fd = open(in_folder("a"), O_RDONLY|O_CLOEXEC);
    CHECK_INT(put(in_folder("a"), "two2", &e), CX_OK);
    CHECK(holds(in_folder("a"), "two2"));
    CHECK(fstat(fd, &st) == 0 && st.st_size == 3);
    (void) close(fd);
    end();
}


static void
nobody_may_write_it(void)
{
    cx_error_t   e;
    struct stat  st;

    begin();
    CHECK_INT(put(in_folder("a"), "one", &e), CX_OK);
    CHECK_INT(stat(in_folder("a"), &st), 0);
    CHECK_INT(st.st_mode & 0222, 0);
    CHECK_INT(st.st_mode & 0400, 0400);
    end();
}


static void
what_is_no_file_stays(void)
{
    cx_error_t   e;
    struct stat  st;

    begin();
    CHECK_INT(mkfifo(in_folder("fifo"), 0600), 0);
    CHECK_INT(put(in_folder("fifo"), "x", &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);
    CHECK(strcmp(e.field, in_folder("fifo")) == 0);
    CHECK(strcmp(e.fault, "is not a regular file") == 0);
    CHECK(strcmp(e.allowed, "a regular file") == 0);
    CHECK(lstat(in_folder("fifo"), &st) == 0 && S_ISFIFO(st.st_mode));

    CHECK_INT(symlink("fifo", in_folder("link")), 0);
    CHECK_INT(put(in_folder("link"), "x", &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);
    CHECK(lstat(in_folder("link"), &st) == 0 && S_ISLNK(st.st_mode));

    CHECK_INT(put(folder, "x", &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);
    end();
}


static void
a_symbolic_link_is_followed(void)
{
    cx_error_t   e;
    struct stat  st;

    begin();
    CHECK_INT(mkdir(in_folder("d"), 0700), 0);
    CHECK_INT(put(in_folder("d/file"), "one", &e), CX_OK);
    CHECK_INT(symlink("d/next", in_folder("link")), 0);
    CHECK_INT(symlink(in_folder("d/file"), in_folder("d/next")), 0);

    CHECK_INT(put(in_folder("link"), "two", &e), CX_OK);
    CHECK(lstat(in_folder("link"), &st) == 0 && S_ISLNK(st.st_mode));
    CHECK(lstat(in_folder("d/next"), &st) == 0 && S_ISLNK(st.st_mode));
    CHECK(lstat(in_folder("d/file"), &st) == 0 && S_ISREG(st.st_mode));
    CHECK(holds(in_folder("d/file"), "two"));

    CHECK_INT(symlink("d/new", in_folder("early")), 0);
    CHECK_INT(put(in_folder("early"), "three", &e), CX_OK);
    CHECK(lstat(in_folder("early"), &st) == 0 && S_ISLNK(st.st_mode));
    CHECK(holds(in_folder("d/new"), "three"));

    CHECK_INT(symlink("round", in_folder("round")), 0);
    CHECK_INT(put(in_folder("round"), "x", &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_IO);
    end();
}


static void
a_path_has_to_be_one(void)
{
    char        path[2000];
    cx_error_t  e;

    CHECK_INT(put("", "x", &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_IO);
    CHECK(strcmp(e.fault, "is empty") == 0);

    memset(path, 'a', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    CHECK_INT(put(path, "x", &e), CX_ERROR);
    CHECK(strcmp(e.fault, "is too long") == 0);
}


static void
what_a_killed_one_left_is_removed(void)
{
    int         fd;
    char        own[32];
    cx_error_t  e;

    begin();
    (void) snprintf(own, sizeof(own), "a.%d.tmp", (int) getpid());
    make(in_folder("a.4000001.tmp"));
    make(in_folder(own));
    make(in_folder("a.4000002.tmp"));
    make(in_folder("b.4000001.tmp"));
    make(in_folder("a..tmp"));
    make(in_folder("a.12x.tmp"));
    CHECK_INT(symlink("b", in_folder("a.4000003.tmp")), 0);

    fd = open(in_folder("a.4000002.tmp"), O_RDONLY|O_CLOEXEC);
    CHECK_INT(flock(fd, LOCK_EX|LOCK_NB), 0);

    CHECK_INT(put(in_folder("a"), "one", &e), CX_OK);
    CHECK(!is_there(in_folder("a.4000001.tmp")));
    CHECK(!is_there(in_folder(own)));
    CHECK(is_there(in_folder("a.4000002.tmp")));
    CHECK(is_there(in_folder("b.4000001.tmp")));
    CHECK(is_there(in_folder("a..tmp")));
    CHECK(is_there(in_folder("a.12x.tmp")));
    CHECK(is_there(in_folder("a.4000003.tmp")));

    (void) close(fd);
    CHECK_INT(put(in_folder("a"), "two", &e), CX_OK);
    CHECK(!is_there(in_folder("a.4000002.tmp")));
    end();
}


static void
one_that_is_written_is_left_alone(void)
{
    cx_error_t    e;
    cx_outfile_t  f, g;

    begin();
    CHECK_INT(cx_outfile_open(&f, in_folder("a"), 0644, &e), CX_OK);
    CHECK_INT(cx_outfile_open(&g, in_folder("a"), 0644, &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_IO);
    CHECK_INT(cx_outfile_write(&f, "one", 3, &e), CX_OK);
    CHECK_INT(cx_outfile_commit(&f, &e), CX_OK);
    CHECK(holds(in_folder("a"), "one"));

    CHECK_INT(cx_outfile_open(&f, in_folder("a"), 0644, &e), CX_OK);
    cx_outfile_abort(&f);
    CHECK(!is_there(f.tmp));
    CHECK(holds(in_folder("a"), "one"));
    end();
}


static const cx_test_t  tests[] = {
    TEST(a_file_is_replaced_whole),
    TEST(nobody_may_write_it),
    TEST(what_is_no_file_stays),
    TEST(a_symbolic_link_is_followed),
    TEST(a_path_has_to_be_one),
    TEST(what_a_killed_one_left_is_removed),
    TEST(one_that_is_written_is_left_alone)
};

TEST_MAIN(tests)
