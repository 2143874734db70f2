package main

// Request is what is read of a request.
type Request struct {
	ID     string   `json:"id"`
	Imp    []Imp    `json:"imp"`
	Site   *Place   `json:"site"`
	App    *Place   `json:"app"`
	Device *Device  `json:"device"`
	User   *User    `json:"user"`
	Regs   *Regs    `json:"regs"`
	Cur    []string `json:"cur"`
	Bcat   []string `json:"bcat"`
	Badv   []string `json:"badv"`
}

type Imp struct {
	ID          string  `json:"id"`
	Bidfloor    float64 `json:"bidfloor"`
	Bidfloorcur string  `json:"bidfloorcur"`
	Secure      int     `json:"secure"`
	Instl       int     `json:"instl"`
	Exp         int     `json:"exp"`
	Banner      *Banner `json:"banner"`
	Video       *Video  `json:"video"`
	Pmp         *Pmp    `json:"pmp"`

	floor int64
	usd   bool
}

type Size struct {
	W int `json:"w"`
	H int `json:"h"`
}

type Banner struct {
	Size
	Format []Size   `json:"format"`
	Pos    *int     `json:"pos"`
	Mimes  []string `json:"mimes"`
	Battr  []int    `json:"battr"`
	Btype  []int    `json:"btype"`

	battr, btype uint32
}

type Video struct {
	Size
	Pos           *int     `json:"pos"`
	Mimes         []string `json:"mimes"`
	Battr         []int    `json:"battr"`
	Protocols     []int    `json:"protocols"`
	Delivery      []int    `json:"delivery"`
	Minduration   int      `json:"minduration"`
	Maxduration   int      `json:"maxduration"`
	Maxextended   int      `json:"maxextended"`
	Minbitrate    int      `json:"minbitrate"`
	Maxbitrate    int      `json:"maxbitrate"`
	Linearity     int      `json:"linearity"`
	Skip          int      `json:"skip"`
	Skipmin       int      `json:"skipmin"`
	Skipafter     int      `json:"skipafter"`
	Boxingallowed *int     `json:"boxingallowed"`

	battr, protocols, delivery uint32
}

type Deal struct {
	ID          string   `json:"id"`
	Bidfloor    *float64 `json:"bidfloor"`
	Bidfloorcur string   `json:"bidfloorcur"`
	At          int      `json:"at"`
}

type Pmp struct {
	PrivateAuction int    `json:"private_auction"`
	Deals          []Deal `json:"deals"`
}

type Place struct {
	Domain     string   `json:"domain"`
	Page       string   `json:"page"`
	Bundle     string   `json:"bundle"`
	Cat        []string `json:"cat"`
	Sectioncat []string `json:"sectioncat"`
	Pagecat    []string `json:"pagecat"`
	Keywords   string   `json:"keywords"`
	Kwarray    []string `json:"kwarray"`
	Content    *Content `json:"content"`
}

type Content struct {
	Cat      []string `json:"cat"`
	Keywords string   `json:"keywords"`
}

type Geo struct {
	Country string   `json:"country"`
	Region  string   `json:"region"`
	City    string   `json:"city"`
	Lat     *float64 `json:"lat"`
	Lon     *float64 `json:"lon"`
}

type Device struct {
	Devicetype int    `json:"devicetype"`
	OS         string `json:"os"`
	OSV        string `json:"osv"`
	Language   string `json:"language"`
	IFA        string `json:"ifa"`
	LMT        int    `json:"lmt"`
	DNT        int    `json:"dnt"`
	Geo        *Geo   `json:"geo"`
}

type Segment struct {
	ID string `json:"id"`
}

type Data struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Segment []Segment `json:"segment"`
}

type Eid struct {
	Uids []Segment `json:"uids"`
}

type User struct {
	ID       string `json:"id"`
	Buyeruid string `json:"buyeruid"`
	Keywords string `json:"keywords"`
	Consent  string `json:"consent"`
	Data     []Data `json:"data"`
	Eids     []Eid  `json:"eids"`
	Geo      *Geo   `json:"geo"`
}

type Privacy struct {
	GDPR      int    `json:"gdpr"`
	USPrivacy string `json:"us_privacy"`
	GPP       string `json:"gpp"`
	GPPSid    []int  `json:"gpp_sid"`
}

type Regs struct {
	Privacy
	Coppa int      `json:"coppa"`
	Ext   *Privacy `json:"ext"`
}

func (r *Request) valid() bool {
	if r.ID == "" || len(r.Imp) == 0 || r.Site != nil && r.App != nil {
		return false
	}
	for i := range r.Imp {
		if r.Imp[i].ID == "" {
			return false
		}
		for k := 0; k < i; k++ {
			if r.Imp[k].ID == r.Imp[i].ID {
				return false
			}
		}
	}
	return true
}

func (r *Request) paysDollars() bool {
	for _, cur := range r.Cur {
		if dollars(cur) {
			return true
		}
	}
	return len(r.Cur) == 0
}

func (r *Request) place() *Place {
	if r.Site != nil {
		return r.Site
	}
	return r.App
}

// Of a site its domain, of an app its bundle.
func (r *Request) domain() string {
	if r.Site != nil {
		return r.Site.Domain
	}
	if r.App != nil {
		return r.App.Bundle
	}
	return ""
}
