
/* of a model: what export.c and export_model.c know of each other */

#ifndef PEERS_EXPORT_H
#define PEERS_EXPORT_H

#include "core/model/layout.h"


#define HIDDEN_SCALE  4096.0f           /* of the first layer's weights */
#define OUTPUT_SCALE  1024.0f


/* that of a file, cut, and written into another; NULL: no memory, no model */

cx_model_t *export_model_open(const char *path, const char *out,
    cx_error_t *e);
void export_model_put(const cx_model_t *m);

static inline int64_t
export_fixed(float p)
{
    return p >= 1.0f ? 1000000000 : (int64_t) ((double) p * 1e9 + 0.5);
}


#endif /* PEERS_EXPORT_H */
