package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash"
	"math/rand"
	"strconv"
	"strings"
)

const notices = "https://ads.example.com/v1/notice/"

const macLen, idMax = 16, 72

// A piece of a markup: a text, or which of the bid's own it is.
type piece struct {
	text string
	own  int
}

var words = [...]string{"", "qAUCTIONq", "qDOMAINq", "qBIDq", "qIMPq",
	"qTOKENq", "987654321", "987654322", "4503599627370495"}

func split(markup string) []piece {
	pieces := []piece{}
	for markup != "" {
		first, own := len(markup), 0
		for i := 1; i < len(words); i++ {
			if at := strings.Index(markup, words[i]); at >= 0 && at < first {
				first, own = at, i
			}
		}
		pieces = append(pieces, piece{markup[:first], own})
		markup = markup[first+len(words[own]):]
	}
	return pieces
}

func newMac() hash.Hash {
	return hmac.New(sha256.New, []byte("the secret of the peers, 32 long"))
}

var digit = func() (t [256]uint8) {
	for i, c := range "0123456789abcdef" {
		t[c] = uint8(0x10 + i)
	}
	return
}()

// Two digits a byte; false: they are no digits.
func pack(out []byte, s string) ([]byte, bool) {
	all := uint8(0x10)
	for i := 0; i+1 < len(s); i += 2 {
		high, low := digit[s[i]], digit[s[i+1]]
		out = append(out, high<<4|low&15)
		all &= high & low
	}
	return out, all != 0
}

func packUUID(out []byte, s string) ([]byte, bool) {
	if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return out, false
	}
	good := true
	for _, group := range [...]string{s[:8], s[9:13], s[14:18], s[19:23],
		s[24:]} {
		var digits bool
		out, digits = pack(out, group)
		good = good && digits
	}
	return out, good
}

func putID(out []byte, id string) []byte {
	id = id[:min(len(id), idMax)]
	at := len(out)
	if len(id) == 36 {
		if packed, ok := packUUID(append(out, 0xff), id); ok {
			return packed
		}
	}
	if len(id)%2 == 0 {
		form := byte(0x90 + len(id)/2)
		if packed, ok := pack(append(out, form), id); ok {
			return packed
		}
	}
	return append(append(out[:at], byte(len(id))), id...)
}

// The same text as that of a bid by the module.
func (b *bidder) tokenBody(o *offer, id uint64) []byte {
	p, g := b.token[:0], o.g
	flags := byte(0x30)
	if b.user != "" {
		flags = 0x32
	}
	p = append(p, flags, 1, byte(o.variant))
	p = binary.BigEndian.AppendUint32(p, g.org.Hash)
	p = append(p, 0, 0, 0, 0)
	p = binary.BigEndian.AppendUint32(p, uint32(b.now))
	p = append(p, "USD"...)
	p = binary.BigEndian.AppendUint64(p, id)
	if b.user != "" {
		p = binary.BigEndian.AppendUint64(p, b.userHash)
	}
	p = binary.AppendUvarint(p, g.campaignSlot)
	p = binary.AppendUvarint(p, g.Slot)
	p = binary.AppendUvarint(p, uint64(o.price))
	p = binary.AppendUvarint(p, uint64(o.price))
	p = append(p, 0, 0)
	p = putID(p, g.Crid)
	p = putID(p, b.r.ID)
	return putID(p, o.imp.ID)
}

// One half signs for the exchange, the other for the browser; the text of
// what they share is made once.
func (b *bidder) sign(o *offer, id uint64) (exchange, browser []byte) {
	p := b.tokenBody(o, id)
	n := len(p)
	whole := n / 3 * 3
	b.mac.Reset()
	b.mac.Write(append(p, 1))
	p = b.mac.Sum(p)
	enc := base64.RawURLEncoding
	size := enc.EncodedLen(n + macLen)
	exchange, browser = b.text[0][:size], b.text[1][:size]
	enc.Encode(exchange, p[:n+macLen])
	text := copy(browser, exchange[:whole/3*4])
	copy(p[n:], p[n+macLen:])
	enc.Encode(browser[text:], p[whole:n+macLen])
	return
}

func quoted(out []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == '"' || s[i] == '\\' {
			text, _ := json.Marshal(s)
			return append(out, text...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}

func putPrice(out []byte, micros int64) []byte {
	out = strconv.AppendInt(out, micros/1000000, 10)
	if rest := micros % 1000000; rest != 0 {
		digits := [7]byte{'.'}
		n := 7
		for i := 6; i > 0; i-- {
			digits[i] = byte('0' + rest%10)
			if rest%10 == 0 && n == i+1 {
				n = i
			}
			rest /= 10
		}
		out = append(out, digits[:n]...)
	}
	return out
}

func (b *bidder) putMarkup(out []byte, o *offer, id, browser []byte) []byte {
	pieces := o.g.pieces[o.variant]
	for i := range pieces {
		out = append(out, pieces[i].text...)
		switch pieces[i].own {
		case 1:
			out = append(out, b.r.ID...)
		case 2:
			out = append(out, b.r.domain()...)
		case 3:
			out = append(out, id...)
		case 4:
			out = append(out, o.imp.ID...)
		case 5:
			out = append(out, browser...)
		case 6:
			out = strconv.AppendInt(out, int64(o.w), 10)
		case 7:
			out = strconv.AppendInt(out, int64(o.h), 10)
		case 8:
			out = strconv.AppendUint(out, rand.Uint64()>>12, 10)
		}
	}
	return out
}

func putHex(out []byte, v uint64) []byte {
	const digits = "0123456789abcdef"
	for i := 60; i >= 0; i -= 4 {
		out = append(out, digits[v>>i&15])
	}
	return out
}

func putInt(out []byte, key string, v int) []byte {
	return strconv.AppendInt(append(out, key...), int64(v), 10)
}

func putNotice(out []byte, kind string, token []byte, rest string) []byte {
	out = append(append(out, notices...), kind...)
	return append(append(out, token...), rest...)
}

func (b *bidder) putBid(out []byte, o *offer) []byte {
	g := o.g
	id := rand.Uint64()
	exchange, browser := b.sign(o, id)
	out = append(out, `{"id":"`...)
	at := len(out)
	out = putHex(out, id)
	text := out[at:]
	out = quoted(append(out, `","impid":`...), o.imp.ID)
	out = putPrice(append(out, `,"price":`...), o.price)
	out = putNotice(append(out, `,"nurl":"`...), "win?t=", exchange,
		"&p=${AUCTION_PRICE}&m=${AUCTION_MIN_TO_WIN}")
	if g.Media == banner {
		out = putNotice(append(out, `","burl":"`...), "bill?t=", exchange,
			"&p=${AUCTION_PRICE}")
	}
	out = putNotice(append(out, `","lurl":"`...), "loss?t=", exchange,
		"&p=${AUCTION_PRICE}&l=${AUCTION_LOSS}&m=${AUCTION_MIN_TO_WIN}")
	out = append(out, `","adm":"`...)
	out = b.putMarkup(out, o, text, browser)
	out = append(out, g.head...)
	if g.Media == banner || o.imp.Video.Skip != 1 {
		out = append(out, g.attr...)
	}
	if o.protocol > 0 {
		out = putInt(out, `,"protocol":`, o.protocol)
	}
	if o.deal != nil {
		out = quoted(append(out, `,"dealid":`...), o.deal.ID)
	}
	out = putInt(out, `,"w":`, o.w)
	out = putInt(out, `,"h":`, o.h)
	out = putInt(out, `,"exp":`, o.life)
	if g.Media == video {
		out = putInt(out, `,"dur":`, g.Duration)
	}
	out = putInt(out, `,"mtype":`, g.Media)
	return append(out, '}')
}

// All bids of a seat together, in the order of their impressions.
func (b *bidder) write(out []byte) []byte {
	if b.user != "" {
		b.userHash = hash64(b.user, 0)
	}
	out = quoted(append(out, `{"id":`...), b.r.ID)
	before := `,"seatbid":[{"bid":[`
	for i := range b.auctions {
		for _, o := range b.auctions[i].won {
			if !o.written {
				out = append(out, before...)
				out = b.writeSeat(out, o.g.org, i)
				before = `,{"bid":[`
			}
		}
	}
	out = append(out, `],"bidid":"`...)
	return append(putHex(out, rand.Uint64()), `","cur":"USD"}`...)
}

func (b *bidder) writeSeat(out []byte, seat *org, first int) []byte {
	n := 0
	for i := first; i < len(b.auctions); i++ {
		for _, o := range b.auctions[i].won {
			if o.written || o.g.org != seat {
				continue
			}
			if n++; n > 1 {
				out = append(out, ',')
			}
			out = b.putBid(out, o)
			o.written = true
		}
	}
	return append(append(append(out, `],"seat":"`...), seat.Seat...), `"}`...)
}
