package playmesh

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"

	"playmesh/load/workload"
)

// Rpcs that players call, and the numbers of the few fields they need: as in proto/playmesh.
const (
	pathCreateGuest = "/playmesh.user.v1.UserService/CreateGuest"
	pathCreateMatch = "/playmesh.match.v1.MatchService/CreateMatch"
	pathJoinMatch   = "/playmesh.match.v1.MatchService/JoinMatch"
	pathListMatches = "/playmesh.match.v1.MatchService/ListMatches"
	pathPlay        = "/playmesh.match.v1.MatchService/Play"
	pathWatch       = "/playmesh.match.v1.MatchService/Watch"

	pathCreateTicket = "/playmesh.match.v1.TicketService/CreateTicket"
	pathWatchTicket  = "/playmesh.match.v1.TicketService/WatchTicket"

	visibilityOpen = 1
	stateRunning   = 2
	ticketWaiting  = 1
	ticketMatched  = 2
	// The end codes after which a client is to come back.
	endResume   = 5
	endDraining = 6

	// Nobody is to lose by time: the workload decides when a move is made.
	passes = 1_000_000_000
	passMs = 3_600_000
)

var errMalformed = errors.New("bytes that are no message")

// id is a UUID as it is on the wire.
type id [16]byte

func appendBytes(to []byte, field protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, field, protowire.BytesType), value)
}

func appendVarint(to []byte, field protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(to, field, protowire.VarintType), value)
}

func createGuestRequest(request id) []byte { return appendBytes(nil, 1, request[:]) }

func createMatchRequest(request id) []byte {
	relay := appendVarint(appendVarint(nil, 1, passes), 2, passMs)
	to := appendBytes(nil, 1, request[:])
	to = appendBytes(to, 2, []byte("relay"))
	to = appendBytes(to, 3, appendBytes(nil, 3, relay))
	return appendVarint(to, 4, visibilityOpen)
}

func createTicketRequest(request id, mode string) []byte {
	return appendBytes(appendBytes(nil, 1, request[:]), 2, []byte(mode))
}

// shownTicket is what is needed of a WatchTicketResponse.
type shownTicket struct {
	state uint64
	match id
}

func readTicket(message []byte) (t shownTicket, err error) {
	inner, err := inside(message, 1)
	if err != nil {
		return t, err
	}
	f := fields{rest: inner}
	for f.next() {
		switch f.number {
		case 3:
			t.state = f.value
		case 4:
			copy(t.match[:], f.bytes)
		}
	}
	if f.bad {
		err = errMalformed
	}
	return t, err
}

// aboutMatch is any request that has a match's id first, and perhaps the last entry covered second: JoinMatchRequest,
// WatchRequest and Join.
func aboutMatch(match id, afterSeq uint32) []byte {
	to := appendBytes(nil, 1, match[:])
	if afterSeq > 0 {
		to = appendVarint(to, 2, uint64(afterSeq))
	}
	return to
}

func playJoin(match id, afterSeq uint32) []byte {
	return appendBytes(nil, 1, aboutMatch(match, afterSeq))
}

// appendPlayPass is a PlayRequest with the command to pass. It is made for every move, hence written in place: every
// message inside is shorter than 128 bytes, so that its length is one byte, known once it is written.
func appendPlayPass(to []byte, command id, position, seenSeq uint32, load [workload.LoadBytes]byte) []byte {
	begin := func(field protowire.Number) int {
		to = append(protowire.AppendTag(to, field, protowire.BytesType), 0)
		return len(to)
	}
	end := func(from int) { to[from-1] = byte(len(to) - from) }
	request := begin(2) // command
	to = appendBytes(to, 1, command[:])
	to = appendVarint(to, 2, uint64(position))
	to = appendVarint(to, 3, uint64(seenSeq))
	relay := begin(12)
	pass := begin(1)
	to = appendBytes(to, 1, load[:])
	end(pass)
	end(relay)
	end(request)
	return to
}

// fields reads a message field by field, without making anything.
type fields struct {
	rest   []byte
	number protowire.Number
	bytes  []byte // of a field that has a length
	value  uint64 // of one that has none
	bad    bool
}

func (f *fields) next() bool {
	if len(f.rest) == 0 || f.bad {
		return false
	}
	number, kind, n := protowire.ConsumeTag(f.rest)
	if n < 0 {
		f.bad = true
		return false
	}
	f.rest = f.rest[n:]
	f.number, f.bytes, f.value = number, nil, 0
	switch kind {
	case protowire.VarintType:
		f.value, n = protowire.ConsumeVarint(f.rest)
	case protowire.BytesType:
		f.bytes, n = protowire.ConsumeBytes(f.rest)
	default:
		n = protowire.ConsumeFieldValue(number, kind, f.rest)
	}
	if f.bad = n < 0; f.bad {
		return false
	}
	f.rest = f.rest[n:]
	return true
}

// inside is the bytes of a field, found by its numbers from the outside in.
func inside(message []byte, path ...protowire.Number) ([]byte, error) {
	for _, number := range path {
		f := fields{rest: message}
		for message = nil; f.next(); {
			if f.number == number {
				message = f.bytes
			}
		}
		if message == nil {
			return nil, errMalformed
		}
	}
	return message, nil
}

// turn is a RelayTurn: which pass was made and what it handed on.
type turn struct {
	number uint32
	baton  []byte // nil where no pass is the news
	toPass bool   // somebody is to pass
}

func readTurn(message []byte) (t turn, err error) {
	f := fields{rest: message}
	for f.next() {
		switch f.number {
		case 1:
			t.number = uint32(f.value)
		case 2:
			t.baton = f.bytes
		case 3:
			t.toPass = true
		}
	}
	if f.bad {
		err = errMalformed
	}
	return t, err
}

// snapshot is what is needed of a Snapshot.
type snapshot struct {
	seq, passesMade uint32
	running         bool
}

func readSnapshot(message []byte) (s snapshot, err error) {
	f := fields{rest: message}
	for f.next() {
		switch f.number {
		case 1:
			s.seq = uint32(f.value)
		case 2:
			match := fields{rest: f.bytes}
			for match.next() {
				if match.number == 5 {
					s.running = match.value == stateRunning
				}
			}
			f.bad = f.bad || match.bad
		case 12:
			view := fields{rest: f.bytes}
			for view.next() {
				if view.number == 2 {
					s.passesMade = uint32(view.value)
				}
			}
			f.bad = f.bad || view.bad
		}
	}
	if f.bad {
		err = errMalformed
	}
	return s, err
}
