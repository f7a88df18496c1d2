// Package peers plays the relay on other servers than Playmesh, by their own protocols: Colyseus, socket.io, and a bare
// gRPC server on Node. The servers are in bench/peers.
package peers

import (
	"fmt"
	"net/netip"

	"playmesh/load/loop"
	"playmesh/load/workload"
)

// How many matches are being connected at a time: a server gives up what waits for long.
const connectWidth = 64

// table is what the transports have in common: who sits where, and who is still missing.
type table struct {
	// The processes of the server.
	servers []netip.AddrPort
	connect func(match int) error
	loop    *loop.Loop
	hear    workload.Listener
	ready   func(error)
	players []player // by match: seat 0, seat 1
	begun   int      // matches whose connecting has begun
	joined  int      // players
	failed  bool
}

// player is one of the two of a match.
type player struct {
	table  *table
	sender sender
	match  int
	seat   int
	joined bool
}

// sender is a player's connection, or stream of a connection.
type sender interface {
	send(move uint32)
	close()
}

// Open implements workload.Transport.
func (t *table) Open(l *loop.Loop, matches int, hear workload.Listener, ready func(error)) {
	t.loop, t.hear, t.ready = l, hear, ready
	t.players = make([]player, 2*matches)
	for range min(connectWidth, matches) {
		t.connectNext()
	}
}

// connectNext begins with one more match as soon as the loop is free.
func (t *table) connectNext() {
	t.loop.After(0, func() {
		match := t.begun
		if t.failed || 2*match == len(t.players) {
			return
		}
		t.begun++
		for seat := range 2 {
			*t.player(match, seat) = player{table: t, match: match, seat: seat}
		}
		if err := t.connect(match); err != nil {
			t.fail(err)
		}
	})
}

func (t *table) player(match, seat int) *player { return &t.players[2*match+seat] }

func (t *table) fail(err error) {
	if !t.failed {
		t.failed = true
		t.ready(err)
	}
}

// Send implements workload.Transport.
func (t *table) Send(match int, move uint32) { t.player(match, int(move+1)%2).sender.send(move) }

// Close implements workload.Transport.
func (t *table) Close() {
	for i := range t.players {
		if s := t.players[i].sender; s != nil {
			s.close()
		}
	}
}

// standing is told when the server has said how many moves the match has, by which the player has joined it.
func (p *player) standing(moves uint32) {
	t := p.table
	if moves != 0 || p.joined {
		p.failure("a match that had begun")
		return
	}
	p.joined = true
	t.joined++
	if t.player(p.match, 1-p.seat).joined {
		t.connectNext()
	}
	if t.joined == len(t.players) && !t.failed {
		t.ready(nil)
	}
}

// got is told when the server has sent a move.
func (p *player) got(move uint32, load []byte) {
	if want := workload.Load(p.match, move); string(load) != string(want[:]) {
		p.failure("another load than was sent")
		return
	}
	p.table.hear.Has(p.match, p.seat, move)
}

// failure is told to the listener, or ends the run where players are still being connected.
func (p *player) failure(what string) {
	if p.table.joined < len(p.table.players) {
		p.table.fail(fmt.Errorf("player %d of match %d: %s", p.seat, p.match, what))
		return
	}
	p.table.hear.Failed(p.match, p.seat, what)
}
