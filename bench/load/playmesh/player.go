package playmesh

import (
	"time"

	"playmesh/load/grpc"
	"playmesh/load/loop"
	"playmesh/load/workload"
)

// noSeat is the seat of who only watches.
const noSeat = -1

const (
	comeBackFirst   = 50 * time.Millisecond
	comeBackLongest = time.Second
	// whom the edge's limit turns away waits longer, as the SDK does: tries are what it has too many of.
	comeBackLongestLimited = 8 * time.Second
)

// player is one Play stream, or a Watch stream, and what its owner knows of the match. When the stream ends before its
// time, it comes back after what it has covered and sends again what was not answered.
type player struct {
	transport *Transport
	place     *place
	link      *link
	stream    *grpc.Stream
	token     string
	matchID   id
	match     int
	seat      int
	replica   string

	covered  uint32 // the last entry of the log
	seen     uint32 // the last move shown
	told     uint32 // the last move that the listener was told of
	accepted uint32 // the last own move that was accepted
	asked    uint32 // the own move that has no answer yet; 0 for none
	command  id     // that of the last move asked for

	running   bool // the match has begun
	failed    bool
	attached  bool
	everBack  bool // was attached at some time
	mayReturn bool // the server said to come back
	awaySince loop.Time
	backoff   time.Duration
}

// open attaches to the match, by a connection of the player's place that has room.
func (p *player) open() {
	if p.link == nil || p.link.gone {
		link, err := p.place.take()
		if err != nil {
			p.fail(err.Error())
			return
		}
		p.link = link
	}
	headers := []grpc.Header{bearer(p.token)}
	if p.place.route != "" {
		headers = append(headers, grpc.Header{Name: "x-match-route", Value: p.place.route})
	}
	p.mayReturn = false
	if p.seat == noSeat {
		p.stream = p.link.conn.Open(pathWatch, headers, p)
		p.stream.Send(aboutMatch(p.matchID, p.covered), true)
		return
	}
	p.stream = p.link.conn.Open(pathPlay, headers, p)
	p.stream.Send(playJoin(p.matchID, p.covered), false)
}

func (p *player) send(move uint32) {
	p.command = newID()
	p.asked = move
	p.ask()
}

func (p *player) ask() {
	if !p.attached || p.asked == 0 {
		return // goes out as soon as the player is back
	}
	t := p.transport
	t.scratch = appendPlayPass(t.scratch[:0], p.command, p.asked, p.covered, workload.Load(p.match, p.asked))
	p.stream.Send(t.scratch, false)
}

// Header implements grpc.Handler.
func (p *player) Header(name, value string) {
	if name == "x-playmesh-replica" {
		p.replica = p.transport.intern(value)
	}
}

// Message implements grpc.Handler with PlayResponse and WatchResponse, which have the same fields.
func (p *player) Message(message []byte) {
	if p.failed {
		return
	}
	f := fields{rest: message}
	for f.next() {
		switch f.number {
		case 1:
			p.snapshot(f.bytes)
		case 2:
			p.events(f.bytes)
		case 5:
			p.ending(f.bytes)
		case 7:
			p.answered(f.bytes)
		case 8:
			p.refused(f.bytes)
		case 9:
			p.unknown(f.bytes)
		}
	}
	if f.bad {
		p.fail("a malformed message")
	}
	if !p.attached && !p.failed {
		p.back()
	}
}

func (p *player) back() {
	p.attached = true
	p.backoff = 0
	p.transport.attached(p)
	p.everBack = true
	p.ask()
}

func (p *player) snapshot(bytes []byte) {
	s, err := readSnapshot(bytes)
	if err != nil {
		p.fail("a malformed snapshot")
		return
	}
	if s.passesMade < p.seen {
		p.fail("a snapshot without moves that were shown")
		return
	}
	p.covered, p.seen = s.seq, s.passesMade
	if s.running {
		p.begun()
	}
	p.tell()
}

func (p *player) events(bytes []byte) {
	var after, seq uint32
	f := fields{rest: bytes}
	for f.next() && !p.failed {
		switch f.number {
		case 1:
			after = uint32(f.value)
		case 2:
			seq = uint32(f.value)
		case 3:
			p.event(f.bytes)
		}
	}
	switch {
	case p.failed:
	case f.bad:
		p.fail("malformed events")
	case after != p.covered || seq < after:
		p.fail("events that do not go on where the last ones ended")
	default:
		p.covered = seq
		p.tell()
	}
}

func (p *player) event(bytes []byte) {
	f := fields{rest: bytes}
	for f.next() {
		switch f.number {
		case 8:
			p.fail("the match has ended")
		case 22:
			inner, err := inside(f.bytes, 1)
			if err != nil {
				p.fail("an unknown event of the relay")
				return
			}
			p.turn(inner)
		}
	}
}

func (p *player) turn(bytes []byte) {
	t, err := readTurn(bytes)
	switch {
	case err != nil:
		p.fail("a malformed turn")
	case t.baton == nil:
		if t.toPass {
			p.begun()
		}
	case t.number != p.seen+1:
		p.fail("a move that is not the next one")
	case workload.Load(p.match, t.number) != [workload.LoadBytes]byte(padded(t.baton)):
		p.fail("a load that is not the one sent")
	default:
		p.seen = t.number
	}
}

// padded makes a load that is too short comparable; none that was sent holds a zero.
func padded(load []byte) []byte {
	if len(load) == workload.LoadBytes {
		return load
	}
	return make([]byte, workload.LoadBytes)
}

// begun: somebody may move.
func (p *player) begun() {
	if !p.running {
		p.running = true
		p.transport.playerReady(p)
	}
}

func (p *player) answered(bytes []byte) {
	command, err := inside(bytes, 1)
	if err != nil || string(command) != string(p.command[:]) {
		p.fail("an answer to nothing that was asked")
		return
	}
	p.asked, p.accepted = 0, max(p.accepted, p.asked) // asked is 0 where the answer to the first try came too
	p.tell()
}

// tell hands on what is complete: a move of one's own when it has been both accepted and shown.
func (p *player) tell() {
	if p.seat == noSeat || p.failed {
		return
	}
	for p.told < p.seen {
		next := p.told + 1
		if isOwn := int(next+1)%2 == p.seat; isOwn && p.accepted < next {
			return
		}
		p.told = next
		p.transport.hear.Has(p.match, p.seat, next)
	}
}

func (p *player) refused(bytes []byte) {
	reason, err := inside(bytes, 2)
	if err != nil {
		reason = nil
	}
	p.fail("refused: " + string(reason))
}

func (p *player) unknown(bytes []byte) {
	p.transport.unknown++
	wait := time.Duration(0)
	for f := (fields{rest: bytes}); f.next(); {
		if f.number == 2 {
			wait = time.Duration(f.value) * time.Millisecond
		}
	}
	p.transport.loop.After(wait, p.ask)
}

func (p *player) ending(bytes []byte) {
	var code, resumeAfter uint64
	for f := (fields{rest: bytes}); f.next(); {
		switch f.number {
		case 1:
			code = f.value
		case 2:
			resumeAfter = f.value
		}
	}
	if code != endResume && code != endDraining {
		p.fail("told not to come back")
		return
	}
	p.mayReturn = true
	p.covered = uint32(resumeAfter)
}

// Ended implements grpc.Handler.
func (p *player) Ended(status grpc.Status) {
	if p.attached {
		p.attached = false
		p.awaySince = p.transport.loop.Now()
		p.transport.left(p)
	}
	switch {
	case p.failed:
	case !isTurnedAway(status) && !p.mayReturn:
		p.fail(status.Error())
	default:
		if !p.everBack {
			p.transport.turnedAway++
		}
		longest := comeBackLongest
		if status.Code == grpc.ResourceExhausted {
			longest = comeBackLongestLimited
		}
		p.backoff = min(max(2*p.backoff, comeBackFirst), longest)
		p.transport.loop.After(jittered(p.backoff), p.open)
	}
}

func (p *player) fail(what string) {
	if p.failed {
		return
	}
	p.failed = true
	p.transport.playerFailed(p, what)
}
