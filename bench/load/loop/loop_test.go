package loop

import (
	"bytes"
	"io"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"
)

// reader is a Handler that uses what it gets in pieces of `piece` bytes.
type reader struct {
	loop   *Loop
	piece  int
	got    []byte
	calls  int
	closed error
}

func (r *reader) Received(data []byte) (used int) {
	r.calls++
	used = len(data) / r.piece * r.piece
	r.got = append(r.got, data[:used]...)
	return used
}

func (r *reader) Closed(err error) {
	r.closed = err
	r.loop.Stop()
}

func newLoop(t *testing.T) *Loop {
	t.Helper()
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	l.After(10*time.Second, func() {
		t.Error("not done within 10 s")
		l.Stop()
	})
	return l
}

// listen serves one connection.
func listen(t *testing.T, serve func(net.Conn)) netip.AddrPort {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		serve(conn)
	}()
	return netip.MustParseAddrPort(listener.Addr().String())
}

func TestGivesAgainWhatWasNotUsed(t *testing.T) {
	sent := bytes.Repeat([]byte("0123456789"), 3)
	address := listen(t, func(conn net.Conn) {
		for part := range slices.Chunk(sent, 4) {
			conn.Write(part)
			time.Sleep(2 * time.Millisecond) // so that it comes in several reads
		}
	})
	l := newLoop(t)
	r := &reader{loop: l, piece: 10}
	if _, err := l.Dial(address, r); err != nil {
		t.Fatal(err)
	}
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(r.got, sent) || r.closed != io.EOF || r.calls < 2 {
		t.Errorf("got %q in %d reads, then %v", r.got, r.calls, r.closed)
	}
}

func TestWritesAllToAServerThatReadsLate(t *testing.T) {
	const pieces, size = 1000, 20_000 // more than the kernel keeps for a socket
	got := make(chan []byte, 1)
	address := listen(t, func(conn net.Conn) {
		time.Sleep(50 * time.Millisecond)
		data := make([]byte, pieces*size)
		n, _ := io.ReadFull(conn, data)
		got <- data[:n]
	})
	l := newLoop(t)
	c, err := l.Dial(address, &reader{loop: l, piece: 1})
	if err != nil {
		t.Fatal(err)
	}
	var sent []byte
	for i := range pieces {
		piece := bytes.Repeat([]byte{byte(i)}, size)
		sent = append(sent, piece...)
		l.After(time.Duration(i)*10*time.Microsecond, func() { c.Append(piece...) })
	}
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(<-got, sent) {
		t.Error("the server got something else than was sent")
	}
}

func TestTellsThatNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := netip.MustParseAddrPort(listener.Addr().String())
	listener.Close()
	l := newLoop(t)
	r := &reader{loop: l, piece: 1}
	if _, err := l.Dial(address, r); err == nil {
		if err := l.Run(); err != nil {
			t.Fatal(err)
		}
		if r.closed == nil {
			t.Error("the connection counts as made")
		}
	}
}

func TestTimersComeInTheirOrderAndNotEarly(t *testing.T) {
	l := newLoop(t)
	var came []int
	begin := time.Now()
	for _, ms := range []int{30, 10, 20} {
		l.After(time.Duration(ms)*time.Millisecond, func() {
			if early := time.Duration(ms)*time.Millisecond - time.Since(begin); early > time.Millisecond {
				t.Errorf("%v early", early)
			}
			if came = append(came, ms); len(came) == 3 {
				l.Stop()
			}
		})
	}
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(came, []int{10, 20, 30}) {
		t.Errorf("they came as %v", came)
	}
}
