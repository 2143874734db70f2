
/*
 * OpenRTB 2.6 in protobuf, as the IAB numbers it: which field of which
 * message is which member of fields.h.  The reader, the writer, the file
 * schema/openrtb.proto and the tests come from this page.
 *
 * P(message, type, number, name, child): the name is the member's, and the
 * field's.
 *
 *     STRING    string               STR, TEXT
 *     INT32     int32                INT
 *     BOOL      bool                 INT: 0 or 1
 *     DOUBLE    double               NUM
 *     MONEY     double               MONEY: micros, up
 *     STRINGS   repeated string      STRS
 *     INT32S    repeated int32       INTS
 *     NUMERALS  repeated string      INTS: those that are numbers
 *     MESSAGE   message              OBJ of the type child
 *     MESSAGES  repeated message     OBJS of the type child
 *
 * No place in protobuf have: every "ext" that is any JSON, what is not in the
 * lists below of imp.ext and regs.ext, audio.poddedupe, content.rating,
 * data.cids (it is data.ext.cids), data.ext.segtax and data.ext.segclass.  Of
 * what the IAB's messages have in addition, nothing is used: it is skipped,
 * as every field is that has a number from 500 on.
 */

#ifndef CX_OPENRTB_PROTOBUF_FIELDS_H
#define CX_OPENRTB_PROTOBUF_FIELDS_H


#define CX_PB_request(P)                                                      \
    P(request, STRING,   1,  id, -)                                           \
    P(request, MESSAGES, 2,  imp, imp)                                        \
    P(request, MESSAGE,  3,  site, site)                                      \
    P(request, MESSAGE,  4,  app, app)                                        \
    P(request, MESSAGE,  22, dooh, dooh)                                      \
    P(request, MESSAGE,  5,  device, device)                                  \
    P(request, MESSAGE,  6,  user, user)                                      \
    P(request, BOOL,     15, test, -)                                         \
    P(request, INT32,    7,  at, -)                                           \
    P(request, INT32,    8,  tmax, -)                                         \
    P(request, STRINGS,  9,  wseat, -)                                        \
    P(request, STRINGS,  17, bseat, -)                                        \
    P(request, BOOL,     10, allimps, -)                                      \
    P(request, STRINGS,  11, cur, -)                                          \
    P(request, STRINGS,  18, wlang, -)                                        \
    P(request, STRINGS,  20, wlangb, -)                                       \
    P(request, STRINGS,  23, acat, -)                                         \
    P(request, STRINGS,  12, bcat, -)                                         \
    P(request, INT32,    21, cattax, -)                                       \
    P(request, STRINGS,  13, badv, -)                                         \
    P(request, STRINGS,  16, bapp, -)                                         \
    P(request, MESSAGE,  19, source, source)                                  \
    P(request, MESSAGE,  14, regs, regs)

#define CX_PB_source(P)                                                       \
    P(source, BOOL,     1,  fd, -)                                            \
    P(source, STRING,   2,  tid, -)                                           \
    P(source, STRING,   3,  pchain, -)                                        \
    P(source, MESSAGE,  4,  schain, schain)                                   \
    P(source, MESSAGE,  99, ext, source_ext)

#define CX_PB_source_ext(P)                                                   \
    P(source_ext, MESSAGE,  1,  schain, schain)

#define CX_PB_schain(P)                                                       \
    P(schain, BOOL,     1,  complete, -)                                      \
    P(schain, MESSAGES, 2,  nodes, schain_node)                               \
    P(schain, STRING,   3,  ver, -)

#define CX_PB_schain_node(P)                                                  \
    P(schain_node, STRING,   1,  asi, -)                                      \
    P(schain_node, STRING,   2,  sid, -)                                      \
    P(schain_node, STRING,   3,  rid, -)                                      \
    P(schain_node, STRING,   4,  name, -)                                     \
    P(schain_node, STRING,   5,  domain, -)                                   \
    P(schain_node, BOOL,     6,  hp, -)

#define CX_PB_regs(P)                                                         \
    P(regs, BOOL,     1,  coppa, -)                                           \
    P(regs, BOOL,     4,  gdpr, -)                                            \
    P(regs, STRING,   5,  us_privacy, -)                                      \
    P(regs, STRING,   2,  gpp, -)                                             \
    P(regs, INT32S,   3,  gpp_sid, -)                                         \
    P(regs, MESSAGE,  99, ext, regs_ext)

#define CX_PB_regs_ext(P)                                                     \
    P(regs_ext, BOOL,     1,  gdpr, -)                                        \
    P(regs_ext, STRING,   2,  us_privacy, -)                                  \
    P(regs_ext, STRING,   3,  gpc, -)                                         \
    P(regs_ext, MESSAGE,  4,  dsa, dsa)

#define CX_PB_dsa(P)                                                          \
    P(dsa, INT32,    1,  dsarequired, -)                                      \
    P(dsa, INT32,    2,  pubrender, -)                                        \
    P(dsa, INT32,    3,  datatopub, -)                                        \
    P(dsa, MESSAGES, 4,  transparency, dsa_transparency)

#define CX_PB_dsa_transparency(P)                                             \
    P(dsa_transparency, STRING,   1,  domain, -)                              \
    P(dsa_transparency, INT32S,   2,  dsaparams, -)

#define CX_PB_imp(P)                                                          \
    P(imp, STRING,   1,  id, -)                                               \
    P(imp, MESSAGES, 17, metric, metric)                                      \
    P(imp, MESSAGE,  2,  banner, banner)                                      \
    P(imp, MESSAGE,  3,  video, video)                                        \
    P(imp, MESSAGE,  15, audio, audio)                                        \
    P(imp, MESSAGE,  13, native, native)                                      \
    P(imp, MESSAGE,  11, pmp, pmp)                                            \
    P(imp, STRING,   4,  displaymanager, -)                                   \
    P(imp, STRING,   5,  displaymanagerver, -)                                \
    P(imp, BOOL,     6,  instl, -)                                            \
    P(imp, STRING,   7,  tagid, -)                                            \
    P(imp, MONEY,    8,  bidfloor, -)                                         \
    P(imp, STRING,   9,  bidfloorcur, -)                                      \
    P(imp, BOOL,     16, clickbrowser, -)                                     \
    P(imp, BOOL,     12, secure, -)                                           \
    P(imp, STRINGS,  10, iframebuster, -)                                     \
    P(imp, BOOL,     18, rwdd, -)                                             \
    P(imp, INT32,    19, ssai, -)                                             \
    P(imp, INT32,    14, exp, -)                                              \
    P(imp, MESSAGE,  20, qty, qty)                                            \
    P(imp, DOUBLE,   21, dt, -)                                               \
    P(imp, MESSAGE,  22, refresh, refresh)                                    \
    P(imp, MESSAGE,  99, ext, imp_ext)

#define CX_PB_imp_ext(P)                                                      \
    P(imp_ext, STRING,   1,  gpid, -)                                         \
    P(imp_ext, STRING,   4,  tid, -)

#define CX_PB_metric(P)                                                       \
    P(metric, STRING,   1,  type, -)                                          \
    P(metric, DOUBLE,   2,  value, -)                                         \
    P(metric, STRING,   3,  vendor, -)

#define CX_PB_qty(P)                                                          \
    P(qty, DOUBLE,   1,  multiplier, -)                                       \
    P(qty, INT32,    2,  sourcetype, -)                                       \
    P(qty, STRING,   3,  vendor, -)

#define CX_PB_refresh(P)                                                      \
    P(refresh, MESSAGES, 1,  refsettings, refsettings)                        \
    P(refresh, INT32,    2,  count, -)

#define CX_PB_refsettings(P)                                                  \
    P(refsettings, INT32,    1,  reftype, -)                                  \
    P(refsettings, INT32,    2,  minint, -)

#define CX_PB_banner(P)                                                       \
    P(banner, MESSAGES, 15, format, format)                                   \
    P(banner, INT32,    1,  w, -)                                             \
    P(banner, INT32,    2,  h, -)                                             \
    P(banner, INT32,    11, wmax, -)                                          \
    P(banner, INT32,    12, hmax, -)                                          \
    P(banner, INT32,    13, wmin, -)                                          \
    P(banner, INT32,    14, hmin, -)                                          \
    P(banner, INT32S,   5,  btype, -)                                         \
    P(banner, INT32S,   6,  battr, -)                                         \
    P(banner, INT32,    4,  pos, -)                                           \
    P(banner, STRINGS,  7,  mimes, -)                                         \
    P(banner, BOOL,     8,  topframe, -)                                      \
    P(banner, INT32S,   9,  expdir, -)                                        \
    P(banner, INT32S,   10, api, -)                                           \
    P(banner, STRING,   3,  id, -)                                            \
    P(banner, BOOL,     16, vcm, -)

#define CX_PB_format(P)                                                       \
    P(format, INT32,    1,  w, -)                                             \
    P(format, INT32,    2,  h, -)                                             \
    P(format, INT32,    3,  wratio, -)                                        \
    P(format, INT32,    4,  hratio, -)                                        \
    P(format, INT32,    5,  wmin, -)

#define CX_PB_video(P)                                                        \
    P(video, STRINGS,  1,  mimes, -)                                          \
    P(video, INT32,    3,  minduration, -)                                    \
    P(video, INT32,    4,  maxduration, -)                                    \
    P(video, INT32,    8,  startdelay, -)                                     \
    P(video, INT32,    28, maxseq, -)                                         \
    P(video, INT32,    29, poddur, -)                                         \
    P(video, INT32S,   21, protocols, -)                                      \
    P(video, INT32,    5,  protocol, -)                                       \
    P(video, INT32,    6,  w, -)                                              \
    P(video, INT32,    7,  h, -)                                              \
    P(video, STRING,   30, podid, -)                                          \
    P(video, INT32,    31, podseq, -)                                         \
    P(video, INT32S,   32, rqddurs, -)                                        \
    P(video, INT32,    26, placement, -)                                      \
    P(video, INT32,    35, plcmt, -)                                          \
    P(video, INT32,    2,  linearity, -)                                      \
    P(video, BOOL,     23, skip, -)                                           \
    P(video, INT32,    24, skipmin, -)                                        \
    P(video, INT32,    25, skipafter, -)                                      \
    P(video, INT32,    9,  sequence, -)                                       \
    P(video, INT32,    33, slotinpod, -)                                      \
    P(video, MONEY,    34, mincpmpersec, -)                                   \
    P(video, INT32S,   10, battr, -)                                          \
    P(video, INT32,    11, maxextended, -)                                    \
    P(video, INT32,    12, minbitrate, -)                                     \
    P(video, INT32,    13, maxbitrate, -)                                     \
    P(video, BOOL,     14, boxingallowed, -)                                  \
    P(video, INT32S,   15, playbackmethod, -)                                 \
    P(video, INT32,    27, playbackend, -)                                    \
    P(video, INT32S,   16, delivery, -)                                       \
    P(video, INT32,    17, pos, -)                                            \
    P(video, MESSAGES, 18, companionad, banner)                               \
    P(video, INT32S,   19, api, -)                                            \
    P(video, INT32S,   20, companiontype, -)                                  \
    P(video, INT32S,   37, poddedupe, -)                                      \
    P(video, MESSAGES, 36, durfloors, durfloors)

#define CX_PB_audio(P)                                                        \
    P(audio, STRINGS,  1,  mimes, -)                                          \
    P(audio, INT32,    2,  minduration, -)                                    \
    P(audio, INT32,    3,  maxduration, -)                                    \
    P(audio, INT32,    25, poddur, -)                                         \
    P(audio, INT32S,   4,  protocols, -)                                      \
    P(audio, INT32,    5,  startdelay, -)                                     \
    P(audio, INT32S,   26, rqddurs, -)                                        \
    P(audio, STRING,   27, podid, -)                                          \
    P(audio, INT32,    28, podseq, -)                                         \
    P(audio, INT32,    6,  sequence, -)                                       \
    P(audio, INT32,    29, slotinpod, -)                                      \
    P(audio, MONEY,    30, mincpmpersec, -)                                   \
    P(audio, INT32S,   7,  battr, -)                                          \
    P(audio, INT32,    8,  maxextended, -)                                    \
    P(audio, INT32,    9,  minbitrate, -)                                     \
    P(audio, INT32,    10, maxbitrate, -)                                     \
    P(audio, INT32S,   11, delivery, -)                                       \
    P(audio, MESSAGES, 12, companionad, banner)                               \
    P(audio, INT32S,   13, api, -)                                            \
    P(audio, INT32S,   20, companiontype, -)                                  \
    P(audio, INT32,    21, maxseq, -)                                         \
    P(audio, INT32,    22, feed, -)                                           \
    P(audio, BOOL,     23, stitched, -)                                       \
    P(audio, INT32,    24, nvol, -)                                           \
    P(audio, MESSAGES, 31, durfloors, durfloors)

#define CX_PB_durfloors(P)                                                    \
    P(durfloors, INT32,    1,  mindur, -)                                     \
    P(durfloors, INT32,    2,  maxdur, -)                                     \
    P(durfloors, MONEY,    3,  bidfloor, -)

#define CX_PB_native(P)                                                       \
    P(native, STRING,   1,  request, -)                                       \
    P(native, MESSAGE,  50, request_native, native_request)                   \
    P(native, STRING,   2,  ver, -)                                           \
    P(native, INT32S,   3,  api, -)                                           \
    P(native, INT32S,   4,  battr, -)

#define CX_PB_pmp(P)                                                          \
    P(pmp, BOOL,     1,  private_auction, -)                                  \
    P(pmp, MESSAGES, 2,  deals, deal)

#define CX_PB_deal(P)                                                         \
    P(deal, STRING,   1,  id, -)                                              \
    P(deal, MONEY,    2,  bidfloor, -)                                        \
    P(deal, STRING,   3,  bidfloorcur, -)                                     \
    P(deal, INT32,    6,  at, -)                                              \
    P(deal, STRINGS,  4,  wseat, -)                                           \
    P(deal, STRINGS,  5,  wadomain, -)                                        \
    P(deal, INT32,    7,  guar, -)                                            \
    P(deal, MONEY,    8,  mincpmpersec, -)                                    \
    P(deal, MESSAGES, 9,  durfloors, durfloors)

#define CX_PB_site(P)                                                         \
    P(site, STRING,   1,  id, -)                                              \
    P(site, STRING,   2,  name, -)                                            \
    P(site, STRING,   3,  domain, -)                                          \
    P(site, INT32,    16, cattax, -)                                          \
    P(site, STRINGS,  4,  cat, -)                                             \
    P(site, STRINGS,  5,  sectioncat, -)                                      \
    P(site, STRINGS,  6,  pagecat, -)                                         \
    P(site, STRING,   7,  page, -)                                            \
    P(site, STRING,   9,  ref, -)                                             \
    P(site, STRING,   10, search, -)                                          \
    P(site, BOOL,     15, mobile, -)                                          \
    P(site, BOOL,     8,  privacypolicy, -)                                   \
    P(site, MESSAGE,  11, publisher, publisher)                               \
    P(site, MESSAGE,  12, content, content)                                   \
    P(site, STRING,   13, keywords, -)                                        \
    P(site, STRINGS,  18, kwarray, -)                                         \
    P(site, STRING,   17, inventorypartnerdomain, -)

#define CX_PB_app(P)                                                          \
    P(app, STRING,   1,  id, -)                                               \
    P(app, STRING,   2,  name, -)                                             \
    P(app, STRING,   8,  bundle, -)                                           \
    P(app, STRING,   3,  domain, -)                                           \
    P(app, STRING,   16, storeurl, -)                                         \
    P(app, INT32,    17, cattax, -)                                           \
    P(app, STRINGS,  4,  cat, -)                                              \
    P(app, STRINGS,  5,  sectioncat, -)                                       \
    P(app, STRINGS,  6,  pagecat, -)                                          \
    P(app, STRING,   7,  ver, -)                                              \
    P(app, BOOL,     9,  privacypolicy, -)                                    \
    P(app, BOOL,     10, paid, -)                                             \
    P(app, MESSAGE,  11, publisher, publisher)                                \
    P(app, MESSAGE,  12, content, content)                                    \
    P(app, STRING,   13, keywords, -)                                         \
    P(app, STRINGS,  19, kwarray, -)                                          \
    P(app, STRING,   18, inventorypartnerdomain, -)

#define CX_PB_dooh(P)                                                         \
    P(dooh, STRING,   1,  id, -)                                              \
    P(dooh, STRING,   2,  name, -)                                            \
    P(dooh, STRINGS,  3,  venuetype, -)                                       \
    P(dooh, INT32,    4,  venuetypetax, -)                                    \
    P(dooh, MESSAGE,  5,  publisher, publisher)                               \
    P(dooh, STRING,   6,  domain, -)                                          \
    P(dooh, STRING,   7,  keywords, -)                                        \
    P(dooh, MESSAGE,  8,  content, content)

#define CX_PB_publisher(P)                                                    \
    P(publisher, STRING,   1,  id, -)                                         \
    P(publisher, STRING,   2,  name, -)                                       \
    P(publisher, INT32,    5,  cattax, -)                                     \
    P(publisher, STRINGS,  3,  cat, -)                                        \
    P(publisher, STRING,   4,  domain, -)

#define CX_PB_content(P)                                                      \
    P(content, STRING,   1,  id, -)                                           \
    P(content, INT32,    2,  episode, -)                                      \
    P(content, STRING,   3,  title, -)                                        \
    P(content, STRING,   4,  series, -)                                       \
    P(content, STRING,   5,  season, -)                                       \
    P(content, STRING,   21, artist, -)                                       \
    P(content, STRING,   22, genre, -)                                        \
    P(content, NUMERALS, 35, genres, -)                                       \
    P(content, INT32,    33, gtax, -)                                         \
    P(content, STRING,   23, album, -)                                        \
    P(content, STRING,   24, isrc, -)                                         \
    P(content, MESSAGE,  15, producer, producer)                              \
    P(content, STRING,   6,  url, -)                                          \
    P(content, INT32,    27, cattax, -)                                       \
    P(content, STRINGS,  7,  cat, -)                                          \
    P(content, INT32,    25, prodq, -)                                        \
    P(content, INT32,    20, context, -)                                      \
    P(content, STRING,   10, contentrating, -)                                \
    P(content, STRING,   11, userrating, -)                                   \
    P(content, INT32,    17, qagmediarating, -)                               \
    P(content, STRING,   9,  keywords, -)                                     \
    P(content, STRINGS,  32, kwarray, -)                                      \
    P(content, BOOL,     13, livestream, -)                                   \
    P(content, BOOL,     14, sourcerelationship, -)                           \
    P(content, INT32,    16, len, -)                                          \
    P(content, STRING,   19, language, -)                                     \
    P(content, STRING,   29, langb, -)                                        \
    P(content, BOOL,     18, embeddable, -)                                   \
    P(content, MESSAGES, 28, data, data)                                      \
    P(content, MESSAGE,  30, network, network)                                \
    P(content, MESSAGE,  31, channel, channel)

#define CX_PB_producer(P)                                                     \
    P(producer, STRING,   1,  id, -)                                          \
    P(producer, STRING,   2,  name, -)                                        \
    P(producer, INT32,    5,  cattax, -)                                      \
    P(producer, STRINGS,  3,  cat, -)                                         \
    P(producer, STRING,   4,  domain, -)

#define CX_PB_network(P)                                                      \
    P(network, STRING,   1,  id, -)                                           \
    P(network, STRING,   2,  name, -)                                         \
    P(network, STRING,   3,  domain, -)

#define CX_PB_channel(P)                                                      \
    P(channel, STRING,   1,  id, -)                                           \
    P(channel, STRING,   2,  name, -)                                         \
    P(channel, STRING,   3,  domain, -)

#define CX_PB_user(P)                                                         \
    P(user, STRING,   1,  id, -)                                              \
    P(user, STRING,   2,  buyeruid, -)                                        \
    P(user, INT32,    3,  yob, -)                                             \
    P(user, STRING,   4,  gender, -)                                          \
    P(user, STRING,   5,  keywords, -)                                        \
    P(user, STRINGS,  9,  kwarray, -)                                         \
    P(user, STRING,   6,  customdata, -)                                      \
    P(user, MESSAGE,  7,  geo, geo)                                           \
    P(user, MESSAGES, 8,  data, data)                                         \
    P(user, STRING,   10, consent, -)                                         \
    P(user, MESSAGES, 11, eids, eid)                                          \
    P(user, MESSAGE,  99, ext, user_ext)

#define CX_PB_user_ext(P)                                                     \
    P(user_ext, STRING,   1,  consent, -)                                     \
    P(user_ext, MESSAGES, 2,  eids, eid)

#define CX_PB_device(P)                                                       \
    P(device, MESSAGE,  4,  geo, geo)                                         \
    P(device, BOOL,     1,  dnt, -)                                           \
    P(device, BOOL,     23, lmt, -)                                           \
    P(device, STRING,   2,  ua, -)                                            \
    P(device, MESSAGE,  31, sua, sua)                                         \
    P(device, STRING,   3,  ip, -)                                            \
    P(device, STRING,   9,  ipv6, -)                                          \
    P(device, INT32,    18, devicetype, -)                                    \
    P(device, STRING,   12, make, -)                                          \
    P(device, STRING,   13, model, -)                                         \
    P(device, STRING,   14, os, -)                                            \
    P(device, STRING,   15, osv, -)                                           \
    P(device, STRING,   24, hwv, -)                                           \
    P(device, INT32,    26, h, -)                                             \
    P(device, INT32,    25, w, -)                                             \
    P(device, INT32,    27, ppi, -)                                           \
    P(device, DOUBLE,   28, pxratio, -)                                       \
    P(device, BOOL,     16, js, -)                                            \
    P(device, BOOL,     29, geofetch, -)                                      \
    P(device, STRING,   19, flashver, -)                                      \
    P(device, STRING,   11, language, -)                                      \
    P(device, STRING,   32, langb, -)                                         \
    P(device, STRING,   10, carrier, -)                                       \
    P(device, STRING,   30, mccmnc, -)                                        \
    P(device, INT32,    17, connectiontype, -)                                \
    P(device, STRING,   20, ifa, -)                                           \
    P(device, STRING,   5,  didsha1, -)                                       \
    P(device, STRING,   6,  didmd5, -)                                        \
    P(device, STRING,   7,  dpidsha1, -)                                      \
    P(device, STRING,   8,  dpidmd5, -)                                       \
    P(device, STRING,   21, macsha1, -)                                       \
    P(device, STRING,   22, macmd5, -)                                        \
    P(device, MESSAGE,  99, ext, device_ext)

#define CX_PB_device_ext(P)                                                   \
    P(device_ext, INT32,    1,  atts, -)                                      \
    P(device_ext, STRING,   4,  ifa_type, -)                                  \
    P(device_ext, STRING,   2,  ifv, -)

#define CX_PB_geo(P)                                                          \
    P(geo, DOUBLE,   1,  lat, -)                                              \
    P(geo, DOUBLE,   2,  lon, -)                                              \
    P(geo, INT32,    9,  type, -)                                             \
    P(geo, INT32,    11, accuracy, -)                                         \
    P(geo, INT32,    12, lastfix, -)                                          \
    P(geo, INT32,    13, ipservice, -)                                        \
    P(geo, STRING,   3,  country, -)                                          \
    P(geo, STRING,   4,  region, -)                                           \
    P(geo, STRING,   5,  regionfips104, -)                                    \
    P(geo, STRING,   6,  metro, -)                                            \
    P(geo, STRING,   7,  city, -)                                             \
    P(geo, STRING,   8,  zip, -)                                              \
    P(geo, INT32,    10, utcoffset, -)

#define CX_PB_data(P)                                                         \
    P(data, STRING,   1,  id, -)                                              \
    P(data, STRING,   2,  name, -)                                            \
    P(data, MESSAGES, 3,  segment, segment)                                   \
    P(data, MESSAGE,  99, ext, data_ext)

#define CX_PB_data_ext(P)                                                     \
    P(data_ext, STRINGS,  1,  cids, -)

#define CX_PB_segment(P)                                                      \
    P(segment, STRING,   1,  id, -)                                           \
    P(segment, STRING,   2,  name, -)                                         \
    P(segment, STRING,   3,  value, -)

#define CX_PB_eid(P)                                                          \
    P(eid, STRING,   3,  inserter, -)                                         \
    P(eid, STRING,   1,  source, -)                                           \
    P(eid, STRING,   4,  matcher, -)                                          \
    P(eid, INT32,    5,  mm, -)                                               \
    P(eid, MESSAGES, 2,  uids, uid)

#define CX_PB_uid(P)                                                          \
    P(uid, STRING,   1,  id, -)                                               \
    P(uid, INT32,    2,  atype, -)

#define CX_PB_sua(P)                                                          \
    P(sua, MESSAGES, 1,  browsers, brandversion)                              \
    P(sua, MESSAGE,  2,  platform, brandversion)                              \
    P(sua, BOOL,     3,  mobile, -)                                           \
    P(sua, STRING,   4,  architecture, -)                                     \
    P(sua, STRING,   5,  bitness, -)                                          \
    P(sua, STRING,   6,  model, -)                                            \
    P(sua, INT32,    7,  source, -)

#define CX_PB_brandversion(P)                                                 \
    P(brandversion, STRING,   1,  brand, -)                                   \
    P(brandversion, STRINGS,  2,  version, -)

#define CX_PB_native_request(P)                                               \
    P(native_request, STRING,   1,  ver, -)                                   \
    P(native_request, INT32,    7,  context, -)                               \
    P(native_request, INT32,    8,  contextsubtype, -)                        \
    P(native_request, INT32,    9,  plcmttype, -)                             \
    P(native_request, INT32,    4,  plcmtcnt, -)                              \
    P(native_request, INT32,    5,  seq, -)                                   \
    P(native_request, MESSAGES, 6,  assets, native_asset)                     \
    P(native_request, BOOL,     11, aurlsupport, -)                           \
    P(native_request, BOOL,     12, durlsupport, -)                           \
    P(native_request, MESSAGES, 13, eventtrackers, native_tracker)            \
    P(native_request, BOOL,     14, privacy, -)

#define CX_PB_native_asset(P)                                                 \
    P(native_asset, INT32,    1,  id, -)                                      \
    P(native_asset, BOOL,     2,  required, -)                                \
    P(native_asset, MESSAGE,  3,  title, native_title)                        \
    P(native_asset, MESSAGE,  4,  img, native_img)                            \
    P(native_asset, MESSAGE,  5,  video, video)                               \
    P(native_asset, MESSAGE,  6,  data, native_data)

#define CX_PB_native_title(P)                                                 \
    P(native_title, INT32,    1,  len, -)

#define CX_PB_native_img(P)                                                   \
    P(native_img, INT32,    1,  type, -)                                      \
    P(native_img, INT32,    2,  w, -)                                         \
    P(native_img, INT32,    4,  wmin, -)                                      \
    P(native_img, INT32,    3,  h, -)                                         \
    P(native_img, INT32,    5,  hmin, -)                                      \
    P(native_img, STRINGS,  6,  mimes, -)

#define CX_PB_native_data(P)                                                  \
    P(native_data, INT32,    1,  type, -)                                     \
    P(native_data, INT32,    2,  len, -)

#define CX_PB_native_tracker(P)                                               \
    P(native_tracker, INT32,    1,  event, -)                                 \
    P(native_tracker, INT32S,   2,  methods, -)


/* the messages of a request, by type */

#define CX_PB_REQUEST(M)                                                      \
    M(request,          "BidRequest")                                         \
    M(source,           "BidRequest.Source")                                  \
    M(source_ext,       "BidRequest.Source.Ext")                              \
    M(schain,           "BidRequest.SupplyChain")                             \
    M(schain_node,      "BidRequest.SupplyChainNode")                         \
    M(regs,             "BidRequest.Regs")                                    \
    M(regs_ext,         "BidRequest.Regs.Ext")                                \
    M(dsa,              "BidRequest.DsaRequest")                              \
    M(dsa_transparency, "Transparency")                                       \
    M(imp,              "BidRequest.Imp")                                     \
    M(imp_ext,          "BidRequest.Imp.Ext")                                 \
    M(metric,           "BidRequest.Metric")                                  \
    M(qty,              "BidRequest.Qty")                                     \
    M(refresh,          "BidRequest.Refresh")                                 \
    M(refsettings,      "BidRequest.RefSettings")                             \
    M(banner,           "BidRequest.Banner")                                  \
    M(format,           "BidRequest.Format")                                  \
    M(video,            "BidRequest.Video")                                   \
    M(audio,            "BidRequest.Audio")                                   \
    M(durfloors,        "BidRequest.DurFloors")                               \
    M(native,           "BidRequest.Native")                                  \
    M(pmp,              "BidRequest.Pmp")                                     \
    M(deal,             "BidRequest.Deal")                                    \
    M(site,             "BidRequest.Site")                                    \
    M(app,              "BidRequest.App")                                     \
    M(dooh,             "BidRequest.Dooh")                                    \
    M(publisher,        "BidRequest.Publisher")                               \
    M(content,          "BidRequest.Content")                                 \
    M(producer,         "BidRequest.Producer")                                \
    M(network,          "BidRequest.Network")                                 \
    M(channel,          "BidRequest.Channel")                                 \
    M(user,             "BidRequest.User")                                    \
    M(user_ext,         "BidRequest.User.Ext")                                \
    M(device,           "BidRequest.Device")                                  \
    M(device_ext,       "BidRequest.Device.Ext")                              \
    M(geo,              "BidRequest.Geo")                                     \
    M(data,             "BidRequest.Data")                                    \
    M(data_ext,         "BidRequest.Data.Ext")                                \
    M(segment,          "BidRequest.Segment")                                 \
    M(eid,              "BidRequest.EID")                                     \
    M(uid,              "BidRequest.EID.UID")                                 \
    M(sua,              "BidRequest.UserAgent")                               \
    M(brandversion,     "BidRequest.BrandVersion")                            \
    M(native_request,   "NativeRequest")                                      \
    M(native_asset,     "NativeRequest.Asset")                                \
    M(native_title,     "NativeRequest.Title")                                \
    M(native_img,       "NativeRequest.Image")                                \
    M(native_data,      "NativeRequest.Data")                                 \
    M(native_tracker,   "NativeRequest.EventTrackers")


/* a response */

#define CX_PB_response(P)                                                     \
    P(response, STRING,   1,  id, -)                                          \
    P(response, MESSAGES, 2,  seatbid, seatbid)                               \
    P(response, STRING,   3,  bidid, -)                                       \
    P(response, STRING,   4,  cur, -)                                         \
    P(response, INT32,    6,  nbr, -)

#define CX_PB_seatbid(P)                                                      \
    P(seatbid, MESSAGES, 1,  bid, bid)                                        \
    P(seatbid, STRING,   2,  seat, -)

#define CX_PB_bid(P)                                                          \
    P(bid, STRING,   1,  id, -)                                               \
    P(bid, STRING,   2,  impid, -)                                            \
    P(bid, DOUBLE,   3,  price, -)                                            \
    P(bid, STRING,   5,  nurl, -)                                             \
    P(bid, STRING,   22, burl, -)                                             \
    P(bid, STRING,   23, lurl, -)                                             \
    P(bid, STRING,   6,  adm, -)                                              \
    P(bid, STRING,   4,  adid, -)                                             \
    P(bid, STRINGS,  7,  adomain, -)                                          \
    P(bid, STRING,   14, bundle, -)                                           \
    P(bid, STRING,   9,  cid, -)                                              \
    P(bid, STRING,   10, crid, -)                                             \
    P(bid, INT32,    30, cattax, -)                                           \
    P(bid, STRINGS,  15, cat, -)                                              \
    P(bid, INT32S,   11, attr, -)                                             \
    P(bid, INT32,    18, api, -)                                              \
    P(bid, INT32,    19, protocol, -)                                         \
    P(bid, INT32,    20, qagmediarating, -)                                   \
    P(bid, STRING,   25, language, -)                                         \
    P(bid, STRING,   29, langb, -)                                            \
    P(bid, STRING,   13, dealid, -)                                           \
    P(bid, INT32,    16, w, -)                                                \
    P(bid, INT32,    17, h, -)                                                \
    P(bid, INT32,    21, exp, -)                                              \
    P(bid, INT32,    32, dur, -)                                              \
    P(bid, INT32,    33, mtype, -)                                            \
    P(bid, INT32,    28, slotinpod, -)                                        \
    P(bid, MESSAGE,  99, ext, bid_ext)

#define CX_PB_bid_ext(P)                                                      \
    P(bid_ext, MESSAGE,  2,  dsa, bid_dsa)

#define CX_PB_bid_dsa(P)                                                      \
    P(bid_dsa, STRING,   1,  behalf, -)                                       \
    P(bid_dsa, STRING,   2,  paid, -)                                         \
    P(bid_dsa, MESSAGES, 3,  transparency, dsa_transparency)                  \
    P(bid_dsa, BOOL,     4,  adrender, -)

#define CX_PB_RESPONSE(M)                                                     \
    M(response,         "BidResponse")                                        \
    M(seatbid,          "BidResponse.SeatBid")                                \
    M(bid,              "BidResponse.Bid")                                    \
    M(bid_ext,          "BidResponse.Bid.Ext")                                \
    M(bid_dsa,          "BidResponse.DsaResponse")


#endif /* CX_OPENRTB_PROTOBUF_FIELDS_H */
