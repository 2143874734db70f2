/* of the demonstration: what few campaigns have, one campaign for each */

#include <stdio.h>

#include "workers/campaignctl/catalog.h"


/* "'" is a quote, "@" the campaign's number */

static const char *const  cx_showcase_supply[] = {
    "{'type':'list','id':'our-sellers','kind':'sellers','values':["
    "'ads.example','exchange.example/4711']}",

    "{'type':'supply','kind':'ads_txt','domains':['news.example.com'],"
    "'subdomains':['blog.news.example.com'],'partners':['sport.example.org'],"
    "'sellers':[{'asi':'ads.example','sid':'17','is':'direct'},"
    "{'asi':'exchange.example','sid':'4711','is':'reseller'}]}",

    "{'type':'supply','kind':'app_ads_txt','domains':['games.example'],"
    "'bundles':['com.example.puzzle'],'sellers':[{'asi':'ads.example',"
    "'sid':'18','is':'direct'}]}",

    "{'type':'supply','kind':'sellers_json','domains':['ads.example'],"
    "'sellers':[{'sid':'17','is':'publisher'},{'sid':'18','is':'both'},"
    "{'sid':'19','is':'intermediary'}]}",

    "{'type':'rates','at':'2026-09-01T00:00:00Z','base':'USD','rates':{"
    "'EUR':'0.92','GBP':'0.79','JPY':'149.5'}}"
};

static const char *const  cx_showcase[] = {

    /* companions, delivery, approvals */

    "{'type':'campaign','id':'c@','org':'acme','adomain':['shop.example'],"
    "'cat':['IAB18-3','6:552']}\n"
    "{'type':'adgroup','id':'g@-0','campaign':'c@','bid':7.1,'targeting':{"
    "'inventory':{'placements':['instream','interstitial_video']}}}\n"
    "{'type':'creative','id':'k@-0','adgroup':'g@-0','media':'video',"
    "'w':1280,'h':720,'landing_url':'https://shop.example/@','video':{"
    "'media_url':'https://cdn.example/v/@.m3u8','mime':'video/mp4',"
    "'duration':20,'skip_offset':5},'companions':[{'w':300,'h':250,"
    "'type':'static','url':'https://cdn.example/i/@.png'},{'w':728,'h':90,"
    "'type':'html','html':'<b>Only this week</b>'}],'approvals':{"
    "'first':'approved','second':'pending'}}",

    /* the Digital Services Act, another currency */

    "{'type':'campaign','id':'c@','org':'northwind','currency':'EUR',"
    "'adomain':['brand.example'],'cattax':7,'cat':['44'],'dsa':{"
    "'behalf':'Brand GmbH','paid':'Northwind','adrender':0,'transparency':["
    "{'domain':'northwind.example','params':[1,2]}]}}\n"
    "{'type':'adgroup','id':'g@-0','campaign':'c@','bid':2.4,'targeting':{"
    "'geo':{'countries':['DEU','FRA']}}}\n"
    "{'type':'creative','id':'k@-0','adgroup':'g@-0','media':'banner',"
    "'w':300,'h':250,'language':'de','langb':'de-AT',"
    "'landing_url':'https://brand.example/@',"
    "'image_url':'https://cdn.example/i/@.webp'}",

    /* an expandable banner */

    "{'type':'campaign','id':'c@','org':'globex','currency':'GBP',"
    "'adomain':['brand.example']}\n"
    "{'type':'adgroup','id':'g@-0','campaign':'c@','bid':1.9,'targeting':{"
    "'inventory':{'placements':['standard']}}}\n"
    "{'type':'creative','id':'k@-0','adgroup':'g@-0','media':'banner',"
    "'w':728,'h':90,'btype':3,'expdir':[4],'clickbrowser':1,"
    "'attr':[3],'apis':[5],'mimes':['text/html','application/javascript'],"
    "'markup':'<script src=https://cdn.example/@.js></script>'}",

    /* screens out of home */

    "{'type':'campaign','id':'c@','org':'umbra','adomain':['brand.example']}\n"
    "{'type':'adgroup','id':'g@-0','campaign':'c@','bid':6,'targeting':{"
    "'inventory':{'kinds':['dooh'],'venues':['transit','2:15']}}}\n"
    "{'type':'creative','id':'k@-0','adgroup':'g@-0','media':'banner',"
    "'w':1920,'h':1080,'landing_url':'https://brand.example/@',"
    "'image_url':'https://cdn.example/i/@.jpg'}",

    /* who sells */

    "{'type':'campaign','id':'c@','org':'initech',"
    "'adomain':['brand.example']}\n"
    "{'type':'adgroup','id':'g@-0','campaign':'c@','bid':3.3,'targeting':{"
    "'inventory':{'sellers':[{'list':'our-sellers'}],"
    "'schain':['complete'],'ads_txt':['direct','reseller'],"
    "'sellers_json':{'exclude':['missing']},"
    "'publishers':{'exclude':['pub-0']}}}}\n"
    "{'type':'creative','id':'k@-0','adgroup':'g@-0','media':'banner',"
    "'w':300,'h':600,'landing_url':'https://brand.example/@',"
    "'image_url':'https://cdn.example/i/@.gif'}"
};


static void
cx_showcase_print(const char *text, uint64_t id)
{
    for ( /* void */ ; *text; text++) {
        if (*text == '@') {
            (void) printf("%llu", (unsigned long long) id);

        } else {
            (void) putchar(*text == '\'' ? '"' : *text);
        }
    }

    (void) putchar('\n');
}


size_t
cx_ctl_showcase_campaigns(void)
{
    return cx_nelts(cx_showcase);
}


void
cx_ctl_showcase_campaign(size_t i, uint64_t id)
{
    cx_showcase_print(cx_showcase[i], id);
}


void
cx_ctl_showcase_supply(void)
{
    size_t  i;

    for (i = 0; i < cx_nelts(cx_showcase_supply); i++) {
        cx_showcase_print(cx_showcase_supply[i], 0);
    }
}
