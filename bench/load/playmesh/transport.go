// Package playmesh plays the relay on a Playmesh: guests who sign in, make matches, join them and play by the Play
// stream, as any client does. Every answer is checked.
package playmesh

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"playmesh/load/grpc"
	"playmesh/load/loop"
	"playmesh/load/workload"
)

// Options say where a mesh is and how players connect to it.
type Options struct {
	// Edge is Envoy. Players sign in and make matches there in any case.
	Edge netip.AddrPort
	// Direct are the match replicas, for streams past Envoy; empty for streams through it.
	Direct []netip.AddrPort
	// PerConnection is how many streams share a connection, all of players who do not play with each other.
	PerConnection int
	// Watchers of each match, each on the replica of one of the two players in turn. They are the players of matches that
	// follow, on the same sessions.
	Watchers int
	// Guests who sign in, an even number of more than a match's streams, each to play in as many matches as it takes; 0:
	// one for every seat.
	Guests int
}

// Transport implements workload.Transport. The two players of a match are on different replicas.
type Transport struct {
	options Options
	loop    *loop.Loop
	hear    workload.Listener
	ready   func(error)
	control []*grpc.Conn
	calls   int
	// One for each of two replicas: where a player's streams go.
	places  []*place
	tokens  []string // of the guests
	matches []id
	players []*player // by match: seat 0, seat 1, watchers
	// By match, while its streams are being opened.
	connecting map[int]*connecting
	scratch    []byte
	names      map[string]string

	apart, turnedAway, unknown, comeBacks int
	signedIn, connected                   time.Duration
	away                                  int
	awayFrom                              loop.Time
	allBack                               time.Duration // the longest time in which somebody was away
	awayTimes                             workload.Histogram
}

// New makes a transport for one run.
func New(options Options) *Transport {
	return &Transport{options: options, names: map[string]string{}}
}

// place is an address with a route, and the connections that lead there.
type place struct {
	transport *Transport
	address   netip.AddrPort
	route     string
	links     []*link
}

// link is a connection with how many streams have been put on it.
type link struct {
	conn *grpc.Conn
	used int
	gone bool
}

// connecting is a match some of whose streams do not show yet that it has begun.
type connecting struct {
	left int
	done func(error)
}

// take gives the connection that the next stream is to go by.
func (p *place) take() (*link, error) {
	if n := len(p.links); n > 0 {
		if last := p.links[n-1]; !last.gone && last.used < p.transport.options.PerConnection {
			last.used++
			return last, nil
		}
	}
	l := &link{used: 1}
	conn, err := grpc.Dial(p.transport.loop, p.address, func(error) { l.gone = true })
	if err != nil {
		return nil, fmt.Errorf("connect to %v: %w", p.address, err)
	}
	l.conn = conn
	p.links = append(p.links, l)
	return l, nil
}

// Open implements workload.Transport.
func (t *Transport) Open(l *loop.Loop, matches int, hear workload.Listener, ready func(error)) {
	t.loop, t.hear, t.ready = l, hear, ready
	if err := t.dialControl(); err != nil {
		t.finish(err)
		return
	}
	t.tokens = make([]string, 2*matches)
	if t.options.Guests > 0 {
		t.tokens = make([]string, t.options.Guests)
	}
	t.matches = make([]id, matches)
	t.players = make([]*player, matches*t.streams())
	t.connecting = map[int]*connecting{}
	if len(t.options.Direct) == 2 {
		for _, address := range t.options.Direct {
			t.places = append(t.places, &place{transport: t, address: address})
		}
	} else {
		t.places = []*place{{transport: t, address: t.options.Edge}, {transport: t, address: t.options.Edge}}
	}
	begin := time.Now()
	inOrder(t.finish,
		func(done func(error)) { t.makeGuests(done) },
		func(done func(error)) { t.chooseRoutes(done) },
		func(done func(error)) { t.makeMatches(done) },
		func(done func(error)) {
			t.signedIn = time.Since(begin)
			begin = time.Now()
			each(matches, setupWidth, t.connect, done)
		},
		func(done func(error)) {
			t.connected = time.Since(begin)
			t.countApart()
			done(nil)
		})
}

// finish says that all are ready, or what went wrong first.
func (t *Transport) finish(err error) {
	if ready := t.ready; ready != nil {
		t.ready = nil
		ready(err)
	}
}

// token is that of who plays or watches in a match.
func (t *Transport) token(match, stream int) string { return t.tokens[(2*match+stream)%len(t.tokens)] }

// streams is how many a match has.
func (t *Transport) streams() int { return 2 + t.options.Watchers }

// connect takes seat 1 of a match and opens all its streams: its players are on two replicas, whose is seat 0 differs
// from match to match.
func (t *Transport) connect(match int, done func(error)) {
	t.joinMatch(t.token(match, 1), t.matches[match], func(err error) {
		if err != nil {
			done(err)
			return
		}
		t.connecting[match] = &connecting{left: t.streams(), done: done}
		for i := range t.streams() {
			p := &player{
				transport: t, place: t.places[(match+i)%2], matchID: t.matches[match], match: match, seat: i,
				token: t.token(match, i),
			}
			if i >= 2 {
				p.seat = noSeat
			}
			t.players[match*t.streams()+i] = p
			p.open()
		}
	})
}

// playerReady: one more stream of the match shows that it has begun.
func (t *Transport) playerReady(p *player) {
	c := t.connecting[p.match]
	if c.left--; c.left == 0 {
		delete(t.connecting, p.match)
		c.done(nil)
	}
}

func (t *Transport) playerFailed(p *player, what string) {
	if c := t.connecting[p.match]; c != nil {
		delete(t.connecting, p.match)
		c.done(errors.New(what))
		return
	}
	t.hear.Failed(p.match, p.seat, what)
}

func (t *Transport) attached(p *player) {
	if !p.everBack {
		return
	}
	now := t.loop.Now()
	t.comeBacks++
	t.awayTimes.Add(time.Duration(now - p.awaySince))
	if t.away--; t.away == 0 {
		t.allBack = max(t.allBack, time.Duration(now-t.awayFrom))
	}
}

func (t *Transport) left(p *player) {
	if t.away == 0 {
		t.awayFrom = p.awaySince
	}
	t.away++
}

// Send implements workload.Transport.
func (t *Transport) Send(match int, move uint32) {
	t.players[match*t.streams()+int(move+1)%2].send(move)
}

// Close implements workload.Transport.
func (t *Transport) Close() {
	for _, conn := range t.control {
		conn.Close()
	}
	for _, place := range t.places {
		for _, link := range place.links {
			link.conn.Close()
		}
	}
}

// countApart: Envoy keeps replicas equally busy, so a route may now and then lead to the other one.
func (t *Transport) countApart() {
	for match := range t.matches {
		if first := match * t.streams(); t.players[first].replica != t.players[first+1].replica {
			t.apart++
		}
	}
}

// Counts implements workload.Transport.
func (t *Transport) Counts() map[string]float64 {
	connections := 0
	for _, place := range t.places {
		connections += len(place.links)
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return map[string]float64{
		"streams":        float64(len(t.players)),
		"connections":    float64(connections),
		"matchesApart":   float64(t.apart),
		"signInSeconds":  t.signedIn.Seconds(),
		"connectSeconds": t.connected.Seconds(),
		"turnedAway":     float64(t.turnedAway),
		"unknown":        float64(t.unknown),
		"comeBacks":      float64(t.comeBacks),
		"stillAway":      float64(t.away),
		"awayP50Ms":      ms(t.awayTimes.Quantile(0.5)),
		"awayP99Ms":      ms(t.awayTimes.Quantile(0.99)),
		"awayLongestMs":  ms(t.awayTimes.Max()),
		"allBackMs":      ms(t.allBack),
	}
}

// intern keeps one copy of the few names of replicas.
func (t *Transport) intern(name string) string {
	if known, ok := t.names[name]; ok {
		return known
	}
	t.names[name] = name
	return name
}
