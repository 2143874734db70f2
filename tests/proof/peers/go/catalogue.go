package main

import (
	"encoding/binary"
	"encoding/json"
	"math/bits"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// A set of ad groups, the dearest first.
type set []uint64

func (s set) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }
func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }

// Who is let in by a value, and who is sent away by it.
type value struct{ incl, excl set }

type dimension struct {
	any    set
	values map[string]value
	pairs  map[string]map[string]value
}

type hidden = [64]int32

type version struct {
	os        string
	low, high [2]uint32
}

type adgroup struct {
	Campaign                           int
	Slot                               uint64
	Goal                               int
	Bid                                int64
	MaxCPM                             int64 `json:"max_cpm"`
	Order, Prior                       int64
	Schedule                           *int
	Versions                           [][5]any
	Circles                            [][3]float64
	Media, W, H                        int
	Duration, Bitrate, Skip, Skippable int
	Attr, Protocols, Btype, Delivery   uint32
	Linearity, Secure, Variants        int
	Crid                               string
	Mimes                              []string
	Sums                               hidden
	Markup                             []string
	versions                           []version
	pieces                             [][]piece
	head, attr                         string
	campaignSlot                       uint64
	org                                *org
}

type org struct {
	Hash uint32
	Seat string
}

type campaign struct {
	Org                int
	Slot               uint64
	ID                 string
	Adomain, Cats, Own []string
}

type network struct {
	Base    hidden
	User    []hidden
	W2      []hidden
	B2      []int32
	Middle  int32
	Sigmoid []int64
}

type catalogue struct {
	words     int
	adgroups  []adgroup
	model     network
	zones     [][]int64
	schedules [][7]uint32

	format, deal, domain, cat, keyword  *dimension
	country, region, city, device, osys *dimension
	segment                             *dimension
	sizes                               map[Size]set
	inDeal                              map[string]set
	bcat, badv                          map[string]set
	hours                               atomic.Pointer[hours]
}

// Who is open in a quarter of an hour.
type hours struct {
	quarter int64
	open    set
}

const (
	k0 = 0xa0761d6478bd642f
	k1 = 0xe7037ed1a0b428db
	k2 = 0x8ebc6af09c88c6e3
	k3 = 0x589965cc75374cc3
)

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^k0, b^k1)
	return high ^ low
}

func hash64(s string, seed uint64) uint64 {
	var mem [128]byte
	p := append(mem[:0], s...)
	h := mix(seed^k2, uint64(len(p))^k3)
	for len(p) >= 16 {
		h = mix(binary.LittleEndian.Uint64(p)^h,
			binary.LittleEndian.Uint64(p[8:])^k2)
		p = p[16:]
	}
	n := len(p)
	if n >= 8 {
		return mix(binary.LittleEndian.Uint64(p)^h,
			binary.LittleEndian.Uint64(p[n-8:])^k0)
	}
	var tail uint64
	if n >= 4 {
		tail = uint64(binary.LittleEndian.Uint32(p))<<32 |
			uint64(binary.LittleEndian.Uint32(p[n-4:]))
	} else if n > 0 {
		tail = uint64(p[0])<<16 | uint64(p[n>>1])<<8 | uint64(p[n-1])
	}
	return mix(tail^h, k0)
}

func bucket(s string, n uint32) int {
	if len(s) > 64 {
		s = s[:64]
	}
	return int(uint32(hash64(strings.ToLower(s), 1)>>32) % n)
}

// A domain, whatever a seller wrote around it.
func host(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.Index(s, "//"); i >= 0 {
		s = s[i+2:]
	}
	if i := strings.IndexAny(s, "/\\?#"); i >= 0 {
		s = s[:i]
	}
	s = s[strings.LastIndexByte(s, '@')+1:]
	if i := strings.IndexByte(s, ':'); i >= 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, ". ")
	return strings.TrimLeft(strings.TrimPrefix(s, "*."), ".")
}

func owner(s string) string {
	s = host(s)
	if rest, ok := strings.CutPrefix(s, "www."); ok &&
		strings.Contains(rest, ".") {
		return rest
	}
	return s
}

type exportedDimension struct {
	Any    int
	Values map[string][2]int
}

type exported struct {
	AdgroupWords int `json:"adgroup_words"`
	Dims         map[string]*exportedDimension
	Orgs         []org
	Campaigns    []campaign
	Zones        [][]int64
	Schedules    [][7]uint32
	Adgroups     []adgroup
	Model        network
	Sets         [][]uint32
}

func (c *catalogue) dimension(e *exportedDimension, sets []set,
	spelling func(string) string, separator string) *dimension {
	d := &dimension{any: sets[e.Any], values: map[string]value{},
		pairs: map[string]map[string]value{}}
	for key, v := range e.Values {
		key = spelling(key)
		val := value{incl: sets[v[0]]}
		if v[1] >= 0 {
			val.excl = sets[v[1]]
		}
		d.values[key] = val
		if one, two, ok := strings.Cut(key, separator); ok &&
			separator != "" {
			if d.pairs[one] == nil {
				d.pairs[one] = map[string]value{}
			}
			d.pairs[one][two] = val
		}
	}
	return d
}

func (c *catalogue) dimensions(e *exported, sets []set) {
	same := func(s string) string { return s }
	lower := strings.ToLower
	at := func(name string, spelling func(string) string,
		separator string) *dimension {
		return c.dimension(e.Dims[name], sets, spelling, separator)
	}
	c.format = at("creatives", same, "")
	c.deal = at("inventory.deals", same, "")
	c.domain = at("inventory.domains", lower, "")
	c.cat = at("inventory.categories", lower, "")
	c.keyword = at("inventory.keywords", lower, "")
	c.country = at("geo.countries", same, "")
	c.region = at("geo.regions", lower, "-")
	c.city = at("geo.cities", lower, "/")
	c.device = at("device.types", same, "")
	c.osys = at("device.os", lower, "")
	c.segment = at("audience.segments", same, "/")
}

func (c *catalogue) newSet() set { return make(set, c.words) }

// Sizes by their two numbers, and deals by who is in no other auction.
func (c *catalogue) formats() {
	c.sizes, c.inDeal = map[Size]set{}, map[string]set{}
	for key, v := range c.format.values {
		if w, h, ok := strings.Cut(key, "x"); ok && !strings.Contains(w, "/") {
			c.sizes[Size{number(w), number(h)}] = v.incl
		}
	}
	for id, v := range c.deal.values {
		s := c.newSet()
		for i := range s {
			s[i] = v.incl[i] &^ c.deal.any[i]
		}
		c.inDeal[id] = s
	}
}

// Who is sent away by a category or by a domain.
func (c *catalogue) blocks(campaigns []campaign) {
	c.bcat, c.badv = map[string]set{}, map[string]set{}
	put := func(by map[string]set, key string, i int) {
		if by[key] == nil {
			by[key] = c.newSet()
		}
		by[key].add(i)
	}
	for i := range c.adgroups {
		from := &campaigns[c.adgroups[i].Campaign]
		for _, cat := range from.Cats {
			put(c.bcat, strings.ToLower(cat), i)
		}
		for _, domain := range from.Adomain {
			domain = strings.ToLower(domain)
			for more := true; more; {
				put(c.badv, domain, i)
				_, domain, more = strings.Cut(domain, ".")
			}
		}
	}
}

func hourOfWeek(zone []int64, now int64) int {
	offset := zone[0]
	for i := 1; i < len(zone); i += 2 {
		if zone[i] <= now {
			offset = zone[i+1]
		}
	}
	return int((now + offset + 3*86400) % (7 * 86400) / 3600)
}

func (c *catalogue) openAt(now int64) set {
	if h := c.hours.Load(); h != nil && h.quarter == now/900 {
		return h.open
	}
	open := c.newSet()
	for i := range c.adgroups {
		if c.adgroups[i].Schedule != nil {
			s := &c.schedules[*c.adgroups[i].Schedule]
			hour := hourOfWeek(c.zones[s[0]], now)
			if s[1+hour/32]>>(hour%32)&1 == 0 {
				continue
			}
		}
		open.add(i)
	}
	c.hours.Store(&hours{now / 900, open})
	return open
}

func list(values []string) string {
	out, _ := json.Marshal(values)
	return string(out)
}

func (g *adgroup) prepare(e *exported) {
	from := &e.Campaigns[g.Campaign]
	g.campaignSlot = from.Slot
	g.org = &e.Orgs[from.Org]
	g.head = `","adid":"` + g.Crid + `","adomain":` + list(from.Adomain) +
		`,"cid":"` + from.ID + `","crid":"` + g.Crid +
		`","cattax":1,"cat":` + list(from.Own)
	var attrs []int
	for i := 0; i < 32; i++ {
		if g.Attr>>i&1 != 0 {
			attrs = append(attrs, i)
		}
	}
	if attrs != nil {
		out, _ := json.Marshal(attrs)
		g.attr = `,"attr":` + string(out)
	}
	for _, markup := range g.Markup {
		g.pieces = append(g.pieces, split(markup))
	}
	part := func(v any) uint32 { return uint32(v.(float64)) }
	for _, v := range g.Versions {
		g.versions = append(g.versions, version{v[0].(string),
			[2]uint32{part(v[1]), part(v[2])},
			[2]uint32{part(v[3]), part(v[4])}})
	}
}

func open(path string) (*catalogue, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	e := &exported{}
	if err = json.Unmarshal(text, e); err != nil {
		return nil, err
	}
	c := &catalogue{words: e.AdgroupWords / 2, adgroups: e.Adgroups,
		model: e.Model, zones: e.Zones, schedules: e.Schedules}
	sets := make([]set, len(e.Sets))
	for i, words := range e.Sets {
		sets[i] = c.newSet()
		for k, w := range words {
			sets[i][k/2] |= uint64(w) << (k % 2 * 32)
		}
	}
	c.dimensions(e, sets)
	c.formats()
	for i := range c.adgroups {
		c.adgroups[i].prepare(e)
	}
	c.blocks(e.Campaigns)
	c.openAt(time.Now().Unix())
	return c, nil
}
