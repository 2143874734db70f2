
/*
 * schema/openrtb.proto says what protobuf_fields.h says.  With the argument
 * "write" the file is written anew.
 */

#include "core/openrtb/protobuf_wire.h"
#include "tests/unit/test.h"


#define PATH  "schema/openrtb.proto"


typedef struct {
    const char  *type;
    uint32_t     number;
    const char  *name;
    const char  *child;
} field_t;

typedef struct {
    const char     *name;
    const char     *label;              /* "BidRequest.Imp" */
    const field_t  *fields;
    uint32_t        nfields;
} message_t;


#define FIELD(message, type, number, name, child)                             \
    { #type, number, #name, #child },

#define FIELDS(message, label)                                                \
    static const field_t  fields_##message[] = { CX_PB_##message(FIELD) };

CX_PB_REQUEST(FIELDS)
CX_PB_RESPONSE(FIELDS)

#define MESSAGE(message, label)                                               \
    { #message, label, fields_##message, cx_nelts(fields_##message) },

static const message_t  messages[] = {
    CX_PB_REQUEST(MESSAGE)
    CX_PB_RESPONSE(MESSAGE)
};


static const struct {
    const char  *type;
    const char  *rule;
    const char  *name;
    const char  *option;
} types[] = {
    { "STRING",   "optional", "string", "" },
    { "INT32",    "optional", "int32",  "" },
    { "BOOL",     "optional", "bool",   "" },
    { "DOUBLE",   "optional", "double", "" },
    { "MONEY",    "optional", "double", "" },
    { "STRINGS",  "repeated", "string", "" },
    { "INT32S",   "repeated", "int32",  " [packed = true]" },
    { "NUMERALS", "repeated", "string", "" },
    { "MESSAGE",  "optional", NULL,     "" },
    { "MESSAGES", "repeated", NULL,     "" }
};


static const char  head[] =
    "// The messages of OpenRTB 2.6 in protobuf, as far as the module reads\n"
    "// and writes them, with the numbers that the IAB gave them: who has the\n"
    "// IAB's own schema needs nothing of this one.  Made of\n"
    "// core/openrtb/protobuf_fields.h, which a unit test holds it against.\n"
    "\n"
    "syntax = \"proto2\";\n"
    "\n"
    "package campaign.openrtb;\n";


static const char *
label_of(const char *name)
{
    size_t  i;

    for (i = 0; i < cx_nelts(messages); i++) {
        if (strcmp(messages[i].name, name) == 0) {
            return messages[i].label;
        }
    }

    CHECK(!"a child that is a message");

    return "";
}


static void
put_field(cx_buf_t *b, const char *indent, const field_t *f)
{
    size_t  i;
    char    line[128];

    for (i = 0; strcmp(types[i].type, f->type) != 0; i++) { /* void */ }

    (void) snprintf(line, sizeof(line), "%s  %s %s %s = %u%s;\n", indent,
                    types[i].rule,
                    types[i].name ? types[i].name : label_of(f->child),
                    f->name, f->number, types[i].option);
    cx_put_cstr(b, line);
}


/* the last part of a label, if it lies in this one */

static const char *
inside(const char *label, const char *outer)
{
    size_t  n;

    n = strlen(outer);

    if (n == 0) {
        return strchr(label, '.') ? NULL : label;
    }

    return strncmp(label, outer, n) == 0 && label[n] == '.'
           && strchr(label + n + 1, '.') == NULL ? label + n + 1 : NULL;
}


static void
put_messages(cx_buf_t *b, const char *outer, const char *indent)
{
    char         deeper[16];
    size_t       i;
    uint32_t     k;
    const char  *name;

    (void) snprintf(deeper, sizeof(deeper), "%s  ", indent);

    for (i = 0; i < cx_nelts(messages); i++) {
        name = inside(messages[i].label, outer);

        if (name == NULL) {
            continue;
        }

        cx_put_cstr(b, "\n");
        cx_put_cstr(b, indent);
        cx_put_cstr(b, "message ");
        cx_put_cstr(b, name);
        cx_put_cstr(b, " {\n");

        for (k = 0; k < messages[i].nfields; k++) {
            put_field(b, indent, &messages[i].fields[k]);
        }

        put_messages(b, messages[i].label, deeper);

        cx_put_cstr(b, indent);
        cx_put_cstr(b, "}\n");
    }
}


static cx_str_t
schema(void)
{
    cx_buf_t  b;

    static uint8_t  mem[64 * 1024];

    cx_buf_init(&b, mem, sizeof(mem));
    cx_put_cstr(&b, head);
    put_messages(&b, "", "");
    CHECK(!b.overflow);

    return cx_strn(mem, cx_buf_len(&b));
}


static void
schema_is_the_table(void)
{
    FILE    *f;
    size_t   n;

    static char  text[64 * 1024];

    f = fopen(PATH, "r");
    CHECK(f != NULL);

    if (f == NULL) {
        return;
    }

    n = fread(text, 1, sizeof(text), f);
    (void) fclose(f);

    CHECK(cx_str_eq(cx_strn(text, n), schema()));
}


static void
numbers_are_unique(void)
{
    size_t    i;
    uint32_t  k, n;

    for (i = 0; i < cx_nelts(messages); i++) {
        for (k = 0; k < messages[i].nfields; k++) {
            for (n = 0; n < k; n++) {
                CHECK(messages[i].fields[k].number
                      != messages[i].fields[n].number);
            }
        }
    }
}


static const cx_test_t  tests[] = {
    TEST(schema_is_the_table),
    TEST(numbers_are_unique)
};


int
main(int argc, char **argv)
{
    FILE      *f;
    cx_str_t   text;

    if (argc == 2 && strcmp(argv[1], "write") == 0) {
        text = schema();
        f = fopen(PATH, "w");

        return f == NULL || fwrite(text.data, text.len, 1, f) != 1
               || fclose(f) != 0;
    }

    return cx_test_main(tests, cx_nelts(tests));
}
