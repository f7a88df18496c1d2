package playmesh

import (
	"fmt"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"playmesh/load/grpc"
	"playmesh/load/loop"
	"playmesh/load/workload"
)

// heard remembers what a player's Listener is told.
type heard struct{ said []string }

func (h *heard) Has(match, seat int, move uint32) {
	h.said = append(h.said, fmt.Sprintf("%d has %d", seat, move))
}
func (h *heard) Failed(_, _ int, what string) { h.said = append(h.said, what) }

func newPlayer(t *testing.T, seat int) (*player, *heard) {
	l, err := loop.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{}
	transport := New(Options{})
	transport.loop, transport.hear = l, h
	// As it is once all are connected and the match has begun.
	return &player{transport: transport, match: 7, seat: seat, running: true, attached: true, stream: &grpc.Stream{}}, h
}

func eventsOf(after, seq uint32, events ...[]byte) []byte {
	inner := appendVarint(appendVarint(nil, 1, uint64(after)), 2, uint64(seq))
	for _, event := range events {
		inner = appendBytes(inner, 3, event)
	}
	return appendBytes(nil, 2, inner)
}

func passOf(match int, number uint32) []byte {
	load := workload.Load(match, number)
	turn := appendVarint(appendBytes(appendVarint(nil, 1, uint64(number)), 2, load[:]), 3, 1)
	return appendBytes(nil, 22, appendBytes(nil, 1, turn))
}

func acceptedOf(command id) []byte { return appendBytes(nil, 7, appendBytes(nil, 1, command[:])) }

func TestAnOwnMoveCountsOnceItIsAcceptedAndShown(t *testing.T) {
	for _, acceptedFirst := range []bool{true, false} {
		p, h := newPlayer(t, 0)
		p.send(1)
		messages := [][]byte{acceptedOf(p.command), eventsOf(0, 1, passOf(7, 1))}
		if !acceptedFirst {
			slices.Reverse(messages)
		}
		p.Message(messages[0])
		if len(h.said) != 0 {
			t.Errorf("after the first of two: %v", h.said)
		}
		p.Message(messages[1])
		p.Message(eventsOf(1, 3, passOf(7, 2)))
		if want := []string{"0 has 1", "0 has 2"}; !slices.Equal(h.said, want) {
			t.Errorf("%v, not %v", h.said, want)
		}
	}
}

func TestTellsWhatTheServerDidWrong(t *testing.T) {
	for want, message := range map[string][]byte{
		"events that do not go on where the last ones ended": eventsOf(3, 4, passOf(7, 1)),
		"a move that is not the next one":                    eventsOf(0, 1, passOf(7, 2)),
		"a load that is not the one sent":                    eventsOf(0, 1, passOf(8, 1)),
		"an answer to nothing that was asked":                acceptedOf(newID()),
		"refused: WRONG_PASS":                                appendBytes(nil, 8, appendBytes(nil, 2, []byte("WRONG_PASS"))),
		"told not to come back":                              appendBytes(nil, 5, appendVarint(nil, 1, 3)),
		"a malformed message":                                {0xff},
	} {
		p, h := newPlayer(t, 1)
		p.Message(message)
		p.Message(eventsOf(0, 1, passOf(7, 1))) // is no longer listened to
		if !slices.Equal(h.said, []string{want}) {
			t.Errorf("%v, not %q", h.said, want)
		}
	}
}

func TestASnapshotMayLeaveOutButNotTakeBack(t *testing.T) {
	snapshotOf := func(seq, passes uint32) []byte {
		view := appendBytes(nil, 12, appendVarint(nil, 2, uint64(passes)))
		return appendBytes(nil, 1, append(appendVarint(nil, 1, uint64(seq)), view...))
	}
	p, h := newPlayer(t, 1)
	p.Message(eventsOf(0, 4, passOf(7, 1)))
	p.accepted = 2
	p.Message(snapshotOf(9, 3))
	p.Message(eventsOf(9, 10, passOf(7, 4)))
	p.accepted = 4
	p.Message(snapshotOf(9, 3))
	want := []string{"1 has 1", "1 has 2", "1 has 3", "a snapshot without moves that were shown"}
	if !slices.Equal(h.said, want) {
		t.Errorf("%v, not %v", h.said, want)
	}
}

func TestAPassIsAPlayRequest(t *testing.T) {
	command, load := newID(), workload.Load(1, 2)
	message := appendPlayPass(nil, command, 1<<31, 1<<31, load)
	got, err := inside(message, 2)
	if err != nil {
		t.Fatal(err)
	}
	f := fields{rest: got}
	values := map[protowire.Number]string{}
	for f.next() {
		values[f.number] = fmt.Sprint(f.value, string(f.bytes))
	}
	baton, err := inside(message, 2, 12, 1, 1)
	if err != nil || f.bad || string(baton) != string(load[:]) {
		t.Errorf("baton %q, error %v", baton, err)
	}
	if values[1] != fmt.Sprint(0, string(command[:])) || values[2] != fmt.Sprint(1<<31, "") || values[3] != values[2] {
		t.Errorf("the fields are %v", values)
	}
}
