package main

import (
	"math"
	"strings"
)

var nobody, nowhere = &User{}, &Geo{}

// All noughts and dashes are what a device says that keeps its id to itself.
func known(ids ...string) string {
	for _, id := range ids {
		if strings.Trim(id, "0-") != "" {
			return id
		}
	}
	return ""
}

func firstEid(user *User) string {
	for i := range user.Eids {
		for _, uid := range user.Eids[i].Uids {
			if known(uid.ID) != "" {
				return uid.ID
			}
		}
	}
	return ""
}

// Who the user is, as far as that may be known, and what may be used.
func (b *bidder) person(r *Request) {
	user, takes, ifa := r.User, 0, ""
	if user == nil {
		user = nobody
	}
	if r.Regs != nil {
		takes = consents(r.Regs, user.Consent)
	}
	b.geo = user.Geo
	if d := r.Device; d != nil {
		if d.Geo != nil {
			b.geo = d.Geo
		}
		ifa = d.IFA
		if d.LMT > 0 || d.DNT > 0 {
			takes |= takesFitting
			ifa = ""
		}
	}
	if b.geo == nil {
		b.geo = nowhere
	}
	b.user = ""
	if takes&takesUser == 0 {
		b.user = known(user.ID, user.Buyeruid, firstEid(user), ifa)
	}
	b.profile = user
	if takes&takesFitting != 0 {
		b.profile = nobody
	}
	b.placed = b.geo.Lat != nil && b.geo.Lon != nil
	if b.placed {
		b.lat, b.lon = *b.geo.Lat, *b.geo.Lon
		if takes&takesPlace != 0 {
			b.lat = math.RoundToEven(b.lat*10) / 10
			b.lon = math.RoundToEven(b.lon*10) / 10
		}
	}
}
