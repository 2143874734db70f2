package main

import (
	"math/bits"
	"strconv"
	"strings"
	"time"
)

var deviceTypes = [...]string{"0", "1", "2", "3", "4", "5", "6", "7", "8"}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func (s set) meet(with set) {
	for i := range s {
		s[i] &= with[i]
	}
}

func (s set) without(those set) {
	for i := range s {
		s[i] &^= those[i]
	}
}

func (s set) join(those set) {
	for i := range s {
		s[i] |= those[i]
	}
}

func (s set) clear() {
	for i := range s {
		s[i] = 0
	}
}

// One value of the dimension at hand is named.
func (b *bidder) hit(v value) {
	if v.incl != nil {
		b.hits = append(b.hits, v.incl)
	}
	if v.excl != nil {
		b.acc.without(v.excl)
	}
}

func (b *bidder) settle(d *dimension) {
	switch len(b.hits) {
	case 0:
		b.acc.meet(d.any)
	case 1:
		b.acc.meet(b.hits[0])
	default:
		b.either.clear()
		for _, s := range b.hits {
			b.either.join(s)
		}
		b.acc.meet(b.either)
	}
	b.hits = b.hits[:0]
}

// In any case: most are in small letters, or not there.
func (b *bidder) hitName(values map[string]value, s string) {
	if s != "" {
		b.hit(values[strings.ToLower(s)])
	}
}

func (b *bidder) hitCats(cats []string) {
	for _, cat := range cats {
		b.hitName(b.c.cat.values, cat)
		if whole, _, ok := strings.Cut(cat, "-"); ok {
			b.hitName(b.c.cat.values, whole)
		}
	}
}

func (b *bidder) hitWords(words string) {
	for words != "" {
		var word string
		word, words, _ = strings.Cut(words, ",")
		b.hitName(b.c.keyword.values, strings.TrimSpace(word))
	}
}

func (b *bidder) hitDomain(domain string) {
	for domain = host(domain); strings.Contains(domain, "."); {
		b.hit(b.c.domain.values[domain])
		_, domain, _ = strings.Cut(domain, ".")
	}
}

func (b *bidder) planPlace(r *Request) {
	c, place := b.c, r.place()
	if r.Site != nil {
		domain := r.Site.Domain
		if domain == "" {
			domain = r.Site.Page
		}
		b.hitDomain(domain)
	}
	b.settle(c.domain)
	if place != nil {
		b.hitCats(place.Cat)
		b.hitCats(place.Sectioncat)
		b.hitCats(place.Pagecat)
	}
	b.settle(c.cat)
	if place != nil {
		b.hitWords(place.Keywords)
		for _, word := range place.Kwarray {
			b.hitName(c.keyword.values, word)
		}
		if place.Content != nil {
			b.hitWords(place.Content.Keywords)
		}
	}
	b.hitWords(b.profile.Keywords)
	b.settle(c.keyword)
}

func (b *bidder) planGeo() {
	c, geo := b.c, b.geo
	country := ""
	if len(geo.Country) == 3 {
		country = strings.ToUpper(geo.Country)
		b.hit(c.country.values[country])
		country = strings.ToLower(country)
	}
	b.settle(c.country)
	if by := c.region.pairs[country]; by != nil && geo.Region != "" {
		region := geo.Region
		if _, rest, ok := strings.Cut(region, "-"); ok {
			region = rest
		}
		b.hitName(by, region)
	}
	b.settle(c.region)
	b.hitName(c.city.values, geo.City)
	if by := c.city.pairs[country]; by != nil {
		b.hitName(by, geo.City)
	}
	b.settle(c.city)
}

func (b *bidder) planUser() {
	for i := range b.profile.Data {
		data := &b.profile.Data[i]
		name := data.Name
		if name == "" {
			name = data.ID
		}
		if by := b.c.segment.pairs[name]; by != nil {
			for _, s := range data.Segment {
				b.hit(by[s.ID])
			}
		}
	}
	b.settle(b.c.segment)
}

// Which ad groups the request lets in.
func (b *bidder) plan(r *Request) {
	c := b.c
	b.now = time.Now().Unix()
	copy(b.acc, c.openAt(b.now))
	b.planPlace(r)
	b.planGeo()
	if r.Device != nil {
		if t := r.Device.Devicetype; t > 0 && t < len(deviceTypes) {
			b.hit(c.device.values[deviceTypes[t]])
		}
	}
	b.settle(c.device)
	if r.Device != nil {
		b.hitName(c.osys.values, r.Device.OS)
	}
	b.settle(c.osys)
	b.planUser()
	for _, cat := range r.Bcat {
		if s := c.bcat[strings.ToLower(strings.TrimSpace(cat))]; s != nil {
			b.acc.without(s)
		}
	}
	for _, domain := range r.Badv {
		if s := c.badv[owner(domain)]; s != nil {
			b.acc.without(s)
		}
	}
}

// Which of them the impression lets in.
func (b *bidder) planImp(imp *Imp) {
	b.letIn.clear()
	if banner := imp.Banner; banner != nil {
		for _, size := range banner.Format {
			if s := b.c.sizes[size]; s != nil {
				b.letIn.join(s)
			}
		}
		if len(banner.Format) == 0 {
			if s := b.c.sizes[banner.Size]; s != nil {
				b.letIn.join(s)
			}
		}
	}
	if imp.Video != nil {
		for _, mime := range imp.Video.Mimes {
			if s := b.c.format.values[mime].incl; s != nil {
				b.letIn.join(s)
			}
		}
	}
	b.letIn.meet(b.acc)
}

// Of those among these, in the order of price, the first who stand.
func (b *bidder) walk(imp *Imp, among set, deal *Deal, room int) {
	for i, w := range among {
		for w &= b.letIn[i]; w != 0; w &= w - 1 {
			if room == 0 {
				return
			}
			g := &b.c.adgroups[i*64+bits.TrailingZeros64(w)]
			if b.stands(imp, g, deal) {
				b.offers = append(b.offers, newOffer(imp, g, deal))
				room--
			}
		}
	}
}
