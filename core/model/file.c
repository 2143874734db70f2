#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/model/features.h"
#include "core/model/layout.h"


static uint64_t
cx_model_checksum(const void *data, size_t size)
{
    cx_checksum_t  c;

    cx_checksum_init(&c);
    cx_checksum_update(&c, data, size);

    return cx_checksum_final(&c);
}


/* a name goes into logs and labels, so it is plain */

static cx_rc_t
cx_model_check_name(const char name[32], cx_error_t *e)
{
    char    c;
    size_t  i, n;

    for (n = 0; n < 32 && name[n]; n++) {
        c = name[n];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'))
        {
            n = 0;
            break;
        }
    }

    for (i = n; i < 32 && n; i++) {
        if (name[i]) {
            n = 0;
        }
    }

    if (n == 0 || n == 32) {
        return cx_error(e, CX_E_FILE_FORMAT, "name",
                        "1 to 31 letters, digits, \".\", \"_\", \"-\"",
                        "is not a name");
    }

    return CX_OK;
}


static cx_rc_t
cx_model_check_floats(const char *field, const float *v, size_t n,
    cx_error_t *e)
{
    size_t  i;

    for (i = 0; i < n; i++) {
        if (!(fabsf(v[i]) <= CX_MODEL_WEIGHT_MAX)) {
            return cx_error(e, CX_E_FIELD_VALUE, field,
                            "finite numbers from -1024 to 1024",
                            "number %zu is %g", i, (double) v[i]);
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_model_check_weights(const cx_weights_t *w, cx_error_t *e)
{
    if (cx_model_check_floats("w1", w->w1[0], sizeof(w->w1) / 4, e) != CX_OK
        || cx_model_check_floats("b1", w->b1, sizeof(w->b1) / 4, e) != CX_OK
        || cx_model_check_floats("threshold", w->threshold,
                                 sizeof(w->threshold) / 4, e) != CX_OK
        || cx_model_check_floats("w2", w->w2[0], sizeof(w->w2) / 4, e) != CX_OK
        || cx_model_check_floats("b2", w->b2, sizeof(w->b2) / 4, e) != CX_OK)
    {
        return CX_ERROR;
    }

    return CX_OK;
}


static cx_rc_t
cx_model_check_shape(const cx_model_header_t *h, cx_error_t *e)
{
    if (h->layout != CX_FEATURE_LAYOUT) {
        return cx_error(e, CX_E_FILE_VERSION, "layout", "the features of "
                        "this program: train the model again",
                        "is %u, not %u", h->layout, CX_FEATURE_LAYOUT);
    }

    if (h->inputs != CX_MODEL_INPUTS || h->hidden != CX_MODEL_HIDDEN
        || h->outputs != CX_MODEL_OUTPUTS || h->heads != CX_MODEL_HEADS)
    {
        return cx_error(e, CX_E_FILE_FORMAT, "shape", "256, 64, 64 and 16",
                        "is %u inputs, %u hidden, %u outputs, %u heads",
                        h->inputs, h->hidden, h->outputs, h->heads);
    }

    return cx_model_check_name(h->name, e);
}


static cx_rc_t
cx_model_check_header(const cx_model_header_t *h, size_t size, cx_error_t *e)
{
    if (memcmp(h->magic, CX_MODEL_MAGIC, sizeof(h->magic)) != 0) {
        return cx_error(e, CX_E_FILE_FORMAT, "magic", NULL,
                        "is not that of a model file");
    }

    if (h->byte_order != CX_MODEL_BYTE_ORDER) {
        return cx_error(e, CX_E_FILE_FORMAT, "byte_order", NULL,
                        "is that of another kind of machine");
    }

    if (h->format != CX_MODEL_FORMAT) {
        return cx_error(e, CX_E_FILE_VERSION, "format", "1", "is %u",
                        h->format);
    }

    if (h->size != CX_MODEL_FILE_SIZE || size > CX_MODEL_FILE_SIZE) {
        return cx_error(e, CX_E_FILE_FORMAT, "size", NULL,
                        "is %llu and said to be %llu, not %zu",
                        (unsigned long long) size,
                        (unsigned long long) h->size, CX_MODEL_FILE_SIZE);
    }

    if (size < CX_MODEL_FILE_SIZE) {
        return cx_error(e, CX_E_FILE_TRUNCATED, "size", NULL,
                        "is %zu bytes of %zu", size, CX_MODEL_FILE_SIZE);
    }

    if (h->checksum != cx_model_checksum(h, offsetof(cx_model_header_t,
                                                     checksum)))
    {
        return cx_error(e, CX_E_FILE_CHECKSUM, "checksum", NULL,
                        "is not that of the header");
    }

    return cx_model_check_shape(h, e);
}


/* a set's sum is that of the set without its last, and the last */

static void
cx_model_sum_fours(cx_model_t *m, size_t output)
{
    size_t         four, set, last;
    float        (*sum)[CX_MODEL_ROW];
    const float   *w;

    for (four = 0; four < CX_MODEL_FOURS; four++) {
        sum = &m->sum[output / CX_MODEL_ROW][four][0];
        w = &m->weights.w2[output][four * 4];

        sum[0][output % CX_MODEL_ROW] = 0;

        for (set = 1; set < 16; set++) {
            last = set >= 8 ? 3 : set >= 4 ? 2 : set >= 2;

            sum[set][output % CX_MODEL_ROW] =
                sum[set ^ (size_t) 1 << last][output % CX_MODEL_ROW]
                + w[last];
        }
    }
}


static void
cx_model_chances(cx_model_t *m)
{
    size_t  output, four, set;

    for (output = 0; output < CX_MODEL_CHANCES; output++) {
        for (four = 0; four < CX_MODEL_FOURS; four++) {
            for (set = 0; set < 16; set++) {
                m->chance[output][four][set] = m->sum[0][four][set][output];
            }
        }
    }
}


cx_model_t *
cx_model_create(const cx_weights_t *w, const cx_model_info_t *info,
    cx_error_t *e)
{
    size_t       j, k;
    cx_model_t  *m;

    if (cx_model_check_weights(w, e) != CX_OK
        || cx_model_check_name(info->name, e) != CX_OK)
    {
        return NULL;
    }

    m = aligned_alloc(64, cx_align(sizeof(cx_model_t), 64));

    if (m == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "model", NULL, "no memory");
        return NULL;
    }

    m->weights = *w;
    m->info = *info;
    m->info.id = cx_model_checksum(w, sizeof(cx_weights_t));

    memcpy(m->b1, w->b1, sizeof(m->b1));
    memcpy(m->threshold, w->threshold, sizeof(m->threshold));
    memcpy(m->b2, w->b2, sizeof(m->b2));

    for (k = 0; k < CX_MODEL_INPUTS; k++) {
        for (j = 0; j < CX_MODEL_HIDDEN; j++) {
            m->column[k][j] = w->w1[j][k];
        }
    }

    for (k = 0; k < CX_MODEL_OUTPUTS; k++) {
        cx_model_sum_fours(m, k);
    }

    cx_model_chances(m);

    return m;
}


cx_model_t *
cx_model_load(const void *data, size_t size, cx_error_t *e)
{
    cx_model_t         *m;
    cx_weights_t       *w;
    cx_model_info_t     info;
    cx_model_header_t   h;

    if (size < sizeof(h)) {
        (void) cx_error(e, CX_E_FILE_TRUNCATED, "size", NULL,
                        "is %zu bytes, less than a header", size);
        return NULL;
    }

    memcpy(&h, data, sizeof(h));

    if (cx_model_check_header(&h, size, e) != CX_OK) {
        return NULL;
    }

    w = malloc(sizeof(cx_weights_t));

    if (w == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "model", NULL, "no memory");
        return NULL;
    }

    memcpy(w, (const uint8_t *) data + sizeof(h), sizeof(cx_weights_t));

    if (h.id != cx_model_checksum(w, sizeof(cx_weights_t))) {
        (void) cx_error(e, CX_E_FILE_CHECKSUM, "id", NULL,
                        "is not the checksum of the weights");
        free(w);
        return NULL;
    }

    memset(&info, 0, sizeof(info));
    info.version = h.version;
    info.trained_at = h.trained_at;
    memcpy(info.name, h.name, sizeof(info.name));

    m = cx_model_create(w, &info, e);

    free(w);

    return m;
}


/*
 * Read, not mapped: a file that somebody shortens while it is mapped would
 * kill the process.
 */

cx_model_t *
cx_model_open(const char *path, cx_error_t *e)
{
    FILE        *f;
    size_t       n;
    uint8_t     *data;
    cx_model_t  *m;

    f = fopen(path, "rbe");

    if (f == NULL) {
        (void) cx_error(e, CX_E_FILE_IO, path, NULL, "cannot be opened: %m");
        return NULL;
    }

    m = NULL;
    data = malloc(CX_MODEL_FILE_SIZE + 1);

    if (data == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, path, NULL, "no memory");
        goto done;
    }

    n = fread(data, 1, CX_MODEL_FILE_SIZE + 1, f);

    if (ferror(f)) {
        (void) cx_error(e, CX_E_FILE_IO, path, NULL, "cannot be read: %m");
        goto done;
    }

    m = cx_model_load(data, n, e);

done:

    free(data);
    (void) fclose(f);

    return m;
}


void
cx_model_close(cx_model_t *m)
{
    free(m);
}


static void
cx_model_header(cx_model_header_t *h, const cx_model_t *m)
{
    memset(h, 0, sizeof(cx_model_header_t));

    memcpy(h->magic, CX_MODEL_MAGIC, sizeof(h->magic));
    h->byte_order = CX_MODEL_BYTE_ORDER;
    h->format = CX_MODEL_FORMAT;
    h->layout = CX_FEATURE_LAYOUT;
    h->inputs = CX_MODEL_INPUTS;
    h->hidden = CX_MODEL_HIDDEN;
    h->outputs = CX_MODEL_OUTPUTS;
    h->size = CX_MODEL_FILE_SIZE;
    h->trained_at = m->info.trained_at;
    h->version = m->info.version;
    h->heads = CX_MODEL_HEADS;
    memcpy(h->name, m->info.name, sizeof(h->name));
    h->id = m->info.id;
    h->checksum = cx_model_checksum(h, offsetof(cx_model_header_t, checksum));
}


cx_rc_t
cx_model_save(const cx_model_t *m, const char *path, cx_error_t *e)
{
    cx_outfile_t       f;
    cx_model_header_t  h;

    cx_model_header(&h, m);

    if (cx_outfile_open(&f, path, 0644, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_outfile_write(&f, &h, sizeof(h), e) != CX_OK
        || cx_outfile_write(&f, &m->weights, sizeof(cx_weights_t), e) != CX_OK)
    {
        cx_outfile_abort(&f);
        return CX_ERROR;
    }

    return cx_outfile_commit(&f, e);
}


const cx_model_info_t *
cx_model_info(const cx_model_t *m)
{
    return &m->info;
}


const cx_weights_t *
cx_model_weights(const cx_model_t *m)
{
    return &m->weights;
}
