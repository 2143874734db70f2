
/*
 * The objects of an OpenRTB 2.6 request, once.  The structures, the reader's
 * tables, the documentation and the test that every attribute is read all
 * come from this page.  F(kind, name, arg): the name is the JSON key.
 *
 *     STR    string                   arg -
 *     INT    integer                  arg default when absent
 *     NUM    number                   arg default when absent (double)
 *     MONEY  a floor, micros, up      arg default when absent
 *     STRS   array of strings         arg -
 *     INTS   array of integers        arg -
 *     OBJ    object                   arg its type
 *     OBJS   array of objects         arg its type
 *     RAW    any value as JSON text   arg -
 *     TEXT   string, or as JSON text an object (native.request) or a flag
 *
 * CX_ABSENT stands where 0 would mean something.
 */

#ifndef CX_OPENRTB_FIELDS_H
#define CX_OPENRTB_FIELDS_H


#define CX_ABSENT  (-1)


#define CX_ORTB_request(F)                                                    \
    F(STR,   id,              -)                                              \
    F(OBJS,  imp,             imp)                                            \
    F(OBJ,   site,            site)                                           \
    F(OBJ,   app,             app)                                            \
    F(OBJ,   dooh,            dooh)                                           \
    F(OBJ,   device,          device)                                         \
    F(OBJ,   user,            user)                                           \
    F(INT,   test,            0)                                              \
    F(INT,   at,              2)                                              \
    F(INT,   tmax,            0)                                              \
    F(STRS,  wseat,           -)                                              \
    F(STRS,  bseat,           -)                                              \
    F(INT,   allimps,         0)                                              \
    F(STRS,  cur,             -)                                              \
    F(STRS,  wlang,           -)                                              \
    F(STRS,  wlangb,          -)                                              \
    F(STRS,  acat,            -)                                              \
    F(STRS,  bcat,            -)                                              \
    F(INT,   cattax,          1)                                              \
    F(STRS,  badv,            -)                                              \
    F(STRS,  bapp,            -)                                              \
    F(OBJ,   source,          source)                                         \
    F(OBJ,   regs,            regs)                                           \
    F(RAW,   ext,             -)

#define CX_ORTB_source(F)                                                     \
    F(INT,   fd,              0)                                              \
    F(STR,   tid,             -)                                              \
    F(STR,   pchain,          -)                                              \
    F(OBJ,   schain,          schain)                                         \
    F(OBJ,   ext,             source_ext)

#define CX_ORTB_source_ext(F)                                                 \
    F(OBJ,   schain,          schain)

#define CX_ORTB_schain(F)                                                     \
    F(INT,   complete,        CX_ABSENT)                                      \
    F(OBJS,  nodes,           schain_node)                                    \
    F(STR,   ver,             -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_schain_node(F)                                                \
    F(STR,   asi,             -)                                              \
    F(STR,   sid,             -)                                              \
    F(STR,   rid,             -)                                              \
    F(STR,   name,            -)                                              \
    F(STR,   domain,          -)                                              \
    F(INT,   hp,              CX_ABSENT)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_regs(F)                                                       \
    F(INT,   coppa,           0)                                              \
    F(INT,   gdpr,            CX_ABSENT)                                      \
    F(STR,   us_privacy,      -)                                              \
    F(STR,   gpp,             -)                                              \
    F(INTS,  gpp_sid,         -)                                              \
    F(OBJ,   ext,             regs_ext)

#define CX_ORTB_regs_ext(F)                                                   \
    F(INT,   gdpr,            CX_ABSENT)                                      \
    F(STR,   us_privacy,      -)                                              \
    F(STR,   gpp,             -)                                              \
    F(INTS,  gpp_sid,         -)                                              \
    F(TEXT,  gpc,             -)                                              \
    F(OBJ,   dsa,             dsa)

#define CX_ORTB_dsa(F)                                                        \
    F(INT,   dsarequired,     0)                                              \
    F(INT,   pubrender,       CX_ABSENT)                                      \
    F(INT,   datatopub,       0)                                              \
    F(OBJS,  transparency,    dsa_transparency)

#define CX_ORTB_dsa_transparency(F)                                           \
    F(STR,   domain,          -)                                              \
    F(INTS,  dsaparams,       -)

#define CX_ORTB_imp(F)                                                        \
    F(STR,   id,              -)                                              \
    F(OBJS,  metric,          metric)                                         \
    F(OBJ,   banner,          banner)                                         \
    F(OBJ,   video,           video)                                          \
    F(OBJ,   audio,           audio)                                          \
    F(OBJ,   native,          native)                                         \
    F(OBJ,   pmp,             pmp)                                            \
    F(STR,   displaymanager,  -)                                              \
    F(STR,   displaymanagerver, -)                                            \
    F(INT,   instl,           0)                                              \
    F(STR,   tagid,           -)                                              \
    F(MONEY, bidfloor,        0)                                              \
    F(STR,   bidfloorcur,     -)                                              \
    F(INT,   clickbrowser,    CX_ABSENT)                                      \
    F(INT,   secure,          CX_ABSENT)                                      \
    F(STRS,  iframebuster,    -)                                              \
    F(INT,   rwdd,            0)                                              \
    F(INT,   ssai,            0)                                              \
    F(INT,   exp,             0)                                              \
    F(OBJ,   qty,             qty)                                            \
    F(NUM,   dt,              0)                                              \
    F(OBJ,   refresh,         refresh)                                        \
    F(OBJ,   ext,             imp_ext)

#define CX_ORTB_imp_ext(F)                                                    \
    F(STR,   gpid,            -)                                              \
    F(STR,   tid,             -)                                              \
    F(INT,   rewarded,        CX_ABSENT)                                      \
    F(RAW,   skadn,           -)                                              \
    F(RAW,   ae,              -)

#define CX_ORTB_metric(F)                                                     \
    F(STR,   type,            -)                                              \
    F(NUM,   value,           0)                                              \
    F(STR,   vendor,          -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_qty(F)                                                        \
    F(NUM,   multiplier,      1)                                              \
    F(INT,   sourcetype,      CX_ABSENT)                                      \
    F(STR,   vendor,          -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_refresh(F)                                                    \
    F(OBJS,  refsettings,     refsettings)                                    \
    F(INT,   count,           CX_ABSENT)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_refsettings(F)                                                \
    F(INT,   reftype,         0)                                              \
    F(INT,   minint,          CX_ABSENT)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_banner(F)                                                     \
    F(OBJS,  format,          format)                                         \
    F(INT,   w,               0)                                              \
    F(INT,   h,               0)                                              \
    F(INT,   wmax,            0)                                              \
    F(INT,   hmax,            0)                                              \
    F(INT,   wmin,            0)                                              \
    F(INT,   hmin,            0)                                              \
    F(INTS,  btype,           -)                                              \
    F(INTS,  battr,           -)                                              \
    F(INT,   pos,             CX_ABSENT)                                      \
    F(STRS,  mimes,           -)                                              \
    F(INT,   topframe,        CX_ABSENT)                                      \
    F(INTS,  expdir,          -)                                              \
    F(INTS,  api,             -)                                              \
    F(STR,   id,              -)                                              \
    F(INT,   vcm,             CX_ABSENT)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_format(F)                                                     \
    F(INT,   w,               0)                                              \
    F(INT,   h,               0)                                              \
    F(INT,   wratio,          0)                                              \
    F(INT,   hratio,          0)                                              \
    F(INT,   wmin,            0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_video(F)                                                      \
    F(STRS,  mimes,           -)                                              \
    F(INT,   minduration,     0)                                              \
    F(INT,   maxduration,     0)                                              \
    F(INT,   startdelay,      CX_ABSENT_DELAY)                                \
    F(INT,   maxseq,          0)                                              \
    F(INT,   poddur,          0)                                              \
    F(INTS,  protocols,       -)                                              \
    F(INT,   protocol,        0)                                              \
    F(INT,   w,               0)                                              \
    F(INT,   h,               0)                                              \
    F(STR,   podid,           -)                                              \
    F(INT,   podseq,          0)                                              \
    F(INTS,  rqddurs,         -)                                              \
    F(INT,   placement,       0)                                              \
    F(INT,   plcmt,           0)                                              \
    F(INT,   linearity,       0)                                              \
    F(INT,   skip,            CX_ABSENT)                                      \
    F(INT,   skipmin,         0)                                              \
    F(INT,   skipafter,       0)                                              \
    F(INT,   sequence,        0)                                              \
    F(INT,   slotinpod,       0)                                              \
    F(MONEY, mincpmpersec,    0)                                              \
    F(INTS,  battr,           -)                                              \
    F(INT,   maxextended,     0)                                              \
    F(INT,   minbitrate,      0)                                              \
    F(INT,   maxbitrate,      0)                                              \
    F(INT,   boxingallowed,   1)                                              \
    F(INTS,  playbackmethod,  -)                                              \
    F(INT,   playbackend,     0)                                              \
    F(INTS,  delivery,        -)                                              \
    F(INT,   pos,             CX_ABSENT)                                      \
    F(OBJS,  companionad,     banner)                                         \
    F(INTS,  api,             -)                                              \
    F(INTS,  companiontype,   -)                                              \
    F(INTS,  poddedupe,       -)                                              \
    F(OBJS,  durfloors,       durfloors)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_audio(F)                                                      \
    F(STRS,  mimes,           -)                                              \
    F(INT,   minduration,     0)                                              \
    F(INT,   maxduration,     0)                                              \
    F(INT,   poddur,          0)                                              \
    F(INTS,  protocols,       -)                                              \
    F(INT,   startdelay,      CX_ABSENT_DELAY)                                \
    F(INTS,  rqddurs,         -)                                              \
    F(STR,   podid,           -)                                              \
    F(INT,   podseq,          0)                                              \
    F(INT,   sequence,        0)                                              \
    F(INT,   slotinpod,       0)                                              \
    F(MONEY, mincpmpersec,    0)                                              \
    F(INTS,  battr,           -)                                              \
    F(INT,   maxextended,     0)                                              \
    F(INT,   minbitrate,      0)                                              \
    F(INT,   maxbitrate,      0)                                              \
    F(INTS,  delivery,        -)                                              \
    F(OBJS,  companionad,     banner)                                         \
    F(INTS,  api,             -)                                              \
    F(INTS,  companiontype,   -)                                              \
    F(INT,   maxseq,          0)                                              \
    F(INT,   feed,            0)                                              \
    F(INT,   stitched,        0)                                              \
    F(INT,   nvol,            CX_ABSENT)                                      \
    F(INTS,  poddedupe,       -)                                              \
    F(OBJS,  durfloors,       durfloors)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_durfloors(F)                                                  \
    F(INT,   mindur,          0)                                              \
    F(INT,   maxdur,          0)                                              \
    F(MONEY, bidfloor,        0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_native(F)                                                     \
    F(TEXT,  request,         -)                                              \
    F(OBJ,   request_native,  native_request)                                 \
    F(STR,   ver,             -)                                              \
    F(INTS,  api,             -)                                              \
    F(INTS,  battr,           -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_pmp(F)                                                        \
    F(INT,   private_auction, 0)                                              \
    F(OBJS,  deals,           deal)                                           \
    F(RAW,   ext,             -)

#define CX_ORTB_deal(F)                                                       \
    F(STR,   id,              -)                                              \
    F(MONEY, bidfloor,        CX_ABSENT)                                      \
    F(STR,   bidfloorcur,     -)                                              \
    F(INT,   at,              0)                                              \
    F(STRS,  wseat,           -)                                              \
    F(STRS,  wadomain,        -)                                              \
    F(INT,   guar,            0)                                              \
    F(MONEY, mincpmpersec,    0)                                              \
    F(OBJS,  durfloors,       durfloors)                                      \
    F(RAW,   ext,             -)

#define CX_ORTB_site(F)                                                       \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STR,   domain,          -)                                              \
    F(INT,   cattax,          1)                                              \
    F(STRS,  cat,             -)                                              \
    F(STRS,  sectioncat,      -)                                              \
    F(STRS,  pagecat,         -)                                              \
    F(STR,   page,            -)                                              \
    F(STR,   ref,             -)                                              \
    F(STR,   search,          -)                                              \
    F(INT,   mobile,          0)                                              \
    F(INT,   privacypolicy,   CX_ABSENT)                                      \
    F(OBJ,   publisher,       publisher)                                      \
    F(OBJ,   content,         content)                                        \
    F(STR,   keywords,        -)                                              \
    F(STRS,  kwarray,         -)                                              \
    F(STR,   inventorypartnerdomain, -)                                       \
    F(RAW,   ext,             -)

#define CX_ORTB_app(F)                                                        \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STR,   bundle,          -)                                              \
    F(STR,   domain,          -)                                              \
    F(STR,   storeurl,        -)                                              \
    F(INT,   cattax,          1)                                              \
    F(STRS,  cat,             -)                                              \
    F(STRS,  sectioncat,      -)                                              \
    F(STRS,  pagecat,         -)                                              \
    F(STR,   ver,             -)                                              \
    F(INT,   privacypolicy,   CX_ABSENT)                                      \
    F(INT,   paid,            CX_ABSENT)                                      \
    F(OBJ,   publisher,       publisher)                                      \
    F(OBJ,   content,         content)                                        \
    F(STR,   keywords,        -)                                              \
    F(STRS,  kwarray,         -)                                              \
    F(STR,   inventorypartnerdomain, -)                                       \
    F(RAW,   ext,             -)

#define CX_ORTB_dooh(F)                                                       \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STRS,  venuetype,       -)                                              \
    F(INT,   venuetypetax,    1)                                              \
    F(OBJ,   publisher,       publisher)                                      \
    F(STR,   domain,          -)                                              \
    F(STR,   keywords,        -)                                              \
    F(OBJ,   content,         content)                                        \
    F(RAW,   ext,             -)

#define CX_ORTB_publisher(F)                                                  \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(INT,   cattax,          1)                                              \
    F(STRS,  cat,             -)                                              \
    F(STR,   domain,          -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_content(F)                                                    \
    F(STR,   id,              -)                                              \
    F(INT,   episode,         CX_ABSENT)                                      \
    F(STR,   title,           -)                                              \
    F(STR,   series,          -)                                              \
    F(STR,   season,          -)                                              \
    F(STR,   artist,          -)                                              \
    F(STR,   genre,           -)                                              \
    F(INTS,  genres,          -)                                              \
    F(INT,   gtax,            9)                                              \
    F(STR,   album,           -)                                              \
    F(STR,   isrc,            -)                                              \
    F(OBJ,   producer,        producer)                                       \
    F(STR,   url,             -)                                              \
    F(INT,   cattax,          1)                                              \
    F(STRS,  cat,             -)                                              \
    F(INT,   prodq,           CX_ABSENT)                                      \
    F(INT,   context,         0)                                              \
    F(STR,   contentrating,   -)                                              \
    F(STR,   userrating,      -)                                              \
    F(STR,   rating,          -)                                              \
    F(INT,   qagmediarating,  0)                                              \
    F(STR,   keywords,        -)                                              \
    F(STRS,  kwarray,         -)                                              \
    F(INT,   livestream,      CX_ABSENT)                                      \
    F(INT,   sourcerelationship, CX_ABSENT)                                   \
    F(INT,   len,             0)                                              \
    F(STR,   language,        -)                                              \
    F(STR,   langb,           -)                                              \
    F(INT,   embeddable,      CX_ABSENT)                                      \
    F(OBJS,  data,            data)                                           \
    F(OBJ,   network,         network)                                        \
    F(OBJ,   channel,         channel)                                        \
    F(RAW,   ext,             -)

#define CX_ORTB_producer(F)                                                   \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(INT,   cattax,          1)                                              \
    F(STRS,  cat,             -)                                              \
    F(STR,   domain,          -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_network(F)                                                    \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STR,   domain,          -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_channel(F)                                                    \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STR,   domain,          -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_user(F)                                                       \
    F(STR,   id,              -)                                              \
    F(STR,   buyeruid,        -)                                              \
    F(INT,   yob,             0)                                              \
    F(STR,   gender,          -)                                              \
    F(STR,   keywords,        -)                                              \
    F(STRS,  kwarray,         -)                                              \
    F(STR,   customdata,      -)                                              \
    F(OBJ,   geo,             geo)                                            \
    F(OBJS,  data,            data)                                           \
    F(STR,   consent,         -)                                              \
    F(OBJS,  eids,            eid)                                            \
    F(OBJ,   ext,             user_ext)

#define CX_ORTB_user_ext(F)                                                   \
    F(STR,   consent,         -)                                              \
    F(OBJS,  eids,            eid)

#define CX_ORTB_device(F)                                                     \
    F(OBJ,   geo,             geo)                                            \
    F(INT,   dnt,             CX_ABSENT)                                      \
    F(INT,   lmt,             CX_ABSENT)                                      \
    F(STR,   ua,              -)                                              \
    F(OBJ,   sua,             sua)                                            \
    F(STR,   ip,              -)                                              \
    F(STR,   ipv6,            -)                                              \
    F(INT,   devicetype,      0)                                              \
    F(STR,   make,            -)                                              \
    F(STR,   model,           -)                                              \
    F(STR,   os,              -)                                              \
    F(STR,   osv,             -)                                              \
    F(STR,   hwv,             -)                                              \
    F(INT,   h,               0)                                              \
    F(INT,   w,               0)                                              \
    F(INT,   ppi,             0)                                              \
    F(NUM,   pxratio,         0)                                              \
    F(INT,   js,              CX_ABSENT)                                      \
    F(INT,   geofetch,        CX_ABSENT)                                      \
    F(STR,   flashver,        -)                                              \
    F(STR,   language,        -)                                              \
    F(STR,   langb,           -)                                              \
    F(STR,   carrier,         -)                                              \
    F(STR,   mccmnc,          -)                                              \
    F(INT,   connectiontype,  0)                                              \
    F(STR,   ifa,             -)                                              \
    F(STR,   didsha1,         -)                                              \
    F(STR,   didmd5,          -)                                              \
    F(STR,   dpidsha1,        -)                                              \
    F(STR,   dpidmd5,         -)                                              \
    F(STR,   macsha1,         -)                                              \
    F(STR,   macmd5,          -)                                              \
    F(OBJ,   ext,             device_ext)

#define CX_ORTB_device_ext(F)                                                 \
    F(INT,   atts,            CX_ABSENT)                                      \
    F(STR,   ifa_type,        -)                                              \
    F(STR,   ifv,             -)

#define CX_ORTB_geo(F)                                                        \
    F(NUM,   lat,             CX_NO_COORD)                                    \
    F(NUM,   lon,             CX_NO_COORD)                                    \
    F(INT,   type,            0)                                              \
    F(INT,   accuracy,        0)                                              \
    F(INT,   lastfix,         0)                                              \
    F(INT,   ipservice,       0)                                              \
    F(STR,   country,         -)                                              \
    F(STR,   region,          -)                                              \
    F(STR,   regionfips104,   -)                                              \
    F(STR,   metro,           -)                                              \
    F(STR,   city,            -)                                              \
    F(STR,   zip,             -)                                              \
    F(INT,   utcoffset,       CX_NO_OFFSET)                                   \
    F(RAW,   ext,             -)

#define CX_ORTB_data(F)                                                       \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STRS,  cids,            -)                                              \
    F(OBJS,  segment,         segment)                                        \
    F(OBJ,   ext,             data_ext)

#define CX_ORTB_data_ext(F)                                                   \
    F(STRS,  cids,            -)                                              \
    F(INT,   segtax,          0)                                              \
    F(STR,   segclass,        -)

#define CX_ORTB_segment(F)                                                    \
    F(STR,   id,              -)                                              \
    F(STR,   name,            -)                                              \
    F(STR,   value,           -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_eid(F)                                                        \
    F(STR,   inserter,        -)                                              \
    F(STR,   source,          -)                                              \
    F(STR,   matcher,         -)                                              \
    F(INT,   mm,              0)                                              \
    F(OBJS,  uids,            uid)                                            \
    F(RAW,   ext,             -)

#define CX_ORTB_uid(F)                                                        \
    F(STR,   id,              -)                                              \
    F(INT,   atype,           0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_sua(F)                                                        \
    F(OBJS,  browsers,        brandversion)                                   \
    F(OBJ,   platform,        brandversion)                                   \
    F(INT,   mobile,          CX_ABSENT)                                      \
    F(STR,   architecture,    -)                                              \
    F(STR,   bitness,         -)                                              \
    F(STR,   model,           -)                                              \
    F(INT,   source,          0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_brandversion(F)                                               \
    F(STR,   brand,           -)                                              \
    F(STRS,  version,         -)                                              \
    F(RAW,   ext,             -)


/* the request markup of Native 1.2, which arrives as a string inside */

#define CX_ORTB_native_request(F)                                             \
    F(STR,   ver,             -)                                              \
    F(INT,   context,         0)                                              \
    F(INT,   contextsubtype,  0)                                              \
    F(INT,   plcmttype,       0)                                              \
    F(INT,   plcmtcnt,        1)                                              \
    F(INT,   seq,             0)                                              \
    F(OBJS,  assets,          native_asset)                                   \
    F(INT,   aurlsupport,     0)                                              \
    F(INT,   durlsupport,     0)                                              \
    F(OBJS,  eventtrackers,   native_tracker)                                 \
    F(INT,   privacy,         0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_native_asset(F)                                               \
    F(INT,   id,              CX_ABSENT)                                      \
    F(INT,   required,        0)                                              \
    F(OBJ,   title,           native_title)                                   \
    F(OBJ,   img,             native_img)                                     \
    F(OBJ,   video,           video)                                          \
    F(OBJ,   data,            native_data)                                    \
    F(RAW,   ext,             -)

#define CX_ORTB_native_title(F)                                               \
    F(INT,   len,             0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_native_img(F)                                                 \
    F(INT,   type,            0)                                              \
    F(INT,   w,               0)                                              \
    F(INT,   wmin,            0)                                              \
    F(INT,   h,               0)                                              \
    F(INT,   hmin,            0)                                              \
    F(STRS,  mimes,           -)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_native_data(F)                                                \
    F(INT,   type,            0)                                              \
    F(INT,   len,             0)                                              \
    F(RAW,   ext,             -)

#define CX_ORTB_native_tracker(F)                                             \
    F(INT,   event,           0)                                              \
    F(INTS,  methods,         -)                                              \
    F(RAW,   ext,             -)


/*
 * Every object, the innermost first, so that a structure is known before
 * the one that holds an array of it.
 */

#define CX_ORTB_OBJECTS(O)                                                    \
    O(format) O(banner) O(durfloors) O(video) O(audio)                        \
    O(native_title) O(native_img) O(native_data) O(native_tracker)            \
    O(native_asset) O(native_request) O(native) O(deal)                       \
    O(pmp) O(metric) O(qty) O(refsettings) O(refresh) O(imp_ext) O(imp)       \
    O(schain_node) O(schain) O(source_ext) O(source)                          \
    O(dsa_transparency) O(dsa) O(regs_ext) O(regs)                            \
    O(publisher) O(producer) O(network) O(channel) O(segment) O(data_ext)     \
    O(data) O(content) O(site) O(app) O(dooh)                                 \
    O(uid) O(eid) O(geo) O(user_ext) O(user)                                  \
    O(brandversion) O(sua) O(device_ext) O(device)                            \
    O(request)


#endif /* CX_OPENRTB_FIELDS_H */
