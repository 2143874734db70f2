
/*
 * Who may ask for an explanation: a file of lines "org hash", the id of an
 * org and the SHA-256 of a token of its.
 */

#include "ngx_campaign.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>


#define NGX_CAMPAIGN_TOKENS_SIZE  (1024 * 1024)


static ngx_int_t ngx_campaign_tokens_read(ngx_conf_t *cf, ngx_str_t *path,
    ngx_str_t *text, cx_error_t *e);
static ngx_int_t ngx_campaign_tokens_fd(ngx_conf_t *cf, ngx_fd_t fd,
    ngx_str_t *path, ngx_str_t *text, cx_error_t *e);
static ngx_int_t ngx_campaign_tokens_parse(ngx_conf_t *cf,
    ngx_array_t *tokens, ngx_str_t *text, cx_error_t *e);
static ngx_int_t ngx_campaign_tokens_line(ngx_conf_t *cf, ngx_array_t *tokens,
    ngx_str_t *line, ngx_uint_t number, cx_error_t *e);
static ngx_int_t ngx_campaign_tokens_hash(u_char *hash, u_char *p);


ngx_array_t *
ngx_campaign_tokens_open(ngx_conf_t *cf, ngx_str_t *path, cx_error_t *e)
{
    ngx_str_t     text;
    ngx_int_t     rc;
    ngx_array_t  *tokens;

    tokens = ngx_array_create(cf->pool, 4, sizeof(ngx_campaign_token_t));
    if (tokens == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "tokens", NULL, "no memory");
        return NULL;
    }

    if (ngx_campaign_tokens_read(cf, path, &text, e) != NGX_OK) {
        return NULL;
    }

    rc = ngx_campaign_tokens_parse(cf, tokens, &text, e);

    OPENSSL_cleanse(text.data, text.len);

    return rc == NGX_OK ? tokens : NULL;
}


static ngx_int_t
ngx_campaign_tokens_read(ngx_conf_t *cf, ngx_str_t *path, ngx_str_t *text,
    cx_error_t *e)
{
    ngx_fd_t   fd;
    ngx_int_t  rc;

    fd = ngx_open_file(path->data, NGX_FILE_RDONLY|NGX_FILE_NONBLOCK,
                       NGX_FILE_OPEN, 0);

    if (fd == NGX_INVALID_FILE) {
        (void) cx_error(e, CX_E_FILE_IO, (char *) path->data, NULL, "%s",
                        strerror(ngx_errno));
        return NGX_ERROR;
    }

    rc = ngx_campaign_tokens_fd(cf, fd, path, text, e);

    if (ngx_close_file(fd) == NGX_FILE_ERROR) {
        ngx_log_error(NGX_LOG_ALERT, cf->log, ngx_errno,
                      ngx_close_file_n " \"%V\" failed", path);
    }

    return rc;
}


static ngx_int_t
ngx_campaign_tokens_fd(ngx_conf_t *cf, ngx_fd_t fd, ngx_str_t *path,
    ngx_str_t *text, cx_error_t *e)
{
    ssize_t          n;
    ngx_file_info_t  fi;

    if (ngx_fd_info(fd, &fi) == NGX_FILE_ERROR || !ngx_is_file(&fi)) {
        (void) cx_error(e, CX_E_FILE_FORMAT, (char *) path->data, NULL,
                        "is no regular file");
        return NGX_ERROR;
    }

    if (ngx_file_access(&fi) & 0077) {
        (void) cx_error(e, CX_E_FILE_IO, (char *) path->data,
                        "chmod 600, as it says who is let in",
                        "others have access to it (mode %03o)",
                        (unsigned) ngx_file_access(&fi));
        return NGX_ERROR;
    }

    if (ngx_file_size(&fi) > NGX_CAMPAIGN_TOKENS_SIZE) {
        (void) cx_error(e, CX_E_FILE_FORMAT, (char *) path->data,
                        "at most 1 megabyte", "is larger than a file of "
                        "tokens");
        return NGX_ERROR;
    }

    text->len = (size_t) ngx_file_size(&fi);
    text->data = ngx_pnalloc(cf->pool, text->len + 1);

    if (text->data == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "tokens", NULL, "no memory");
        return NGX_ERROR;
    }

    n = ngx_read_fd(fd, text->data, text->len);

    if (n < 0 || (size_t) n != text->len) {
        (void) cx_error(e, CX_E_FILE_IO, (char *) path->data, NULL,
                        "cannot be read");
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_tokens_parse(ngx_conf_t *cf, ngx_array_t *tokens,
    ngx_str_t *text, cx_error_t *e)
{
    u_char      *p, *last, *end;
    ngx_str_t    line;
    ngx_uint_t   number;

    p = text->data;
    last = p + text->len;

    /* a byte order mark is no part of a name */

    if (text->len >= 3 && ngx_memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        p += 3;
    }

    for (number = 1; p < last; p = end + 1, number++) {
        end = ngx_strlchr(p, last, '\n');
        end = end ? end : last;

        line.data = p;
        line.len = end - p;

        while (line.len && (line.data[line.len - 1] == ' '
                            || line.data[line.len - 1] == '\t'
                            || line.data[line.len - 1] == '\r'))
        {
            line.len--;
        }

        if (line.len == 0 || line.data[0] == '#') {
            continue;
        }

        if (ngx_campaign_tokens_line(cf, tokens, &line, number, e) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    if (tokens->nelts == 0) {
        (void) cx_error(e, CX_E_FILE_FORMAT, "tokens",
                        "lines of \"org hash\"", "has no token");
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_tokens_line(ngx_conf_t *cf, ngx_array_t *tokens, ngx_str_t *line,
    ngx_uint_t number, cx_error_t *e)
{
    char                   field[32];
    size_t                 len;
    ngx_uint_t             i;
    ngx_campaign_token_t  *token, *other;

    (void) snprintf(field, sizeof(field), "line %lu", (unsigned long) number);

    for (len = 0; len < line->len && line->data[len] > ' '; len++) {
        /* void */
    }

    token = ngx_array_push(tokens);
    if (token == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, field, NULL, "no memory");
        return NGX_ERROR;
    }

    if (len == 0 || len > 128 || line->len != len + 1 + 64
        || ngx_campaign_tokens_hash(token->hash, line->data + len + 1)
           != NGX_OK)
    {
        (void) cx_error(e, CX_E_FILE_FORMAT, field,
                        "\"org hash\": the id of an org of 1 to 128 "
                        "characters, one space, 64 hexadecimal digits",
                        "is no token");
        return NGX_ERROR;
    }

    other = tokens->elts;

    for (i = 0; i < tokens->nelts - 1; i++) {
        if (ngx_memcmp(other[i].hash, token->hash, sizeof(token->hash)) == 0) {
            (void) cx_error(e, CX_E_FILE_FORMAT, field, "each token once",
                            "the hash is there already");
            return NGX_ERROR;
        }
    }

    token->org.len = len;
    token->org.data = ngx_pnalloc(cf->pool, len);

    if (token->org.data == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, field, NULL, "no memory");
        return NGX_ERROR;
    }

    ngx_memcpy(token->org.data, line->data, len);

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_tokens_hash(u_char *hash, u_char *p)
{
    ngx_int_t   n;
    ngx_uint_t  i;

    for (i = 0; i < SHA256_DIGEST_LENGTH; i++) {
        n = ngx_hextoi(p + 2 * i, 2);

        if (n == NGX_ERROR) {
            return NGX_ERROR;
        }

        hash[i] = (u_char) n;
    }

    return NGX_OK;
}


/* always through all of them: how long it takes says nothing */

const ngx_str_t *
ngx_campaign_tokens_find(ngx_array_t *tokens, ngx_str_t *text)
{
    u_char                 hash[SHA256_DIGEST_LENGTH];
    ngx_uint_t             i;
    const ngx_str_t       *org;
    ngx_campaign_token_t  *token;

    (void) SHA256(text->data, text->len, hash);

    org = NULL;
    token = tokens->elts;

    for (i = 0; i < tokens->nelts; i++) {
        if (CRYPTO_memcmp(token[i].hash, hash, sizeof(hash)) == 0) {
            org = &token[i].org;
        }
    }

    return org;
}
