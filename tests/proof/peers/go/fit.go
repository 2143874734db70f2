package main

import (
	"math"
	"strings"
)

const (
	banner = 1
	video  = 2
)

const skipUnknown = 65535

func mask(list []int) uint32 {
	var bits uint32
	for _, v := range list {
		if v > 0 && v < 32 {
			bits |= 1 << v
		}
	}
	return bits
}

func allowed(list []int) uint32 {
	if list == nil {
		return ^uint32(0)
	}
	return mask(list)
}

func micros(v float64) int64 { return int64(math.Floor(v*1e6 + 0.5)) }

func dollars(s string) bool {
	return s == "" || s == "USD" ||
		strings.EqualFold(strings.TrimSpace(s), "USD")
}

// What is read of an impression once.
func (imp *Imp) prepare() {
	imp.floor = micros(imp.Bidfloor)
	imp.usd = dollars(imp.Bidfloorcur)
	if imp.Banner != nil {
		imp.Banner.battr = mask(imp.Banner.Battr)
		imp.Banner.btype = mask(imp.Banner.Btype)
	}
	if imp.Video != nil {
		imp.Video.battr = mask(imp.Video.Battr)
		imp.Video.protocols = allowed(imp.Video.Protocols)
		imp.Video.delivery = allowed(imp.Video.Delivery)
	}
}

func (imp *Imp) floorFor(deal *Deal) (int64, bool) {
	if deal != nil && deal.Bidfloor != nil {
		return micros(*deal.Bidfloor), dollars(deal.Bidfloorcur)
	}
	return imp.floor, imp.usd
}

func (v *Video) fits(g *adgroup) bool {
	if v.Linearity != 0 && g.Linearity != 0 && v.Linearity != g.Linearity ||
		g.Protocols != 0 && g.Protocols&v.protocols == 0 ||
		g.Delivery != 0 && g.Delivery&v.delivery == 0 ||
		g.Bitrate != 0 && (g.Bitrate < v.Minbitrate ||
			v.Maxbitrate > 0 && g.Bitrate > v.Maxbitrate) ||
		g.Duration < v.Minduration || v.Maxduration > 0 &&
		v.Maxextended >= 0 && g.Duration > v.Maxduration+v.Maxextended {
		return false
	}
	if g.Skippable == 1 && (v.Skip == 1 && g.Skip == skipUnknown ||
		v.Skipmin > 0 && g.Duration <= v.Skipmin || g.Skip < v.Skipafter) {
		return false
	}
	return v.Boxingallowed == nil || *v.Boxingallowed != 0 || v.W <= 0 ||
		v.H <= 0 || g.W == 0 || v.W*g.H == v.H*g.W
}

func listed(mimes []string, g *adgroup) bool {
	for _, own := range g.Mimes {
		for _, mime := range mimes {
			if strings.EqualFold(mime, own) || own == "image/jpeg" &&
				strings.EqualFold(mime, "image/jpg") {
				return true
			}
		}
	}
	return len(mimes) == 0 || len(g.Mimes) == 0
}

func (imp *Imp) allows(g *adgroup, battr uint32) bool {
	return g.Attr&battr == 0 && (imp.Secure <= 0 || g.Secure == 1)
}

func (imp *Imp) fits(g *adgroup) bool {
	if g.Media == banner {
		b := imp.Banner
		return imp.allows(g, b.battr) && b.btype>>g.Btype&1 == 0 &&
			listed(b.Mimes, g)
	}
	return imp.Video.fits(g) && imp.allows(g, imp.Video.battr)
}

func parseVersion(s string) (parts [4]uint32, n int) {
	for i := 0; n < 4 && i < len(s); i++ {
		from := i
		for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			parts[n] = min(parts[n]*10+uint32(s[i]-'0'), 65535)
		}
		if i == from {
			break
		}
		n++
		if i < len(s) && s[i] != '.' && s[i] != '_' {
			break
		}
	}
	return
}

func before(a, b [2]uint32) bool {
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}

func (b *bidder) versionFits(versions []version) bool {
	d := b.r.Device
	if d == nil {
		return false
	}
	parts, n := parseVersion(d.OSV)
	if n == 0 {
		return false
	}
	v := [2]uint32{parts[0]<<16 | parts[1], parts[2]<<16 | parts[3]}
	for i := range versions {
		if !before(v, versions[i].low) && !before(versions[i].high, v) &&
			(versions[i].os == "" || strings.EqualFold(versions[i].os, d.OS)) {
			return true
		}
	}
	return false
}

func (b *bidder) circleFits(circles [][3]float64) bool {
	const degree = math.Pi / 180
	if !b.placed {
		return false
	}
	for i := range circles {
		lat, lon := circles[i][0]/1e6, circles[i][1]/1e6
		if math.Abs(b.lat-lat)*1e6 > 9*circles[i][2]+2 {
			continue
		}
		dlat := math.Sin((b.lat - lat) * degree / 2)
		dlon := math.Sin((b.lon - lon) * degree / 2)
		a := dlat*dlat +
			math.Cos(lat*degree)*math.Cos(b.lat*degree)*dlon*dlon
		if 2*6371008.8*math.Asin(math.Sqrt(math.Min(a, 1))) <= circles[i][2] {
			return true
		}
	}
	return false
}

// May it be shown there, and pay enough?
func (b *bidder) stands(imp *Imp, g *adgroup, deal *Deal) bool {
	least, usd := imp.floorFor(deal)
	if least != 0 && (!usd || g.MaxCPM > 0 && g.MaxCPM < least) {
		return false
	}
	return imp.fits(g) && (g.versions == nil || b.versionFits(g.versions)) &&
		(g.Circles == nil || b.circleFits(g.Circles))
}
