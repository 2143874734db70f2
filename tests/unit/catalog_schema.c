/* schema/catalog.schema.json and the parser's tables say the same */

#include <yyjson.h>

#include "core/catalog/build.h"
#include "core/catalog/build_target.h"
#include "tests/unit/test.h"


static yyjson_val  *defs;
static unsigned     compared;


static int
is_required(yyjson_val *def, const char *name)
{
    size_t       i, n;
    yyjson_val  *elt;

    yyjson_arr_foreach(yyjson_obj_get(def, "required"), i, n, elt) {
        if (strcmp(yyjson_get_str(elt), name) == 0) {
            return 1;
        }
    }

    return 0;
}


static void
same_bounds(const char *path, const cx_json_field_t *f, yyjson_val *property)
{
    yyjson_val  *min, *max;

    min = yyjson_obj_get(property, "minimum");
    max = yyjson_obj_get(property, "maximum");

    if (f->min == 0 && f->max == 0) {
        return;
    }

    if (min == NULL || max == NULL
        || (int64_t) yyjson_get_num(min) != f->min
        || (int64_t) yyjson_get_num(max) != f->max)
    {
        (void) printf("    %s.%s: %lld to %lld\n", path, f->name,
                      (long long) f->min, (long long) f->max);
        CHECK(0);
    }
}


static void
same(const char *path, const cx_json_field_t *fields, size_t n)
{
    size_t       i, j, m;
    yyjson_val  *def, *properties, *key, *value;

    def = yyjson_obj_get(defs, path);
    properties = yyjson_obj_get(def, "properties");

    if (properties == NULL) {
        (void) printf("    the schema has no %s\n", path);
        CHECK(0);
        return;
    }

    compared++;
    CHECK(yyjson_is_false(yyjson_obj_get(def, "additionalProperties")));
    CHECK_INT(yyjson_obj_size(properties), n);

    for (i = 0; i < n; i++) {
        value = yyjson_obj_get(properties, fields[i].name);

        if (value == NULL) {
            (void) printf("    the schema has no %s.%s\n", path,
                          fields[i].name);
            CHECK(0);
            continue;
        }

        CHECK_INT(is_required(def, fields[i].name), fields[i].required);

        /* of targeting's tables min and max are something else */

        if (strncmp(path, "targeting", 9) != 0
            || strstr(path, "include[]") != NULL)
        {
            same_bounds(path, &fields[i], value);
        }
    }

    yyjson_obj_foreach(properties, j, m, key, value) {
        for (i = 0; i < n; i++) {
            if (strcmp(fields[i].name, yyjson_get_str(key)) == 0) {
                break;
            }
        }

        if (i == n) {
            (void) printf("    the parser has no %s.%s\n", path,
                          yyjson_get_str(key));
            CHECK(0);
        }
    }
}


static void
same_objects(size_t (*objects)(const cx_b_object_t **list))
{
    size_t                i, n;
    const cx_b_object_t  *list;

    n = objects(&list);

    for (i = 0; i < n; i++) {
        same(list[i].path, list[i].fields, list[i].nfields);
    }
}


static void
the_schema_is_what_the_parser_reads(void)
{
    size_t       i;
    yyjson_doc  *doc;

    doc = yyjson_read_file("schema/catalog.schema.json", 0, NULL, NULL);
    CHECK(doc != NULL);

    if (doc == NULL) {
        return;
    }

    defs = yyjson_obj_get(yyjson_doc_get_root(doc), "$defs");

    for (i = 0; i < cx_b_nentities; i++) {
        if (cx_b_entities[i].fields != NULL) {
            same(cx_b_entities[i].type, cx_b_entities[i].fields,
                 cx_b_entities[i].nfields);
        }
    }

    same_objects(cx_b_creative_objects);
    same_objects(cx_b_target_objects);
    same_objects(cx_b_schedule_objects);
    same_objects(cx_b_side_objects);
    same_objects(cx_b_supply_objects);
    same_objects(cx_b_rates_objects);

    CHECK_INT(compared, 32);
    CHECK_INT(yyjson_arr_size(yyjson_obj_get(yyjson_doc_get_root(doc),
                                             "oneOf")),
              cx_b_nentities);

    yyjson_doc_free(doc);
}


/* a dimension that the matcher has is one that lines can name */

static void
every_dimension_can_be_named(void)
{
    size_t                d, i, j, n, found;
    char                  path[128];
    const cx_b_object_t  *list;

    n = cx_b_target_objects(&list);

    for (d = 0; d < CX_DIM_MAX; d++) {
        if (d == CX_DIM_FORMAT || d == CX_DIM_ORG || d == CX_DIM_SEGMENT_ALL
            || d == CX_DIM_CUSTOM_ALL)
        {
            continue;
        }

        for (i = 0, found = 0; i < n; i++) {
            for (j = 0; j < list[i].nfields; j++) {
                (void) snprintf(path, sizeof(path), "%s%s%s",
                                list[i].path + cx_min(10,
                                                      strlen(list[i].path)),
                                strlen(list[i].path) > 9 ? "." : "",
                                list[i].fields[j].name);
                found += strcmp(path, cx_dims[d].path) == 0
                         && list[i].fields[j].offset == d;
            }
        }

        if (found != 1) {
            (void) printf("    %s\n", cx_dims[d].path);
            CHECK_INT(found, 1);
        }
    }
}


static const cx_test_t  tests[] = {
    TEST(the_schema_is_what_the_parser_reads),
    TEST(every_dimension_can_be_named)
};

TEST_MAIN(tests)
