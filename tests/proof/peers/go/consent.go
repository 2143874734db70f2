package main

import "strings"

const vendor = 412

// From when on a string has to be of policy 4, and to say whom it disclosed.
const (
	v22 = 16961184000
	v23 = 17723232000
)

// What goes: the user's ids, what an ad is fitted by, the exact place.
const (
	takesUser = 1 << iota
	takesFitting
	takesPlace
	takesAll = takesUser | takesFitting | takesPlace
)

var national = [...]string{"......SHTsssssssssgsssssssskkkpmov",
	"......SHTsssssssgsssskkpmov"}

var fieldTakes = map[byte]int{'S': takesAll, 'H': takesAll,
	'T': takesFitting, 's': takesFitting, 'g': takesPlace, 'v': takesFitting}

var sextet [256]uint8

func init() {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" +
		"0123456789-_"
	for i := range letters {
		sextet[letters[i]] = uint8(i)
	}
}

type bitReader struct {
	s  string
	at int
}

func (b *bitReader) over() bool { return b.at > len(b.s)*6 }

func (b *bitReader) get(n int) uint64 {
	if b.at+n > len(b.s)*6 {
		b.at = len(b.s)*6 + 1
		return 0
	}
	var v uint64
	for n > 0 {
		have := 6 - b.at%6
		some := min(have, n)
		part := uint64(sextet[b.s[b.at/6]]) >> (have - some)
		v = v<<some | part&(1<<some-1)
		b.at += some
		n -= some
	}
	return v
}

func (b *bitReader) ranges() bool {
	found := false
	for n := b.get(12); n > 0 && !b.over(); n-- {
		group, first := b.get(1), b.get(16)
		last := first
		if group == 1 {
			last = b.get(16)
		}
		found = found || vendor >= first && vendor <= last
	}
	return found
}

func (b *bitReader) vendors() bool {
	most := int(b.get(16))
	if b.get(1) == 1 {
		return b.ranges() && vendor <= most
	}
	from := b.at
	b.at += most
	if b.over() || vendor > most {
		return false
	}
	from += vendor - 1
	return sextet[b.s[from/6]]>>(5-from%6)&1 == 1
}

func (b *bitReader) restricted() uint64 {
	var none uint64
	for n := b.get(12); n > 0 && !b.over(); n-- {
		purpose, kind := b.get(6), b.get(2)
		if b.ranges() && kind != 1 {
			none |= 1 << purpose
		}
	}
	return none
}

// Further segments: whether the user was shown somebody, and us.
func disclosed(s string) (said, ours bool) {
	for more := s != ""; more; {
		var segment string
		segment, s, more = strings.Cut(s, ".")
		b := bitReader{s: segment}
		if b.get(3) == 1 {
			said, ours = true, b.vendors()
		}
	}
	return
}

func tcf(s string) int {
	core, rest, _ := strings.Cut(s, ".")
	b := bitReader{s: core}
	if b.get(6) != 2 {
		return takesAll
	}
	b.at = 42
	updated := b.get(36)
	b.at = 132
	policy, service := b.get(6), b.get(1)
	b.at = 140
	features, purposes := b.get(12), b.get(24)
	b.at = 200
	one := b.get(1)
	b.at = 213
	consent := b.vendors()
	b.vendors()
	none := b.restricted()
	if b.over() || service == 0 || !consent || updated >= v22 && policy < 4 {
		return takesAll
	}
	said, ours := disclosed(rest)
	if said && !ours || updated >= v23 && !said {
		return takesAll
	}
	may := func(purpose int) bool {
		return purposes>>(24-purpose)&1 == 1 && none>>purpose&1 == 0
	}
	if !may(2) {
		return takesAll
	}
	takes := 0
	if one == 1 || !may(1) || !may(7) {
		takes |= takesUser
	}
	if !may(4) {
		takes |= takesFitting
	}
	if features>>11&1 == 0 {
		takes |= takesPlace
	}
	return takes
}

func usp(s string) int {
	if len(s) != 4 || s[0] != '1' {
		return takesAll
	}
	for i := 1; i < 4; i++ {
		if strings.IndexByte("YyNn-", s[i]) < 0 {
			return takesAll
		}
	}
	if s[2] == 'Y' || s[2] == 'y' {
		return takesAll
	}
	return 0
}

func nationalSection(s string) int {
	first, second, _ := strings.Cut(s, ".")
	fields := national[1]
	if len(first)*6 >= 6+2*len(national[0]) {
		fields = national[0]
	}
	b := bitReader{s: first}
	if version := b.get(6); version < 1 || version > 2 {
		return takesAll
	}
	takes := 0
	for i := range fields {
		v := b.get(2)
		if v == 3 || fields[i] == 'k' && v != 0 {
			takes = takesAll
		} else if v == 1 {
			takes |= fieldTakes[fields[i]]
		}
	}
	if b.over() {
		return takesAll
	}
	if second != "" {
		b = bitReader{s: second}
		if b.get(3) != 2 {
			return takesAll
		}
	}
	return takes
}

func (b *bitReader) fibonacci() int {
	sum, one, two, before := 0, 1, 2, false
	for !b.over() {
		bit := b.get(1) == 1
		if bit && before {
			return sum
		}
		if bit {
			sum += one
		}
		one, two, before = two, one+two, bit
	}
	return 0
}

// The sections by their number; nil: not to be read.
func sections(s string) map[int]string {
	parts := strings.Split(s, "~")
	b := bitReader{s: parts[0]}
	if b.get(6) != 3 || b.get(6) != 1 {
		return nil
	}
	found, id := map[int]string{}, 0
	n := int(b.get(12))
	for i := 1; i <= n; i++ {
		if b.get(1) == 1 || i == len(parts) {
			return nil
		}
		id += b.fibonacci()
		found[id] = parts[i]
	}
	if b.over() {
		return nil
	}
	return found
}

func section(id int, found map[int]string, p *Privacy, consent string) int {
	s, there := found[id]
	switch {
	case id == 6 && !there && p.USPrivacy != "":
		return 0
	case id == 6 && there:
		return usp(s)
	case id == 7 && there:
		return nationalSection(s)
	case id == 2 && consent != "":
		return tcf(consent)
	case id == 2:
		return tcf(s)
	}
	return takesAll
}

func platform(p *Privacy, consent string) int {
	found := sections(p.GPP)
	takes := 0
	if p.GPPSid == nil {
		if found == nil {
			return takesAll
		}
		for id := range found {
			if id >= 6 {
				takes |= section(id, found, p, "")
			}
		}
	}
	for _, id := range p.GPPSid {
		takes |= section(id, found, p, consent)
	}
	return takes
}

// What regs and user say together takes this away.
func consents(regs *Regs, consent string) int {
	p, takes := regs.Privacy, 0
	if ext := regs.Ext; ext != nil {
		if p.GDPR == 0 {
			p.GDPR = ext.GDPR
		}
		if p.USPrivacy == "" {
			p.USPrivacy = ext.USPrivacy
		}
		if p.GPP == "" {
			p.GPP = ext.GPP
		}
		if p.GPPSid == nil {
			p.GPPSid = ext.GPPSid
		}
	}
	if regs.Coppa > 0 {
		takes = takesAll
	}
	if p.GPP != "" || p.GPPSid != nil {
		takes |= platform(&p, consent)
	}
	if p.GDPR > 0 {
		takes |= tcf(consent)
	}
	if p.USPrivacy != "" {
		takes |= usp(p.USPrivacy)
	}
	return takes
}
