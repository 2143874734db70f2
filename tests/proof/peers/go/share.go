package main

import "math"

// An offer of an ad group for an impression.
type offer struct {
	g             *adgroup
	imp           *Imp
	deal          *Deal
	w, h          int
	value, price  int64
	variant       int
	life          int
	protocol      int
	good, written bool
}

// What is bid for an impression.
type auction struct {
	imp  *Imp
	list []offer
	won  []*offer
}

const (
	distinct = int64(1) << 48
	worthMax = int64(1) << 40
	rows     = 8
)

func (b *bidder) take(a *auction, o *offer) {
	a.won = append(a.won, o)
	b.won = append(b.won, o)
}

// How often the campaign is in the answer, but for this impression.
func (b *bidder) elsewhere(a *auction, o *offer) int {
	n := 0
	for _, won := range b.won {
		if won.imp != a.imp && won.g.Campaign == o.g.Campaign {
			n++
		}
	}
	return n
}

func (b *bidder) repeats(a *auction, o *offer) int {
	n := b.elsewhere(a, o)
	if n == 0 {
		return 0
	}
	for _, won := range b.won {
		if won.imp != a.imp && won.g == o.g {
			n++
		}
	}
	return n
}

func (a *auction) hasPlace(deal *Deal) bool {
	for _, won := range a.won {
		if won.deal == deal {
			return false
		}
	}
	return deal != nil || a.imp.Pmp == nil || a.imp.Pmp.PrivateAuction <= 0
}

// Of those for a deal, or for none, one that is in the answer least.
func (b *bidder) takeOne(a *auction, deal *Deal) {
	var best *offer
	least := math.MaxInt
	for i := range a.list {
		o := &a.list[i]
		if !o.good || o.deal != deal {
			continue
		}
		if n := b.repeats(a, o); n < least {
			best, least = o, n
			if n == 0 {
				break
			}
		}
	}
	if best != nil {
		b.take(a, best)
	}
}

func (b *bidder) takeDeals(a *auction) {
	for i := range a.list {
		o := &a.list[i]
		if o.deal == nil {
			return
		}
		if o.good && a.hasPlace(o.deal) {
			b.takeOne(a, o.deal)
		}
	}
}

func (a *auction) openFrom(i int) int {
	for i < len(a.list) && (a.list[i].deal != nil || !a.list[i].good) {
		i++
	}
	return i
}

func isClear(open []*auction) bool {
	var first [rows]int
	for i, a := range open {
		first[i] = a.list[a.openFrom(0)].g.Campaign
		for k := 0; k < i; k++ {
			if first[k] == first[i] {
				return false
			}
		}
	}
	return true
}

// Rows are impressions, columns campaigns; those behind them are nobody.
type matrix struct {
	n         int
	campaigns []int
	worth     [rows][rows*rows + rows + 1]int64
	offer     [rows][rows*rows + 1]*offer
	u         [rows + 1]int64
	v         [rows*rows + rows + 1]int64
	row       [rows*rows + rows + 1]int
}

func (m *matrix) column(campaign int) int {
	for i, c := range m.campaigns {
		if c == campaign {
			return i + 1
		}
	}
	m.campaigns = append(m.campaigns, campaign)
	return len(m.campaigns)
}

func (b *bidder) fill(m *matrix, row int, a *auction) {
	n := 0
	for i := a.openFrom(0); i < len(a.list) && n < m.n; i = a.openFrom(i + 1) {
		o := &a.list[i]
		if b.elsewhere(a, o) != 0 {
			continue
		}
		column := m.column(o.g.Campaign)
		if m.worth[row][column] == 0 {
			m.worth[row][column] = distinct + min(o.value, worthMax)
			m.offer[row][column] = o
			n++
		}
	}
}

// Shortest augmenting paths, one row after the other.
func (m *matrix) augment(row int) {
	var least [rows*rows + rows + 1]int64
	var from [rows*rows + rows + 1]int
	var seen [rows*rows + rows + 1]bool
	columns := len(m.campaigns) + m.n
	for j := range least {
		least[j] = math.MaxInt64
	}
	m.row[0] = row
	at := 0
	for {
		r, delta, next := m.row[at], int64(math.MaxInt64), 0
		seen[at] = true
		for j := 1; j <= columns; j++ {
			if seen[j] {
				continue
			}
			cost := -m.worth[r-1][j] - m.u[r] - m.v[j]
			if cost < least[j] {
				least[j], from[j] = cost, at
			}
			if least[j] < delta {
				delta, next = least[j], j
			}
		}
		for j := 0; j <= columns; j++ {
			if seen[j] {
				m.u[m.row[j]] += delta
				m.v[j] -= delta
			} else if least[j] != math.MaxInt64 {
				least[j] -= delta
			}
		}
		at = next
		if m.row[at] == 0 {
			break
		}
	}
	for at != 0 {
		m.row[at] = m.row[from[at]]
		at = from[at]
	}
}

// Of all ways to give each a campaign of its own that which is worth most.
func (b *bidder) assign(open []*auction) {
	m := &matrix{n: len(open)}
	for i, a := range open {
		b.fill(m, i, a)
	}
	for i := range open {
		m.augment(i + 1)
	}
	var chosen [rows]*offer
	for j := 1; j <= len(m.campaigns); j++ {
		if i := m.row[j]; i != 0 && m.worth[i-1][j] > 0 {
			chosen[i-1] = m.offer[i-1][j]
		}
	}
	for i, a := range open {
		if chosen[i] != nil {
			b.take(a, chosen[i])
		}
	}
}

// Who gets which impression: rather another campaign each.
func (b *bidder) share() {
	b.won = b.won[:0]
	var open []*auction
	for i := range b.auctions {
		b.takeDeals(&b.auctions[i])
	}
	for i := range b.auctions {
		a := &b.auctions[i]
		if a.hasPlace(nil) && a.openFrom(0) < len(a.list) {
			open = append(open, a)
		}
	}
	if len(open) > 1 && len(open) <= rows && !isClear(open) {
		b.assign(open)
	}
	for _, a := range open {
		if a.hasPlace(nil) {
			b.takeOne(a, nil)
		}
	}
}
