/* pods of all shapes, against all ways to fill them */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


/*
 * All ways to fill the places of a decision with its own offers, by the rules
 * of a pod that says nothing of what ads may share: here each campaign has a
 * domain, and a category, of its own number.
 */

typedef struct {
    const cx_offer_t  *offer;
    uint32_t           place;
    uint32_t           category;
} choice_t;

static choice_t  choice[64], taken[64];
static uint32_t  nchoices, ntaken;
static int64_t   sum, best;


static int
goes(const choice_t *c, const uint32_t *max, const int32_t *seconds)
{
    uint32_t  i, ads;
    int32_t   left;

    ads = 0;
    left = seconds[c->place]
           - c->offer->hit.fit[c->offer->fit].creative->duration_s;

    for (i = 0; i < ntaken; i++) {
        if (taken[i].offer->hit.campaign == c->offer->hit.campaign
            || taken[i].category == c->category)
        {
            return 0;
        }

        if (taken[i].place == c->place) {
            ads++;
            left -= taken[i].offer->hit.fit[taken[i].offer->fit].creative
                    ->duration_s;
        }
    }

    return ads < max[c->place] && (seconds[c->place] == 0 || left >= 0);
}


static void
all_ways(uint32_t i, const uint32_t *max, const int32_t *seconds)
{
    for ( /* void */ ; i < nchoices; i++) {
        if (!goes(&choice[i], max, seconds)) {
            continue;
        }

        taken[ntaken++] = choice[i];
        sum += choice[i].offer->worth;
        best = cx_max(best, sum);

        all_ways(i + 1, max, seconds);

        sum -= choice[i].offer->worth;
        ntaken--;
    }
}


static uint32_t
below(uint64_t *seed, uint32_t n)
{
    *seed = cx_hash_mix(*seed + 0x9e3779b97f4a7c15ULL, 0x2545f4914f6cdd1dULL);

    return (uint32_t) (*seed >> 20) % n;
}


#define FILMS  7

static void
random_world(uint64_t *seed, uint32_t *category)
{
    size_t       i, n;
    static char  lines[8192];

    for (i = 0, n = 0; i < FILMS; i++) {
        category[i] = below(seed, 5) + 1;
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'%zu','adomain':['a%zu.example'],"
                 "'cat':['IAB%u-%u']}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'%zu',"
                 "'bid':%u}\n{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/','media':'video','video':"
                 "{'media_url':'https://c.example/%zu','mime':'video/mp4',"
                 "'duration':%u}}\n", i, i, category[i], 1 + below(seed, 3),
                 i, i, 1 + below(seed, 30), i, i, i, 5 + 5 * below(seed, 6));
    }

    w_open(lines);
}


static void
as_good_as_any(void)
{
    char      body[2048];
    size_t    len;
    uint32_t  i, k, m, n, round, max[3], category[FILMS], failed;
    int32_t   seconds[3];
    int64_t   value;
    uint64_t  seed;

    failed = 0;

    for (round = 0; round < 400; round++) {
        seed = round;

        if (round % 10 == 0) {
            random_world(&seed, category);
        }

        n = 1 + below(&seed, 3);
        len = (size_t) snprintf(body, sizeof(body), "{'id':'r','imp':[");

        for (i = 0; i < n; i++) {
            max[i] = 1;
            seconds[i] = 0;

            if (n == 1 || below(&seed, 3) == 0) {
                max[i] = 1 + below(&seed, 5);
                seconds[i] = (int32_t) (15 + below(&seed, 70));
            }

            len += (size_t) snprintf(body + len, sizeof(body) - len,
                       "%s{'id':'%u','bidfloor':%u,'video':{'mimes':["
                       "'video/mp4'],'podid':'p'", i ? "," : "", i,
                       below(&seed, 12));

            if (seconds[i]) {
                len += (size_t) snprintf(body + len, sizeof(body) - len,
                                         ",'poddur':%d,'maxseq':%u",
                                         seconds[i], max[i]);
            }

            len += (size_t) snprintf(body + len, sizeof(body) - len, "}}");
        }

        (void) snprintf(body + len, sizeof(body) - len, "]}");
        CHECK_INT(w_decide(body), CX_OK);

        nchoices = 0;
        value = 0;
        sum = 0;
        best = 0;

        for (i = 0; i < n; i++) {
            for (k = 0; k < w.d->imp[i].noffers; k++) {
                choice[nchoices].offer = &w.d->imp[i].offer[k];
                choice[nchoices].place = i;
                m = (uint32_t) cx_catalog_str(
                        choice[nchoices].offer->hit.file,
                        choice[nchoices].offer->hit.campaign->id).data[0]
                    - '0';
                choice[nchoices].category = category[m];

                nchoices += choice[nchoices].offer->price
                            >= choice[nchoices].offer->floor;
            }

            for (k = 0; k < w.d->imp[i].nwon; k++) {
                value += w.d->imp[i].won[k]->worth;
            }
        }

        all_ways(0, max, seconds);
        failed += value != best;
    }

    CHECK_INT(failed, 0);
}


static const cx_test_t  tests[] = {
    TEST(as_good_as_any)
};

TEST_MAIN(tests)
