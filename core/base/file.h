
/*
 * Whole files: mapped to be read, written beside and renamed over.  All of
 * these block; nothing of this belongs in an event loop.
 */

#ifndef CX_FILE_H
#define CX_FILE_H


/* which file it is, and which edition of it; zeros: none */

typedef struct {
    uint64_t        dev;
    uint64_t        ino;
    int64_t         size;
    int64_t         mtime_s, mtime_ns;
    int64_t         ctime_s, ctime_ns;  /* of its mode, its owner */
} cx_file_id_t;

typedef struct {
    const uint8_t  *data;
    size_t          size;
    cx_file_id_t    id;
} cx_map_t;


cx_rc_t cx_map_open(cx_map_t *m, const char *path, cx_error_t *e);
void cx_map_close(cx_map_t *m);

/* all of its pages at once, as far as that can be asked for */

void cx_map_touch(const cx_map_t *m);


typedef struct {
    int   fd;
    char  path[1024];
    char  tmp[1056];
} cx_outfile_t;

/*
 * A temporary beside path, or beside the file that a symbolic link leads to;
 * commit syncs it, renames it and syncs the folder.  Of what is there only a
 * regular file is replaced.  Temporaries "PATH.PID.tmp" that nobody writes
 * any more are removed.  The file is nobody's to write, whatever the mode:
 * who has it mapped would see it change.
 */

cx_rc_t cx_outfile_open(cx_outfile_t *f, const char *path, int mode,
    cx_error_t *e);
cx_rc_t cx_outfile_write(cx_outfile_t *f, const void *data, size_t len,
    cx_error_t *e);
cx_rc_t cx_outfile_commit(cx_outfile_t *f, cx_error_t *e);
void cx_outfile_abort(cx_outfile_t *f);


#endif /* CX_FILE_H */
