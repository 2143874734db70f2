package main

import (
	"math/bits"
	"strings"
)

const (
	cpm  = 0
	cpa  = 2
	cpcv = 3
)

const one = 1000000000

var deviceInput = [...]int{-1, 0, 1, 3, 0, 2, 4, 3, 5}

func add(to *hidden, column *hidden) {
	for j := range to {
		to[j] += column[j]
	}
}

func (b *bidder) input(i int) { add(&b.sums, &b.c.model.User[i]) }

func (b *bidder) inputCats(seen uint32, cats []string) uint32 {
	for _, cat := range cats {
		whole, _, _ := strings.Cut(cat, "-")
		if n := bucket(whole, 16); seen>>n&1 == 0 {
			seen |= 1 << n
			b.input(152 + n)
		}
	}
	return seen
}

func (b *bidder) inputPlace(r *Request) {
	if domain := r.domain(); domain != "" {
		b.input(128 + bucket(domain, 24))
	}
	place := r.place()
	if place == nil {
		return
	}
	seen := b.inputCats(0, place.Cat)
	seen = b.inputCats(seen, place.Sectioncat)
	seen = b.inputCats(seen, place.Pagecat)
	if place.Content != nil {
		b.inputCats(seen, place.Content.Cat)
	}
}

// The user's and the context's part of the first layer.
func (b *bidder) inputs(r *Request) {
	b.sums = b.c.model.Base
	b.input(83)
	b.input(116 + int(b.now%86400/7200))
	var seen uint64
	for i := range b.profile.Data {
		for _, s := range b.profile.Data[i].Segment {
			if n := bucket(s.ID, 48); seen>>n&1 == 0 && s.ID != "" {
				seen |= 1 << n
				b.input(32 + n)
			}
		}
	}
	if b.geo.Country != "" {
		b.input(84 + bucket(b.geo.Country, 16))
	}
	if d := r.Device; d != nil {
		if d.Devicetype > 0 && d.Devicetype < len(deviceInput) {
			b.input(100 + deviceInput[d.Devicetype])
		}
		if d.OS != "" {
			b.input(106 + bucket(d.OS, 5))
		}
		if d.Language != "" {
			b.input(111 + bucket(d.Language, 5))
		}
	}
	b.inputPlace(r)
}

func sizeClass(w, h int) int {
	switch {
	case w <= 0 || h <= 0:
		return 8
	case w >= 3*h && h <= 60:
		return 0
	case w >= 3*h:
		return 1
	case h >= 2*w && w < 200:
		return 2
	case h >= 2*w:
		return 3
	case w*h <= 100000 && h >= w:
		return 4
	case w*h <= 100000:
		return 5
	case h > w:
		return 6
	}
	return 7
}

// And the impression's: the first of those scored says for what.
func (b *bidder) inputsImp(imp *Imp, o *offer) {
	user := b.c.model.User
	b.impSums = b.sums
	add(&b.impSums, &user[167+o.g.Media])
	if size := sizeClass(o.w, o.h); size < 8 {
		add(&b.impSums, &user[172+size])
	}
	var pos *int
	if o.g.Media == banner {
		pos = imp.Banner.Pos
	} else {
		pos = imp.Video.Pos
	}
	if pos != nil && *pos >= 0 && *pos < 8 {
		add(&b.impSums, &user[180+*pos])
	}
	if imp.Instl == 1 {
		add(&b.impSums, &user[188])
	}
	if o.deal != nil {
		add(&b.impSums, &user[189])
	}
}

// A neuron that fires has a sum above 0, which its sign says: no branch.
func (b *bidder) output(g *adgroup, head int) int32 {
	y, w2, own, sums := b.c.model.B2[head], &b.c.model.W2[head], &g.Sums,
		&b.impSums
	for j := range w2 {
		y += w2[j] & (-(sums[j] + own[j]) >> 31)
	}
	return y
}

func (b *bidder) chance(g *adgroup, head int) int64 {
	return b.c.model.Sigmoid[b.output(g, head)+b.c.model.Middle]
}

// A times b parts of a billion, to the nearest.
func part(x, y int64) int64 {
	high, low := bits.Mul64(uint64(x), uint64(y))
	low, carry := bits.Add64(low, one/2, 0)
	q, _ := bits.Div64(high+carry, low, one)
	return int64(q)
}

func (b *bidder) value(g *adgroup) int64 {
	head := 0
	if g.Goal == cpcv {
		head = 2
	}
	p := b.chance(g, head)
	if g.Goal == cpm {
		if g.Prior == 0 || g.Prior == one || p >= g.Prior {
			return g.Bid
		}
		return part(g.Bid, max(p*one/g.Prior, one/2))
	}
	if g.Goal == cpa {
		p = part(p, b.chance(g, 1))
	}
	return part(g.Bid*1000, p)
}

func (b *bidder) variant(g *adgroup) int {
	best, most := 0, int32(0)
	for i := 0; i < min(g.Variants, 12); i++ {
		if y := b.output(g, 4+i); i == 0 || y > most {
			best, most = i, y
		}
	}
	return best
}
