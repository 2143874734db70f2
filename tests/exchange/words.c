
/* Countries, devices and names. */

#include "tests/exchange/words.h"


const xc_country_t  xc_countries[XC_COUNTRIES] = {
    { "USA", "CA", "San Francisco", "94103", "en", 377749, -1224194, -480,
      0, 60 },
    { "DEU", "BE", "Berlin", "10115", "de", 525200, 134050, 60, 1, 24 },
    { "GBR", "ENG", "London", "SW1A", "en", 515072, -1276, 0, 1, 22 },
    { "FRA", "IDF", "Paris", "75001", "fr", 488566, 23522, 60, 1, 16 },
    { "BRA", "SP", "Sao Paulo", "01000", "pt", -235505, -466333, -180, 0, 14 },
    { "IND", "MH", "Mumbai", "400001", "en", 190760, 728777, 330, 0, 14 },
    { "CAN", "ON", "Toronto", "M5H", "en", 436532, -793832, -300, 0, 10 },
    { "ESP", "MD", "Madrid", "28001", "es", 404168, -37038, 60, 1, 10 },
    { "ITA", "62", "Rome", "00100", "it", 419028, 124964, 60, 1, 10 },
    { "JPN", "13", "Tokyo", "100-0001", "ja", 356762, 1396503, 540, 0, 9 },
    { "MEX", "CMX", "Mexico City", "06000", "es", 194326, -991332, -360, 0, 8 },
    { "NLD", "NH", "Amsterdam", "1012", "nl", 523676, 49041, 60, 1, 7 },
    { "AUS", "NSW", "Sydney", "2000", "en", -338688, 1512093, 600, 0, 7 },
    { "POL", "14", "Warsaw", "00-001", "pl", 522297, 210122, 60, 1, 7 },
    { "SWE", "AB", "Stockholm", "111 20", "sv", 593293, 180686, 60, 1, 5 },
    { "CHE", "ZH", "Zurich", "8001", "de", 473769, 85417, 60, 0, 4 },
    { "BEL", "BRU", "Brussels", "1000", "nl", 508503, 43517, 60, 1, 4 },
    { "TUR", "34", "Istanbul", "34000", "tr", 410082, 289784, 180, 0, 5 },
    { "IDN", "JK", "Jakarta", "10110", "id", -62088, 1068456, 420, 0, 5 }
};

const xc_device_t  xc_devices[XC_DEVICES] = {
    { "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) "
      "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/"
      "131.0.6778.39 Mobile Safari/537.36",
      "Samsung", "SM-S918B", "Android", "14", "Chromium", "131",
      1080, 2316, 4, 30 },
    { "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/"
      "605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
      "Apple", "iPhone", "iOS", "18.1", 0, 0, 1179, 2556, 4, 30 },
    { "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, "
      "like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
      "Google", "Pixel 8", "Android", "15", "Chromium", "131",
      1080, 2400, 4, 14 },
    { "Mozilla/5.0 (Linux; Android 13; 2201117TG) AppleWebKit/537.36 (KHTML, "
      "like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
      "Xiaomi", "2201117TG", "Android", "13", "Chromium", "130",
      1080, 2400, 4, 12 },
    { "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 "
      "(KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
      "Apple", "iPad", "iOS", "17.6", 0, 0, 1640, 2360, 5, 8 },
    { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
      "like Gecko) Chrome/131.0.0.0 Safari/537.36",
      0, 0, "Windows", "10", "Chromium", "131", 1920, 1080, 2, 34 },
    { "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
      "(KHTML, like Gecko) Version/18.1 Safari/605.1.15",
      "Apple", "Macintosh", "macOS", "15.1", 0, 0, 1728, 1117, 2, 16 },
    { "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 "
      "Firefox/132.0",
      0, 0, "Windows", "11", 0, 0, 2560, 1440, 2, 10 },
    { "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      0, 0, "Linux", "6.1", 0, 0, 1920, 1080, 2, 4 },
    { "Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, "
      "like Gecko) 94.0.4606.31/7.0 TV Safari/537.36",
      "Samsung", "QE55", "Tizen", "7.0", 0, 0, 1920, 1080, 3, 6 },
    { "Roku/DVP-12.5 (12.5.0.4178-46)",
      "Roku", "Ultra", "Roku", "12.5", 0, 0, 1920, 1080, 7, 6 },
    { "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
      "Chrome/120.0.0.0 Safari/537.36",
      0, 0, "Linux", "5.15", 0, 0, 1080, 1920, 8, 0 }
};

const char *const  xc_words[XC_WORDS] = {
    "news", "football", "matchday", "goals", "weather", "markets", "travel",
    "recipes", "garden", "phones", "reviews", "opera", "chess", "museum",
    "harbour", "winter", "summer", "election", "budget", "science", "planet",
    "orchestra", "village", "bridge", "lantern", "puzzle", "racing", "island",
    "kitchen", "letters", "music", "theatre", "forest", "river", "engine",
    "history", "library", "runner", "school", "spring", "station", "street",
    "studio", "tennis", "today", "valley", "window", "yellow"
};

const char *const  xc_categories[XC_CATEGORIES] = {
    "IAB12", "IAB17", "IAB1", "IAB9", "IAB3", "IAB15", "IAB19", "IAB20",
    "IAB17-44", "IAB8", "IAB13", "IAB2", "IAB5", "IAB6", "IAB10", "IAB16",
    "IAB18", "IAB22", "IAB12-2", "IAB1-6", "IAB9-30", "IAB4", "IAB21",
    "IAB17-12", "IAB14-1", "IAB7-3", "IAB25", "IAB26", "IAB24", "IAB8-5",
    "IAB8-18", "IAB11", "IAB23", "IAB7-39", "IAB14-3", "IAB9-9", "IAB25-3",
    "IAB26-1", "IAB7-42", "IAB11-4"
};

const char *const  xc_rivals[XC_BAD_NAMES] = {
    "rival.example", "casino.example", "bet.example", "clone.example",
    "studio.example", "tobacco.example", "loans.example", "dating.example",
    "shop.example", "party.example", "spirits.example", "lottery.example"
};

const char *const  xc_segments[XC_SEGMENTS] = {
    "sports-fans", "new-customers", "auto-intenders", "travellers", "parents",
    "gamers"
};

const char *const  xc_sources[XC_SOURCES] = {
    "uid.example", "id5.example", "ramp.example", "shared.example",
    "panorama.example", "net.example"
};

const char *const  xc_deal_names[XC_DEAL_NAMES] = {
    "DEAL-0007", "DEAL-0412", "PG-88213"
};
