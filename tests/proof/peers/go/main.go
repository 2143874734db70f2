// The bidder in Go: main PORT FILE listens on 127.0.0.1.
package main

import (
	"bytes"
	"encoding/json"
	"hash"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
)

const (
	candidates = 16
	stand      = 48 // for deals, at most
)

// What a request is worked on with; taken from a pool.
type bidder struct {
	c                  *catalogue
	r                  *Request
	acc, letIn, either set
	hits               []set
	now                int64
	geo                *Geo
	profile            *User
	user               string
	userHash           uint64
	lat, lon           float64
	placed             bool
	sums, impSums      hidden
	offers             []offer
	auctions           []auction
	won                []*offer
	mac                hash.Hash
	token              [512]byte
	text               [2][1024]byte
	body, out          bytes.Buffer
}

func newOffer(imp *Imp, g *adgroup, deal *Deal) offer {
	o := offer{g: g, imp: imp, deal: deal, w: g.W, h: g.H}
	if v := imp.Video; g.Media == video && v.W > 0 && v.H > 0 {
		o.w, o.h = v.W, v.H
	}
	return o
}

// Those who are scored: for deals first, a quarter at least for no deal.
func (b *bidder) candidates(imp *Imp) []offer {
	first, pmp := len(b.offers), imp.Pmp
	if pmp != nil {
		for i := range pmp.Deals {
			if s := b.c.inDeal[pmp.Deals[i].ID]; s != nil {
				b.walk(imp, s, &pmp.Deals[i], stand+first-len(b.offers))
			}
		}
	}
	deals := len(b.offers) - first
	if pmp != nil && pmp.PrivateAuction > 0 {
		b.offers = b.offers[:first+min(deals, candidates)]
		return b.offers[first:]
	}
	b.walk(imp, b.c.deal.any, nil, candidates)
	open := len(b.offers) - first - deals
	kept := min(deals, candidates-min(open, candidates/4))
	open = min(open, candidates-kept)
	copy(b.offers[first+kept:], b.offers[first+deals:first+deals+open])
	b.offers = b.offers[:first+kept+open]
	return b.offers[first:]
}

func (o *offer) before(other *offer) bool {
	if (o.deal == nil) != (other.deal == nil) {
		return o.deal != nil
	}
	if o.value != other.value {
		return o.value > other.value
	}
	if o.g.Order != other.g.Order {
		return o.g.Order > other.g.Order
	}
	return o.g.Slot < other.g.Slot
}

func (o *offer) setPrice() {
	least, _ := o.imp.floorFor(o.deal)
	o.price = o.value
	if o.g.MaxCPM > 0 {
		o.price = min(o.price, o.g.MaxCPM)
	}
	o.good = o.price >= least && o.price > 0
	if o.good && o.deal != nil && o.deal.At == 3 && least > 0 {
		o.price = least
	}
}

// The best first.
func (b *bidder) rank(imp *Imp, list []offer) {
	if len(list) == 0 {
		return
	}
	b.inputsImp(imp, &list[0])
	for i := range list {
		o := list[i]
		o.value = b.value(o.g)
		o.variant = b.variant(o.g)
		o.setPrice()
		k := i
		for ; k > 0 && o.before(&list[k-1]); k-- {
			list[k] = list[k-1]
		}
		list[k] = o
	}
}

func (b *bidder) finish(o *offer) {
	o.life = 60
	if b.r.App != nil {
		o.life = 300
	}
	if o.g.Media == video || o.imp.Instl == 1 {
		o.life = 1800
	}
	if o.imp.Exp > 0 {
		o.life = min(o.life, o.imp.Exp)
	}
	if o.g.Media == video {
		for i, p := 0, o.g.Protocols&o.imp.Video.protocols; p != 0; p >>= 1 {
			o.protocol = i
			i++
		}
	}
}

// Whether there is a bid.
func (b *bidder) bid(r *Request) bool {
	b.r = r
	b.person(r)
	b.plan(r)
	b.inputs(r)
	b.offers, b.auctions = b.offers[:0], b.auctions[:0]
	if room := len(r.Imp) * (stand + candidates); cap(b.offers) < room {
		b.offers = make([]offer, 0, room)
	}
	for i := range r.Imp {
		imp := &r.Imp[i]
		imp.prepare()
		b.planImp(imp)
		list := b.candidates(imp)
		b.rank(imp, list)
		b.auctions = append(b.auctions, auction{imp: imp, list: list})
	}
	b.share()
	for _, o := range b.won {
		b.finish(o)
	}
	return len(b.won) > 0
}

type server struct{ pool sync.Pool }

func newServer(c *catalogue) *server {
	s := &server{}
	s.pool.New = func() any {
		return &bidder{c: c, acc: c.newSet(), letIn: c.newSet(),
			either: c.newSet(), mac: newMac()}
	}
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	b := s.pool.Get().(*bidder)
	defer s.pool.Put(b)
	b.body.Reset()
	r := &Request{}
	if _, err := io.Copy(&b.body, hr.Body); err != nil ||
		json.Unmarshal(b.body.Bytes(), r) != nil || !r.valid() {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if !r.paysDollars() || !b.bid(r) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	b.out.Reset()
	out := b.write(b.out.AvailableBuffer())
	b.out.Write(out)
	h := w.Header()
	h["Content-Type"] = []string{"application/json"}
	h["X-Openrtb-Version"] = []string{"2.6"}
	h["Content-Length"] = []string{strconv.Itoa(len(out))}
	w.Write(out)
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: peer PORT FILE")
	}
	c, err := open(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], newServer(c)))
}
